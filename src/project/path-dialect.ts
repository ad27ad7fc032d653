import { type Dialect, pathWords } from '../facts/dialects.ts';
import { isMigrationFolder } from './definitions.ts';

/** A dialect that a path names, and the word by which it does. */
export interface PathDialect {
  readonly dialect: Dialect;
  readonly word: string;
}

/**
 * The dialect that the words of a path name; the word nearest to the file counts. The name of a migration tells what
 * it does, perhaps to a table `mysql_hosts`: there only a word before the ending (`001_init.sqlite.sql`) or at the
 * front counts.
 */
export function dialectOfPath(path: string): PathDialect | undefined {
  const [name = '', ...folders] = path.split('/').reverse();
  const isMigration = /^[Vv]?\d/.test(name) || isMigrationFolder(path.slice(0, -name.length - 1));
  const own = isMigration
    ? (/(?:\.([a-z0-9]+))?(?:\.(?:up|down))?\.[a-z]+$/i.exec(name)?.[1] ??
      /^[a-z]+(?=[._-])/i.exec(name)?.[0] ??
      '')
    : name;
  for (const segment of [own, ...folders]) {
    const found = pathWords.flatMap(([pattern, dialect]) => {
      const match = pattern.exec(segment);
      return match ? [{ dialect, word: wordAround(segment, match.index) }] : [];
    });
    if (found.length === 1) return found[0];
    if (found.length > 1) return undefined;
  }
  return undefined;
}

function wordAround(segment: string, at: number): string {
  const start = segment.slice(0, at).search(/[a-z0-9]*$/i);
  return /^[a-z0-9]+/i.exec(segment.slice(start))?.[0] ?? segment;
}

/** A path without the words that name a dialect, and without what stands between words: twins have the same. */
export function withoutDialectWords(path: string): string {
  let plain = path.toLowerCase();
  for (const [pattern] of pathWords) plain = plain.replace(new RegExp(pattern.source, 'gi'), '');
  return plain.replaceAll(/[\W_]+/g, '');
}
