import { readHeader } from '../database/header.ts';
import type { FileSystem } from '../host/files.ts';
import { kindOf } from '../project/kinds.ts';
import type { Linter } from './linter.ts';

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

/** How many files are read at the same time. */
const parallel = 32;

/** Reads the files of a project that matter into a linter. Files of other kinds are never opened. */
export async function loadProject(
  linter: Linter,
  files: FileSystem,
  root: string,
  options: LoadOptions = {},
): Promise<LoadProblem[]> {
  const listing = await files.list(root, { ignore: options.ignore ?? [], signal: options.signal });
  const problems: LoadProblem[] = [...listing.problems];
  const wanted = listing.paths.filter((path) => kindOf(path) !== undefined);
  for (let at = 0; at < wanted.length && !options.signal?.aborted; at += parallel) {
    const batch = wanted.slice(at, at + parallel);
    problems.push(
      ...(
        await Promise.all(batch.map((path) => loadFile(linter, files, root, path, { skip: options.skip })))
      ).flat(),
    );
    options.onProgress?.(Math.min(at + parallel, wanted.length), wanted.length);
  }
  return problems;
}

/** Reads one file, named relative to the root, into a linter. `named`: the user asked for this very file. */
export async function loadFile(
  linter: Linter,
  files: FileSystem,
  root: string,
  path: string,
  { named = false, skip }: { named?: boolean; skip?: LoadOptions['skip'] } = {},
): Promise<LoadProblem[]> {
  const absolute = `${root}/${path}`;
  if (kindOf(path) === 'database' && !named) {
    const head = await files.readHead(absolute, 100);
    linter.setDatabase(path, head && readHeader(head));
    return [];
  }
  const result = await files.readText(absolute);
  if (skip?.(path)) return [];
  if (!result.ok) return [{ path, reason: result.reason }];
  linter.setFile(path, result.text, named);
  return [];
}
