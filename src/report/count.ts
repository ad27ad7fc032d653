/** A number with what it counts: `1 query`, `3 queries`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** A size in bytes in decimal units: `0 kB`, `20 kB`, `1.8 MB`; what is not nothing is 1 kB at least. */
export function sizeText(bytes: number): string {
  if (bytes >= 1_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${bytes === 0 ? 0 : Math.max(1, Math.round(bytes / 1000))} kB`;
}
