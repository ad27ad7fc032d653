import type { Driver, DriverBehaviour } from './driver.ts';

/** SQLite of mattn/go-sqlite3: `SQLITE_VERSION` in sqlite3-binding.h of each tag on the module proxy. */
const mattnSqlite: Driver['sqlite'] = [
  ['1.6.0', '3.21.0'],
  ['1.9.0', '3.24.0'],
  ['1.10.0', '3.25.2'],
  ['1.11.0', '3.29.0'],
  ['1.14.0', '3.32.2'],
  ['1.14.5', '3.33.0'],
  ['1.14.6', '3.34.0'],
  ['1.14.7', '3.35.4'],
  ['1.14.8', '3.36.0'],
  ['1.14.9', '3.36.0'],
  ['1.14.10', '3.37.0'],
  ['1.14.11', '3.37.0'],
  ['1.14.12', '3.38.0'],
  ['1.14.13', '3.38.5'],
  ['1.14.14', '3.38.5'],
  ['1.14.15', '3.39.2'],
  ['1.14.16', '3.39.4'],
  ['1.14.17', '3.42.0'],
  ['1.14.18', '3.44.0'],
  ['1.14.19', '3.44.0'],
  ['1.14.22', '3.45.1'],
  ['1.14.23', '3.46.1'],
  ['1.14.24', '3.46.1'],
  ['1.14.26', '3.46.1'],
  ['1.14.28', '3.49.1'],
  ['1.14.29', '3.50.3'],
  ['1.14.30', '3.50.3'],
  ['1.14.31', '3.50.3'],
  ['1.14.32', '3.50.4'],
  ['1.14.33', '3.51.1'],
  ['1.14.34', '3.51.2'],
  ['1.14.35', '3.51.2'],
  ['1.14.36', '3.51.3'],
  ['1.14.37', '3.51.3'],
  ['1.14.38', '3.51.3'],
  ['1.14.39', '3.51.3'],
  ['1.14.40', '3.51.3'],
  ['1.14.41', '3.51.3'],
  ['1.14.42', '3.51.3'],
  ['1.14.43', '3.51.3'],
  ['1.14.44', '3.53.0'],
  ['1.14.45', '3.53.2'],
  ['1.14.46', '3.53.2'],
  ['1.14.47', '3.53.2'],
  ['1.14.48', '3.53.3'],
  ['1.14.49', '3.53.4'],
  ['1.14.50', '3.53.4'],
  ['1.14.51', '3.53.4'],
  ['1.14.52', '3.53.4'],
  ['1.14.53', '3.54.1'],
];

/** SQLite of modernc.org/sqlite: `SQLITE_VERSION` in lib/sqlite_linux_amd64.go of versions on the module proxy. */
const moderncSqlite: Driver['sqlite'] = [
  ['1.20.4', '3.40.1'],
  ['1.23.1', '3.41.2'],
  ['1.28.0', '3.41.2'],
  ['1.29.0', '3.45.1'],
  ['1.29.5', '3.45.1'],
  ['1.29.10', '3.45.3'],
  ['1.30.1', '3.46.0'],
  ['1.34.5', '3.46.0'],
  ['1.35.0', '3.46.1'],
  ['1.36.3', '3.49.1'],
  ['1.37.0', '3.49.1'],
  ['1.37.1', '3.49.2'],
  ['1.38.0', '3.50.1'],
  ['1.38.1', '3.50.1'],
  ['1.38.2', '3.50.3'],
  ['1.39.0', '3.50.3'],
  ['1.39.1', '3.50.4'],
  ['1.43.0', '3.50.4'],
  ['1.44.0', '3.51.1'],
  ['1.44.1', '3.51.1'],
  ['1.44.2', '3.51.2'],
  ['1.46.1', '3.51.2'],
  ['1.46.2', '3.51.3'],
  ['1.48.2', '3.51.3'],
  ['1.49.0', '3.53.0'],
  ['1.50.0', '3.53.0'],
  ['1.50.1', '3.53.1'],
  ['1.51.0', '3.53.1'],
  ['1.52.0', '3.53.2'],
  ['1.53.0', '3.53.2'],
  ['1.54.0', '3.53.3'],
  ['1.57.0', '3.53.3'],
  ['1.58.0', '3.53.4'],
  ['1.60.1', '3.53.4'],
  ['1.61.0', '3.54.1'],
  ['1.62.0', '3.54.1'],
];

