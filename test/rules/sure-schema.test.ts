import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { lintProject, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

const columns =
  "def ensure(db, table, name, kind):\n    db.execute(f'ALTER TABLE {table} ADD COLUMN {name} {kind}')\n";

const books = `import sqlite3
from columns import ensure

def init():
    db = sqlite3.connect('books.db')
    db.execute('CREATE TABLE IF NOT EXISTS book (id INTEGER PRIMARY KEY, title TEXT)')
    ensure(db, 'book', 'rating', 'INTEGER')
    ensure(db, 'book', 'isbn', 'TEXT')
    db.executescript('''
CREATE UNIQUE INDEX IF NOT EXISTS book_isbn ON book (isbn);
CREATE TRIGGER IF NOT EXISTS unrated AFTER INSERT ON book BEGIN UPDATE book SET rating = 0 WHERE id = NEW.id; END;
CREATE VIEW IF NOT EXISTS best AS SELECT id, rating FROM book WHERE rating > 3;
CREATE TABLE IF NOT EXISTS loan (id INTEGER PRIMARY KEY, isbn TEXT REFERENCES book (isbn));
CREATE INDEX IF NOT EXISTS loan_isbn ON loan (isbn);
''')
`;

test('a column that another file of a program adds is missed by no view, trigger or key', async () => {
  const findings = await lintProject(engine, { 'books.py': books, 'columns.py': columns }, { preset: 'all' });
  assert.deepEqual(
    findings.filter(({ rule }) => rule.startsWith('schema/')).map(({ rule }) => rule),
    [],
  );
});

test('the same is missed where a file of SQL is the schema', async () => {
  const schema = `CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT);
CREATE TRIGGER unrated AFTER INSERT ON book BEGIN UPDATE book SET rating = 0 WHERE id = NEW.id; END;
CREATE VIEW best AS SELECT id, rating FROM book WHERE rating > 3;
CREATE TABLE loan (id INTEGER PRIMARY KEY, isbn TEXT REFERENCES book (isbn));
CREATE INDEX loan_isbn ON loan (isbn);
`;
  const findings = await lintProject(engine, { 'schema.sqlite.sql': schema }, { preset: 'all' });
  assert.deepEqual(findings.map(({ rule }) => rule).sort(), [
    'schema/broken-trigger',
    'schema/broken-view',
    'schema/foreign-key-mismatch',
  ]);
});
