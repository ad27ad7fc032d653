import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { manifestNames } from '../facts/dialects.ts';
import { kindOf } from '../project/kinds.ts';
import { UsageError } from './command.ts';

/** One project to lint, and the files that were asked for by name. */
export interface Target {
  /** Absolute. */
  readonly root: string;
  /** Relative to the root; undefined for the whole project. */
  readonly named: readonly string[] | undefined;
  /** True when the named files stand alone: nothing around them is read. */
  readonly alone: boolean;
  /** Manifests of the folders above the root, relative to it: they tell which databases the project talks to. */
  readonly above: readonly string[];
}

/** What marks the root of a project. */
export const rootMarkers = [
  '.git',
  'package.json',
  'go.mod',
  'Cargo.toml',
  'pyproject.toml',
  'requirements.txt',
  'Gemfile',
  'composer.json',
  'mix.exs',
  'sqlite-preflight.json',
  'sqlite-preflight.jsonc',
];

/** Sorts the paths of the command line into projects: each folder is one, files belong to the folder they are run in. */
export function resolveTargets(paths: readonly string[], cwd: string): Target[] {
  const folders = new Map<string, Target>();
  const files = new Map<string, string[]>();
  for (const path of paths.length > 0 ? paths : ['.']) {
    const absolute = resolve(cwd, path);
    const info = statSync(absolute, { throwIfNoEntry: false });
    if (!info) throw new UsageError(`${path}: no such file or folder`);
    if (info.isDirectory()) {
      folders.set(absolute, {
        root: absolute,
        named: undefined,
        alone: false,
        above: manifestsAbove(absolute),
      });
      continue;
    }
    const kind = kindOf(absolute);
    if (kind !== 'sql' && kind !== 'script') {
      throw new UsageError(`${path}: only .sql, JavaScript and TypeScript files are linted`);
    }
    const inside = absolute.startsWith(cwd + sep);
    const root = inside && rootMarkers.some((name) => existsSync(join(cwd, name))) ? cwd : dirname(absolute);
    files.set(root, [...(files.get(root) ?? []), relative(root, absolute).split(sep).join('/')]);
  }
  const byFile = [...files].map(([root, named]): Target => {
    const alone = !rootMarkers.some((name) => existsSync(join(root, name)));
    return { root, named, alone, above: manifestsAbove(root) };
  });
  return [...folders.values(), ...byFile];
}

/** The manifests in the folders above, up to and with the one that version control starts in. */
function manifestsAbove(root: string): string[] {
  const found: string[] = [];
  let folder = root;
  for (let depth = 1; depth <= 6 && !existsSync(join(folder, '.git')); depth++) {
    const parent = dirname(folder);
    if (parent === folder) break;
    folder = parent;
    for (const name of rootMarkers) {
      if (manifestNames.test(name) && existsSync(join(folder, name)))
        found.push(`${'../'.repeat(depth)}${basename(name)}`);
    }
  }
  return found;
}