const mattnBehaviour: readonly DriverBehaviour[] = [
  {
    pragmas: {
      busy_timeout: '5000',
      foreign_keys: { feature: 'sqlite_foreign_keys', on: 'on', off: 'off' },
      synchronous: { unknown: 'versions below 1.9 of mattn/go-sqlite3 leave it to how they are compiled' },
    },
    begin: 'deferred',
  },
  {
    since: '1.9.0',
    pragmas: {
      busy_timeout: '5000',
      foreign_keys: { feature: 'sqlite_foreign_keys', on: 'on', off: 'off' },
      // It runs PRAGMA synchronous = NORMAL on each connection, in the rollback modes too.
      synchronous: 'normal',
    },
    begin: 'deferred',
  },
];

const glebarezBehaviour: readonly DriverBehaviour[] = [
  { pragmas: {}, begin: 'deferred' },
  {
    since: '1.20.4',
    pragmas: { busy_timeout: { unknown: 'glebarez/go-sqlite sets 5000 from a version below 1.21.1 on' } },
    begin: 'deferred',
  },
  { since: '1.21.1', pragmas: { busy_timeout: '5000' }, begin: 'deferred' },
];

/** Its build of SQLite has foreign keys on, and SQLITE_DEFAULT_WAL_SYNCHRONOUS=1. */
const ncrucesPragmas: DriverBehaviour['pragmas'] = {
  // What `_pragma` makes of it, the reader of data source names says.
  busy_timeout: '60000',
  foreign_keys: 'on',
  synchronous: { inWal: 'normal', otherwise: 'full' },
};

/** A busy handler waits, and the timeout reads as 0. */
const waits = { unknown: 'its connections wait for a lock until their context is done' };

const builds = { unknown: 'how the project is built decides which driver it is' };

const pocketBaseUnverified = { unknown: 'it depends on the version of PocketBase' };

