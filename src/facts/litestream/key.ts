/** The two lines of Litestream whose configurations differ. */
export type LitestreamLine = '0.3' | '0.5';

/** A kind of place that Litestream copies to. `gs` is `gcs` in 0.3. */
export type ReplicaKind = 'file' | 's3' | 'gs' | 'abs' | 'sftp' | 'webdav' | 'nats' | 'oss';

/** What a key's value is read as. */
export type KeyType =
  | 'string'
  | 'int'
  | 'bool'
  /** As Go writes durations: `72h`, `1h30m`, `500ms`. */
  | 'duration'
  /** Bytes with a unit: `5MB`, `16MiB`. */
  | 'size'
  /** Permissions of a file: `0600`. */
  | 'permissions'
  | 'strings'
  | 'map'
  | 'maps';

/** The releases of one line that know a key, from the first to the last; without `until` up to the newest. */
export interface KeySpan {
  readonly since: string;
  readonly until?: string;
}

/** What one key of a litestream.yml is, wherever it stands. */
export interface KeySpec {
  readonly key: string;
  readonly type: KeyType;
  /** One sentence: what it does. */
  readonly what: string;
  /** A line that is missing here does not know it. */
  readonly versions: { readonly [L in LitestreamLine]?: KeySpan };
  /** What counts without it, as a value or in words. */
  readonly default?: string;
  /** The values that it may have. */
  readonly values?: readonly string[];
  /** What the value has to be, for readers: `more than 0`. */
  readonly range?: string;
  /** The kinds of replica that use it; undefined for all. */
  readonly kinds?: readonly ReplicaKind[];
  /** Where one line has what the key says, when it does not know the key itself there: a path as in {@link LitestreamKey}. */
  readonly insteadIn?: { readonly [L in LitestreamLine]?: string };
  /** Why a line reads the key and does nothing with it. */
  readonly idleIn?: { readonly [L in LitestreamLine]?: string };
  /** True for a secret, which belongs into the environment. */
  readonly isSecret?: true;
  /** Only for keys above all databases that a replica has too: false where replicas do not take it over. */
  readonly isInherited?: boolean;
  readonly children?: readonly KeySpec[];
}

/** A key at one place of the file. */
export interface LitestreamKey extends KeySpec {
  /** Names from the top, `[]` behind lists: `dbs[].replicas[].retention`. */
  readonly path: string;
  /** The path of the map that it stands in; empty for the top. */
  readonly place: string;
}

/** In all releases of both lines, or from the given ones on. */
export function both(of03 = '0.3.0', of05 = '0.5.0'): KeySpec['versions'] {
  return { '0.3': { since: of03 }, '0.5': { since: of05 } };
}

export function only05(since = '0.5.0', until?: string): KeySpec['versions'] {
  return { '0.5': until === undefined ? { since } : { since, until } };
}

export function only03(since = '0.3.0', until?: string): KeySpec['versions'] {
  return { '0.3': until === undefined ? { since } : { since, until } };
}
