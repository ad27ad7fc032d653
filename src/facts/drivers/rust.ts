import type { Driver, DriverPragmas } from './driver.ts';

/**
 * The SQLite in libsqlite3-sys, by its version, as `sqlite3/sqlite3.h` of each release says.
 * https://github.com/rusqlite/rusqlite/tree/master/libsqlite3-sys/sqlite3
 */
const bundled: Driver['sqlite'] = [
  ['0.16.0', '3.29.0'],
  ['0.17.3', '3.31.0'],
  ['0.18.0', '3.31.1'],
  ['0.20.0', '3.33.0'],
  ['0.20.1', '3.33.0'],
  ['0.22.0', '3.35.4'],
  ['0.22.2', '3.35.4'],
  ['0.23.2', '3.37.0'],
  ['0.24.2', '3.38.2'],
  ['0.25.0', '3.39.0'],
  ['0.25.1', '3.39.2'],
  ['0.25.2', '3.39.2'],
  ['0.26.0', '3.41.2'],
  ['0.27.0', '3.44.0'],
  ['0.28.0', '3.45.0'],
  ['0.29.0', '3.46.0'],
  ['0.30.0', '3.46.0'],
  ['0.30.1', '3.46.0'],
  ['0.31.0', '3.48.0'],
  ['0.32.0', '3.49.1'],
  ['0.33.0', '3.49.1'],
  ['0.34.0', '3.49.2'],
  ['0.35.0', '3.50.2'],
  ['0.36.0', '3.51.1'],
  ['0.37.0', '3.51.3'],
  ['0.38.0', '3.53.1'],
  ['0.38.1', '3.53.2'],
  ['0.38.2', '3.53.2'],
  ['0.39.0', '3.54.0'],
  ['0.40.0', '3.54.1'],
];

/** What the drivers over libsqlite3-sys share: its version and its feature `bundled` tell which SQLite is run. */
const overLibsqlite = { sqlite: 'system', standsOn: 'libsqlite3-sys' } as const;

/** libsqlite3-sys compiles the SQLite that it brings with SQLITE_DEFAULT_FOREIGN_KEYS=1 (its build.rs). */
const foreignKeys = { feature: 'bundled', on: 'on', off: 'off' } as const;

/** rusqlite calls sqlite3_busy_timeout(db, 5000) when it opens a connection (src/inner_connection.rs). */
const rusqlite: DriverPragmas = { busy_timeout: '5000', foreign_keys: foreignKeys };

/** What SQLx 0.6.1 and later do; earlier ones switched every database to WAL, unless told otherwise. */
const sqlx: DriverPragmas = { busy_timeout: '5000', foreign_keys: 'on' };
const sqlxWithWal: DriverPragmas = { ...sqlx, journal_mode: 'wal', synchronous: 'full' };

