import { testConnections } from '../../support/connections.ts';

const better = "import Database from 'better-sqlite3';\n";

/** A lock file that names versions. */
const lock = (versions: Readonly<Record<string, string>>): Record<string, string> => ({
  'package-lock.json': JSON.stringify({
    packages: Object.fromEntries(
      Object.entries(versions).map(([name, version]) => [`node_modules/${name}`, { version }]),
    ),
  }),
});

testConnections('javascript', [
  {
    name: 'node:sqlite with options and pragmas',
    source: `import { DatabaseSync } from 'node:sqlite';
const db = new DatabaseSync('app.db', { timeout: 100 });
db.exec('PRAGMA journal_mode = WAL');
`,
    expected: ['node:sqlite app.db [busy_timeout=100 option, journal_mode=WAL statement]'],
    effective: { busy_timeout: '100', journal_mode: 'wal', foreign_keys: 'on' },
    places: ['timeout: 100', 'PRAGMA journal_mode = WAL'],
  },
  {
    name: 'a handle from elsewhere',
    source: "export const setUp = (db) => db.exec('PRAGMA journal_mode = WAL');\n",
    expected: [],
    loose: ['journal_mode=WAL unknown'],
  },
  {
    name: 'node:sqlite whose module is loaded when it is needed',
    source: `let DatabaseSync;
class Store {
  #db;
  constructor(path) {
    DatabaseSync ??= undefined;
    if (!DatabaseSync) DatabaseSync = require('node:sqlite').DatabaseSync;
    this.#db = new DatabaseSync(path ?? ':memory:');
    this.#db.exec(\`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL\`);
  }
}
`,
    expected: [
      "node:sqlite <path ?? ':memory:'> [journal_mode=WAL statement, synchronous=NORMAL statement] unknown storage",
    ],
  },
  {
    name: 'better-sqlite3 as it is',
    source: `${better}export const db = new Database('app.db');\n`,
    expected: ['better-sqlite3 app.db []'],
    effective: {
      busy_timeout: '5000',
      foreign_keys: 'on',
      synchronous: 'full',
      cache_size: '-16000',
      journal_mode: 'delete',
    },
  },
  {
    name: 'db.pragma() in its ways to be written',
    source: `${better}const db = new Database('app.db', { timeout: 10_000 });
db.pragma('journal_mode = WAL');
db.pragma("synchronous=normal");
db.pragma('cache_size(-64000)');
db.pragma(\`busy_timeout = \${process.env.BUSY}\`);
db.pragma('main.foreign_keys = OFF;');
db.pragma('temp_store');
`,
    expected: [
      'better-sqlite3 app.db [busy_timeout=10000 option, journal_mode=WAL statement, synchronous=normal statement, cache_size=-64000 statement, busy_timeout=? statement, foreign_keys=OFF statement]',
    ],
    effective: {
      journal_mode: 'wal',
      synchronous: 'normal',
      busy_timeout: undefined,
      foreign_keys: 'off',
      temp_store: 'default',
    },
    places: [
      'timeout: 10_000',
      'journal_mode = WAL',
      'synchronous=normal',
      'cache_size(-64000)',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: what is written there
      'busy_timeout = ${process.env.BUSY}',
      'main.foreign_keys = OFF;',
    ],
  },
  {
    name: 'WAL makes NORMAL of synchronous in better-sqlite3',
    source: `${better}const db = new Database('app.db');\ndb.pragma('journal_mode = WAL');\n`,
    expected: ['better-sqlite3 app.db [journal_mode=WAL statement]'],
    effective: { synchronous: 'normal' },
  },
  {
    name: 'pragmas from a list',
    source: `${better}const db = new Database('app.db');
const pragmas = ['journal_mode = WAL', 'foreign_keys = ON'];
for (const pragma of pragmas) db.pragma(pragma);
['synchronous = NORMAL'].forEach((pragma) => db.pragma(pragma));
`,
    expected: [
      'better-sqlite3 app.db [journal_mode=WAL statement, foreign_keys=ON statement, synchronous=NORMAL statement]',
    ],
  },
  {
    name: 'a pragma whose name is put together',
    source: `${better}const db = new Database('app.db');
for (const [name, value] of Object.entries(options)) db.pragma(\`\${name} = \${value}\`);
`,
    expected: ['better-sqlite3 app.db [] opaque'],
    effective: { busy_timeout: undefined },
  },
  {
    name: 'require and a constructor without new',
    source:
      "const Database = require('better-sqlite3');\nconst db = Database('app.db', { readonly: true });\n",
    expected: ['better-sqlite3 app.db [] read-only'],
  },
  {
    name: 'require in the place of a constructor',
    source: `exports.db = require('better-sqlite3')('a.db');
exports.db.pragma('journal_mode = WAL');
const db = (module.exports = new (require('sqlite3').Database)('b.db'));
db.run('PRAGMA busy_timeout = 10');
const text = require('better-sqlite3').toString('c.db');
`,
    expected: [
      'better-sqlite3 a.db [journal_mode=WAL statement]',
      'node-sqlite3 b.db [busy_timeout=10 statement]',
    ],
  },
  {
    name: 'methods that are made promises of',
    source: `const sqlite3 = require('sqlite3');
const { promisify } = require('util');
class Store {
  constructor(file) {
    this.db = new sqlite3.Database(file);
    this.run = promisify(this.db.run.bind(this.db));
  }
  async init() {
    await this.run('PRAGMA journal_mode = WAL');
    await this.exec('PRAGMA synchronous = FULL');
  }
  exec(sql) {
    return new Promise((resolve, reject) => this.db.exec(sql, (e) => (e ? reject(e) : resolve())));
  }
}
`,
    expected: ['node-sqlite3 <file> [journal_mode=WAL statement, synchronous=FULL statement]'],
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
    name: 'import * as and a path that is computed',
    source: `import * as Database from 'better-sqlite3';
const db = new Database(path.join(dataDir, 'app.db'), { timeout: 5 * 1000 });
`,
    expected: ["better-sqlite3 <path.join(dataDir, 'app.db')> [busy_timeout=5000 option]"],
  },
  {
    name: 'dynamic imports',
    source: `const { default: Database } = await import('better-sqlite3');
const [{ default: Other }] = await Promise.all([import('better-sqlite3'), import('drizzle-orm/better-sqlite3')]);
const a = new Database('a.db');
const b = new Other('b.db');
`,
    expected: ['better-sqlite3 a.db []', 'better-sqlite3 b.db []'],
  },
  {
    name: 'paths from the environment, and those that a condition chooses',
    source: `${better}const a = new Database(process.env.DB_PATH);
const b = new Database(process.env.DB_PATH || 'app.db');
const c = new Database(process.env.CONFIG ? 'a.db' : 'b.db');
`,
    expected: [
      'better-sqlite3 $DB_PATH []',
      'better-sqlite3 app.db []',
      "better-sqlite3 <process.env.CONFIG ? 'a.db' : 'b.db'> []",
    ],
  },
  {
    name: 'paths in constants',
    source: `${better}const DB_PATH = process.env.DATABASE_PATH || './data/app.sqlite';
const file = 'b.db';
const computed = path.join(dir, 'c.db');
const either = isTest ? ':memory:' : computed;
const a = new Database(DB_PATH);
const b = new Database(file);
const c = new Database(computed);
const d = new Database(either);
`,
    expected: [
      'better-sqlite3 ./data/app.sqlite []',
      'better-sqlite3 b.db []',
      'better-sqlite3 <computed> []',
      'better-sqlite3 <either> [] unknown storage',
    ],
  },
  {
    name: 'in memory, temporary, and a path that may be either',
    source: `${better}const a = new Database(':memory:');
const b = new Database();
const c = new Database('');
const d = new Database(isTest ? ':memory:' : path);
`,
    expected: [
      'better-sqlite3 :memory: [] memory',
      "better-sqlite3 '' [] temporary",
      "better-sqlite3 '' [] temporary",
      "better-sqlite3 <isTest ? ':memory:' : path> [] unknown storage",
    ],
  },
  {
    name: 'better-sqlite3 takes a URI for a name',
    source: `${better}const db = new Database('file:app.db?mode=memory&cache=shared');\n`,
    expected: ['better-sqlite3 file:app.db?mode=memory&cache=shared [] ignores mode ignores cache'],
    places: ['mode=memory', 'cache=shared'],
  },
  {
    name: 'options from a constant, and options that are computed',
    source: `${better}const timeout = 250;
const options = { timeout };
const a = new Database('a.db', options);
const b = new Database('b.db', optionsOf(config));
const c = new Database('c.db', { ...options, readonly: false });
`,
    expected: [
      'better-sqlite3 a.db [busy_timeout=250 option]',
      'better-sqlite3 b.db [] opaque',
      'better-sqlite3 c.db [] opaque',
    ],
  },
  {
    name: 'libsql has the interface of better-sqlite3, and other defaults',
    source:
      "import Database from 'libsql';\nconst db = new Database('app.db');\ndb.pragma('journal_mode = WAL');\n",
    expected: ['libsql app.db [journal_mode=WAL statement]'],
    effective: { busy_timeout: '0', foreign_keys: 'on', synchronous: 'full' },
  },
  {
    name: 'node-sqlite3 with statements in serialize()',
    source: `const sqlite3 = require('sqlite3').verbose();
const db = new sqlite3.Database('app.db');
db.serialize(() => {
  db.run('PRAGMA journal_mode = WAL');
  db.run('PRAGMA busy_timeout = 5000');
});
db.configure('busyTimeout', 3000);
`,
    expected: [
      'node-sqlite3 app.db [journal_mode=WAL statement, busy_timeout=5000 statement, busy_timeout=3000 statement]',
    ],
    effective: { busy_timeout: '3000', foreign_keys: 'off' },
  },
  {
    name: 'node-sqlite3 whose callback sets it up',
    source: `import sqlite3 from 'sqlite3';
const db = new sqlite3.Database(dbPath, (err) => {
  if (err) {
    console.error(err);
  } else {
    db.run('PRAGMA foreign_keys = ON');
  }
});
`,
    expected: ['node-sqlite3 <dbPath> [foreign_keys=ON statement]'],
    effective: { foreign_keys: 'on', busy_timeout: '1000' },
  },
  {
    name: 'node-sqlite3 as this in its callback',
    source: `const { Database } = require('sqlite3');
new Database('app.db', function () {
  this.run('PRAGMA busy_timeout = 2000');
});
`,
    expected: ['node-sqlite3 app.db [busy_timeout=2000 statement]'],
  },
  {
    name: 'modes of node-sqlite3',
    source: `import sqlite3 from 'sqlite3';
const a = new sqlite3.Database('a.db', sqlite3.OPEN_READONLY);
const b = new sqlite3.Database('file:b.db?cache=shared', sqlite3.OPEN_READWRITE | sqlite3.OPEN_URI);
const c = new sqlite3.Database('file:c.db?cache=shared');
const d = new sqlite3.cached.Database('d.db', sqlite3.OPEN_READWRITE | sqlite3.OPEN_SHAREDCACHE);
`,
    expected: [
      'node-sqlite3 a.db [] read-only',
      'node-sqlite3 file:b.db?cache=shared []',
      'node-sqlite3 file:c.db?cache=shared [] ignores cache',
      'node-sqlite3 d.db [] shared cache',
    ],
  },
  {
    name: 'open() of the package sqlite',
    source: `import sqlite3 from 'sqlite3';
import { open } from 'sqlite';
export async function openDb() {
  const db = await open({ filename: './app.sqlite', driver: sqlite3.Database });
  await db.exec('PRAGMA journal_mode = WAL;');
  return db;
}
const other = openDb();
`,
    expected: ['node-sqlite3 ./app.sqlite [journal_mode=WAL statement]'],
    effective: { busy_timeout: '1000', journal_mode: 'wal' },
  },
  {
    name: 'another open()',
    source: "import { open } from 'node:fs/promises';\nconst db = await open({ filename: 'a.db' });\n",
    expected: [],
  },
  {
    name: 'bun:sqlite',
    source: `import { Database } from 'bun:sqlite';
const db = new Database('app.sqlite', { create: true });
db.run('PRAGMA journal_mode = WAL;');
const other = Database.open('other.sqlite');
const memory = new Database();
const reads = new Database('r.sqlite', { readonly: true });
`,
    expected: [
      'bun:sqlite app.sqlite [journal_mode=WAL statement]',
      'bun:sqlite other.sqlite []',
      'bun:sqlite :memory: [] memory',
      'bun:sqlite r.sqlite [] read-only',
    ],
    effective: { busy_timeout: '0', foreign_keys: 'off', synchronous: 'full' },
  },
  {
    name: 'a client of libSQL is a pool',
    source: `import { createClient } from '@libsql/client';
const client = createClient({ url: 'file:app.db' });
await client.execute('PRAGMA journal_mode = WAL');
await client.execute('PRAGMA busy_timeout = 5000');
`,
    expected: [
      '@libsql/client file:app.db [journal_mode=WAL statement one, busy_timeout=5000 statement one]',
    ],
    effective: { journal_mode: 'wal', busy_timeout: undefined, foreign_keys: 'on' },
  },
  {
    name: 'options of a client of libSQL',
    files: {
      ...lock({ '@libsql/client': '0.18.0' }),
      'main.js': `import { createClient } from '@libsql/client/node';
const a = createClient({ url: 'file:a.db', timeout: 5000, concurrency: 1 });
a.executeMultiple('PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY');
const b = createClient({ url: ':memory:' });
b.batch(['PRAGMA foreign_keys = OFF', { sql: 'PRAGMA cache_size = -4000' }]);
`,
    },
    expected: [
      '@libsql/client file:a.db [busy_timeout=5000 option, synchronous=NORMAL statement, temp_store=MEMORY statement] pool=1',
      '@libsql/client :memory: [foreign_keys=OFF statement, cache_size=-4000 statement] memory pool=1',
    ],
    effective: { busy_timeout: '5000', synchronous: 'normal' },
  },
  {
    name: 'clients of servers, and of what may be one',
    source: `import { createClient } from '@libsql/client';
const a = createClient({ url: 'libsql://app.turso.io', authToken });
const b = createClient({ url: process.env.TURSO_URL });
const c = createClient({ url: process.env.DATABASE_URL ?? 'file:local.db' });
const d = createClient({ url: \`file:\${path}\` });
const url = toFileUrl(path);
const e = createClient({ url });
const f = createClient({ url: 'file:replica.db', syncUrl: 'libsql://app.turso.io' });
`,
    expected: [
      '@libsql/client file:local.db [] unknown storage',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: what is written there
      '@libsql/client <`file:${path}`> []',
      '@libsql/client <toFileUrl(path)> []',
      '@libsql/client file:replica.db [] pool=1 opaque',
    ],
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
    name: 'Knex with a hook',
    source: `const knex = require('knex')({
  client: 'sqlite3',
  connection: { filename: './app.sqlite' },
  useNullAsDefault: true,
  pool: {
    min: 1,
    max: 5,
    afterCreate(conn, done) {
      conn.run('PRAGMA foreign_keys = ON', done);
      conn.run('PRAGMA busy_timeout = 5000');
    },
  },
});
`,
    expected: ['knex/sqlite3 ./app.sqlite [foreign_keys=ON hook, busy_timeout=5000 hook] pool=5'],
    effective: { foreign_keys: 'on', busy_timeout: '5000' },
  },
  {
    name: 'Knex has one connection unless it is told otherwise',
    source: `import knex from 'knex';
const config = { client: 'better-sqlite3', connection: { filename: 'app.db', options: { timeout: 100, readonly: false } } };
export const db = knex(config);
await db.raw('PRAGMA journal_mode = WAL');
await db.schema.raw('PRAGMA synchronous = OFF');
`,
    expected: [
      'knex/better-sqlite3 app.db [journal_mode=WAL statement, synchronous=OFF statement] pool=1 ignores timeout for PRAGMA busy_timeout in pool.afterCreate',
    ],
    effective: { busy_timeout: '5000', journal_mode: 'wal', synchronous: 'off' },
  },
  {
    name: 'Knex with a pool of several, on which a statement reaches one',
    source: `import knex from 'knex';
const db = knex({ client: 'sqlite3', connection: 'app.db', pool: { max: 4 } });
db.raw('PRAGMA foreign_keys = ON');
`,
    expected: ['knex/sqlite3 app.db [foreign_keys=ON statement one] pool=4'],
    effective: { foreign_keys: undefined },
  },
  {
    name: 'a knexfile, whose entry for tests is left out',
    files: {
      'knexfile.js': `module.exports = {
  test: { client: 'sqlite3', connection: ':memory:' },
  development: { client: 'sqlite3', connection: { filename: './dev.sqlite3' } },
  production: { client: 'better-sqlite3', connection: { filename: './prod.sqlite3' } },
};
`,
    },
    expected: ['knex/sqlite3 ./dev.sqlite3 [] pool=1', 'knex/better-sqlite3 ./prod.sqlite3 [] pool=1'],
  },
  {
    name: 'a knexfile whose production runs PostgreSQL',
    files: {
      'knexfile.js': `module.exports = {
  development: { client: 'sqlite3', connection: { filename: './dev.sqlite3' } },
  production: { client: 'pg', connection: process.env.DATABASE_URL },
};
`,
    },
    expected: [],
  },
  {
    name: 'Knex for other databases, for one that is computed, and defaults',
    source: `import knex from 'knex';
const a = knex({ client: 'pg', connection: { database: 'sqlite3' } });
const b = knex({ client: process.env.CLIENT, connection: { filename: 'sqlite3.db' } });
const defaults = { client: 'sqlite3', connection: { filename: 'default.db' } };
`,
    expected: [],
  },
  {
    name: 'Knex for a database that is chosen',
    source: `import knex from 'knex';
function connect() {
  let client = null;
  let settings = { host };
  switch (config.type) {
    case 'postgres':
      client = 'pg';
      break;
    case 'sqlite':
      client = 'sqlite3';
      settings = { filename: config.storage };
      break;
  }
  const a = knex({ client: client, connection: settings });
}
const b = knex({
  client: isPg ? 'pg' : 'better-sqlite3',
  connection: isPg ? { host } : { filename: dbFile },
});
const c = knex({ client: isPg ? 'pg' : 'sqlite3', connection: isOther ? { host } : { filename: dbFile } });
`,
    expected: ['knex/sqlite3 <config.storage> [] pool=1', 'knex/better-sqlite3 <dbFile> [] pool=1'],
  },
  {
    name: 'a dialect of Knex by its file, and a hook that calls a method with a helper',
    source: `class Database {
  static async connect(testMode = false) {
    let config = {};
    if (type === 'sqlite') {
      const Dialect = require('knex/lib/dialects/sqlite3/index.js');
      config = {
        client: Dialect,
        connection: { filename: Database.sqlitePath },
        pool: {
          ...poolConfig,
          afterCreate: (rawConn, done) => {
            this.initSQLite(rawConn, testMode).then(() => done(undefined, rawConn));
          },
        },
      };
    } else config = { client: 'mysql2', connection: { host } };
    const instance = knex(config);
  }
  static async initSQLite(rawConn, testMode) {
    const asyncRun = (sql) =>
      new Promise((resolve, reject) => rawConn.run(sql, (err) => (err ? reject(err) : resolve())));
    if (testMode) {
      await asyncRun('PRAGMA journal_mode = MEMORY');
    } else {
      await asyncRun('PRAGMA journal_mode = WAL');
    }
    await asyncRun('PRAGMA busy_timeout = 5000');
  }
}
`,
    expected: [
      'knex/sqlite3 <Database.sqlitePath> [journal_mode=MEMORY hook maybe, journal_mode=WAL hook, busy_timeout=5000 hook]',
    ],
    effective: { journal_mode: 'wal', busy_timeout: '5000' },
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
]);
