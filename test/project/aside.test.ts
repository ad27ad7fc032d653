import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { linterFor, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

const app = {
  'app.py':
    'import sqlite3\n\ndb = sqlite3.connect("app.db")\ndb.execute("INSERT INTO book (title) VALUES (\'a\')")\n',
  'schema.sqlite.sql': 'CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT);\n',
};

/** Whether the connections of a file, beside those of an application, stand aside. */
async function asideIn(path: string, text: string): Promise<boolean[]> {
  const linter = linterFor(engine, { ...app, [path]: text });
  await linter.update();
  const { connections } = linter.project;
  assert.deepEqual(
    connections.filter(({ file }) => file.path === 'app.py').map(({ isAside }) => isAside),
    [false],
  );
  return connections.filter(({ file }) => file.path === path).map(({ isAside }) => isAside);
}

describe('connections that stand aside', () => {
  test('a report only reads', async () => {
    assert.deepEqual(
      await asideIn(
        'report.py',
        'import sqlite3\n\ndb = sqlite3.connect("app.db")\nrows = db.execute("SELECT title FROM book").fetchall()\n',
      ),
      [true],
    );
  });

  test('a command of Django is run by hand', async () => {
    const text =
      'import sqlite3\n\nclass Command(BaseCommand):\n    def handle(self, **options):\n        db = sqlite3.connect("search.db")\n        db.execute("INSERT INTO book (title) VALUES (\'a\')")\n';
    assert.deepEqual(await asideIn('front/management/commands/fill_search.py', text), [true]);
  });

  test('what asks SQLite for its own tables may write elsewhere', async () => {
    assert.deepEqual(
      await asideIn(
        'open.py',
        'import sqlite3\n\ndb = sqlite3.connect("app.db")\nmade = db.execute("SELECT 1 FROM sqlite_master").fetchall()\n',
      ),
      [false],
    );
  });

  test('the target of a copy', async () => {
    assert.deepEqual(
      await asideIn(
        'copy.py',
        'import sqlite3\n\ncopy = sqlite3.connect("copy.db")\nsource = sqlite3.connect("app.db")\nsource.backup(copy)\nsource.execute("DELETE FROM book")\n',
      ),
      [true, false],
    );
  });

  test('tools that are run by hand', async () => {
    const writes = 'import sqlite3\n\ndb = sqlite3.connect("app.db")\ndb.execute("DELETE FROM book")\n';
    assert.deepEqual(await asideIn('scripts/clean.py', writes), [true]);
    assert.deepEqual(await asideIn('seed.py', writes), [true]);
    assert.deepEqual(await asideIn('web/books.py', writes), [false]);
  });
});

test('the database of another program is not the project’s own', async () => {
  const linter = linterFor(engine, {
    ...app,
    'browser.py':
      'import sqlite3\n\ndef read(path):\n    db = sqlite3.connect(path)\n    db.execute("DELETE FROM moz_places")\n',
  });
  await linter.update();
  const own = linter.project.connections.map(({ file, isOwn }) => `${file.path} ${isOwn}`);
  assert.deepEqual(own.sort(), ['app.py true', 'browser.py false']);
});

describe('files of tests', () => {
  for (const path of ['vitest.setup.ts', 'jest.config.js', 'test-setup.mjs', 'setupTests.ts'])
    test(path, async () => {
      const text = "import { DatabaseSync } from 'node:sqlite';\nconst db = new DatabaseSync('test.db');\n";
      assert.deepEqual(await asideIn(path, text), []);
    });

  test('APSW calls backup() on the copy', async () => {
    const text = (other: string): string =>
      `import apsw\n\nwith apsw.Connection(path) as copy:\n    ${other}.backup("main", ${other === 'copy' ? 'db' : 'copy'}, "main")\ndb = apsw.Connection(path)\ndb.execute("INSERT INTO book (title) VALUES ('a')")\n`;
    assert.deepEqual(await asideIn('store.py', text('copy')), [true, false]);
    assert.deepEqual(await asideIn('store.py', text('db')), [false, true]);
  });
});