/** The drivers, ORMs and frameworks of Rust. */
export const rustDrivers: readonly Driver[] = [
  {
    id: 'libsqlite3-sys',
    name: 'libsqlite3-sys',
    registry: 'crates',
    packages: ['libsqlite3-sys'],
    handle: 'connection',
    behaviour: [{ pragmas: { foreign_keys: foreignKeys } }],
    sqlite: bundled,
    sqliteFeature: 'bundled',
    advice: 'Run it right behind sqlite3_open()',
    source: 'https://docs.rs/crate/libsqlite3-sys/latest/source/build.rs',
  },
  {
    id: 'rusqlite',
    name: 'rusqlite',
    registry: 'crates',
    packages: ['rusqlite'],
    handle: 'connection',
    behaviour: [{ pragmas: rusqlite, begin: 'deferred' }],
    ...overLibsqlite,
    advice: 'Set it with pragma_update() right behind Connection::open()',
    source: 'https://docs.rs/rusqlite/latest/rusqlite/struct.Connection.html',
  },
  {
    id: 'tokio-rusqlite',
    name: 'tokio-rusqlite',
    registry: 'crates',
    packages: ['tokio-rusqlite'],
    handle: 'connection',
    behaviour: [{ pragmas: rusqlite, begin: 'deferred' }],
    ...overLibsqlite,
    advice: 'Set it with pragma_update() in a call() right behind Connection::open()',
    source: 'https://docs.rs/tokio-rusqlite/latest/tokio_rusqlite/struct.Connection.html',
  },
  {
    id: 'r2d2_sqlite',
    name: 'r2d2_sqlite',
    registry: 'crates',
    packages: ['r2d2_sqlite'],
    handle: 'pool',
    behaviour: [{ pragmas: rusqlite, begin: 'deferred' }],
    ...overLibsqlite,
    advice: 'Set it in SqliteConnectionManager::with_init(), which is run on each new connection',
    source: 'https://docs.rs/r2d2_sqlite/latest/r2d2_sqlite/struct.SqliteConnectionManager.html',
  },
  {
    id: 'deadpool-sqlite',
    name: 'deadpool-sqlite',
    registry: 'crates',
    packages: ['deadpool-sqlite'],
    handle: 'pool',
    behaviour: [{ pragmas: rusqlite, begin: 'deferred' }],
    ...overLibsqlite,
    advice: 'Set it in a hook that the pool’s builder takes with post_create()',
    source: 'https://docs.rs/deadpool-sqlite/latest/deadpool_sqlite/',
  },
  {
    id: 'async-sqlite',
    name: 'async-sqlite',
    registry: 'crates',
    packages: ['async-sqlite'],
    handle: 'pool',
    behaviour: [{ pragmas: rusqlite, begin: 'deferred' }],
    ...overLibsqlite,
    advice: 'Set it with conn_for_each() right behind open()',
    source: 'https://docs.rs/async-sqlite/latest/async_sqlite/struct.PoolBuilder.html',
  },
  {
    id: 'sqlx',
    name: 'SQLx',
    registry: 'crates',
    packages: ['sqlx', 'sqlx-core'],
    handle: 'pool',
    behaviour: [
      { pragmas: sqlxWithWal, begin: 'deferred' },
      { since: '0.6.1', pragmas: sqlx, begin: 'deferred' },
    ],
    ...overLibsqlite,
    advice: 'Set it on SqliteConnectOptions, which the pool opens each connection with',
    source: 'https://docs.rs/sqlx/latest/sqlx/sqlite/struct.SqliteConnectOptions.html',
  },
  {
    id: 'sea-orm',
    name: 'SeaORM',
    registry: 'crates',
    packages: ['sea-orm'],
    handle: 'pool',
    // It connects with SQLx: 0.5 before its version 0.9, any 0.6 with that.
    behaviour: [
      { pragmas: sqlxWithWal, begin: 'deferred' },
      {
        since: '0.9.0',
        pragmas: { ...sqlx, journal_mode: { unknown: 'it depends on the version of SQLx' } },
        begin: 'deferred',
      },
      { since: '0.12.0', pragmas: sqlx, begin: 'deferred' },
    ],
    ...overLibsqlite,
    advice: 'Set it with ConnectOptions::map_sqlx_sqlite_opts()',
    source: 'https://docs.rs/sea-orm/latest/sea_orm/struct.ConnectOptions.html',
  },
  {
    id: 'diesel',
    name: 'Diesel',
    registry: 'crates',
    packages: ['diesel'],
    handle: 'connection',
    behaviour: [{ pragmas: { foreign_keys: foreignKeys }, begin: 'deferred' }],
    ...overLibsqlite,
    advice: 'Run it with batch_execute() right behind establish(), one pragma per call',
    source: 'https://docs.rs/diesel/latest/diesel/sqlite/struct.SqliteConnection.html',
  },
  {
    id: 'diesel-r2d2',
    name: 'Diesel’s pool',
    registry: 'crates',
    packages: ['diesel'],
    handle: 'pool',
    behaviour: [{ pragmas: { foreign_keys: foreignKeys }, begin: 'deferred' }],
    ...overLibsqlite,
    advice: 'Run it in on_acquire() of a CustomizeConnection, which the pool runs on each new connection',
    source: 'https://docs.rs/diesel/latest/diesel/r2d2/trait.CustomizeConnection.html',
  },
  {
    id: 'libsql-rust',
    name: 'libsql',
    registry: 'crates',
    packages: ['libsql'],
    // Each connect() of a database opens another connection.
    handle: 'pool',
    // libsql-ffi compiles its SQLite with SQLITE_DEFAULT_FOREIGN_KEYS=1 (build.rs).
    behaviour: [{ pragmas: { foreign_keys: 'on' }, begin: 'deferred' }],
    sqlite: [['0.10.0', '3.47.0']],
    advice: 'Run it with execute_batch() right behind connect(), on each connection',
    source: 'https://docs.rs/libsql/latest/libsql/struct.Database.html',
  },
  {
    id: 'sqlite-rust',
    name: 'sqlite (the crate)',
    registry: 'crates',
    packages: ['sqlite'],
    handle: 'connection',
    // Its begin() is none: transactions are SQL there.
    behaviour: [{ pragmas: {} }],
    sqlite: 'system',
    advice: 'Run it with execute() right behind open()',
    source: 'https://docs.rs/sqlite/latest/sqlite/struct.Connection.html',
  },
];
