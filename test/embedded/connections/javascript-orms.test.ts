import { testConnections } from '../../support/connections.ts';
import { lock } from '../../support/npm-lock.ts';

const better = "import Database from 'better-sqlite3';\n";

testConnections('javascript', [
  {
    name: 'a module of NestJS that its decorator is told of',
    source: `import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
@Module({ imports: [TypeOrmModule.forRoot({ type: 'better-sqlite3', database: 'a.db', entities: [], timeout: 200 })] })
export class AppModule {}
`,
    expected: ['typeorm/better-sqlite3 a.db [busy_timeout=200 option]'],
    effective: { foreign_keys: 'on', busy_timeout: '200', journal_mode: 'delete' },
  },
  {
    name: 'modules of NestJS',
    source: `import { TypeOrmModule } from '@nestjs/typeorm';
export const a = TypeOrmModule.forRoot({ type: 'sqlite', database: 'a.sqlite', synchronize: true });
export const b = TypeOrmModule.forRootAsync({
  useFactory: (config) => ({
    type: 'better-sqlite3',
    database: config.get('DB_PATH'),
    enableWAL: config.get('WAL'),
  }),
});
`,
    expected: [
      'typeorm/sqlite a.sqlite []',
      "typeorm/better-sqlite3 <config.get('DB_PATH')> [journal_mode=? option maybe]",
    ],
    effective: { foreign_keys: 'on' },
  },
  {
    name: 'Drizzle over a client',
    source: `${better}import { drizzle } from 'drizzle-orm/better-sqlite3';
const sqlite = new Database('app.db');
sqlite.pragma('journal_mode = WAL');
export const db = drizzle(sqlite, { schema });
db.run(sql\`PRAGMA busy_timeout = 250\`);
db.$client.pragma('synchronous = FULL');
`,
    expected: [
      'better-sqlite3 app.db [journal_mode=WAL statement, busy_timeout=250 statement, synchronous=FULL statement]',
    ],
  },
  {
    name: 'Drizzle that opens the client',
    source: `import { drizzle } from 'drizzle-orm/better-sqlite3';
import { drizzle as overBun } from 'drizzle-orm/bun-sqlite';
import { drizzle as overLibsql } from 'drizzle-orm/libsql';
const a = drizzle('a.db');
const b = drizzle({ connection: { source: 'b.db', timeout: 50, readonly: false }, schema });
const c = overBun('c.db');
const d = overLibsql({ connection: { url: 'file:d.db' } });
const e = drizzle(process.env.DB_FILE_NAME);
const f = drizzle({ client, schema });
const g = overLibsql({ connection: { url: process.env.TURSO_URL } });
a.$client.pragma('journal_mode = WAL');
`,
    expected: [
      'better-sqlite3 a.db [journal_mode=WAL statement]',
      'better-sqlite3 b.db [busy_timeout=50 option]',
      'bun:sqlite c.db []',
      '@libsql/client file:d.db []',
      'better-sqlite3 $DB_FILE_NAME []',
    ],
  },
  {
    name: 'Kysely over a client',
    source: `import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
const db = new Kysely({ dialect: new SqliteDialect({ database: new Sqlite('app.db') }) });
await sql\`PRAGMA journal_mode = WAL\`.execute(db);
`,
    expected: ['better-sqlite3 app.db [journal_mode=WAL statement]'],
  },
  {
    name: 'a hook of Kysely',
    source: `import Database from 'better-sqlite3';
import { CompiledQuery, Kysely, SqliteDialect } from 'kysely';
const database = new Database('app.db');
export const db = new Kysely({
  dialect: new SqliteDialect({
    database,
    onCreateConnection: async (connection) => {
      await connection.executeQuery(CompiledQuery.raw('PRAGMA foreign_keys = OFF'));
    },
  }),
});
`,
    expected: ['better-sqlite3 app.db [foreign_keys=OFF statement]'],
  },
  {
    name: 'TypeORM with its options and hook',
    files: {
      ...lock({ typeorm: '1.1.1', 'better-sqlite3': '12.11.1' }),
      'main.js': `import { DataSource } from 'typeorm';
export const source = new DataSource({
  type: 'better-sqlite3',
  database: 'app.db',
  enableWAL: true,
  timeout: 250,
  prepareDatabase: (db) => {
    db.pragma('synchronous = NORMAL');
    db.pragma('foreign_keys = OFF');
  },
});
await source.query('PRAGMA cache_size = -8000');
`,
    },
    expected: [
      'typeorm/better-sqlite3 app.db [busy_timeout=250 option, synchronous=NORMAL hook, journal_mode=WAL option, cache_size=-8000 statement] ignores PRAGMA foreign_keys',
    ],
    effective: { busy_timeout: '250', journal_mode: 'wal', foreign_keys: 'on', cache_size: '-8000' },
  },
  {
    name: 'options of TypeORM by themselves',
    files: {
      ...lock({ typeorm: '0.3.20' }),
      'main.js': `export default {
  type: 'sqlite',
  database: databasePath,
  busyTimeout: 2000,
  entities: [],
};
const column = { type: 'sqlite', database: 'name' };
`,
    },
    expected: ['typeorm/sqlite <databasePath> [busy_timeout=2000 option]'],
    effective: { foreign_keys: 'on', busy_timeout: '2000' },
  },
  {
    name: 'options that the installed version does not know, and those of the other driver',
    files: {
      ...lock({ typeorm: '0.2.45', '@libsql/client': '0.15.15' }),
      'main.js': `import { DataSource } from 'typeorm';
import { createClient } from '@libsql/client';
const a = new DataSource({ type: 'sqlite', database: 'a.db', busyTimeout: 2000, timeout: 100 });
const b = new DataSource({ type: 'better-sqlite3', database: 'b.db', busyTimeout: 2000, enableWAL: true });
const c = createClient({ url: 'file:c.db', timeout: 5000 });
`,
    },
    expected: [
      'typeorm/sqlite a.db [] ignores timeout for busyTimeout ignores busyTimeout',
      'typeorm/better-sqlite3 b.db [] ignores busyTimeout for timeout ignores enableWAL',
      '@libsql/client file:c.db [] ignores timeout',
    ],
    effective: { busy_timeout: '1000' },
  },
  {
    name: 'options of TypeORM that are put together with others',
    source: `import { DataSource } from 'typeorm';
const base = { type: 'sqlite', database: 'app.db', entities: [] };
const source = new DataSource({ ...base, ...extra });
const other = new DataSource(merge({ type: 'sqlite', database: 'b.db' }, extra));
const elsewhere = new DataSource({ type: 'postgres', url: 'postgres://sqlite', database: 'x' });
`,
    expected: ['typeorm/sqlite app.db [] opaque', 'typeorm/sqlite b.db [] opaque'],
  },
  {
    name: 'Sequelize',
    source: `import { Sequelize } from 'sequelize';
const sequelize = new Sequelize({ dialect: 'sqlite', storage: 'app.db', transactionType: 'IMMEDIATE' });
sequelize.query('PRAGMA journal_mode = WAL');
sequelize.query('PRAGMA busy_timeout = 5000');
`,
    expected: [
      'sequelize app.db [journal_mode=WAL statement one, busy_timeout=5000 statement one] begin=immediate',
    ],
    effective: { journal_mode: 'wal', busy_timeout: undefined, foreign_keys: 'on' },
  },
  {
    name: 'Sequelize by URLs, in memory, and for other databases',
    source: `const { Sequelize, Transaction } = require('sequelize');
const a = new Sequelize('sqlite:app.db', { foreignKeys: false });
const b = new Sequelize('sqlite::memory:');
const c = new Sequelize('db', 'user', 'password', {
  dialect: 'sqlite',
  storage: path.join(dir, 'c.db'),
  transactionType: Transaction.TYPES.EXCLUSIVE,
});
const d = new Sequelize('postgres://localhost/app');
const e = new Sequelize({ dialect: process.env.DIALECT, storage: 'sqlite.db' });
const f = new Sequelize({ dialect: 'sqlite' });
`,
    expected: [
      'sequelize sqlite:app.db [foreign_keys=OFF option]',
      'sequelize sqlite::memory: [] memory pool=1',
      "sequelize <path.join(dir, 'c.db')> [] begin=exclusive",
      'sequelize :memory: [] memory pool=1',
    ],
    effective: { foreign_keys: 'off' },
  },
  {
    name: 'a hook of Sequelize that is not called',
    source: `import { Sequelize } from 'sequelize';
const sequelize = new Sequelize({
  dialect: 'sqlite',
  storage: 'app.db',
  hooks: {
    afterConnect(connection) {
      connection.run('PRAGMA journal_mode = WAL');
    },
  },
});
`,
    expected: [
      "sequelize app.db [] ignores afterConnect for sequelize.query('PRAGMA …') once per connection",
    ],
    loose: [],
    effective: { journal_mode: 'delete' },
  },
  {
    name: 'adapters of Prisma',
    source: `import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { PrismaClient } from '@prisma/client';
const adapter = new PrismaBetterSqlite3({ url: 'file:./app.db?connection_limit=1', timeout: 200 });
const prisma = new PrismaClient({ adapter });
await prisma.$queryRawUnsafe('PRAGMA journal_mode = WAL');
await prisma.$executeRaw\`PRAGMA synchronous = NORMAL\`;
const other = new PrismaLibSql({ url: 'file:./other.db' });
const remote = new PrismaLibSql({ url: process.env.TURSO_URL });
const given = new PrismaLibSql(client);
`,
    expected: [
      '@prisma/adapter-better-sqlite3 file:./app.db?connection_limit=1 [busy_timeout=200 option, journal_mode=WAL statement, synchronous=NORMAL statement] pool=1 ignores connection_limit',
      '@prisma/adapter-libsql file:./other.db []',
    ],
    effective: { busy_timeout: '200', journal_mode: 'wal', synchronous: 'normal' },
  },
  {
    name: 'Prisma: clients that are told where the database is, and pragmas on their pools',
    source: `import { PrismaClient } from '@prisma/client';
import { join } from 'node:path';
const a = new PrismaClient({ datasourceUrl: 'file:./a.db?connection_limit=1&socket_timeout=20' });
await a.$queryRaw\`PRAGMA synchronous = NORMAL\`;
const options = { log: ['error'] };
if (!process.env.DATABASE_URL) {
  options.datasources = { db: { url: 'file:' + join(process.cwd(), './user/b.db') } };
}
const b = new PrismaClient(options);
await b.$queryRaw\`PRAGMA synchronous = NORMAL\`;
`,
    expected: [
      'prisma file:./a.db [busy_timeout=20000 dsn, synchronous=NORMAL statement] pool=1',
      "prisma <join(process.cwd(), './user/b.db')> [synchronous=NORMAL statement one]",
    ],
  },
  {
    name: 'Prisma: clients whose URL is known at run time, or that an adapter or a server stands behind',
    source: `import { PrismaClient } from '@prisma/client';
const a = new PrismaClient({ datasourceUrl: process.env.DATABASE_URL });
const b = new PrismaClient({ adapter, datasourceUrl: 'file:./b.db' });
const c = new PrismaClient({ datasourceUrl: 'postgres://db/app' });
const d = new PrismaClient({ ...options, datasourceUrl: 'file:./d.db' });
const e = new PrismaClient({ datasourceUrl: \`file:\${database}\` });
const f = new PrismaClient();
await f.$queryRaw\`PRAGMA synchronous = NORMAL\`;
`,
    expected: [],
  },
]);
