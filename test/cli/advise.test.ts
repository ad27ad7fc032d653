import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { runCli } from '../support/cli.ts';
import { temporaryProject } from '../support/temporary.ts';

const schema =
  'CREATE TABLE book (id INTEGER PRIMARY KEY, isbn TEXT, author TEXT, year INTEGER);\nCREATE INDEX book_author ON book (author);\n';
const { root, remove } = temporaryProject({
  'schema.sql': schema,
  'queries.sql':
    'SELECT * FROM book WHERE isbn = ?;\n\n-- newest first\nSELECT * FROM book WHERE author = :author ORDER BY year DESC LIMIT 5;\nSELECT * FROM book WHERE id = 7;\n',
  'broken.sql': 'SELECT * FROM book WHERE isbn = ?;\nSELECT * FROM bok;\n',
  'empty.sql': '-- nothing\n',
  'project/migrations/001_init.sqlite.sql': schema,
  'project/queries/book.sqlite.sql': 'SELECT * FROM book WHERE isbn = ?;\n',
  'project/app.py':
    'import sqlite3\ndb = sqlite3.connect("app.db")\ndb.execute("SELECT id FROM book WHERE year = ? ORDER BY isbn", (1999,))\n',
  'small/schema.sqlite.sql': schema,
  'small/sqlite-preflight.json': '{ "rows": { "Book": 40 } }',
  'small/queries.sql': 'SELECT * FROM book WHERE isbn = ?;\n',
  'large/schema.sqlite.sql': schema,
  'large/sqlite-preflight.json': '{ "rows": { "book": 250000 } }',
  'large/queries.sql': 'SELECT * FROM book WHERE isbn = ?;\n',
});
after(remove);

const file = join(root, 'app.db');
const native = new DatabaseSync(file);
native.exec(schema);
native.exec(
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
   INSERT INTO book SELECT i, 'isbn' || i, 'author' || (i % 20), 1900 + i % 120 FROM n`,
);
native.close();

const validate = new Ajv2020({ allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(new URL('../../docs/advise-output.schema.json', import.meta.url), 'utf8')),
);
interface Advice {
  queries: { sql: string; planBefore: string[]; planAfter: string[]; indexes: string[]; why: string }[];
  indexes: { sql: string; columns: string[]; sizeBytes: number | null; serves: number[] }[];
  basis: string;
}
const advise = (...args: string[]) => runCli(root, ['advise', ...args]);

describe('advise', () => {
  test('measures on a copy of a database, which is not written', () => {
    const before = readFileSync(file);
    const { status, stdout, stderr } = advise(
      '--database',
      'app.db',
      '--queries',
      'queries.sql',
      '--format',
      'json',
    );
    assert.equal(status, 0, stderr);
    const advice = JSON.parse(stdout) as Advice;
    assert.ok(validate(advice), JSON.stringify(validate.errors));
    assert.deepEqual(
      advice.indexes.map(({ columns, serves }) => `${columns} ${serves}`),
      ['isbn 1', 'author,year 2'],
    );
    assert.ok(advice.indexes.every(({ sizeBytes }) => (sizeBytes ?? 0) > 10_000));
    const copy = new DatabaseSync(':memory:');
    copy.exec(schema);
    for (const { sql } of advice.indexes) copy.exec(sql);
    copy.close();
    assert.deepEqual(advice.queries[2]?.indexes, []);
    assert.equal(advice.basis, 'measured');
    assert.ok(readFileSync(file).equals(before));
  });

  test('estimates by a schema alone', () => {
    const { status, stdout } = advise(
      '--schema',
      'schema.sql',
      '--queries',
      'queries.sql',
      '--format',
      'json',
    );
    assert.equal(status, 0);
    const advice = JSON.parse(stdout) as Advice;
    assert.ok(validate(advice), JSON.stringify(validate.errors));
    assert.deepEqual(
      advice.indexes.map(({ columns, sizeBytes }) => `${columns} ${sizeBytes}`),
      ['isbn null', 'author,year null'],
    );
    assert.match(advice.queries[0]?.planAfter[0] ?? '', /^SEARCH book USING INDEX idx_book_isbn/);
  });

  test('advises on a project’s own queries, in scripts and programs', () => {
    const { status, stdout, stderr } = advise('--schema', 'project', '--format', 'json');
    assert.equal(status, 0, stderr);
    const advice = JSON.parse(stdout) as Advice;
    assert.ok(validate(advice), JSON.stringify(validate.errors));
    assert.equal(advice.basis, 'without statistics');
    assert.deepEqual(advice.queries.map(({ sql }) => sql).sort(), [
      'SELECT * FROM book WHERE isbn = ?',
      'SELECT id FROM book WHERE year = ? ORDER BY isbn',
    ]);
    assert.deepEqual(advice.indexes.map(({ columns }) => columns.join()).sort(), ['isbn', 'year,isbn']);
    assert.match(advise('--schema', 'project').stdout, /without statistics/);
  });

  test('counts with the rows of the configuration', () => {
    for (const target of ['large', 'large/schema.sqlite.sql']) {
      const { stdout } = advise('--schema', target, '--queries', 'large/queries.sql', '--format', 'json');
      const advice = JSON.parse(stdout) as Advice;
      assert.ok(validate(advice), JSON.stringify(validate.errors));
      assert.equal(advice.basis, 'row counts');
      assert.equal(advice.indexes.length, 1);
      const size = advice.indexes[0]?.sizeBytes ?? 0;
      assert.ok(size > 2e6 && size < 2e7, String(size));
    }
    const small = JSON.parse(
      advise('--schema', 'small', '--queries', 'small/queries.sql', '--format', 'json').stdout,
    ) as Advice;
    assert.deepEqual(small.indexes, []);
  });

  test('tells people what is worth adding, and what can go', () => {
    const { stdout } = advise('--schema', 'schema.sql', '--queries', 'queries.sql');
    assert.match(stdout, /^2 indexes for 2 of 3 queries\./);
    assert.match(stdout, /CREATE INDEX idx_book_isbn ON book \(isbn\);/);
    assert.match(stdout, /DROP INDEX book_author/);
  });

  test('a statement that does not compile is named with its place; the others are advised on', () => {
    const { status, stdout, stderr } = advise(
      '--schema',
      'schema.sql',
      '--queries',
      'broken.sql',
      '--format',
      'json',
    );
    assert.equal(status, 1);
    assert.match(stderr, /broken\.sql:2:1: no such table: bok/);
    assert.ok(validate(JSON.parse(stdout)));
  });

  for (const [args, message] of [
    [[], /--database <file> or --schema <path>/],
    [['--database', 'app.db'], /name a file of queries with --queries/],
    [['--database', 'gone.db', '--queries', 'queries.sql'], /gone\.db/],
    [['--schema', 'gone', '--queries', 'queries.sql'], /gone: no such file or folder/],
    [['--schema', 'app.db', '--queries', 'queries.sql'], /is a database file; use --database/],
    [['--database', 'app.db', '--queries', 'gone.sql'], /gone\.sql: no such file/],
    [['--database', 'app.db', '--queries', 'empty.sql'], /empty\.sql: there is no statement in it/],
  ] as const) {
    test(`${args.join(' ') || 'no arguments'}: says what is missing`, () => {
      const { status, stderr } = advise(...args);
      assert.equal(status, 2);
      assert.match(stderr, message);
    });
  }
});
