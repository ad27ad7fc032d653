import type { Driver } from './driver.ts';

/** What Microsoft.Data.Sqlite does by itself, and EF Core through it. */
const microsoft = {
  busy_timeout: '30000',
  // https://learn.microsoft.com/dotnet/api/microsoft.data.sqlite.sqliteconnectionstringbuilder.foreignkeys
  foreign_keys: {
    feature: 'another SQLite than e_sqlite3',
    on: 'off',
    off: 'on',
  },
  // SQLCipher is compiled to keep temporary tables in memory.
  temp_store: {
    feature: 'another SQLite than e_sqlite3',
    on: 'default',
    off: 'default',
  },
} as const;

const remarks = {
  busy_timeout: 'its commands are tried again for 30 s (Default Timeout)',
} as const;

/**
 * The drivers, ORMs and frameworks of .NET. The SQLite that comes with them is that of another package, SQLitePCLRaw,
 * whose version says nothing of SQLite's before 3.0.
 */
export const dotnetDrivers: readonly Driver[] = [
  {
    id: 'Microsoft.Data.Sqlite',
    name: 'Microsoft.Data.Sqlite',
    registry: 'nuget',
    packages: ['Microsoft.Data.Sqlite', 'Microsoft.Data.Sqlite.Core', 'Microsoft.EntityFrameworkCore.Sqlite'],
    handle: 'connection',
    behaviour: [
      {
        pragmas: { ...microsoft, journal_mode: { feature: 'EF Core beside it', on: 'wal', off: 'delete' } },
        begin: 'immediate',
      },
    ],
    sqlite: [],
    remarks,
    advice:
      'Run it with a command behind Open(), or set a keyword of the connection string where there is one',
    source: 'https://learn.microsoft.com/dotnet/standard/data/sqlite/connection-strings',
  },
  {
    id: 'EF Core',
    name: 'EF Core',
    registry: 'nuget',
    packages: ['Microsoft.EntityFrameworkCore.Sqlite', 'Microsoft.EntityFrameworkCore.Sqlite.Core'],
    handle: 'pool',
    behaviour: [
      { pragmas: microsoft, begin: 'immediate' },
      {
        since: '3.0',
        pragmas: {
          ...microsoft,
          journal_mode: { feature: 'databases that it creates', on: 'wal', off: 'delete' },
        },
        begin: 'immediate',
      },
    ],
    sqlite: [],
    remarks,
    advice:
      'Run it in a DbConnectionInterceptor’s ConnectionOpened, or set a keyword of the connection string',
    source: 'https://learn.microsoft.com/ef/core/providers/sqlite/',
  },
  {
    id: 'System.Data.SQLite',
    name: 'System.Data.SQLite',
    registry: 'nuget',
    packages: [
      'System.Data.SQLite.Core',
      'System.Data.SQLite',
      'Stub.System.Data.SQLite.Core.NetStandard',
      'System.Data.SQLite.EF6',
    ],
    handle: 'connection',
    behaviour: [
      { pragmas: { busy_timeout: '30000' }, begin: 'immediate' },
      // Its SQLite comes from a package of its own from then on.
      {
        since: '2.0',
        pragmas: { busy_timeout: '30000', foreign_keys: bundled(), temp_store: bundled() },
        begin: 'immediate',
      },
    ],
    sqlite: [],
    remarks,
    advice:
      'Set it in the connection string (Journal Mode, Synchronous, Foreign Keys, Cache Size, BusyTimeout)',
    source: 'https://system.data.sqlite.org/home/doc/trunk/System.Data.SQLite/SQLiteConnection.cs',
  },
  {
    id: 'sqlite-net',
    name: 'sqlite-net',
    registry: 'nuget',
    packages: [
      'sqlite-net-pcl',
      'sqlite-net-base',
      'sqlite-net-sqlcipher',
      'sqlite-net-static',
      'sqlite-net',
    ],
    handle: 'connection',
    behaviour: [
      { pragmas: { busy_timeout: '100', foreign_keys: bundled(), temp_store: bundled() }, begin: 'deferred' },
      {
        since: '1.7',
        pragmas: { busy_timeout: '1000', foreign_keys: bundled(), temp_store: bundled() },
        begin: 'deferred',
      },
    ],
    sqlite: [],
    advice: 'Run it with Execute() behind new SQLiteConnection(), or set BusyTimeout',
    source: 'https://github.com/praeclarum/sqlite-net/blob/master/src/SQLite.cs',
  },
];

/** Its SQLite is e_sqlite3 on most platforms, which has foreign keys on, and that of the system on others. */
function bundled(): { unknown: string } {
  return { unknown: 'it depends on the SQLite that the program is built with' };
}
