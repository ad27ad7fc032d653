/** What LiteFS makes of a value (https://github.com/superfly/litefs/blob/v0.5.14/cmd/litefs/config.go). */
export type LitefsType =
  | 'string'
  | 'boolean'
  | 'integer'
  /** Written as Go does it, with a unit: `10s`, `1h30m`. */
  | 'duration'
  | 'strings'
  | 'map'
  /** One command as text, or a list of maps. */
  | 'commands';

/** A key of litefs.yml. */
export interface LitefsKey {
  readonly type: LitefsType;
  /** As LiteFS fills it in; undefined where there is none, or it depends on others. */
  readonly default?: string;
  /** The only values that it accepts. */
  readonly values?: readonly string[];
  /** The first release that knows it. Releases before 0.3 had another layout. */
  readonly since: string;
  /** What it is for, in one sentence. */
  readonly what: string;
}

/** The version whose source and program the table is of. */
export const litefsVersion = '0.5.14';

/**
 * Every key by its path; `exec[]` are the items of the list. LiteFS refuses a file with any other key; in items of
 * `exec` alone it ignores those. Defaults: NewConfig() there, `store.go`, `http/proxy_server.go`, `consul/consul.go`.
 */
export const litefsKeys = {
  fuse: { type: 'map', since: '0.3.0', what: 'The folder that the application sees.' },
  'fuse.dir': {
    type: 'string',
    default: '/litefs',
    since: '0.3.0',
    what: 'Where LiteFS mounts its file system. The application opens its databases here, without subfolders.',
  },
  'fuse.allow-other': {
    type: 'boolean',
    default: 'false',
    since: '0.4.0',
    what: 'Lets other users than the one that runs LiteFS into the mounted folder.',
  },
  'fuse.debug': {
    type: 'boolean',
    default: 'false',
    since: '0.3.0',
    what: 'Logs each call of the file system.',
  },
  data: { type: 'map', since: '0.3.0', what: 'What LiteFS keeps for itself.' },
  'data.dir': {
    type: 'string',
    default: '/var/lib/litefs',
    since: '0.3.0',
    what: 'Where the databases and their transaction files really are: a folder on a disk that lasts, which only LiteFS touches.',
  },
  'data.compress': {
    type: 'boolean',
    default: 'true',
    since: '0.4.0',
    what: 'Compresses transaction files with LZ4.',
  },
  'data.retention': {
    type: 'duration',
    default: '10m',
    since: '0.3.0',
    what: 'How long transaction files are kept. A replica that was away for longer gets a whole snapshot.',
  },
  'data.retention-monitor-interval': {
    type: 'duration',
    default: '1m',
    since: '0.3.0',
    what: 'How often old transaction files are looked for.',
  },
  exec: {
    type: 'commands',
    since: '0.1.0',
    what: 'What LiteFS starts when the databases are there: one after the other, and the last as the application.',
  },
  'exec[].cmd': {
    type: 'string',
    since: '0.4.0',
    what: 'A program with its arguments. No shell reads it: what follows ; & | < or > is dropped.',
  },
  'exec[].if-candidate': {
    type: 'boolean',
    default: 'false',
    since: '0.4.0',
    what: 'Runs the command only where this node may become the primary.',
  },
  'exit-on-error': {
    type: 'boolean',
    default: 'true',
    since: '0.3.0',
    what: 'Ends LiteFS on an error; false keeps the machine up so that somebody can look.',
  },
  'skip-sync': {
    type: 'boolean',
    default: 'false',
    since: '0.3.0',
    what: 'Starts the application before this node has caught up; `lease.promote` does nothing then.',
  },
  'strict-verify': {
    type: 'boolean',
    default: 'false',
    since: '0.3.0',
    what: 'Computes the checksum of the whole database for each transaction. Slow, for tests.',
  },
  http: { type: 'map', since: '0.1.0', what: "LiteFS's own server, which the other nodes connect to." },
  'http.addr': {
    type: 'string',
    default: ':20202',
    since: '0.1.0',
    what: 'Where it listens. It asks for no password: keep it in the private network.',
  },
  'http.snapshot-timeout': {
    type: 'duration',
    default: '0s',
    since: '0.5.5',
    what: 'How long writing a snapshot to a replica may take; 0 is without a limit.',
  },
  proxy: {
    type: 'map',
    since: '0.4.0',
    what: 'A proxy before the application, which sends writes to the primary by a header of Fly.io.',
  },
  'proxy.addr': {
    type: 'string',
    since: '0.4.0',
    what: 'Where the proxy listens: the port that the public comes to.',
  },
  'proxy.target': {
    type: 'string',
    since: '0.4.0',
    what: 'Where the application listens. Without it there is no proxy.',
  },
  'proxy.db': {
    type: 'string',
    since: '0.4.0',
    what: 'The database, by its name in the mounted folder, whose last transaction readers wait for.',
  },
  'proxy.max-lag': {
    type: 'duration',
    default: '10s',
    since: '0.5.3',
    what: 'From which lag on /litefs/health says that this node is not well.',
  },
  'proxy.debug': { type: 'boolean', default: 'false', since: '0.4.0', what: 'Logs where each request goes.' },
  'proxy.passthrough': {
    type: 'strings',
    since: '0.4.0',
    what: 'Paths, with * for anything, that go straight to the application.',
  },
  'proxy.always-forward': {
    type: 'strings',
    since: '0.5.8',
    what: 'Paths whose GET requests write, and go to the primary.',
  },
  'proxy.primary-redirect-timeout': {
    type: 'duration',
    default: '5s',
    since: '0.5.7',
    what: 'How long a write waits for a primary to be there.',
  },
  'proxy.read-timeout': {
    type: 'duration',
    default: '0s',
    since: '0.5.9',
    what: 'How long reading a request may take.',
  },
  'proxy.read-header-timeout': {
    type: 'duration',
    default: '10s',
    since: '0.5.9',
    what: 'How long reading the headers of a request may take.',
  },
  'proxy.write-timeout': {
    type: 'duration',
    default: '0s',
    since: '0.5.9',
    what: 'How long writing an answer may take.',
  },
  'proxy.idle-timeout': {
    type: 'duration',
    default: '30s',
    since: '0.5.9',
    what: 'How long a connection may wait for its next request.',
  },
  lease: {
    type: 'map',
    since: '0.3.0',
    what: 'How the nodes agree on the primary, the only one that writes.',
  },
  'lease.type': {
    type: 'string',
    values: ['consul', 'static'],
    since: '0.3.0',
    what: '`consul` elects a primary among the candidates; `static` names one for good.',
  },
  'lease.hostname': {
    type: 'string',
    since: '0.3.0',
    what: 'The name of this node (consul) or of the primary (static), as the application reads it in the file .primary.',
  },
  'lease.advertise-url': {
    type: 'string',
    since: '0.3.0',
    what: "Where replicas reach the primary's server: this node's own address (consul), or the primary's on each replica (static).",
  },
  'lease.candidate': {
    type: 'boolean',
    default: 'true',
    since: '0.3.0',
    what: 'Whether this node may become the primary. With a static lease: whether it is.',
  },
  'lease.promote': {
    type: 'boolean',
    default: 'false',
    since: '0.4.0',
    what: 'Makes this node the primary when it has caught up, if it is a candidate.',
  },
  'lease.reconnect-delay': {
    type: 'duration',
    default: '1s',
    since: '0.3.0',
    what: 'How long to wait before another try to connect.',
  },
  'lease.demote-delay': {
    type: 'duration',
    default: '10s',
    since: '0.3.0',
    what: 'How long a node that was demoted waits before it tries to become the primary.',
  },
  'lease.databases': {
    type: 'strings',
    since: '0.5.7',
    what: 'The only databases that this node replicates; for nodes that are no candidates.',
  },
  'lease.consul': { type: 'map', since: '0.3.0', what: 'The Consul that the nodes share.' },
  'lease.consul.url': { type: 'string', since: '0.3.0', what: 'Its address.' },
  'lease.consul.key': {
    type: 'string',
    since: '0.3.0',
    what: "Where the lease is kept: one for each cluster, never another application's.",
  },
  'lease.consul.ttl': {
    type: 'duration',
    default: '10s',
    since: '0.3.0',
    what: 'How long a primary that is gone still counts. Consul takes nothing below 10s.',
  },
  'lease.consul.lock-delay': {
    type: 'duration',
    default: '1s',
    since: '0.3.0',
    what: 'How long nobody gets the lease after it ran out.',
  },
  backup: { type: 'map', since: '0.5.0', what: 'Copies of the databases elsewhere.' },
  'backup.type': {
    type: 'string',
    values: ['file', 'litefs-cloud'],
    since: '0.5.0',
    what: '`file` copies into a folder. LiteFS Cloud was switched off in October 2024.',
  },
  'backup.path': { type: 'string', since: '0.5.0', what: 'The folder of the type `file`.' },
  'backup.url': { type: 'string', since: '0.5.0', what: 'The address of LiteFS Cloud.' },
  'backup.cluster': { type: 'string', since: '0.5.0', what: 'The name of the cluster at LiteFS Cloud.' },
  'backup.auth-token': { type: 'string', since: '0.5.0', what: 'The password for LiteFS Cloud.' },
  log: { type: 'map', since: '0.5.0', what: 'What LiteFS logs.' },
  'log.format': {
    type: 'string',
    default: 'text',
    values: ['text', 'json'],
    since: '0.5.0',
    what: 'How lines of the log are written.',
  },
  'log.timestamp': {
    type: 'boolean',
    default: 'false',
    since: '0.5.0',
    what: 'Puts the time into each line.',
  },
  'log.debug': { type: 'boolean', default: 'false', since: '0.5.0', what: 'Logs more.' },
  tracing: {
    type: 'map',
    since: '0.3.0',
    what: 'A log of each call, for those who look for a fault. It costs speed.',
  },
  'tracing.enabled': {
    type: 'boolean',
    default: 'true',
    since: '0.5.3',
    what: 'Switches it off where a path is set.',
  },
  'tracing.path': { type: 'string', since: '0.3.0', what: 'The file. Without it there is no trace.' },
  'tracing.max-size': {
    type: 'integer',
    default: '64',
    since: '0.3.0',
    what: 'From how many megabytes on another file is begun.',
  },
  'tracing.max-count': { type: 'integer', default: '8', since: '0.3.0', what: 'How many files are kept.' },
  'tracing.compress': {
    type: 'boolean',
    default: 'true',
    since: '0.3.0',
    what: 'Compresses the older files.',
  },
} as const satisfies Readonly<Record<string, LitefsKey>>;

export type LitefsPath = keyof typeof litefsKeys;

/** A key by its path: `lease.consul.ttl`, `exec[].cmd`; undefined for one that LiteFS does not know. */
export function litefsKey(path: string): LitefsKey | undefined {
  return Object.hasOwn(litefsKeys, path) ? litefsKeys[path as LitefsPath] : undefined;
}

/** Keys of the layout before 0.3, and what stands for them since; the maps `consul`, `static` and `retention` are gone as a whole. */
export const oldLitefsKeys: Readonly<Record<string, string>> = {
  'mount-dir': 'fuse.dir',
  'data-dir': 'data.dir',
  candidate: 'lease.candidate',
  debug: 'fuse.debug',
  consul: 'lease.consul',
  static: 'lease',
  retention: 'data.retention',
};
