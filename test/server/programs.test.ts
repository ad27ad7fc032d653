import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until, within } from './client.ts';

const project = {
  'go.mod': 'require github.com/mattn/go-sqlite3 v1.14.0\n',
  'db/schema.sql': 'CREATE TABLE book (id INTEGER PRIMARY KEY, isbn TEXT);\n',
  'books.go':
    'package books\n\nfunc find(isbn string) {\n\tdb.Query(`SELECT id\n\t\tFROM book WHERE isbn = ?`, isbn)\n}\n',
};

test('a query in a program has its finding at its place, and follows what is typed', () =>
  within(
    project,
    async (client) => {
      await until(
        () => JSON.stringify(client.registrations),
        (asked) => asked.includes('"go"'),
      );
      const uri = client.uri('books.go');
      await client.open(uri, project['books.go']);
      const [finding] = await client.waitFor(uri, ['query/full-scan']);
      assert.deepEqual(finding?.range, {
        start: { line: 4, character: 7 },
        end: { line: 4, character: 11 },
      });
      await client.change(uri, 2, project['books.go'].replace('isbn = ?', 'id = ?'));
      await client.waitFor(uri, []);
      await client.change(uri, 3, `// moved\n${project['books.go']}`);
      const [moved] = await client.waitFor(uri, ['query/full-scan']);
      assert.equal(moved?.range.start.line, 5);
    },
    { registers: true },
  ));

test('the editor is not asked for languages that have nothing to do with SQLite', () =>
  within(
    { ...project, 'books.go': 'package books\n', 'a.py': 'print("SELECT nothing")\n' },
    async (client) => {
      const uri = client.uri('db/schema.sql');
      await client.open(uri, `${project['db/schema.sql']}PRAGMA synchronous = OFF;\n`);
      await client.waitFor(uri, ['pragma/synchronous-off']);
      assert.ok(!/"go"|"python"/.test(JSON.stringify(client.registrations)));
    },
    { registers: true },
  ));
