import { testConnections } from '../../support/connections.ts';
import { lock } from '../../support/npm-lock.ts';

const better = "import Database from 'better-sqlite3';\n";

testConnections('javascript', [
  {
    name: 'pragmas of an attached database',
    source: `import Database from 'better-sqlite3';
const db = new Database('app.db');
db.exec("ATTACH 'log.db' AS log");
db.pragma('log.journal_mode = WAL');
db.exec('PRAGMA log.synchronous = OFF; PRAGMA main.cache_size = 5; PRAGMA log.foreign_keys = OFF');
`,
    expected: ['better-sqlite3 app.db [cache_size=5 statement, foreign_keys=OFF statement]'],
    effective: { journal_mode: 'delete', cache_size: '5' },
  },
  {
    name: 'numbers whose digits are in groups',
    source: `import { DatabaseSync } from 'node:sqlite';
const MS = 60_000;
const db = new DatabaseSync('app.db', { timeout: MS });
db.exec(\`PRAGMA mmap_size = \${1_048_576}\`);
`,
    expected: ['node:sqlite app.db [busy_timeout=60000 option, mmap_size=1048576 statement]'],
  },
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
]);
