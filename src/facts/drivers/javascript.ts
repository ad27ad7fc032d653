import type { Driver } from './driver.ts';
import { betterSqlite3Versions, bunVersions, nodeSqlite3Versions } from './javascript/sqlite-versions.ts';

/** What better-sqlite3 compiles in (deps/defines.gypi) and sets (lib/database.js): the same from 5.4 on. */
const betterSqlite3 = {
  busy_timeout: '5000',
  foreign_keys: 'on',
  synchronous: { inWal: 'normal', otherwise: 'full' },
  cache_size: '-16000',
} as const;

/** node-sqlite3 waits a second (src/database.cc), and leaves all else as SQLite has it. */
const nodeSqlite3 = { busy_timeout: '1000' } as const;

/**
 * libSQL is a fork: it calls itself SQLite 3.45.1 (0.4.0 to 0.5.29), which does not tell the later fixes that it has.
 */
const libsqlFork = [] as const;

/** libSQL is built with foreign keys on. */
const libsql = { foreign_keys: 'on' } as const;

/** The drivers, query builders and ORMs of JavaScript and TypeScript. */
export const javaScriptDrivers: readonly Driver[] = [
  {
    id: 'node:sqlite',
    name: 'node:sqlite',
    registry: 'runtime',
    packages: ['node'],
    handle: 'connection',
    // On since 22.10. The releases before it, where the module stood behind a flag, are left out: 22.5 to 22.9 had them off.
    behaviour: [{ pragmas: { foreign_keys: 'on' } }],
    sqlite: 'system',
    advice: 'Run it with exec() right behind new DatabaseSync()',
    source: 'https://nodejs.org/api/sqlite.html#new-databasesyncpath-options',
  },
  {
    id: 'better-sqlite3',
    name: 'better-sqlite3',
    registry: 'npm',
    packages: ['better-sqlite3'],
    handle: 'connection',
    behaviour: [{ pragmas: betterSqlite3, begin: 'deferred' }],
    sqlite: betterSqlite3Versions,
    advice: 'Call db.pragma() right behind new Database()',
    source: 'https://github.com/WiseLibs/better-sqlite3/blob/master/docs/api.md#new-databasepath-options',
  },
  {
    id: 'better-sqlite3-multiple-ciphers',
    name: 'better-sqlite3-multiple-ciphers',
    registry: 'npm',
    packages: ['better-sqlite3-multiple-ciphers'],
    handle: 'connection',
    behaviour: [{ pragmas: betterSqlite3, begin: 'deferred' }],
    sqlite: [],
    advice: 'Call db.pragma() behind new Database() and the key',
    source: 'https://github.com/m4heshd/better-sqlite3-multiple-ciphers',
  },
  {
    id: 'libsql',
    name: 'libsql',
    registry: 'npm',
    packages: ['libsql'],
    handle: 'connection',
    behaviour: [{ pragmas: libsql, begin: 'deferred' }],
    sqlite: libsqlFork,
    advice: 'Call db.pragma() right behind new Database()',
    source: 'https://github.com/tursodatabase/libsql-js',
  },
  {
    id: 'node-sqlite3',
    name: 'node-sqlite3',
    registry: 'npm',
    packages: ['sqlite3'],
    handle: 'connection',
    behaviour: [{ pragmas: nodeSqlite3 }],
    sqlite: nodeSqlite3Versions,
    advice: 'Run it right behind new sqlite3.Database(), within serialize()',
    source: 'https://github.com/TryGhost/node-sqlite3/blob/master/src/database.cc',
  },
  {
    id: 'bun:sqlite',
    name: 'bun:sqlite',
    registry: 'npm',
    // No lock file names the Bun that runs; its types are of the same version more often than not, which is not enough.
    packages: [],
    handle: 'connection',
    behaviour: [{ pragmas: {}, begin: 'deferred' }],
    sqlite: bunVersions,
    advice: 'Run it with db.run() right behind new Database()',
    source: 'https://bun.com/docs/runtime/sqlite',
  },
  {
    id: '@libsql/client',
    name: '@libsql/client',
    registry: 'npm',
    packages: ['@libsql/client'],
    handle: 'pool',
    isFixedPool: true,
    // client.transaction() is told a mode by each caller; batch() is deferred.
    behaviour: [{ pragmas: libsql }],
    sqlite: libsqlFork,
    advice:
      'Each connection of the client’s pool starts without it: only journal_mode = WAL, which the file keeps, and the option timeout reach them all',
    source: 'https://github.com/tursodatabase/libsql-client-ts',
  },
  {
    id: 'knex/sqlite3',
    name: 'Knex with node-sqlite3',
    registry: 'npm',
    packages: ['sqlite3'],
    handle: 'pool',
    behaviour: [{ pragmas: nodeSqlite3, begin: 'deferred' }],
    sqlite: nodeSqlite3Versions,
    advice: 'Run it in pool.afterCreate, so that every connection has it',
    source: 'https://knexjs.org/guide/#aftercreate',
  },
  {
    id: 'knex/better-sqlite3',
    name: 'Knex with better-sqlite3',
    registry: 'npm',
    packages: ['better-sqlite3'],
    handle: 'pool',
    behaviour: [{ pragmas: betterSqlite3, begin: 'deferred' }],
    sqlite: betterSqlite3Versions,
    advice: 'Run it in pool.afterCreate, so that every connection has it',
    source: 'https://knexjs.org/guide/#aftercreate',
  },
  {
    id: 'typeorm/better-sqlite3',
    name: 'TypeORM with better-sqlite3',
    registry: 'npm',
    packages: ['better-sqlite3'],
    handle: 'connection',
    behaviour: [{ pragmas: betterSqlite3, begin: 'deferred' }],
    sqlite: betterSqlite3Versions,
    remarks: { foreign_keys: 'TypeORM turns it on' },
    advice: 'Set it in prepareDatabase; enableWAL: true switches to WAL, and timeout is the busy timeout',
    source: 'https://typeorm.io/docs/drivers/sqlite',
  },
  {
    id: 'typeorm/sqlite',
    name: 'TypeORM with node-sqlite3',
    registry: 'npm',
    packages: ['sqlite3'],
    handle: 'connection',
    behaviour: [{ pragmas: { ...nodeSqlite3, foreign_keys: 'on' }, begin: 'deferred' }],
    sqlite: nodeSqlite3Versions,
    remarks: { foreign_keys: 'TypeORM turns it on' },
    advice: 'enableWAL: true switches to WAL, and busyTimeout is the busy timeout',
    source: 'https://typeorm.io/docs/drivers/sqlite',
  },
  {
    id: 'sequelize',
    name: 'Sequelize',
    registry: 'npm',
    packages: ['sqlite3'],
    // Each transaction is given a connection of its own.
    handle: 'pool',
    behaviour: [{ pragmas: { ...nodeSqlite3, foreign_keys: 'on' }, begin: 'deferred' }],
    sqlite: nodeSqlite3Versions,
    remarks: { foreign_keys: 'Sequelize turns it on' },
    advice:
      'Run journal_mode = WAL once with sequelize.query(), the file keeps it; what belongs to a connection has to be run at the start of each transaction, too',
    source: 'https://sequelize.org/docs/v6/other-topics/dialect-specific-things/#sqlite',
  },
  {
    id: 'prisma',
    name: 'Prisma',
    registry: 'npm',
    packages: ['@prisma/client', 'prisma'],
    handle: 'pool',
    isFixedPool: true,
    behaviour: [
      { pragmas: { busy_timeout: '5000', foreign_keys: 'on' }, begin: 'immediate' },
      {
        // From 7 on there are adapters only: their own entries say what they do.
        since: '7.0.0',
        pragmas: {
          busy_timeout: { unknown: 'the adapter settles it' },
          foreign_keys: { unknown: 'the adapter settles it' },
          synchronous: { unknown: 'the adapter settles it' },
        },
      },
    ],
    sqlite: [],
    advice: 'Run it with $queryRawUnsafe() when the client starts, with connection_limit=1 in the URL',
    source: 'https://www.prisma.io/docs/orm/overview/databases/sqlite',
  },
  {
    id: '@prisma/adapter-better-sqlite3',
    name: 'Prisma with better-sqlite3',
    registry: 'npm',
    packages: ['better-sqlite3'],
    handle: 'connection',
    behaviour: [{ pragmas: betterSqlite3, begin: 'deferred' }],
    sqlite: betterSqlite3Versions,
    advice: 'Run it with $queryRawUnsafe() when the client starts; timeout is an option of the adapter',
    source: 'https://www.prisma.io/docs/orm/overview/databases/sqlite',
  },
  {
    id: '@prisma/adapter-libsql',
    name: 'Prisma with libSQL',
    registry: 'npm',
    packages: ['@libsql/client'],
    handle: 'pool',
    behaviour: [{ pragmas: libsql, begin: 'deferred' }],
    sqlite: libsqlFork,
    advice: 'Only journal_mode = WAL, which the file keeps, and the option timeout reach all its connections',
    source: 'https://www.prisma.io/docs/orm/overview/databases/turso',
  },
];
