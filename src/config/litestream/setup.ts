import type { LitestreamLine } from '../../facts/litestream/key.ts';
import { newestReleases } from '../../facts/litestream/releases.ts';
import { parentOf } from '../../text/paths.ts';
import { OptionsError } from '../options-error.ts';
import { type LitestreamSecret, secretsOf } from './destination.ts';
import { checkOptions, type LitestreamOptions } from './write.ts';

/** What a configuration and what goes with it are made of. */
export interface LitestreamSetup extends LitestreamOptions {
  /** Where the configuration is on the server. */
  readonly configPath: string;
  /** Where Litestream itself is on the server; found on the PATH where it is a name. */
  readonly program: string;
  /** The command that starts the application: a start script starts both. */
  readonly command?: string | undefined;
  /** The user who runs the application: both must be able to write the databases. */
  readonly user?: string | undefined;
}

/** What holds where nobody says otherwise. */
export const defaultSetup = {
  configPath: '/etc/litestream.yml',
  program: 'litestream',
  retention: '72h',
  snapshotInterval: '24h',
  syncInterval: '1s',
  metrics: '127.0.0.1:9090',
} as const;

/** The release that is pinned: the one that runs, else the newest one with an image. */
export function pinnedRelease({ line, release }: Pick<LitestreamOptions, 'line' | 'release'>): string {
  return release ?? newestImages[line];
}

/** 0.3.14 mends one crash of `restore`; whether there is an image of it is not known. */
const newestImages: Readonly<Record<LitestreamLine, string>> = {
  '0.3': '0.3.13',
  '0.5': newestReleases['0.5'],
};

/** @throws OptionsError for what could not be written on one line, or is not absolute */
export function checkSetup(setup: LitestreamSetup): void {
  checkOptions(setup);
  for (const path of [...setup.databases, ...(setup.folders ?? []).map(({ dir }) => dir), setup.configPath]) {
    if (!path.startsWith('/') || /[\r\n]/.test(path))
      throw new OptionsError(`${path}: name it as the server does, as in /data/app.db`);
  }
}

/** The folders of the databases, each once. */
export function dataFolders({ databases, folders = [] }: LitestreamSetup): readonly string[] {
  return [...new Set([...databases.map((path) => parentOf(path) || '/'), ...folders.map(({ dir }) => dir)])];
}

/** The options that restore one database where it is gone and a copy is there, and else do nothing; both lines. */
export function restoreArguments(setup: LitestreamSetup, database: string): readonly string[] {
  return ['restore', '-if-db-not-exists', '-if-replica-exists', '-config', setup.configPath, database];
}

/** What a restore cannot do by itself: the names of a folder's databases are known to nobody when it is empty. */
export function folderNote({ folders = [] }: LitestreamSetup): string | undefined {
  if (folders.length === 0) return undefined;
  return `The databases of ${folders.map(({ dir }) => dir).join(', ')} are not restored here: their names are not known. Restore each by its path.`;
}

/** The variables that have to be set where Litestream runs. */
export function variablesOf({ destination, heartbeat }: LitestreamSetup): readonly LitestreamSecret[] {
  const name = /^\$\{(\w+)\}$/.exec(heartbeat ?? '')?.[1];
  const called =
    name === undefined ? [] : [{ name, what: 'the address that hears of every round of copying' }];
  return [...secretsOf(destination), ...called];
}
