import { Document, isMap, isSeq, type Pair, Scalar, visit } from 'yaml';
import type { LitestreamLine } from '../../facts/litestream/key.ts';
import { durationMs } from './duration.ts';
import { type S3Provider, type S3ProviderId, s3Providers } from './providers.ts';

export type { LitestreamLine };

export type LitestreamDestination =
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 's3';
      readonly provider: S3ProviderId;
      readonly bucket: string;
      /** The path within the bucket; empty for its root. */
      readonly prefix: string;
      readonly region?: string | undefined;
      /** The provider's account, where its endpoint has one (R2). */
      readonly account?: string | undefined;
      /** Stands before the provider's. */
      readonly endpoint?: string | undefined;
    };

export interface LitestreamOptions {
  readonly line: LitestreamLine;
  /** Absolute paths, as the server has them. */
  readonly databases: readonly string[];
  readonly destination: LitestreamDestination;
  /** How far back a restore can go, as a Go duration. */
  readonly retention: string;
  readonly snapshotInterval: string;
  readonly syncInterval: string;
}

/** Options that make no configuration that works; the message says what to change. */
export class LitestreamOptionsError extends Error {
  override readonly name = 'LitestreamOptionsError';
}

/**
 * A litestream.yml with a comment for every key. It holds no secrets: Litestream reads them from the environment.
 *
 * The lines differ where it hurts most: 0.5 drops `retention` in a replica without a word and keeps 24 h
 * (https://litestream.io/docs/migration/), 0.3 does not know `replica` and `snapshot` and then replicates nothing.
 * @throws LitestreamOptionsError or DurationError
 */
export function writeLitestreamConfig(options: LitestreamOptions): string {
  check(options);
  const { line, databases, retention, snapshotInterval, syncInterval } = options;
  const replicas = replicasOf(options);
  const dbs = databases.map((path, position) => {
    const replica: Record<string, unknown> = { ...replicas[position], 'sync-interval': syncInterval };
    if (line === '0.5') return { path, replica };
    return {
      path,
      replicas: [{ ...replica, retention, 'snapshot-interval': snapshotInterval }],
    };
  });
  const content = line === '0.5' ? { snapshot: { interval: snapshotInterval, retention }, dbs } : { dbs };
  const document = new Document(content);
  document.commentBefore = header(options);
  comment(document, commentsOf(options));
  return document.toString({ lineWidth: 0 });
}

function header({ line, destination }: LitestreamOptions): string {
  const lines = [
    ` Litestream ${line}: continuous backup of SQLite. Keys of the other line (${line === '0.5' ? '0.3' : '0.5'}) are ignored without a word.`,
    ` Check it with: litestream databases -config litestream.yml`,
  ];
  if (destination.kind === 's3') {
    lines.push(
      ' The keys of the bucket come from the environment: LITESTREAM_ACCESS_KEY_ID and LITESTREAM_SECRET_ACCESS_KEY.',
    );
    const { note }: S3Provider = s3Providers[destination.provider];
    if (note !== undefined) lines.push(` ${note}`);
  } else {
    lines.push(' A replica on the same disk does not survive the loss of that disk.');
  }
  return lines.join('\n');
}

function commentsOf({ destination }: LitestreamOptions): Readonly<Record<string, string>> {
  const of = destination.kind === 's3' ? s3Providers[destination.provider].name : 'a folder';
  return {
    snapshot: 'Full copies, for all databases of this file.',
    interval: 'How often a full copy is made. A restore replays what came after it.',
    retention: 'How far back a restore can go. Older copies are deleted.',
    'snapshot-interval': 'How often a full copy is made. A restore replays what came after it.',
    dbs: 'The databases. Each must be in WAL mode with a busy_timeout, and on a local disk.',
    'dbs[]': 'The file as the server sees it; a relative path would depend on where Litestream is started.',
    replica: 'Where the copies go: exactly one place in this line of Litestream.',
    replicas: 'Where the copies go. `replica:` is a key of 0.5 and would be ignored here.',
    'replicas[]': `The kind of place: ${of}.`,
    type: `The kind of place: ${of}.`,
    bucket: 'The bucket, which must exist.',
    path:
      destination.kind === 's3'
        ? 'The path in the bucket. No two databases may share one.'
        : 'The folder. No two databases may share one.',
    region: "The bucket's region.",
    endpoint: `The address of ${of}.`,
    'sync-interval': `How often changes are copied: what may be lost when the machine is. Each copy is a request${destination.kind === 's3' ? ' that is paid for' : ''}.`,
  };
}

