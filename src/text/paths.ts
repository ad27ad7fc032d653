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

/** True for a path that lies in a folder, or is it; a folder may have slashes at its end, and none that is empty has a path. */
export function isBelow(path: string, folder: string): boolean {
  const plain = folder.replace(/\/+$/, '');
  return plain !== '' && isAtOrBelow(path, plain);
}

/** An absolute path without slashes at its end; the root stays. */
export function withoutEndSlashes(path: string): string {
  return path.replace(/(?<=.)\/+$/, '');
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

/**
 * A path that is written in a file, seen from a folder: `.` and `..` are resolved. Undefined where it leads out of the
 * project.
 * @param folder relative to the project, without a slash at its end; empty for the root
 */
export function resolvedPath(folder: string, path: string): string | undefined {
  const parts: string[] = [];
  for (const part of [...(path.startsWith('/') ? [] : folder.split('/')), ...path.split('/')]) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** An absolute path of a machine without `.`, `..` and double slashes; undefined for one that leads above its root. */
export function plainPath(path: string): string | undefined {
  const below = resolvedPath('', path);
  return below === undefined ? undefined : `/${below}`;
}
