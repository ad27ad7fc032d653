import { testConnections } from '../../support/connections.ts';

const better = "import Database from 'better-sqlite3';\n";

testConnections('typescript', [
  {
    name: 'options that a spread or an assignment may replace',
    source: `import Database from 'better-sqlite3';
const base = { timeout: 100 };
const a = new Database('a.db', { ...base, timeout: 8000 });
const b = new Database('b.db', { timeout: 8000, ...base });
const c = new Database('c.db', { timeout: 8000, ...(only ? { readonly: false } : {}) });
const options = { timeout: 8000 };
options.timeout = 77;
const d = new Database('d.db', options);
const empty = {};
empty['timeout'] = 77;
const e = new Database('e.db', empty);
`,
    expected: [
      'better-sqlite3 a.db [busy_timeout=8000 option] opaque',
      'better-sqlite3 b.db [busy_timeout=? option] opaque',
      'better-sqlite3 c.db [busy_timeout=8000 option] opaque',
      'better-sqlite3 d.db [busy_timeout=? option] opaque',
      'better-sqlite3 e.db [] opaque',
    ],
  },
  {
    name: 'comments in a pragma',
    source: `import Database from 'better-sqlite3';
const db = new Database('app.db');
db.pragma('journal_mode = WAL -- readers go on');
db.pragma('synchronous /* never OFF */ = NORMAL');
`,
    expected: ['better-sqlite3 app.db [journal_mode=WAL statement, synchronous=NORMAL statement]'],
  },
  {
    name: 'a lazy opening',
    source: `${better}let db: Database.Database | null = null;
export function getDb() {
  if (!db) {
    db = new Database('app.db');
    db.pragma('journal_mode = WAL');
  }
  return db;
}
`,
    expected: ['better-sqlite3 app.db [journal_mode=WAL statement]'],
    effective: { journal_mode: 'wal' },
  },
  {
    name: 'one variable in two functions',
    source: `${better}function a() {
  const db = new Database('a.db');
  db.pragma('journal_mode = WAL');
}
function b() {
  const db = new Database('b.db');
  db.pragma('busy_timeout = 10');
}
`,
    expected: [
      'better-sqlite3 a.db [journal_mode=WAL statement]',
      'better-sqlite3 b.db [busy_timeout=10 statement]',
    ],
  },
  {
    name: 'on some conditions only',
    source: `${better}const db = new Database('app.db');
if (config.wal) db.pragma('journal_mode = WAL');
else db.pragma('journal_mode = DELETE');
config.fast && db.pragma('synchronous = OFF');
try {
  db.pragma('temp_store = MEMORY');
} catch {
  db.pragma('temp_store = FILE');
}
`,
    expected: [
      'better-sqlite3 app.db [journal_mode=WAL statement maybe, journal_mode=DELETE statement maybe, synchronous=OFF statement maybe, temp_store=MEMORY statement, temp_store=FILE statement maybe]',
    ],
    effective: { journal_mode: undefined, synchronous: undefined, temp_store: undefined },
  },
  {
    name: 'conditions that production meets',
    source: `${better}export function open(path: string, readonly = false) {
  const db = new Database(path, { readonly: false });
  if (!readonly) db.pragma('journal_mode = WAL');
  if (process.env.NODE_ENV !== 'test') {
    db.pragma('synchronous = NORMAL');
  }
  return db;
}
`,
    expected: ['better-sqlite3 <path> [journal_mode=WAL statement, synchronous=NORMAL statement]'],
  },
  {
    name: 'a method that nothing is seen to call',
    source: `${better}export class Store {
  db = new Database('app.db');
  vacuumNow() {
    this.db.pragma('synchronous = OFF');
  }
}
`,
    expected: ['better-sqlite3 app.db [synchronous=OFF statement maybe]'],
    effective: { synchronous: undefined },
  },
  {
    name: 'functions that are left before a pragma',
    source: `${better}export function open(path: string, config: Config) {
  if (path === '') return null;
  const db = new Database(path);
  db.pragma('busy_timeout = 9000');
  if (!config.wal) return db;
  db.pragma('journal_mode = WAL');
  return db;
}
`,
    expected: ['better-sqlite3 <path> [busy_timeout=9000 statement, journal_mode=WAL statement maybe]'],
  },
  {
    name: 'functions that are left when there is nothing to set up',
    source: `import sqlite3 from 'sqlite3';
let db: sqlite3.Database | undefined;
function configure() {
  if (!db) return;
  db.run('PRAGMA journal_mode = WAL');
}
db = new sqlite3.Database('app.db', (err) => {
  if (err) return fail(err);
  configure();
});
`,
    expected: ['node-sqlite3 app.db [journal_mode=WAL statement]'],
  },
  {
    name: 'an event that sets a pragma',
    source: `${better}const db = new Database('app.db');
process.on('SIGUSR1', () => db.pragma('synchronous = OFF'));
`,
    expected: ['better-sqlite3 app.db [synchronous=OFF statement maybe]'],
  },
  {
    name: 'a promise of the connection',
    source: `import sqlite3 from 'sqlite3';
import { open } from 'sqlite';
open({ filename: 'app.db', driver: sqlite3.Database }).then(async (db) => {
  await db.run('PRAGMA busy_timeout = 4000');
});
function connect(): Promise<sqlite3.Database> {
  return new Promise((resolve, reject) => {
    const db = new sqlite3.Database('b.db', (err) => (err ? reject(err) : resolve(db)));
  });
}
async function main() {
  const db = await connect();
  db.exec('PRAGMA journal_mode = WAL');
}
`,
    expected: [
      'node-sqlite3 app.db [busy_timeout=4000 statement]',
      'node-sqlite3 b.db [journal_mode=WAL statement maybe]',
    ],
  },
]);
