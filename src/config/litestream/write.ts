import { Document, isMap, isSeq, type Pair, Scalar, visit, type YAMLMap } from 'yaml';
import type { LitestreamLine } from '../../facts/litestream/key.ts';
import { isReadBy, litestreamKey, releasesOf } from '../../facts/litestream/keys.ts';
import { OptionsError } from '../options-error.ts';
import {
  checkDestination,
  destinationName,
  type LitestreamDestination,
  replicaKeysOf,
  secretFilesOf,
  secretsOf,
} from './destination.ts';
import { durationMs } from './duration.ts';
import { execTrouble, literalVariable, withShell } from './exec.ts';
import { type S3Provider, s3Providers } from './providers.ts';

export type { LitestreamDestination } from './destination.ts';
export type { LitestreamLine };

/** All databases of a folder on the server; Litestream 0.5.3 and later. */
export interface LitestreamFolder {
  readonly dir: string;
  /** Of names: `*.db`. */
  readonly pattern: string;
  readonly recursive?: boolean | undefined;
  /** Whether databases count that come later. */
  readonly watch?: boolean | undefined;
}

export interface LitestreamOptions {
  readonly line: LitestreamLine;
  /** The release that runs, where it is known: a key that it does not read yet is refused. */
  readonly release?: string | undefined;
  /** Absolute paths, as the server has them. */
  readonly databases: readonly string[];
  readonly folders?: readonly LitestreamFolder[] | undefined;
  readonly destination: LitestreamDestination;
  /** How far back a restore can go, as a Go duration. */
  readonly retention: string;
  readonly snapshotInterval: string;
  readonly syncInterval: string;
  /** Where metrics are served: `127.0.0.1:9090`. */
  readonly metrics?: string | undefined;
  /** The address that hears of every round of copying, or a variable with it: `${HEARTBEAT_URL}`. */
  readonly heartbeat?: string | undefined;
  /** The command of the application, which Litestream starts and ends with. */
  readonly exec?: string | undefined;
}

/**
 * A litestream.yml with a comment for every key. It holds no secrets: Litestream reads them from the environment.
 *
 * The lines differ where it hurts most: 0.5 drops `retention` in a replica without a word and keeps 24 h
 * (https://litestream.io/docs/migration/), 0.3 does not know `replica` and `snapshot` and then replicates nothing.
 * @throws OptionsError
 */
export function writeLitestreamConfig(options: LitestreamOptions): string {
  checkOptions(options);
  const { line, retention, snapshotInterval, metrics, heartbeat, exec } = options;
  const document = new Document({
    ...(metrics !== undefined && { addr: metrics }),
    ...(heartbeat !== undefined && { 'heartbeat-url': heartbeat }),
    ...(exec !== undefined && { exec }),
    ...(line === '0.5' && { snapshot: { interval: snapshotInterval, retention } }),
    dbs: entriesOf(options),
  });
  document.commentBefore = headerOf(options);
  explain(document.contents as YAMLMap, '', options);
  quoteVariables(document);
  return document.toString({ lineWidth: 0 });
}

function entriesOf(options: LitestreamOptions): Readonly<Record<string, unknown>>[] {
  const { line, databases, folders = [], destination, retention, snapshotInterval, syncInterval } = options;
  const names = namesOf([...databases, ...folders.map(({ dir }) => dir)]);
  const placed = (name: string): Readonly<Record<string, unknown>> => {
    const keys = replicaKeysOf(destination, line, name, names.length === 1);
    const replica = { ...keys, 'sync-interval': syncInterval };
    return line === '0.5'
      ? { replica }
      : { replicas: [{ ...replica, retention, 'snapshot-interval': snapshotInterval }] };
  };
  return [
    ...databases.map((path, at) => ({ path, ...placed(names[at] as string) })),
    ...folders.map(({ dir, pattern, recursive, watch }, at) => ({
      dir,
      pattern,
      ...(recursive && { recursive }),
      ...(watch && { watch }),
      ...placed(names[databases.length + at] as string),
    })),
  ];
}

/** A name for each path, no two the same. */
function namesOf(paths: readonly string[]): string[] {
  const taken = new Set<string>();
  return paths.map((path) => {
    const stem = (/([^/\\]+?)(?:\.[^./\\]*)?[/\\]*$/.exec(path)?.[1] ?? 'database').replace(/\s+/g, '-');
    let name = stem;
    for (let number = 2; taken.has(name); number++) name = `${stem}-${number}`;
    taken.add(name);
    return name;
  });
}