/** Puts a comment above every key; above the first key of a list's entry it stands above the entry. */
function comment(document: Document, comments: Readonly<Record<string, string>>): void {
  visit(document, {
    Pair(_, pair: Pair<unknown, unknown>) {
      const { key, value } = pair;
      if (!(key instanceof Scalar)) return;
      const name = String(key.value);
      const text = comments[name];
      if (text !== undefined) key.commentBefore = ` ${text}`;
      if (!isSeq(value)) return;
      for (const item of value.items) {
        const entry = comments[`${name}[]`];
        if (isMap(item) && entry !== undefined) item.commentBefore = ` ${entry}`;
      }
    },
  });
  visit(document, {
    Seq(_, seq) {
      for (const item of seq.items) {
        const first = isMap(item) ? item.items[0]?.key : undefined;
        if (first instanceof Scalar) first.commentBefore = null;
      }
    },
  });
}

/** The keys of each database's replica, in the order of the databases; no two get the same place. */
function replicasOf({ databases, destination }: LitestreamOptions): Record<string, unknown>[] {
  const taken = new Set<string>();
  return databases.map((database) => {
    const stem = (/([^/\\]+?)(?:\.[^./\\]*)?$/.exec(database)?.[1] ?? 'database').replace(/\s+/g, '-');
    let name = stem;
    for (let number = 2; taken.has(name); number++) name = `${stem}-${number}`;
    taken.add(name);
    if (destination.kind === 'file') return { type: 'file', path: join(destination.path, name) };
    const { provider, bucket, prefix } = destination;
    const known: S3Provider = s3Providers[provider];
    const region = destination.region ?? known.region;
    const endpoint = destination.endpoint ?? fillEndpoint(known, destination.region, destination.account);
    return {
      type: 's3',
      bucket,
      path: join(prefix, name),
      ...(region !== undefined && { region }),
      ...(endpoint !== undefined && { endpoint }),
    };
  });
}

function fillEndpoint(
  { name, endpoint }: S3Provider,
  region: string | undefined,
  account: string | undefined,
): string | undefined {
  return endpoint?.replace(/\{(region|account)\}/g, (_, what: string) => {
    const value = what === 'region' ? region : account;
    if (value === undefined) {
      throw new LitestreamOptionsError(
        what === 'region'
          ? `${name} needs the region of the bucket`
          : `${name} needs the account id that its endpoint starts with, or the whole endpoint`,
      );
    }
    return value;
  });
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder.replace(/\/+$/, '')}/${name}`;
}

function check(options: LitestreamOptions): void {
  const { databases, destination, retention, snapshotInterval, syncInterval } = options;
  if (databases.length === 0) throw new LitestreamOptionsError('name at least one database');
  const twice = databases.find((path, position) => databases.indexOf(path) !== position);
  if (twice !== undefined) throw new LitestreamOptionsError(`${twice} is named twice`);
  if (destination.kind === 's3') {
    if (destination.bucket === '') throw new LitestreamOptionsError('name the bucket: s3://bucket/path');
    if (destination.provider === 'minio' && destination.endpoint === undefined)
      throw new LitestreamOptionsError('MinIO needs its endpoint, as in https://minio.example.org:9000');
  }
  durationMs(syncInterval);
  if (durationMs(retention) < durationMs(snapshotInterval)) {
    throw new LitestreamOptionsError(
      `a retention of ${retention} is shorter than the snapshot interval of ${snapshotInterval}: make snapshots more often, or keep them longer`,
    );
  }
  const values = [...databases, ...Object.values(destination), retention, snapshotInterval, syncInterval];
  for (const value of values) {
    // Litestream expands variables in the text of the file, in quotes too, and has no way to escape the sign.
    if (typeof value === 'string' && value.includes('$')) {
      throw new LitestreamOptionsError(
        `${value}: Litestream would take what follows $ for a variable; use a name without it, or start Litestream with -no-expand-env`,
      );
    }
  }
}
