import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { lintProject, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

const manifest = { 'package.json': '{"dependencies":{"better-sqlite3":"11.0.0"}}' };
const schema = {
  'schema.sqlite.sql': 'CREATE TABLE book (id INTEGER PRIMARY KEY, isbn TEXT, title TEXT);\n',
};
const select = 'const row = db.prepare("SELECT title FROM book WHERE isbn = ?").get(isbn);';

/** The lines of the scans that are found in a program. */
async function scansIn(program: string): Promise<number> {
  const findings = await lintProject(engine, { ...manifest, ...schema, 'src/store.ts': program });
  return findings.filter(({ rule }) => rule === 'query/full-scan').length;
}

const intro = 'import Database from "better-sqlite3";\nconst db = new Database("books.db");\n';

describe('code that runs once is not judged', () => {
  for (const [name, code] of Object.entries({
    'a function that migrates': `export function migrateTitles(isbn: string) {\n  if (isbn) {\n    ${select}\n  }\n}\n`,
    'a function within one that upgrades': `async function upgradeFrom2() {\n  const one = (isbn: string) => {\n    ${select}\n  };\n}\n`,
    'a method': `class Store {\n  backfill(isbn: string) {\n    ${select}\n  }\n}\n`,
    'a function that changes tables': `function open(isbn: string) {\n  db.exec("ALTER TABLE book ADD COLUMN pages INTEGER");\n  db.exec("DELETE FROM book WHERE isbn < datetime('now')");\n}\n`,
  }))
    test(name, async () => assert.equal(await scansIn(intro + code), 0));
});

describe('code beside it is', () => {
  for (const [name, code] of Object.entries({
    'another function': `function migrate() {\n  db.exec("ALTER TABLE book ADD COLUMN pages INTEGER");\n}\n\nexport function find(isbn: string) {\n  ${select}\n}\n`,
    'a handler in a function that changes tables': `function start(app) {\n  db.exec("ALTER TABLE book ADD COLUMN pages INTEGER");\n  app.get("/", (isbn) => {\n    ${select}\n  });\n}\n`,
    'what is prepared for later': `function open(isbn: string) {\n  db.exec("ALTER TABLE book ADD COLUMN pages INTEGER");\n  ${select}\n}\n`,
  }))
    test(name, async () => assert.equal(await scansIn(intro + code), 1));
});
