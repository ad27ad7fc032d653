import { type DatabaseHeader, readHeader } from '../database/header.ts';
import type { FileSystem } from '../host/files.ts';
import { configuresReplication } from '../project/connections/replication.ts';
import { type FileKind, kindOf, setApart } from '../project/kinds.ts';
import { canUseSqliteAlone, languageOf } from '../project/languages.ts';
import type { Linter } from './linter.ts';

/** What of a project is loaded, and who is told. */
export interface LoadOptions {
  /** Patterns of files to leave out, in the syntax of .gitignore. */
  readonly ignore?: readonly string[];
  readonly signal?: AbortSignal | undefined;
  /** Files whose text is known better than by the disk. Asked after a file was read. */
  readonly skip?: ((path: string) => boolean) | undefined;
  /** Called now and then with the number of files read and of all that are to be read. */
  readonly onProgress?: ((read: number, all: number) => void) | undefined;
}

/** A file that could not be read, and why. */
export interface LoadProblem {
  readonly path: string;
  readonly reason: string;
}

function isReplication(path: string): boolean {
  return configuresReplication({ path });
}

/** How many files are read at the same time. */
const parallel = 32;

/**
 * Reads the files of a project that matter into a linter. Files of other kinds, and those that are not production
 * code, are never opened; nor are sources of a language that needs a driver for SQLite where no manifest names one.
 */
export async function loadProject(
  linter: Linter,
  files: FileSystem,
  root: string,
  options: LoadOptions = {},
): Promise<LoadProblem[]> {
  const listing = await files.list(root, {
    ignore: options.ignore ?? [],
    // The lock file that is there tells what is installed, whether it is committed or not.
    keep: (path) => kindOf(path) === 'lock',
    signal: options.signal,
  });
  const problems: LoadProblem[] = [...listing.problems];
  const wanted = new Map<FileKind, string[]>();
  for (const path of listing.paths) {
    const kind = kindOf(path);
    if (kind === undefined) continue;
    const apart = setApart(path);
    if (apart !== undefined) {
      if (kind === 'sql' || kind === 'database') linter.setUnread(path, apart);
      continue;
    }
    const list = wanted.get(kind);
    if (list) list.push(path);
    else wanted.set(kind, [path]);
  }
  const all = [...wanted.values()].reduce((sum, { length }) => sum + length, 0);
  let read = 0;
  const readAll = async (paths: readonly string[]): Promise<void> => {
    for (let at = 0; at < paths.length && !options.signal?.aborted; at += parallel) {
      const batch = paths.slice(at, at + parallel);
      const found = await Promise.all(batch.map((path) => readFile(files, root, path)));
      // In the order of their paths, whichever is read first: what a project says must not hang on that.
      for (const file of found) problems.push(...takeFile(linter, file, { skip: options.skip }));
      read += batch.length;
      options.onProgress?.(read, all);
    }
  };

  // First what is short and tells most; then sources, as far as the project can have to do with SQLite.
  const sources = [...(wanted.get('script') ?? []), ...(wanted.get('text') ?? [])];
  await readAll([
    ...(wanted.get('manifest') ?? []),
    ...(wanted.get('sql') ?? []),
    ...(wanted.get('database') ?? []),
    // They speak of SQLite, whatever else is there.
    ...sources.filter(isReplication),
  ]);
  await readAll(sources.filter((path) => canUseSqliteAlone(languageOf(path)) && !isReplication(path)));
  if (linter.project.usesSqlite) {
    await readAll([
      ...sources.filter((path) => !canUseSqliteAlone(languageOf(path)) && !isReplication(path)),
      ...(wanted.get('lock') ?? []),
    ]);
  }
  return problems;
}

/** Reads one file, named relative to the root, into a linter. `named`: the user asked for this very file. */
export async function loadFile(
  linter: Linter,
  files: FileSystem,
  root: string,
  path: string,
  { named = false, skip }: TakeOptions = {},
): Promise<LoadProblem[]> {
  return takeFile(linter, await readFile(files, root, path, named), { named, skip });
}

interface TakeOptions {
  readonly named?: boolean;
  readonly skip?: LoadOptions['skip'];
}

/** A file as it was read: a database by its header, any other by its text. */
type ReadFile = { readonly path: string } & (
  | { readonly header: DatabaseHeader | undefined }
  | { readonly result: Awaited<ReturnType<FileSystem['readText']>> }
);

async function readFile(files: FileSystem, root: string, path: string, named = false): Promise<ReadFile> {
  const absolute = `${root}/${path}`;
  if (kindOf(path) === 'database' && !named) {
    const head = await files.readHead(absolute, 100);
    return { path, header: head && readHeader(head) };
  }
  return { path, result: await files.readText(absolute) };
}

function takeFile(linter: Linter, file: ReadFile, { named = false, skip }: TakeOptions): LoadProblem[] {
  const { path } = file;
  if ('header' in file) {
    linter.setDatabase(path, file.header);
    return [];
  }
  if (skip?.(path)) return [];
  if (!file.result.ok) return [{ path, reason: file.result.reason }];
  linter.setFile(path, file.result.text, named);
  return [];
}
