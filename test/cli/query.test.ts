import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, test } from 'node:test';
import { runCli } from '../support/cli.ts';
import { temporaryProject } from '../support/temporary.ts';

const { root, remove } = temporaryProject({
  'project/schema.sqlite.sql':
    'CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT, author_id INTEGER);\nCREATE INDEX book_author ON book (author_id);\n',
  'other/readme.txt': 'nothing\n',
});
after(remove);

const database = join(root, 'app.db');
const native = new DatabaseSync(database);
native.exec(`PRAGMA journal_mode = WAL; CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT);
  INSERT INTO book VALUES (1, 'Emma'), (2, NULL)`);
after(() => native.close());

const run = (...args: string[]) => runCli(root, args);

describe('query', () => {
  test('shows what is only in the write-ahead log, and changes neither file', () => {
    const bytes = (): Buffer[] => ['', '-wal'].map((suffix) => readFileSync(database + suffix));
    const before = bytes();
    const { status, stdout } = run('query', 'app.db', 'DELETE FROM book WHERE id = 2; SELECT * FROM book');
    assert.equal(status, 0);
    assert.match(stdout, /1 row changed in the copy/);
    assert.match(stdout, /│\s+1 │ Emma/);
    assert.deepEqual(bytes(), before);
  });

  test('binds parameters by name and number', () => {
    const byName = run(
      'query',
      'app.db',
      'SELECT id FROM book WHERE title = :t',
      '--param',
      't=Emma',
      '--format',
      'csv',
    );
    assert.equal(byName.stdout, 'id\r\n1\r\n');
    const byNumber = run('query', 'app.db', 'SELECT ? AS a', '--param', "1='x'", '--format', 'json');
    assert.deepEqual(JSON.parse(byNumber.stdout).results[0].rows, [{ a: 'x' }]);
  });

  const wrong: Record<string, [string[], RegExp]> = {
    'a parameter without a value': [['app.db', 'SELECT :id'], /:id has no value: add --param :id=…/],
    'a value without a parameter': [['app.db', 'SELECT 1', '--param', 'id=1'], /no parameter id/],
    'no SQL': [['app.db'], /takes a database and one argument/],
    'nothing but a comment': [['app.db', '/* nothing */'], /no statement/],
    'a file that is not there': [['none.db', 'SELECT 1'], /none\.db: no such file/],
    'a file that is no database': [['other/readme.txt', 'SELECT 1'], /not a SQLite database/],
    'a folder without a schema': [['other', 'SELECT 1'], /no schema is known/],
    'a limit of nothing': [['app.db', 'SELECT 1', '--limit', '0'], /--limit takes a number above 0/],
  };
  for (const [name, [args, message]] of Object.entries(wrong)) {
    test(`refuses ${name}`, () => {
      const { status, stderr, stdout } = run('query', ...args);
      assert.equal(status, 2);
      assert.match(stderr, message);
      assert.equal(stdout, '');
    });
  }

  test('says what SQLite says of a statement that fails, and ends with 1', () => {
    const { status, stderr } = run('query', 'app.db', 'SELECT missing FROM book');
    assert.deepEqual([status, stderr], [1, 'sqlite-preflight: no such column: missing\n']);
  });

  test('says when rows are left out', () => {
    const { stderr, stdout } = run('query', 'app.db', 'SELECT id FROM book', '--limit', '1');
    assert.match(stdout, /first 1 row,/);
    assert.match(stderr, /Only the first 1 rows; --limit keeps more/);
  });

  test('stops a query without end', () => {
    const endless = 'WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT max(x) FROM r';
    const { status, stderr } = run('query', 'app.db', endless, '--timeout', '0.5');
    assert.deepEqual([status, stderr], [1, 'sqlite-preflight: stopped after 0.5 s\n']);
  });
});

describe('plan', () => {
  test("compiles against a project's schema", () => {
    const { status, stdout } = run('plan', 'project', 'SELECT title FROM book WHERE author_id = ?');
    assert.equal(status, 0);
    assert.equal(stdout, '└─ SEARCH book USING INDEX book_author (author_id=?)\n');
  });

  test('says what costs', () => {
    const { stdout } = run('plan', 'project', 'SELECT title FROM book ORDER BY title');
    assert.match(
      stdout,
      /├─ SCAN book {2}← reads every row of book\n└─ USE TEMP B-TREE FOR ORDER BY {2}← sorts/,
    );
    const { plans } = JSON.parse(run('plan', 'app.db', 'SELECT title FROM book', '--format', 'json').stdout);
    assert.deepEqual(plans[0].plan, [
      { detail: 'SCAN book', warning: 'reads every row of book', children: [] },
    ]);
  });
});
