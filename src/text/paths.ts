/** The folder of a path with `/`, without a slash at its end; empty for the root. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The last part of a path with `/`. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** True for a folder that is another one, or lies below it. */
export function isAtOrBelow(folder: string, above: string): boolean {
  return above === '' || folder === above || folder.startsWith(`${above}/`);
}

/** The innermost folder that holds all of some files; empty for the root. */
export function commonFolder(files: readonly string[]): string {
  const [first = '', ...rest] = files.map(parentOf);
  let parts = first.split('/').filter(Boolean);
  for (const folder of rest) {
    const others = folder.split('/').filter(Boolean);
    const differs = parts.findIndex((part, at) => part !== others[at]);
    if (differs >= 0) parts = parts.slice(0, differs);
  }
  return parts.join('/');
}
