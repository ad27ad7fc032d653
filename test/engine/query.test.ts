import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { planTree } from '../../src/advice/plan-tree.ts';
import type { Cell, QueryAnswer, QuerySource } from '../../src/engine/query-protocol.ts';
import { QueryStopped, runQuery } from '../../src/engine/query-runner.ts';
import { nodeWorkerHost } from '../../src/host/node/workers.ts';
import { csvOf, objectsOf, tableOf } from '../../src/report/query.ts';

const host = nodeWorkerHost(
  new URL('../../src/engine/query.process.ts', import.meta.url),
  createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'),
);
const empty: QuerySource = { kind: 'schema', steps: [] };

const run = (statements: string[], source = empty, maxRows = 100): Promise<QueryAnswer> =>
  runQuery(host, { source, statements: statements.map((sql) => ({ sql })), mode: 'run', maxRows });

const endless = 'WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT max(x) FROM r';

test('values come as SQLite has them', async () => {
  const { results } = await run(["SELECT NULL, 1, 9007199254740993, 2.0, 1e300, 9e999, 'téxt', x'00ff', ''"]);
  assert.deepEqual(results[0]?.rows, [
    [
      null,
      1,
      { integer: '9007199254740993' },
      { real: '2.0' },
      { real: '1e+300' },
      { real: 'Inf' },
      'téxt',
      { blob: '00ff' },
      '',
    ],
  ]);
});

test('statements run one after the other until one fails', async () => {
  const { results, error } = await run([
    'CREATE TABLE t (a)',
    'INSERT INTO t VALUES (1), (2)',
    'SELECT count(*) AS n FROM t',
    'SELECT * FROM missing',
    'SELECT 1',
  ]);
  assert.deepEqual(
    results.map(({ changes, rows }) => [changes, rows.length]),
    [
      [0, 0],
      [2, 0],
      [0, 1],
    ],
  );
  assert.deepEqual(error, { message: 'no such table: missing', statement: 3 });
});

test('rows beyond the limit are left out, and it is said', async () => {
  const ten = 'WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r LIMIT 10) SELECT x FROM r';
  const some = (await run([ten], empty, 4)).results[0];
  assert.deepEqual([some?.rows.length, some?.truncated], [4, true]);
  const all = (await run([ten], empty, 10)).results[0];
  assert.deepEqual([all?.rows.length, all?.truncated], [10, false]);
});

test('rows of more data than is kept are left out too', async () => {
  const large =
    'WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r LIMIT 50) SELECT zeroblob(2000000) FROM r';
  const result = (await run([large])).results[0];
  assert.equal(result?.truncated, true);
  assert.ok(result.rows.length < 50 && result.rows.length > 10, `${result.rows.length} rows`);
});

test('parameters are bound with their types', async () => {
  const values: Cell[] = [1, 'x', null, { blob: '0a' }];
  const { results } = await runQuery(host, {
    source: empty,
    statements: [{ sql: 'SELECT typeof(?1), typeof(?2), typeof(?3), hex(?4)', parameters: values }],
    mode: 'run',
    maxRows: 1,
  });
  assert.deepEqual(results[0]?.rows, [['integer', 'text', 'null', '0A']]);
});

test('what a query writes is gone with its copy', async () => {
  const steps = [{ sql: 'CREATE TABLE t (a)' }];
  await run(['INSERT INTO t VALUES (1)'], { kind: 'schema', steps });
  const { results } = await run(['SELECT count(*) FROM t'], { kind: 'schema', steps });
  assert.deepEqual(results[0]?.rows, [[0]]);
});

test('what this engine lacks is named, with the reason', async () => {
  const { error } = await run(['SELECT slugify(1)']);
  assert.match(error?.message ?? '', /^no such function: slugify\. SQLite in WebAssembly has no/);
  const stub = await run(['SELECT body FROM f'], {
    kind: 'schema',
    steps: [{ sql: 'CREATE VIRTUAL TABLE f USING fts5(body)', stub: 'CREATE TABLE "f" ("body")' }],
  });
  assert.equal(stub.error, undefined);
  assert.match(stub.notes[0] ?? '', /plain table stands in for it \(no such module: fts5\)/);
});

describe('a query without end', () => {
  const job = { source: empty, statements: [{ sql: endless }], mode: 'run', maxRows: 1 } as const;
  const isStopped = (reason: string) => (error: unknown) =>
    error instanceof QueryStopped && error.reason === reason;

  test('is stopped by its deadline', async () => {
    await assert.rejects(runQuery(host, job, { deadlineMs: 300 }), isStopped('deadline'));
  });
  test('is stopped by a cancellation', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 200);
    await assert.rejects(runQuery(host, job, { signal: abort.signal }), isStopped('cancelled'));
  });
  test('is not begun when it is cancelled before', async () => {
    await assert.rejects(runQuery(host, job, { signal: AbortSignal.abort() }), isStopped('cancelled'));
  });
});

test('a plan is a tree whose costly steps say why', async () => {
  const { results } = await runQuery(host, {
    source: {
      kind: 'schema',
      steps: [{ sql: 'CREATE TABLE t (id INTEGER PRIMARY KEY, a, b)' }, { sql: 'CREATE INDEX i ON t (a)' }],
    },
    statements: [
      { sql: 'SELECT b FROM t WHERE a = ? ORDER BY b' },
      { sql: 'SELECT a FROM (SELECT a, b FROM t LIMIT 5) WHERE b = 1' },
      { sql: 'SELECT a FROM t' },
    ],
    mode: 'plan',
    maxRows: 0,
  });
  const trees = results.map(({ plan }) => planTree(plan));
  assert.deepEqual(trees[0], [
    { detail: 'SEARCH t USING INDEX i (a=?)', warning: undefined, children: [] },
    {
      detail: 'USE TEMP B-TREE FOR ORDER BY',
      warning: 'sorts all rows before it returns the first',
      children: [],
    },
  ]);
  assert.equal(trees[1]?.[0]?.children[0]?.warning, 'reads every row of t');
  assert.deepEqual(trees[2]?.[0]?.warning, 'reads the whole index i');
});

describe('rows are written', () => {
  const result = {
    sql: '',
    columns: ['a', 'a', 'b,c'],
    rows: [
      [1, { real: '1.5' }, 'x"y\nz'],
      [{ integer: '9007199254740993' }, null, '\u001B[31m'],
    ] as Cell[][],
    truncated: false,
    changes: 0,
    elapsedMs: 1,
    plan: [],
  };
  test('as CSV', () => {
    assert.equal(csvOf(result), 'a,a,"b,c"\r\n1,1.5,"x""y\nz"\r\n9007199254740993,,\u001B[31m\r\n');
  });
  test('as objects, no column lost', () => {
    assert.deepEqual(objectsOf(result), [
      { a: 1, 'a:2': 1.5, 'b,c': 'x"y\nz' },
      { a: '9007199254740993', 'a:2': null, 'b,c': '\u001B[31m' },
    ]);
  });
  test('as a table that a terminal does not take orders from', () => {
    const table = tableOf(result, (_, text) => text);
    assert.equal(table.includes('\u001B'), false);
    assert.match(table, /x"y⏎z/);
    assert.match(table, /NULL/);
  });
});
