import type { Driver } from './driver.ts';

/** What Exqlite sets on a connection for which nothing else is said. */
const exqlite = {
  busy_timeout: '2000',
  foreign_keys: 'on',
  synchronous: 'normal',
  journal_mode: 'delete',
  temp_store: 'default',
  cache_size: '-2000',
} as const;

/** The drivers of Elixir. */
export const elixirDrivers: readonly Driver[] = [
  {
    id: 'ecto_sqlite3',
    name: 'ecto_sqlite3',
    registry: 'hex',
    packages: ['ecto_sqlite3'],
    handle: 'pool',
    behaviour: [
      {
        pragmas: { ...exqlite, journal_mode: 'wal', temp_store: 'memory', cache_size: '-64000' },
        begin: 'deferred',
      },
    ],
    sqlite: [],
    standsOn: 'exqlite',
    advice: 'Set it as an option of the repository in config/',
    source: 'https://hexdocs.pm/ecto_sqlite3/Ecto.Adapters.SQLite3.html',
  },
  {
    id: 'exqlite',
    name: 'Exqlite',
    registry: 'hex',
    packages: ['exqlite'],
    handle: 'connection',
    behaviour: [{ pragmas: exqlite, begin: 'deferred' }],
    // https://github.com/elixir-sqlite/exqlite/blob/main/CHANGELOG.md
    sqlite: [
      ['0.13.12', '3.42.0'],
      ['0.14.0', '3.43.1'],
      ['0.15.0', '3.43.2'],
      ['0.18.0', '3.44.2'],
      ['0.20.0', '3.45.2'],
      ['0.22.0', '3.45.3'],
      ['0.23.0', '3.46.0'],
      ['0.24.0', '3.46.1'],
      ['0.26.0', '3.47.0'],
      ['0.27.1', '3.47.1'],
      ['0.28.0', '3.48.0'],
      ['0.30.0', '3.49.1'],
      ['0.31.0', '3.50.0'],
      ['0.32.0', '3.50.1'],
      ['0.33.0', '3.50.3'],
      ['0.34.0', '3.51.1'],
      ['0.35.0', '3.51.2'],
      ['0.36.0', '3.51.3'],
      ['0.37.0', '3.53.2'],
      ['0.38.0', '3.53.3'],
    ],
    advice: 'Set it as an option of Exqlite.Connection',
    source: 'https://hexdocs.pm/exqlite/Exqlite.Connection.html',
  },
];
