import type { KeySpan, LitestreamLine } from './key.ts';

/**
 * The releases that have a command or an option; a line that is missing here refuses it. Where the release that brought
 * it is not known for sure, it is the first of its line.
 */
export interface CommandSpec {
  readonly name: string;
  readonly versions: { readonly [L in LitestreamLine]?: KeySpan };
  /** True where the next word is its value. */
  readonly valued?: true;
}

const both = { '0.3': { since: '0.3.0' }, '0.5': { since: '0.5.0' } } as const;
const old = { '0.3': { since: '0.3.0' } } as const;
/** Options that 0.3.12 and 0.3.13 refuse, and earlier releases had. */
const oldest = { '0.3': { since: '0.3.0', until: '0.3.11' } } as const;
const since = (release: string): { readonly '0.5': KeySpan } => ({ '0.5': { since: release } });

/** Commands of Litestream: what `litestream -h` of 0.3.13 and 0.5.17 lists, and what their predecessors had. */
export const litestreamCommands: readonly CommandSpec[] = [
  { name: 'databases', versions: both },
  { name: 'generations', versions: old },
  { name: 'snapshots', versions: old },
  { name: 'wal', versions: both },
  { name: 'replicate', versions: both },
  { name: 'restore', versions: both },
  { name: 'version', versions: both },
  { name: 'ltx', versions: since('0.5.0') },
  { name: 'reset', versions: since('0.5.0') },
  { name: 'status', versions: since('0.5.6') },
  { name: 'info', versions: since('0.5.0') },
  { name: 'list', versions: since('0.5.0') },
  { name: 'register', versions: since('0.5.0') },
  { name: 'unregister', versions: since('0.5.0') },
  { name: 'start', versions: since('0.5.0') },
  { name: 'stop', versions: since('0.5.0') },
  { name: 'sync', versions: since('0.5.0') },
];

/** The options of all commands that read a configuration. */
export const sharedOptions: readonly CommandSpec[] = [
  { name: 'config', versions: both, valued: true },
  { name: 'no-expand-env', versions: both },
];

/** The options of commands, as far as the lines differ in them or scripts use them. */
export const litestreamOptions: Readonly<Record<string, readonly CommandSpec[]>> = {
  restore: [
    ...sharedOptions,
    { name: 'o', versions: both, valued: true },
    { name: 'replica', versions: old, valued: true },
    { name: 'generation', versions: old, valued: true },
    { name: 'index', versions: old, valued: true },
    { name: 'v', versions: oldest },
    { name: 'timestamp', versions: both, valued: true },
    { name: 'parallelism', versions: both, valued: true },
    { name: 'if-db-not-exists', versions: both },
    { name: 'if-replica-exists', versions: { '0.3': { since: '0.3.0' }, '0.5': { since: '0.5.1' } } },
    { name: 'txid', versions: since('0.5.0'), valued: true },
    { name: 'dry-run', versions: since('0.5.0') },
    { name: 'force', versions: since('0.5.0') },
    { name: 'json', versions: since('0.5.0') },
    { name: 'f', versions: since('0.5.0') },
    { name: 'follow-interval', versions: since('0.5.0'), valued: true },
    { name: 'integrity-check', versions: since('0.5.0'), valued: true },
  ],
  replicate: [
    ...sharedOptions,
    { name: 'exec', versions: both, valued: true },
    { name: 'trace', versions: oldest, valued: true },
    { name: 'once', versions: since('0.5.6') },
    { name: 'force-snapshot', versions: since('0.5.6') },
    { name: 'enforce-retention', versions: since('0.5.6') },
    { name: 'restore-if-db-not-exists', versions: since('0.5.6') },
    { name: 'log-level', versions: since('0.5.0'), valued: true },
  ],
};

/** What took the place of a command or an option. */
export const litestreamSuccessors: Readonly<Record<string, string>> = {
  generations: 'There are no generations any more: `litestream ltx` lists what can be restored',
  snapshots: '`litestream ltx` lists what can be restored',
  '-generation': 'Leave it out: there are no generations any more',
  '-index': 'Name the place by `-txid` or `-timestamp`',
  '-replica': 'Leave it out: a database has one replica',
  '-v': 'Leave it out',
  '-trace': 'Leave it out: the level of the log is a key of the configuration',
  '-txid': 'Name the place by `-index` or `-timestamp`',
  '-restore-if-db-not-exists': 'Run `litestream restore -if-db-not-exists -if-replica-exists` before it',
  ltx: '`litestream snapshots` and `litestream wal` list what can be restored',
};
