import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { linterFor, startEngine } from '../../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

/** The program once the first connection’s fix for a pragma is made; undefined where it has none. */
async function fixed(source: string, pragma: string, value: string): Promise<string | undefined> {
  const linter = linterFor(engine, { 'main.ts': source });
  await linter.update();
  const edit = linter.project.connections[0]?.site.fix?.(pragma, value);
  return edit && source.slice(0, edit.range.start) + edit.text + source.slice(edit.range.end);
}

const cases: readonly (readonly [name: string, before: string, after: string | undefined])[] = [
  [
    'a statement behind the one that opens it',
    "import Database from 'better-sqlite3';\nexport const db = new Database('app.db');\nuse(db);\n",
    "import Database from 'better-sqlite3';\nexport const db = new Database('app.db');\ndb.pragma('journal_mode = WAL');\nuse(db);\n",
  ],
  [
    'a field',
    "import { Database } from 'bun:sqlite';\nclass A {\n  constructor() {\n    this.db = new Database('app.db');\n  }\n}\n",
    "import { Database } from 'bun:sqlite';\nclass A {\n  constructor() {\n    this.db = new Database('app.db');\n    this.db.run('PRAGMA journal_mode = WAL');\n  }\n}\n",
  ],
  [
    'a statement that is waited for, as the opening is',
    "import sqlite3 from 'sqlite3';\nimport { open } from 'sqlite';\nconst db = await open({ filename: 'app.db', driver: sqlite3.Database });\n",
    "import sqlite3 from 'sqlite3';\nimport { open } from 'sqlite';\nconst db = await open({ filename: 'app.db', driver: sqlite3.Database });\nawait db.run('PRAGMA journal_mode = WAL');\n",
  ],
  [
    'nothing where no variable keeps it',
    "import Database from 'better-sqlite3';\nexport const open = () => new Database('app.db');\n",
    undefined,
  ],
  [
    'nothing on a pool',
    "import { createClient } from '@libsql/client';\nconst db = createClient({ url: 'file:app.db' });\n",
    undefined,
  ],
  [
    'a hook of Knex',
    "const db = knex({\n  client: 'sqlite3',\n  connection: 'app.db',\n});\n",
    "const db = knex({\n  client: 'sqlite3',\n  connection: 'app.db',\n  pool: { afterCreate: (conn, done) => conn.run('PRAGMA journal_mode = WAL', done) },\n});\n",
  ],
  [
    'nothing where Knex has a pool of its own',
    "const db = knex({ client: 'sqlite3', connection: 'app.db', pool: { max: 2 } });\n",
    undefined,
  ],
  [
    'an option of TypeORM',
    "export const options = { type: 'sqlite', database: 'app.db', entities: [] };\n",
    "export const options = { type: 'sqlite', database: 'app.db', entities: [], enableWAL: true };\n",
  ],
];

for (const [name, before, expected] of cases) {
  test(`the fix of a connection: ${name}`, async () => {
    assert.equal(await fixed(before, 'journal_mode', 'WAL'), expected);
  });
}
