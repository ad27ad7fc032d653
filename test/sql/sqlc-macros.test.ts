import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { withoutSqlcMacros } from '../../src/sql/sqlc-macros.ts';
import { lintProject, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

const config = `version: "2"
sql:
  - engine: "sqlite"
    schema: "db/schema.sql"
    queries: "db/query.sql"
`;

const findingsOf = (query: string) =>
  lintProject(engine, {
    'sqlc.yaml': config,
    'db/schema.sql': 'CREATE TABLE book (id INTEGER PRIMARY KEY, isbn TEXT NOT NULL, title TEXT NOT NULL);\n',
    'db/query.sql': `-- name: FindBook :many\n${query};\n`,
  });

test('what sqlc puts in the place of its macros is as long', () => {
  const text =
    'SELECT sqlc.embed(b), sqlc.arg(\'a\') FROM b WHERE c IN (sqlc.slice(ids)) OR d = sqlc.narg("d")';
  const plain = withoutSqlcMacros(text);
  assert.equal(plain.length, text.length);
  assert.equal(plain.replace(/\s+/g, ' '), 'SELECT b.* , :a FROM b WHERE c IN (?,? ) OR d = :d ');
});

for (const condition of [
  'isbn = sqlc.arg(isbn)',
  'isbn = sqlc.narg(isbn)',
  "isbn IN (sqlc.slice('isbns'))",
  'isbn = @isbn',
])
  test(`a query with ${condition} is planned`, async () => {
    const findings = await findingsOf(`SELECT sqlc.embed(book) FROM book WHERE ${condition}`);
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      ['query/full-scan'],
    );
  });

test('a query by the key is not found', async () => {
  assert.deepEqual(await findingsOf('SELECT title FROM book WHERE id IN (sqlc.slice(ids))'), []);
});
