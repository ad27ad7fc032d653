import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDatabase } from '../support/advice.ts';

// Why no rule reports a bound pattern or a bound condition of a partial index: SQLite plans such a statement again when
// a value is bound to it (https://sqlite.org/c3ref/prepare.html, sqlite3_prepare_v2).
const schema = `
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT COLLATE NOCASE, b TEXT, c TEXT, state INTEGER);
CREATE INDEX ta ON t (a);
CREATE INDEX tb ON t (b);
CREATE INDEX tc ON t (c) WHERE state = 1;
`;

const plans: readonly (readonly [query: string, values: (string | number)[], plan: string])[] = [
  ['SELECT id FROM t WHERE a LIKE ?', ['x%'], 'SEARCH t USING COVERING INDEX ta (a>? AND a<?)'],
  ['SELECT id FROM t WHERE a LIKE ?', ['%x'], 'SCAN t USING COVERING INDEX ta'],
  ['SELECT id FROM t WHERE b GLOB ?', ['x*'], 'SEARCH t USING COVERING INDEX tb (b>? AND b<?)'],
  // A pattern that is put together in SQL is not known, even then.
  ["SELECT id FROM t WHERE a LIKE ? || '%'", ['x'], 'SCAN t USING COVERING INDEX ta'],
  ['SELECT id FROM t WHERE c = ? AND state = ?', ['x', 1], 'SEARCH t USING COVERING INDEX tc (c=?)'],
  ['SELECT id FROM t WHERE c = ? AND state = ?', ['x', 2], 'SCAN t'],
];

for (const [query, values, plan] of plans) {
  test(`${query} with ${JSON.stringify(values)}`, () => {
    const db = openDatabase(schema);
    const statement = db.prepare(`EXPLAIN QUERY PLAN ${query}`, values);
    assert.ok(statement.step());
    assert.equal(statement.get()[3], plan);
    statement.free();
    db.close();
  });
}
