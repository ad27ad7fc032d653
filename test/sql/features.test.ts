import assert from 'node:assert/strict';
import { test } from 'node:test';
import { features, functionFeatures } from '../../src/facts/features.ts';
import { featuresIn } from '../../src/sql/features.ts';
import { StatementSyntax } from '../../src/sql/statement.ts';

const used = (sql: string): string[] => featuresIn(new StatementSyntax(sql)).map(({ feature }) => feature.id);

for (const feature of [...Object.values(features), ...functionFeatures.values()]) {
  test(`${feature.id} is seen in its example`, () => {
    assert.ok(used(feature.example.at(-1) as string).includes(feature.id));
  });
}

test('what every version has is none', () => {
  for (const sql of [
    'SELECT count(*) FILTER (WHERE a) OVER () FROM t',
    'INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET b = excluded.b',
    'WITH x AS (SELECT 1) SELECT * FROM x LEFT JOIN t ON a IS NOT b ORDER BY a DESC',
    'CREATE TABLE strict (a INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT DEFAULT 1)',
    'CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID',
    'CREATE TABLE t (a TEXT) -- (not yet) STRICT',
    'SELECT a IS /* not: IS DISTINCT FROM */ b FROM t LEFT /* or RIGHT */ JOIN u ON a = c',
    "SELECT 'RIGHT JOIN', json_extract(a, '$.b -> c'), group_concat(a) FROM t",
    'ALTER TABLE t RENAME COLUMN a TO b',
  ])
    assert.deepEqual(used(sql), [], sql);
});

test('each feature once, where it comes first', () => {
  const sql = "SELECT a ->> '$.b', c ->> '$.d' FROM t";
  const [use, ...others] = featuresIn(new StatementSyntax(sql));
  assert.deepEqual(others, []);
  assert.equal(sql.slice(use?.range.start, use?.range.end), "a ->> '$.b'");
});
