import { testConnections } from '../../support/connections.ts';

const better = "import Database from 'better-sqlite3';\n";

testConnections('typescript', [
  {
    name: 'a class that is made of the driver’s',
    source: `${better}import { DatabaseSync } from 'node:sqlite';
export class App extends Database {
  constructor(path: string) {
    super(path, { timeout: 30 });
    this.pragma('journal_mode = WAL');
    this.tune();
  }
  private tune() { this.exec('PRAGMA synchronous = OFF'); }
}
const app = new App('app.db');
app.pragma('cache_size = 9');
class Log extends DatabaseSync {
  constructor() {
    super('log.db');
    this.exec('PRAGMA busy_timeout = 9');
  }
}
`,
    expected: [
      'better-sqlite3 <path> [busy_timeout=30 option, journal_mode=WAL statement, synchronous=OFF statement, cache_size=9 statement]',
      'node:sqlite log.db [busy_timeout=9 statement]',
    ],
  },
  {
    name: 'a variable that is assigned later',
    source: `${better}let db: Database.Database | undefined;
export function init() {
  db = new Database('app.db');
  db.pragma('journal_mode = WAL');
}
`,
    expected: ['better-sqlite3 app.db [journal_mode=WAL statement]'],
  },
  {
    name: 'a field of a class, with a type',
    source: `${better}export class Store {
  private readonly db: Database.Database;
  constructor(path: string) {
    this.db = new Database(path);
    this.configure();
  }
  private configure(): void {
    this.db.pragma('journal_mode = WAL');
    this.db.exec('PRAGMA synchronous = NORMAL');
  }
}
`,
    expected: ['better-sqlite3 <path> [journal_mode=WAL statement, synchronous=NORMAL statement]'],
  },
  {
    name: 'a private field that is declared with its value',
    source: `${better}class Store {
  #db = new Database('app.db') as Database.Database;
  open() {
    this.#db!.pragma('foreign_keys = OFF');
  }
}
`,
    expected: ['better-sqlite3 app.db [foreign_keys=OFF statement]'],
  },
  {
    name: 'a static field, named by its class',
    source: `${better}class Db {
  static instance: Database.Database;
  static connect() {
    Db.instance = new Database('app.db');
    Db.instance.pragma('busy_timeout = 100');
    this.instance.pragma('journal_mode = WAL');
  }
}
`,
    expected: ['better-sqlite3 app.db [busy_timeout=100 statement, journal_mode=WAL statement]'],
  },
  {
    name: 'a function that returns the connection',
    source: `${better}const openDb = (path: string) => new Database(path);
export const db = openDb('app.db');
db.pragma('journal_mode = WAL');
`,
    expected: ['better-sqlite3 <path> [journal_mode=WAL statement]'],
  },
  {
    name: 'a function that is given the connection',
    source: `${better}function applyPragmas(conn: Database.Database) {
  conn.pragma('journal_mode = WAL');
  conn.pragma('busy_timeout = 9000');
}
const db = new Database('app.db');
applyPragmas(db);
const other = new Database('other.db');
`,
    expected: [
      'better-sqlite3 app.db [journal_mode=WAL statement, busy_timeout=9000 statement]',
      'better-sqlite3 other.db []',
    ],
    effective: { busy_timeout: '9000' },
  },
  {
    name: 'a wrapper of this file and one of another',
    source: `${better}import { traced } from './trace';
function wrap(db: Database.Database) {
  db.pragma('synchronous = NORMAL');
  return db;
}
export const a = wrap(new Database('a.db'));
a.pragma('journal_mode = WAL');
export const b = traced(new Database('b.db'));
b.pragma('journal_mode = WAL');
`,
    expected: [
      'better-sqlite3 a.db [synchronous=NORMAL statement, journal_mode=WAL statement]',
      'better-sqlite3 b.db [journal_mode=WAL statement]',
    ],
  },
  {
    name: 'a package that is given the connection may set it up',
    source: `${better}import { tune } from 'sqlite-tuner';
const db = new Database('app.db');
tune({ db });
`,
    expected: ['better-sqlite3 app.db [] opaque'],
    effective: { busy_timeout: undefined, journal_mode: undefined },
  },
  {
    name: 'a singleton that is made once',
    source: `${better}const store = globalThis as unknown as { db?: Database.Database };
export const db = (store.db ??= new Database('app.db'));
db.pragma('journal_mode = WAL');
`,
    expected: ['better-sqlite3 app.db [journal_mode=WAL statement]'],
  },
  {
    name: 'objects that hold connections',
    source: `${better}function openAll() {
  const reader = new Database('app.db', { readonly: true });
  const writer = new Database('app.db');
  return { reader, writer };
}
const { writer } = openAll();
writer.pragma('journal_mode = WAL');
const all = openAll();
all.reader.pragma('cache_size = -2000');
`,
    expected: [
      'better-sqlite3 app.db [cache_size=-2000 statement] read-only',
      'better-sqlite3 app.db [journal_mode=WAL statement]',
    ],
  },
  {
    name: 'SQL in a constant',
    source: `${better}const SETUP = \`
  PRAGMA journal_mode = WAL;
  PRAGMA foreign_keys = ON;
\`;
const db = new Database('app.db');
db.exec(SETUP);
`,
    expected: ['better-sqlite3 app.db [journal_mode=WAL statement, foreign_keys=ON statement]'],
    loose: [],
  },
  {
    name: 'SQL in a constant that another file runs',
    source: "export const SETUP = 'PRAGMA journal_mode = WAL';\n",
    expected: [],
    loose: ['journal_mode=WAL unknown'],
  },
  {
    name: 'a prepared statement',
    source: `${better}const db = new Database('app.db');
db.prepare('PRAGMA journal_mode = WAL').get();
const version = db.prepare('PRAGMA user_version').get();
`,
    expected: ['better-sqlite3 app.db [journal_mode=WAL statement]'],
  },
  {
    name: 'handles from elsewhere, by their types',
    source: `import type Database from 'better-sqlite3';
import type { Client } from '@libsql/client';
import type { DatabaseSync } from 'node:sqlite';
export function a(db: Database.Database) {
  db.exec('PRAGMA journal_mode = WAL');
}
export function b(client: Client) {
  client.execute('PRAGMA busy_timeout = 1');
}
export function c(db: DatabaseSync) {
  db.exec('PRAGMA synchronous = NORMAL');
}
export class D {
  constructor(private readonly db: Database.Database) {}
  init() {
    this.db.exec('PRAGMA cache_size = -1');
  }
}
export function e(anything) {
  anything.pragma('temp_store = MEMORY');
}
`,
    expected: [],
    loose: [
      'journal_mode=WAL connection',
      'busy_timeout=1 pool',
      'synchronous=NORMAL connection',
      'cache_size=-1 connection',
      'temp_store=MEMORY connection',
    ],
  },
  {
    name: 'a configuration in another file',
    files: {
      'db.ts': `${better}import { configure } from './configure';
export const db = new Database('app.db');
configure(db);
`,
      'configure.ts': `import type Database from 'better-sqlite3';
export function configure(db: Database.Database) {
  db.pragma('busy_timeout = 30000');
}
`,
    },
    expected: ['better-sqlite3 app.db []'],
    effective: { busy_timeout: '30000' },
  },
  {
    name: 'what is only asked for sets nothing',
    source: `${better}const db = new Database('app.db');
console.log(db.pragma('busy_timeout', { simple: true }), db.pragma('journal_mode'));
`,
    expected: ['better-sqlite3 app.db []'],
    effective: { busy_timeout: '5000', journal_mode: 'delete' },
  },
  {
    name: 'a type that is named as the package’s class is',
    source: `import type Database from 'better-sqlite3';
import { Database as Remote } from './remote';
const db = new Remote('app.db');
let other: Database.Database;
`,
    expected: [],
  },
  {
    name: 'a subclass of this file that opens through its constructor',
    source: `${better}class Wrapper {
  inner: Database.Database;
  constructor(db: Database.Database) {
    this.inner = db;
  }
}
const wrapper = new Wrapper(new Database('app.db'));
wrapper.inner.pragma('journal_mode = WAL');
`,
    expected: ['better-sqlite3 app.db [journal_mode=WAL statement]'],
  },
  {
    name: 'a getter',
    source: `${better}class Store {
  private _db?: Database.Database;
  get db() {
    return (this._db ??= new Database('app.db'));
  }
  constructor() {
    this.db.pragma('journal_mode = WAL');
  }
}
`,
    expected: ['better-sqlite3 app.db [journal_mode=WAL statement]'],
  },
  {
    name: 'a class that is kept of a module which is loaded later',
    source: `import type { Database } from 'sqlite3';
export class Factory {
  private Database: typeof Database | undefined;
  open(options: Options, callback: Callback): void {
    if (!this.Database) {
      void import('sqlite3').then(
        sqlite3 => {
          this.Database = sqlite3.default.Database;
          this.open(options, callback);
        },
        callback,
      );
      return;
    }
    callback(null, new this.Database(options.fileName));
  }
}
`,
    expected: ['node-sqlite3 <options.fileName> []'],
  },
  {
    name: 'a class that may be that of another module, too',
    source: `import sqlite3 from 'sqlite3';
export class Factory {
  open(fake: boolean) {
    this.Database = sqlite3.Database;
    if (fake) this.Database = FakeDatabase;
    return new this.Database('app.db');
  }
}
const load = () => import('./sqlite3.js').then((sqlite3) => new sqlite3.Other('app.db'));
`,
    expected: [],
  },
]);