function headerOf({ line, destination }: LitestreamOptions): string {
  const lines = [
    `Litestream ${line}: continuous backup of SQLite. Keys of the other line (${line === '0.5' ? '0.3' : '0.5'}) are ignored without a word.`,
    'Check it with: litestream databases -config litestream.yml',
  ];
  const secrets = secretsOf(destination);
  if (secrets.length > 0) {
    const named = secrets.map(({ name, what }) => `${name} (${what})`).join(' and ');
    lines.push(`Secrets come from the environment: ${named}.`);
  }
  for (const path of secretFilesOf(destination))
    lines.push(`Secret: ${path} must be readable for Litestream alone.`);
  if (destination.kind === 's3') {
    const { note }: S3Provider = s3Providers[destination.provider];
    if (note !== undefined) lines.push(note);
  }
  if (destination.kind === 'file')
    lines.push('A replica on the same disk does not survive the loss of that disk.');
  if (line === '0.3' && destination.kind === 'sftp')
    lines.push('Litestream 0.3 does not check which server answers; 0.5 does.');
  return lines.map((text) => ` ${text}`).join('\n');
}

/** What a key is here, where its description alone does not say it. */
function commentOf(path: string, { destination }: LitestreamOptions): string | undefined {
  const kind = `The kind of place: ${destinationName(destination)}.`;
  const key = path.replace(/^dbs\[\]\.(?:replica|replicas\[\])\./, 'replica.');
  switch (key) {
    case 'dbs':
      return 'The databases. Each must be in WAL mode with a busy_timeout, and on a local disk.';
    case 'dbs[]':
      return 'The file as the server sees it; a relative path would depend on where Litestream is started.';
    case 'dbs[]dir':
      return 'All databases of a folder; each gets a place of its own below the path.';
    case 'dbs[].replica':
      return 'Where the copies go: exactly one place in this line of Litestream.';
    case 'dbs[].replicas':
      return 'Where the copies go. `replica:` is a key of 0.5 and would be ignored here.';
    case 'dbs[].replicas[]':
    case 'replica.type':
      return kind;
    case 'replica.url':
      return 'The server and the bucket, which must exist. No two databases may share one.';
    case 'replica.bucket':
      return destination.kind === 'abs'
        ? 'The container, which must exist.'
        : 'The bucket, which must exist.';
    case 'replica.path':
      return destination.kind === 'file'
        ? 'The folder. No two databases may share one.'
        : 'The path there. No two databases may share one.';
    case 'replica.sync-interval':
      return `How often changes are copied: what may be lost when the machine is. ${['file', 'sftp', 'nats', 'webdav'].includes(destination.kind) ? '' : 'Each copy is a request that is paid for.'}`.trim();
    case 'addr':
      return 'Where metrics for Prometheus are served; everybody who reaches it can read them, and profiles.';
    default:
      return litestreamKey(path)?.what;
  }
}

/** Puts a comment above every key; above the first key of a list's entry it stands above the entry. */
function explain(map: YAMLMap, place: string, options: LitestreamOptions): void {
  for (const { key, value } of map.items as Pair<unknown, unknown>[]) {
    if (!(key instanceof Scalar)) continue;
    const path = place === '' ? String(key.value) : `${place}.${key.value}`;
    const text = commentOf(path, options);
    if (text !== undefined) key.commentBefore = ` ${text}`;
    if (isMap(value)) explain(value, path, options);
    if (!isSeq(value)) continue;
    for (const item of value.items) {
      if (!isMap(item)) continue;
      explain(item, `${path}[]`, options);
      const entry = commentOf(item.has('dir') ? `${path}[]dir` : `${path}[]`, options);
      const first = item.items[0]?.key;
      if (first instanceof Scalar && entry !== undefined) {
        first.commentBefore = null;
        item.commentBefore = ` ${entry}`;
      }
    }
  }
}

/** What Litestream puts in for a variable may be what YAML reads as something else. */
function quoteVariables(document: Document): void {
  visit(document, {
    Scalar(at, node) {
      if (at !== 'key' && typeof node.value === 'string' && node.value.includes('${'))
        node.type = 'QUOTE_SINGLE';
    },
  });
}

