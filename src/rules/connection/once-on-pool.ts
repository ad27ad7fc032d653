import type { ConnectionSite, Setting } from '../../embedded/connections/site.ts';
import { type EffectivePragma, effectiveValue, isEffectivePragma } from '../../facts/effective-pragmas.ts';
import { isTool } from '../../project/connections/aside.ts';
import type { Connection } from '../../project/connections/connection.ts';
import { isPool } from '../../project/connections/pool.ts';
import type { Project } from '../../project/project.ts';
import { remember } from '../../project/remember.ts';
import type { SourceFile } from '../../project/source-file.ts';
import { goProgram } from '../examples.ts';
import { defineRule, type FileProblem } from '../rule.ts';

/** What each connection has to be told, and forgets when it is closed. */
const perConnection = new Set([
  'analysis_limit',
  'automatic_index',
  'busy_timeout',
  'cache_size',
  'cache_spill',
  'case_sensitive_like',
  'cell_size_check',
  'checkpoint_fullfsync',
  'foreign_keys',
  'fullfsync',
  'journal_size_limit',
  'locking_mode',
  'mmap_size',
  'read_uncommitted',
  'recursive_triggers',
  'secure_delete',
  'synchronous',
  'temp_store',
  'threads',
  'trusted_schema',
  'wal_autocheckpoint',
]);

/** What every connection has where nobody says otherwise, for pragmas of which no driver makes anything else. */
const everywhere: ReadonlyMap<string, RegExp> = new Map([
  ['analysis_limit', /^0$/],
  ['automatic_index', /^(?:1|on|true|yes)$/],
  ['trusted_schema', /^(?:1|on|true|yes)$/],
  ...[
    'case_sensitive_like',
    'cell_size_check',
    'checkpoint_fullfsync',
    'fullfsync',
    'read_uncommitted',
    'recursive_triggers',
  ].map((name): [string, RegExp] => [name, /^(?:0|off|false|no)$/]),
  // The compiled default is a file unless something else was asked for.
  ['temp_store', /^(?:0|1|default|file)$/],
]);

const opening =
  'db, err := sql.Open("sqlite3", "app.db?_journal_mode=WAL")\nif err != nil {\n\treturn nil, err\n}\n';
const foreignKeys = '_, err = db.Exec("PRAGMA foreign_keys = ON")\nreturn db, err';

export default defineRule({
  id: 'connection/once-on-pool',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds pragmas that hold for one connection and are run on a pool: only one of its connections gets them.',
    why: 'Of the pragmas that people set, only the journal mode WAL is kept in the file. The others hold for the connection that ran them. A pool runs the statement on whichever connection is free, and those that it opens later start from the defaults. Foreign keys or the busy timeout then work for some requests, and for others they don’t.',
    sources: ['https://pkg.go.dev/database/sql#DB', 'https://sqlite.org/pragma.html'],
    bad: [goProgram('mattn', '1.14.49', `${opening}${foreignKeys}`)],
    good: [
      goProgram('mattn', '1.14.49', `${opening}db.SetMaxOpenConns(1)\n${foreignKeys}`),
      // The connection string sets it for all of them.
      goProgram('mattn', '1.14.49', `${opening.replace('WAL', 'WAL&_foreign_keys=on')}${foreignKeys}`),
      goProgram(
        'mattn',
        '1.14.49',
        `${opening}_, err = db.Exec("PRAGMA temp_store = FILE; PRAGMA wal_autocheckpoint = 1000; PRAGMA recursive_triggers = OFF")\nreturn db, err`,
      ),
      // WAL is kept in the file.
      goProgram(
        'mattn',
        '1.14.49',
        `${opening.replace('?_journal_mode=WAL', '')}_, err = db.Exec("PRAGMA journal_mode = WAL")\nreturn db, err`,
      ),
      // It is what each connection has anyway.
      goProgram(
        'mattn',
        '1.14.49',
        `${opening}_, err = db.Exec("PRAGMA busy_timeout = 5000")\nreturn db, err`,
      ),
    ],
  },
  *checkProject(project) {
    for (const connection of project.connections) {
      const { file, site, driver } = connection;
      if (!isPool(site, driver) || site.storage === 'memory' || connection.isAside) continue;
      if (site.opaque !== undefined && !(site.isHandedOn && driver.isFixedPool)) continue;
      for (const setting of site.settings) {
        if (setting.everyConnection || setting.by !== 'statement') continue;
        if (isOff(setting) && !hasForeignKeysOn(connection)) continue;
        if (concerns(setting, file) && !isSetForAll(setting, [connection]))
          yield problem(setting, file, `the pool of ${driver.name}`, driver.advice, laterOnes(setting, site));
      }
    }
    const loose = project.looseSettings.filter(
      // What somebody runs by hand does one thing after the other, on the one connection that is free.
      ({ file, setting }) => setting.handle === 'pool' && concerns(setting, file) && !isTool(file),
    );
    if (loose.length === 0 || isLimited(project)) return;
    for (const { file, setting } of loose) {
      const pools = project.connections.filter(({ driver }) => driver.handle === 'pool');
      if (isSetForAll(setting, pools) || (isOff(setting) && !pools.some(hasForeignKeysOn))) continue;
      const [first] = pools;
      yield problem(
        setting,
        file,
        'the pool',
        first?.driver.advice ?? 'Set it where each connection is opened',
        isOff(setting) ? 'have them on' : 'start from the defaults',
      );
    }
  },
});

