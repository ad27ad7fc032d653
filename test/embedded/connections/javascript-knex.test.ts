import { testConnections } from '../../support/connections.ts';

testConnections('javascript', [
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
    name: 'the client sqlite of Knex and of others',
    files: {
      'config/database.js': `module.exports = ({ env }) => ({
  connection: { client: 'sqlite', connection: { filename: '.tmp/data.db' }, useNullAsDefault: true },
});
`,
      'db.js': `const db = require('knex')({ client: 'sqlite', connection: { filename: 'app.db' } });\n`,
    },
    expected: ['knex/sqlite3 app.db [] pool=1'],
  },
]);
