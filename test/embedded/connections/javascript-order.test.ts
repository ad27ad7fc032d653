import { testConnections } from '../../support/connections.ts';

const better = "import Database from 'better-sqlite3';\n";

testConnections('typescript', [
  {
    name: 'a function that is called behind what follows it in the text',
    source: `${better}function tune(db) { db.pragma('synchronous = OFF'); }
const db = new Database('app.db');
db.pragma('synchronous = FULL');
tune(db);
`,
    expected: ['better-sqlite3 app.db [synchronous=FULL statement, synchronous=OFF statement]'],
    effective: { synchronous: 'off' },
  },
  {
    name: 'a function that is called before what it follows in the text',
    source: `${better}const db = new Database('app.db');
tune(db);
db.pragma('synchronous = FULL');
function tune(db) { db.pragma('synchronous = OFF'); }
`,
    expected: ['better-sqlite3 app.db [synchronous=OFF statement, synchronous=FULL statement]'],
    effective: { synchronous: 'full' },
  },
  {
    name: 'methods in the order of their calls',
    source: `${better}class Store {
  constructor() { this.db = new Database('app.db'); this.b(); this.a(); }
  private a() { this.db.pragma('busy_timeout = 100'); }
  private b() { this.db.pragma('busy_timeout = 7000'); }
}
`,
    expected: ['better-sqlite3 app.db [busy_timeout=7000 statement, busy_timeout=100 statement]'],
    effective: { busy_timeout: '100' },
  },
  {
    name: 'what the caller sets comes behind what the function sets that opens',
    source: `${better}const db = open();
db.pragma('synchronous = FULL');
function open() {
  const opened = new Database('app.db');
  opened.pragma('synchronous = OFF');
  return opened;
}
`,
    expected: ['better-sqlite3 app.db [synchronous=OFF statement, synchronous=FULL statement]'],
  },
  {
    name: 'a function that several are handed to: each by its own call',
    source: `${better}const tune = (db) => db.pragma('synchronous = OFF');
const a = new Database('a.db');
tune(a);
a.pragma('synchronous = FULL');
const b = new Database('b.db');
tune(b);
`,
    expected: [
      'better-sqlite3 a.db [synchronous=OFF statement, synchronous=FULL statement]',
      'better-sqlite3 b.db [synchronous=OFF statement]',
    ],
  },
  {
    name: 'a variable that keeps one connection after the other',
    source: `${better}let db = new Database('one.db');
db.pragma('busy_timeout = 1');
db = new Database('two.db');
db.pragma('synchronous = OFF');
`,
    expected: [
      'better-sqlite3 one.db [busy_timeout=1 statement]',
      'better-sqlite3 two.db [synchronous=OFF statement]',
    ],
  },
  {
    name: 'a variable that keeps either of two',
    source: `${better}let db;
if (process.env.CI) db = new Database('ci.db');
else db = new Database('app.db');
db.pragma('journal_mode = WAL');
`,
    expected: [
      'better-sqlite3 ci.db [journal_mode=WAL statement]',
      'better-sqlite3 app.db [journal_mode=WAL statement]',
    ],
  },
  {
    name: 'foreign keys that are switched off for a while in a branch',
    source: `${better}const db = new Database('app.db');
db.pragma('foreign_keys = ON');
if (db.pragma('user_version', { simple: true }) < 2) {
  db.pragma('foreign_keys = OFF');
  db.exec('CREATE TABLE book (id INTEGER PRIMARY KEY)');
  db.pragma('foreign_keys = ON');
}
`,
    expected: ['better-sqlite3 app.db [foreign_keys=ON statement, foreign_keys=ON statement maybe]'],
    effective: { foreign_keys: 'on' },
  },
  {
    name: 'near miss: what switches them on again may be left out',
    source: `${better}const db = new Database('app.db');
db.pragma('foreign_keys = ON');
if (old) {
  db.pragma('foreign_keys = OFF');
  if (done) return;
  db.pragma('foreign_keys = ON');
}
`,
    expected: [
      'better-sqlite3 app.db [foreign_keys=ON statement, foreign_keys=OFF statement maybe, foreign_keys=ON statement maybe]',
    ],
    effective: { foreign_keys: undefined },
  },
  {
    name: 'foreign keys within a transaction',
    source: `${better}const a = new Database('a.db');
a.transaction(() => { a.pragma('foreign_keys = OFF'); })();
const b = new Database('b.db');
b.exec('BEGIN');
b.pragma('foreign_keys = OFF');
b.exec('COMMIT');
b.pragma('foreign_keys = OFF');
`,
    expected: [
      'better-sqlite3 a.db [] ignores PRAGMA foreign_keys',
      'better-sqlite3 b.db [foreign_keys=OFF statement] ignores PRAGMA foreign_keys',
    ],
    effective: { foreign_keys: 'on' },
  },
]);