/** What the connections have that a pool opens later. */
function laterOnes({ pragma }: Setting, { settings }: ConnectionSite): string {
  const other = settings.findLast((one) => one.pragma === pragma && one.everyConnection);
  return other ? `have ${other.value} instead (${other.written})` : 'start from the defaults';
}

/** @param later what the connections do or have that the pool opens later */
function problem(
  setting: Setting,
  file: SourceFile,
  pool: string,
  advice: string,
  later: string,
): FileProblem {
  return {
    file: file.path,
    range: setting.range,
    message: `${setting.written} reaches one connection of ${pool} here. Those that it opens later ${later}.`,
    help: `Set it for every connection. ${advice}. Or limit the pool to one connection.`,
  };
}

/** True for what each connection has to be told. What switches foreign keys on again behind a change tells nothing new. */
function concerns({ pragma, value }: Setting, { text, path }: SourceFile): boolean {
  if (!perConnection.has(pragma)) return false;
  if (value !== undefined && everywhere.get(pragma)?.test(value.toLowerCase())) return false;
  if (pragma !== 'foreign_keys') return true;
  if (value === undefined) return true;
  // The pools of Go and Rust run each statement on whichever connection is free. Elsewhere a thread keeps its own, where
  // foreign keys are off for as long as it wants.
  if (effectiveValue('foreign_keys', value) !== 'on') return /\.(?:go|rs)$/.test(path);
  return !/foreign_keys\s*(?:=\s*|\(\s*)(?:off|0|false|no)\b/i.test(text);
}

/** True for what switches foreign keys off, mostly around a change of the schema. */
function isOff({ pragma, value }: Setting): boolean {
  return pragma === 'foreign_keys' && value !== undefined && effectiveValue(pragma, value) === 'off';
}

/** True where each connection of a pool surely has foreign keys on when it is opened. */
function hasForeignKeysOn({ site, defaults }: Connection): boolean {
  const set = site.settings.findLast((one) => one.pragma === 'foreign_keys' && one.everyConnection);
  if (set) return !set.maybe && set.value !== undefined && effectiveValue('foreign_keys', set.value) === 'on';
  return defaults.foreign_keys.known && defaults.foreign_keys.value === 'on';
}

/** True where each connection of some pools has the value all the same, or may have it. */
function isSetForAll({ pragma, value }: Setting, pools: readonly Connection[]): boolean {
  return pools.some(({ site, defaults }) => {
    const others = site.settings.filter((other) => other.pragma === pragma && other.everyConnection);
    if (others.some((other) => other.value === undefined || isSame(pragma, other.value, value))) return true;
    if (others.length > 0 || !isEffectivePragma(pragma)) return false;
    const byDefault = defaults[pragma];
    return !byDefault.known || isSame(pragma, byDefault.value, value);
  });
}

function isSame(pragma: string, a: string, b: string | undefined): boolean {
  if (b === undefined) return false;
  const read = (value: string): string =>
    (isEffectivePragma(pragma) ? effectiveValue(pragma as EffectivePragma, value) : undefined) ??
    value.toLowerCase();
  return read(a) === read(b);
}

/** True where a pool of the project is limited to one connection, or may be: some file has such a call. */
function isLimited({ connections, sources }: Project): boolean {
  return (
    connections.some(({ site }) => site.poolSize === 1 || site.poolSize === 'unknown') ||
    sources.some(limitsPool)
  );
}

const limitsPool = remember(
  ({ kind, text }: SourceFile): boolean =>
    (kind === 'script' || kind === 'text') &&
    /SetMaxOpenConns\(\s*1\s*\)|max_connections\(\s*1\s*\)/.test(text),
);