/** The drivers, ORMs and frameworks of Go. */
export const goDrivers: readonly Driver[] = [
  {
    id: 'mattn/go-sqlite3',
    name: 'mattn/go-sqlite3',
    registry: 'go',
    packages: ['github.com/mattn/go-sqlite3'],
    handle: 'pool',
    memory: 'separate',
    behaviour: mattnBehaviour,
    sqlite: mattnSqlite,
    advice:
      'Put it into the data source name (_busy_timeout, _journal_mode, _foreign_keys, …) or run it in a ConnectHook',
    source: 'https://github.com/mattn/go-sqlite3#connection-string',
  },
  {
    id: 'modernc.org/sqlite',
    name: 'modernc.org/sqlite',
    registry: 'go',
    packages: ['modernc.org/sqlite'],
    handle: 'pool',
    memory: 'separate',
    behaviour: [{ pragmas: {}, begin: 'deferred' }],
    sqlite: moderncSqlite,
    advice: 'Put it into the data source name as _pragma=name(value), once for each pragma',
    source: 'https://pkg.go.dev/modernc.org/sqlite#Driver.Open',
  },
  {
    id: 'glebarez/go-sqlite',
    name: 'glebarez/go-sqlite',
    registry: 'go',
    packages: ['github.com/glebarez/go-sqlite'],
    handle: 'pool',
    memory: 'separate',
    behaviour: glebarezBehaviour,
    sqlite: [],
    standsOn: 'modernc.org/sqlite',
    advice: 'Put it into the data source name as _pragma=name(value), once for each pragma',
    source: 'https://github.com/glebarez/go-sqlite#connection-string-examples',
  },
  {
    id: 'ncruces/go-sqlite3',
    name: 'ncruces/go-sqlite3',
    registry: 'go',
    packages: ['github.com/ncruces/go-sqlite3'],
    handle: 'pool',
    memory: 'separate',
    behaviour: [
      { pragmas: ncrucesPragmas, begin: 'deferred' },
      { since: '0.36.1', pragmas: ncrucesPragmas, begin: undefined },
      { since: '0.37.0', pragmas: ncrucesPragmas, begin: 'immediate' },
    ],
    sqlite: [
      ['0.18.4', '3.46.1'],
      ['0.22.0', '3.48.0'],
      ['0.30.4', '3.51.1'],
      ['0.32.0', '3.51.2'],
      ['0.34.1', '3.53.1'],
      ['0.34.4', '3.53.2'],
      ['0.35.1', '3.53.2'],
      ['0.35.6', '3.53.4'],
      ['0.36.0', '3.54.1'],
      ['0.37.0', '3.54.1'],
    ],
    advice:
      'Put it into the data source name, which must start with file:, as _pragma=name(value), busy_timeout first',
    source: 'https://pkg.go.dev/github.com/ncruces/go-sqlite3/driver',
  },
  {
    id: 'gorm.io/driver/sqlite',
    name: 'GORM’s SQLite driver',
    registry: 'go',
    // It stands on mattn/go-sqlite3, whose version tells what it does.
    packages: ['github.com/mattn/go-sqlite3'],
    handle: 'pool',
    memory: 'separate',
    behaviour: mattnBehaviour,
    sqlite: mattnSqlite,
    advice:
      'Put it into the data source name, as mattn/go-sqlite3 takes it (_busy_timeout, _journal_mode, …)',
    source: 'https://github.com/go-gorm/sqlite',
  },
  {
    id: 'glebarez/sqlite',
    name: 'glebarez/sqlite',
    registry: 'go',
    packages: ['github.com/glebarez/go-sqlite'],
    handle: 'pool',
    memory: 'separate',
    behaviour: glebarezBehaviour,
    sqlite: [],
    standsOn: 'modernc.org/sqlite',
    advice: 'Put it into the data source name as _pragma=name(value), once for each pragma',
    source: 'https://github.com/glebarez/sqlite',
  },
  {
    id: 'zombiezen/go-sqlite',
    name: 'zombiezen.com/go/sqlite',
    registry: 'go',
    packages: ['zombiezen.com/go/sqlite'],
    handle: 'connection',
    behaviour: [{ pragmas: { journal_mode: 'wal', busy_timeout: waits } }],
    sqlite: [],
    standsOn: 'modernc.org/sqlite',
    advice: 'Run it with sqlitex.ExecuteTransient() right behind sqlite.OpenConn()',
    source: 'https://pkg.go.dev/zombiezen.com/go/sqlite#OpenConn',
  },
  {
    id: 'zombiezen/sqlitex',
    name: 'zombiezen.com/go/sqlite',
    registry: 'go',
    packages: ['zombiezen.com/go/sqlite'],
    handle: 'pool',
    behaviour: [{ pragmas: { journal_mode: 'wal', busy_timeout: waits } }],
    sqlite: [],
    standsOn: 'modernc.org/sqlite',
    advice: 'Run it in PrepareConn of the pool’s options',
    source: 'https://pkg.go.dev/zombiezen.com/go/sqlite/sqlitex#PoolOptions',
  },
  {
    id: 'pocketbase',
    name: 'PocketBase',
    registry: 'go',
    packages: ['github.com/pocketbase/pocketbase'],
    handle: 'pool',
    behaviour: [
      {
        pragmas: {
          journal_mode: pocketBaseUnverified,
          busy_timeout: pocketBaseUnverified,
          synchronous: pocketBaseUnverified,
          foreign_keys: pocketBaseUnverified,
          cache_size: pocketBaseUnverified,
          temp_store: pocketBaseUnverified,
          journal_size_limit: pocketBaseUnverified,
        },
      },
      { since: '0.22.21', pragmas: pocketBasePragmas('-16000'), begin: 'deferred' },
      { since: '0.28.3', pragmas: pocketBasePragmas(pocketBaseUnverified), begin: 'deferred' },
      { since: '0.36.5', pragmas: pocketBasePragmas('-32000'), begin: 'deferred' },
    ],
    sqlite: [],
    // Up to some version it stood on mattn/go-sqlite3 where it was built with Cgo.
    advice: 'Give NewWithConfig() a DBConnect function that opens with the pragma in the data source name',
    source: 'https://pocketbase.io/docs/go-overview/#custom-sqlite-driver',
  },
  {
    // One of several, which builds choose by tags.
    id: 'database/sql',
    name: 'database/sql',
    registry: 'go',
    packages: [],
    handle: 'pool',
    behaviour: [
      {
        pragmas: {
          busy_timeout: builds,
          foreign_keys: builds,
          journal_mode: builds,
          synchronous: builds,
          cache_size: builds,
        },
      },
    ],
    sqlite: [],
    advice: 'Put it into the data source name, for each driver as that one takes it',
    source: 'https://pkg.go.dev/database/sql#Open',
  },
  {
    id: 'tursodatabase/go-libsql',
    name: 'go-libsql',
    registry: 'go',
    packages: ['github.com/tursodatabase/go-libsql'],
    handle: 'pool',
    behaviour: [{ pragmas: { foreign_keys: 'on' }, begin: 'deferred' }],
    sqlite: [],
    advice: 'Run it with QueryRow() on each connection: Exec() fails where a pragma answers with a row',
    source: 'https://github.com/tursodatabase/go-libsql',
  },
];

/** What core.DefaultDBConnect puts into its data source name. */
function pocketBasePragmas(
  cacheSize: NonNullable<DriverBehaviour['pragmas']['cache_size']>,
): DriverBehaviour['pragmas'] {
  return {
    busy_timeout: '10000',
    journal_mode: 'wal',
    journal_size_limit: '200000000',
    synchronous: 'normal',
    foreign_keys: 'on',
    temp_store: 'memory',
    cache_size: cacheSize,
  };
}
