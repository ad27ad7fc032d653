import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { linterFor, lintProject, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

const table = 'CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT);\n';
const query = { 'sqlite/queries/book.sql': 'SELECT id FROM book WHERE label = ?;\n' };

async function unknownColumns(files: Readonly<Record<string, string>>): Promise<string[]> {
  const findings = await lintProject(engine, files, { preset: 'all' });
  return findings
    .filter(({ rule }) => rule === 'query/unknown-column')
    .map(({ message }) => message.replace(/:.*/, ''));
}

const missing = ['book has no column label'];

describe('a column that is missing', () => {
  test('is reported where migrations say all of the table', async () => {
    const files = { 'sqlite/migrations/001.sql': table, ...query };
    assert.deepEqual(await unknownColumns(files), missing);
  });

  test('is unknown where a step of the history fails', async () => {
    const files = {
      'sqlite/migrations/001.sql': table,
      'sqlite/migrations/002.sql': 'ALTER TABLE book RENAME COLUMN gone TO name;\n',
      ...query,
    };
    assert.deepEqual(await unknownColumns(files), []);
  });

  test('is unknown where another file that shapes tables has the word', async () => {
    const files = {
      'sqlite/migrations/001.sql': table,
      'src/setup.js': 'const column = "label";\ndb.exec("ALTER TABLE book ADD COLUMN " + column);\n',
      ...query,
    };
    assert.deepEqual(await unknownColumns(files), []);
  });

  test('is unknown where a program makes the table', async () => {
    const program = `import sqlite3
db = sqlite3.connect("book.db")
db.execute("CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT)")
db.execute("SELECT id FROM book WHERE label = ?", (1,))
`;
    assert.deepEqual(await unknownColumns({ 'requirements.txt': 'aiosqlite\n', 'app.py': program }), []);
  });

  test('is that of a trigger, not one that the statement names', async () => {
    const files = {
      'sqlite/migrations/001.sql': `${table}CREATE TABLE log (at TEXT);\nCREATE TRIGGER added AFTER INSERT ON book BEGIN INSERT INTO log (title) VALUES (new.title); END;\n`,
      'sqlite/queries/book.sql': 'INSERT INTO book (title) VALUES (?);\n',
    };
    assert.deepEqual(await unknownColumns(files), []);
  });

  test('is reported, and no more, when another file gets the word', async () => {
    const linter = linterFor(engine, { 'sqlite/migrations/001.sql': table, ...query }, { preset: 'all' });
    const found = async (): Promise<number> => {
      await linter.update();
      return linter.checkAll().filter(({ rule }) => rule === 'query/unknown-column').length;
    };
    assert.equal(await found(), 1);
    linter.setFile('src/setup.js', 'db.exec("ALTER TABLE book ADD COLUMN label TEXT");\n');
    assert.equal(await found(), 0);
  });
});
