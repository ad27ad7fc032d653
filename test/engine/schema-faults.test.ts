import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { SchemaFault } from '../../src/engine/catalog.ts';
import { startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

let keys = 0;

async function faultsOf(...statements: (string | { sql: string; stub: string })[]): Promise<string[]> {
  const steps = statements.map((one) => (typeof one === 'string' ? { sql: one } : one));
  const { results, catalog } = await engine.build(`faults ${keys++}`, steps);
  for (const result of results) assert.ok(result.ok, JSON.stringify(result));
  return catalog.faults.map(
    ({ kind, table, name, message }: SchemaFault) => `${kind} ${table} ${name}: ${message}`,
  );
}

test('a trigger is named by itself, not by another that sets it off', async () => {
  assert.deepEqual(
    await faultsOf(
      'CREATE TABLE a (x)',
      'CREATE TABLE b (x)',
      'CREATE TRIGGER first AFTER INSERT ON a BEGIN INSERT INTO b VALUES (NEW.x); END',
      'CREATE TRIGGER second AFTER INSERT ON b BEGIN UPDATE b SET gone = 1; END',
      'CREATE TRIGGER third AFTER INSERT ON b BEGIN SELECT 1; END',
    ),
    ['trigger b second: no such column: gone'],
  );
});

test('of views that stand on one another the broken one is named', async () => {
  assert.deepEqual(
    await faultsOf(
      'CREATE TABLE a (x)',
      'CREATE VIEW lower_view AS SELECT gone FROM a',
      'CREATE VIEW upper_view AS SELECT * FROM lower_view',
    ),
    ['view lower_view lower_view: no such column: gone'],
  );
});

test('what this build lacks is nobody’s fault', async () => {
  assert.deepEqual(
    await faultsOf(
      'CREATE TABLE a (x)',
      { sql: 'CREATE VIRTUAL TABLE search USING fts5 (x)', stub: 'CREATE TABLE "search" ("x")' },
      'CREATE VIEW v AS SELECT slugify(x) AS slug FROM a',
      'CREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO search (rowid, x, hidden) VALUES (1, NEW.x, 2); END',
      'CREATE TRIGGER u AFTER INSERT ON a BEGIN SELECT notify(NEW.x); END',
      "CREATE TABLE b (x TEXT DEFAULT 'a' CHECK (x REGEXP '^a$'), y TEXT DEFAULT 'b' CHECK (valid(y)))",
    ),
    [],
  );
});

test('triggers of views are compiled by what they stand for', async () => {
  assert.deepEqual(
    await faultsOf(
      'CREATE TABLE a (x)',
      'CREATE VIEW v AS SELECT x FROM a',
      'CREATE TRIGGER t INSTEAD OF DELETE ON v BEGIN DELETE FROM a WHERE y = OLD.x; END',
    ),
    ['trigger v t: no such column: y'],
  );
});

test('the schema is the same when its faults are found', async () => {
  const { catalog } = await engine.build(`faults ${keys++}`, [
    { sql: 'CREATE TABLE a (x)' },
    { sql: 'CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET gone = 1; END' },
  ]);
  assert.deepEqual(
    catalog.tables.map(({ name, triggers }) => [name, triggers.length]),
    [['a', 1]],
  );
  const [result] = await engine.query(`faults ${keys - 1}`, [
    { sql: 'INSERT INTO a VALUES (1)', quoted: [] },
  ]);
  assert.equal(result?.error, 'no such column: gone');
});

test('a default is looked at with the CHECKs of its own column only', async () => {
  assert.deepEqual(
    await faultsOf(
      "CREATE TABLE a (x TEXT DEFAULT 'c' CHECK (x IN ('a', 'b')), y INTEGER DEFAULT 0, CHECK (y > 0), CHECK (y > length(x)))",
      "CREATE TABLE b (x INTEGER DEFAULT 'one', y TEXT DEFAULT 1) STRICT",
    ),
    [
      "default a x: CHECK constraint failed: x IN ('a', 'b')",
      'default a y: CHECK constraint failed: y > 0',
      'default b x: cannot store TEXT value in INTEGER column preflight_default.x',
    ],
  );
});
