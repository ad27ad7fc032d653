const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  e: '\u001b',
  f: '\f',
};

/** What an escape stands for; in single quotes only `\\` and `\'` are escapes. */
export function decodePhpEscape(sequence: string, singleQuoted: boolean): string {
  const simple = sequence.slice(1);
  if (singleQuoted) return /^[\\']$/.test(simple) ? simple : sequence;
  const code = /^(?:u\{([0-9a-f]+)\}|x([0-9a-f]{1,2}))$/i.exec(simple);
  const digits = code?.[1] ?? code?.[2];
  if (digits !== undefined) return String.fromCodePoint(Number.parseInt(digits, 16));
  if (/^[0-7]{1,3}$/.test(simple)) return String.fromCodePoint(Number.parseInt(simple, 8));
  return escapes[simple] ?? (/^[\\"$`]$/.test(simple) ? simple : sequence);
}
