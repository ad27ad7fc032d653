import { durationMs } from '../config/litestream/duration.ts';
import { readLitestreamConfig } from '../config/litestream/read.ts';
import { at, textOf } from '../config/yaml.ts';
import { isReadBy, litestreamKey } from '../facts/litestream/keys.ts';
import type { FileCopies } from '../host/database-files.ts';
import type { ProgramHost } from '../host/programs.ts';
import type { Comparison, ComparisonRequest } from './comparison.ts';
import { type FoundLitestream, findLitestream } from './find-litestream.ts';
import { type ConfiguredDatabase, Litestream, type LitestreamVersion } from './litestream.ts';
import {
  type BackupResult,
  type IntegrityCheck,
  nothingKnown,
  VerifyRefused,
  type VerifyResult,
  worst,
} from './result.ts';
import { verifyReplica } from './verify-replica.ts';

export interface VerifyOptions {
  /** The litestream.yml, absolute. */
  readonly config: string;
  /** Its text. */
  readonly configText: string;
  /** The folder that relative paths of the configuration start from, and whose packages may carry Litestream. */
  readonly root: string;
  /** Only this database, absolute; undefined for all. */
  readonly database: string | undefined;
  /** The Litestream that the user names. */
  readonly litestream: FoundLitestream | undefined;
  readonly check: IntegrityCheck;
  /** How long is waited for a replica that lacks rows, in milliseconds; undefined for what its sync interval takes. */
  readonly waitMs: number | undefined;
  /** How long the place of a backup may take to answer at all, in milliseconds. */
  readonly timeoutMs: number;
  onProgress?(done: number, of: number, label: string): void;
}

/** What a verification runs on. */
export interface VerifyServices {
  readonly programs: ProgramHost;
  readonly files: FileCopies;
  /** Runs the process that compares two private copies. */
  compare(request: Omit<ComparisonRequest, 'wasmPath'>, signal: AbortSignal): Promise<Comparison>;
}

/** How a replica is watched: what its configuration and the user say. */
export interface Patience {
  readonly waitMs: number;
  readonly timeoutMs: number;
  /** How often changes are copied, in milliseconds. */
  readonly syncIntervalMs: number;
}

interface Task {
  readonly path: string;
  readonly replica: string | undefined;
  readonly isOnly: boolean;
}

/** How long the place of a backup may take to answer where nobody says another time. */
export const defaultTimeoutMs = 60_000;

/** What copying may take beyond the sync interval, in milliseconds: Litestream looks for changes once a second. */
const copyingMs = 10_000;

/** A longer sync interval is not waited for. */
const longestSyncMs = 60_000;

/**
 * Restores the backups that a litestream.yml names to a private folder, and checks and compares them. The databases
 * themselves are only read, their bytes copied; nothing appears beside them.
 * @throws VerifyRefused when there is no Litestream, it refuses the configuration, or the configuration has no such
 * database; what the signal's abort throws
 */
export async function verifyBackups(
  options: VerifyOptions,
  services: VerifyServices,
  signal: AbortSignal,
): Promise<VerifyResult> {
  const { config, root, onProgress } = options;
  const { programs } = services;
  const found = await findLitestream(options.litestream, root, programs);
  const litestream = new Litestream(found.path, config, programs, { cwd: root, signal });
  const version = await litestream.version();
  const { files, folders } = choose(await litestream.databases(), options);
  const tasks = files.flatMap(({ path, replicas }): Task[] =>
    replicas.length === 0
      ? [{ path, replica: undefined, isOnly: true }]
      : replicas.map((replica) => ({ path, replica, isOnly: replicas.length === 1 })),
  );
  const patience = patienceOf(options);
  const backups: BackupResult[] = [];
  for (const [done, { path, replica, isOnly }] of tasks.entries()) {
    onProgress?.(done, tasks.length, `restoring ${path}`);
    if (replica === undefined) backups.push(withoutReplica(path, version.text));
    else
      backups.push(
        await programs.inPrivateFolder((folder) =>
          verifyReplica(
            { database: path, replica, isOnly, line: version.line, folder, check: options.check, patience },
            litestream,
            services,
            signal,
          ),
        ),
      );
  }
  backups.push(...folders.map((folder) => folderResult(folder, version)));
  return {
    version: 1,
    verdict: worst(backups.map(({ verdict }) => verdict)),
    litestream: { path: found.path, version: version.text, foundBy: found.foundBy },
    config,
    backups,
  };
}

const ofFolder =
  'Litestream restores a database of a folder (dir:) by the URL of its replica only, so that it is not verified.';

/** What is verified: databases, and folders of them as they are written. */
interface Chosen {
  readonly files: readonly ConfiguredDatabase[];
  readonly folders: readonly string[];
}

/**
 * For a folder of databases Litestream lists none of them: it names its own folder instead. And by the configuration it
 * restores none of them (0.5.17: `database not found in config`), only by the replica's URL.
 */
function choose(
  listed: readonly ConfiguredDatabase[],
  { config, configText, database }: VerifyOptions,
): Chosen {
  const entries = readLitestreamConfig(configText).databases;
  const folderOf = (position: number): string | undefined => {
    const path = entries.length === listed.length ? entries[position]?.path : undefined;
    return path?.isFolder ? path.value : undefined;
  };
  const files = listed.filter((_, position) => folderOf(position) === undefined);
  const folders = listed.flatMap((_, position) => folderOf(position) ?? []);
  if (database !== undefined) {
    const same = files.filter(({ path }) => path === database);
    if (same.length > 0) return { files: same, folders: [] };
    const known = files.map(({ path }) => path).join(', ');
    throw new VerifyRefused(
      `${config} has no database ${database}${known === '' ? '' : `; it has ${known}`}.${folders.length > 0 ? ` ${ofFolder}` : ''}`,
    );
  }
  if (listed.length === 0) throw new VerifyRefused(`${config} names no database.`);
  return { files, folders };
}

function withoutReplica(database: string, version: string): BackupResult {
  return {
    database,
    replica: null,
    verdict: 'bad',
    notes: [
      `Litestream ${version} reads no replica for it, so nothing is backed up. 0.3 knows \`replicas:\` only, 0.5 \`replica:\`, too.`,
    ],
    ...nothingKnown,
  };
}

function folderResult(folder: string, { text, line }: LitestreamVersion): BackupResult {
  const key = litestreamKey('dbs[].dir');
  const release = /^\d+\.\d+\.\d+$/.test(text) ? text : undefined;
  const isRead = key === undefined || isReadBy(key, line, release) !== false;
  return {
    database: folder,
    replica: null,
    verdict: isRead ? 'unchecked' : 'bad',
    notes: [
      isRead ? ofFolder : `Litestream ${text} reads no \`dir:\`, so nothing of this folder is backed up.`,
    ],
    ...nothingKnown,
  };
}

function patienceOf({ configText, waitMs, timeoutMs }: VerifyOptions): Patience {
  const { root, databases } = readLitestreamConfig(configText);
  const nodes = [root, ...databases.flatMap(({ replicas }) => replicas.map(({ node }) => node))];
  const intervals = nodes.map((node) => {
    try {
      return durationMs(textOf(at(node, 'sync-interval')) ?? '1s');
    } catch {
      return 1000;
    }
  });
  const syncIntervalMs = Math.max(...intervals);
  return {
    timeoutMs,
    syncIntervalMs,
    waitMs: waitMs ?? copyingMs + (syncIntervalMs > longestSyncMs ? 0 : syncIntervalMs),
  };
}