/** @throws OptionsError */
export function checkOptions(options: LitestreamOptions): void {
  const { line, databases, folders = [], destination, metrics, heartbeat, exec } = options;
  if (databases.length + folders.length === 0) throw new OptionsError('name at least one database');
  const twice = databases.find((path, position) => databases.indexOf(path) !== position);
  if (twice !== undefined) throw new OptionsError(`${twice} is named twice`);
  if (line === '0.3' && folders.length > 0) {
    throw new OptionsError(
      `${folders[0]?.dir}: Litestream 0.3 ignores folders without a word; name each database, or use 0.5`,
    );
  }
  for (const { dir, pattern } of folders) {
    if (pattern === '') throw new OptionsError(`${dir}: name the databases by a pattern, as in *.db`);
    if (destination.kind === 'nats')
      throw new OptionsError(`${dir}: a NATS bucket takes one database; name each by its path`);
  }
  checkDestination(destination, line);
  checkDurations(options);
  if (metrics !== undefined && !/^[^\s:][^\s]*:\d+$/.test(metrics)) {
    throw new OptionsError(
      `${metrics}: metrics need a host and a port, as in 127.0.0.1:9090; without a host everybody could read them`,
    );
  }
  if (heartbeat !== undefined && !/^(?:https?:\/\/[^$]+|\$\{[A-Z_a-z]\w*\})$/.test(heartbeat))
    throw new OptionsError(`${heartbeat}: a heartbeat goes to https://…, or to a variable with it`);
  if (exec !== undefined) checkCommand(exec);
  checkVariables(options);
  checkReleases(options);
}

/**
 * @param command the application's, as Litestream starts it: without a shell
 * @throws OptionsError
 */
export function checkCommand(command: string): void {
  if (command.trim() === '') throw new OptionsError('name the command that starts the application');
  if (/[\r\n]/.test(command)) throw new OptionsError('the command must be one line');
  const trouble = execTrouble(command) ?? literalVariable(command);
  if (trouble?.kind === 'refused') {
    throw new OptionsError(
      `${command}: Litestream cannot read it; close the quotes, and write parentheses within sh -c '…'`,
    );
  }
  if (trouble) {
    throw new OptionsError(
      `${command}: Litestream starts it without a shell, which ${trouble.text} needs; write ${withShell(command)}`,
    );
  }
}

function checkDurations({ retention, snapshotInterval, syncInterval }: LitestreamOptions): void {
  durationMs(syncInterval);
  if (durationMs(retention) < durationMs(snapshotInterval)) {
    throw new OptionsError(
      `a retention of ${retention} is shorter than the snapshot interval of ${snapshotInterval}: make snapshots more often, or keep them longer`,
    );
  }
}

/** Litestream expands variables in the text of the file, in quotes too, and has no way to escape the sign. */
function checkVariables({ databases, folders = [], destination, metrics, exec }: LitestreamOptions): void {
  const folderTexts = folders.flatMap(({ dir, pattern }) => [dir, pattern]);
  for (const value of [...databases, ...folderTexts, ...Object.values(destination), metrics, exec]) {
    if (typeof value === 'string' && value.includes('$')) {
      throw new OptionsError(
        `${value}: Litestream would take what follows $ for a variable; use a name without it, or start Litestream with -no-expand-env`,
      );
    }
  }
}

/** Every key must be one that the release reads: an older one ignores it without a word. */
function checkReleases(options: LitestreamOptions): void {
  const { line, release, heartbeat, folders = [] } = options;
  const paths = [
    ...(heartbeat === undefined ? [] : ['heartbeat-url']),
    ...folders.flatMap(({ watch }) => ['dbs[].dir', ...(watch ? ['dbs[].watch'] : [])]),
    ...Object.keys(replicaKeysOf(options.destination, line, 'name', true)).map(
      (key) => `dbs[].${line === '0.5' ? 'replica' : 'replicas[]'}.${key}`,
    ),
  ];
  for (const path of paths) {
    const key = litestreamKey(path);
    if (key && isReadBy(key, line, release) === false) {
      throw new OptionsError(
        `Litestream ${release ?? line} ignores ${path.replaceAll('[]', '')}, which ${releasesOf(key)} read; leave it out, or change the release`,
      );
    }
  }
}
