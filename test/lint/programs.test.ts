import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { linterFor, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

const schema =
  'CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);\nCREATE TABLE book (id INTEGER PRIMARY KEY, isbn TEXT, title TEXT, lent BOOLEAN);\n';
const base = {
  'package.json': '{ "dependencies": { "better-sqlite3": "12.0.0" } }',
  'go.mod': 'require github.com/mattn/go-sqlite3 v1.14.0\n',
  'Cargo.toml': '[dependencies]\nrusqlite = "0.37"\n',
  'db/schema.sql': schema,
};

/** Each finding in a program as `rule path:line “what it stands on”`. */
async function findings(files: Readonly<Record<string, string>>): Promise<string[]> {
  const linter = linterFor(engine, { ...base, ...files });
  await linter.update();
  return linter
    .checkAll()
    .filter(({ file }) => !file.endsWith('.sql'))
    .map(({ rule, file, range }) => {
      const source = linter.file(file);
      const line = (source?.lines.positionAt(range.start).line ?? 0) + 1;
      return `${rule} ${file}:${line} “${source?.text.slice(range.start, range.end)}”`;
    });
}

describe('queries in programs are planned against the schema of the project', () => {
  const programs: Record<string, [string, string]> = {
    'a.js': ["const rows = db.prepare('SELECT id FROM book WHERE isbn = ?').all(isbn);\n", '1'],
    'a.ts': ['const rows = await db.all(\n  `SELECT id\n   FROM book WHERE isbn = ?`,\n  isbn);\n', '3'],
    'a.py': ['rows = conn.execute("""\n    SELECT id FROM book\n    WHERE isbn = ?""", (isbn,))\n', '2'],
    'a.go': [
      'package a\n\nconst byIsbn = `SELECT id FROM book WHERE isbn = ?`\n\nfunc f() { db.Query(byIsbn, isbn) }\n',
      '3',
    ],
    'a.rs': ['fn f() { conn.prepare("SELECT id FROM book WHERE isbn = ?1"); }\n', '1'],
    'a.rb': ['rows = db.execute(<<~SQL, [isbn])\n  SELECT id\n  FROM book WHERE isbn = ?\nSQL\n', '3'],
    'a.php': ["<?php\n$st = $pdo->prepare('SELECT id FROM book WHERE isbn = :isbn');\n", '2'],
    'A.java': ['class A { void f() { c.prepareStatement("SELECT id FROM book WHERE isbn = ?"); } }\n', '1'],
    'A.cs': ['class A { void F() { cmd.CommandText = "SELECT id FROM book WHERE isbn = @isbn"; } }\n', '1'],
  };
  for (const [path, [text, line]] of Object.entries(programs)) {
    test(path, async () =>
      assert.deepEqual(await findings({ [path]: text }), [`query/full-scan ${path}:${line} “book”`]),
    );
  }
});

describe('nothing is said of', () => {
  const cases: Record<string, Record<string, string>> = {
    'a statement that is put together at run time': {
      'a.js': 'db.all(`SELECT id FROM book WHERE isbn = ? ORDER BY $' + '{order}`);\n',
    },
    'tables that no schema has': { 'a.js': "db.all('SELECT id FROM shelf WHERE isbn = ?');\n" },
    tests: { 'test/a.js': "db.all('SELECT id FROM book WHERE isbn = ?');\n" },
    'changes of rows that a migration makes once': {
      'a.go':
        "package a\n\nfunc migrateBooks(tx *sql.Tx) error {\n\t_, err := tx.Exec(`UPDATE book SET title = '' WHERE isbn IS NULL`)\n\treturn err\n}\n",
    },
    'the program of another database': {
      'store/postgres/a.go':
        'package a\n\nfunc f() { db.Query(`SELECT id FROM book WHERE isbn = $1`, isbn) }\n',
    },
    'a program that may talk to several databases': {
      'package.json': '{ "dependencies": { "better-sqlite3": "12.0.0", "pg": "8.0.0" } }',
      'db/schema.sqlite.sql': schema,
      'a.js': "db.all('SELECT id FROM book WHERE isbn = ?');\n",
    },
    'a flag, which halves a table at best': { 'a.js': "db.all('SELECT id FROM book WHERE lent = 1');\n" },
    'a query in the order of an index, that stops early': {
      'db/schema.sql': `${schema}CREATE INDEX book_isbn ON book (isbn);\n`,
      'a.js': "db.all('SELECT * FROM book WHERE title <> ? ORDER BY isbn DESC LIMIT 1');\n",
    },
    prose: { 'a.js': "log('Select a book from the list where you like');\n" },
  };
  for (const [name, files] of Object.entries(cases))
    test(name, async () => assert.deepEqual(await findings(files), []));
});

test('a comment silences a finding in a program', async () => {
  const query = "db.all('SELECT id FROM book WHERE isbn = ?');";
  assert.deepEqual(
    await findings({ 'a.js': `// preflight-ignore query/full-scan: ten books at most\n${query}\n` }),
    [],
  );
});

test('a keystroke in a program reads one file and asks for one plan', async () => {
  const files: Record<string, string> = { ...base };
  for (let at = 0; at < 50; at++)
    files[`src/a${at}.js`] = `db.all('SELECT id FROM book WHERE isbn = ${at}');\n`;
  const linter = linterFor(engine, files);
  await linter.update();
  const before = linter.counters;
  linter.setFile('src/a7.js', "db.all('SELECT id FROM author WHERE name = ?');\n");
  await linter.update(['src/a7.js']);
  assert.deepEqual(
    linter.check('src/a7.js').map(({ rule }) => rule),
    ['query/full-scan'],
  );
  const after_ = linter.counters;
  assert.equal(after_.scripts - before.scripts, 1);
  assert.equal(after_.asked - before.asked, 1);
  assert.equal(after_.replayed - before.replayed, 0);
});
