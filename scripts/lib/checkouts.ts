import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../../src/cli/command.ts';

/** A public repository as it lies on disk. */
export interface Checkout {
  /** `<owner>+<name>`. */
  readonly name: string;
  /** Absolute. */
  readonly root: string;
  /** The commit that `commits.txt` names; undefined when it names none. */
  readonly commit: string | undefined;
}

/**
 * The checkouts in a folder, by name: its sub-folders, or links to some, called `<owner>+<name>`. A file `commits.txt` beside them may
 * tell their commits, in lines `<owner>+<name> <sha>`.
 * @throws UsageError when the folder has none
 */
export function findCheckouts(folder: string): Checkout[] {
  if (!existsSync(folder)) throw new UsageError(`${folder}: no such folder`);
  const commits = readCommits(join(folder, 'commits.txt'));
  const names = readdirSync(folder)
    .filter((name) => /^[^+]+\+[^+]/.test(name) && statSync(join(folder, name)).isDirectory())
    .sort();
  if (names.length === 0) throw new UsageError(`${folder}: no sub-folder is called <owner>+<name>`);
  return names.map((name) => ({ name, root: resolve(folder, name), commit: commits.get(name) }));
}

/** True when both commits are known and differ; either may be shortened. */
export function isOtherCommit(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && !a.startsWith(b) && !b.startsWith(a);
}

function readCommits(file: string): Map<string, string> {
  if (!existsSync(file)) return new Map();
  return new Map(
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line): [string, string][] => {
        const [name, sha] = line.trim().split(/\s+/);
        return name && sha ? [[name, sha]] : [];
      }),
  );
}
