import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { readPlan } from '../../src/engine/plan.ts';
import type { SchemaStep, SchemaStepResult } from '../../src/engine/protocol.ts';
import { foreignOperators } from '../../src/facts/foreign/operators.ts';
import { isKnownPragma, pragmas } from '../../src/facts/pragmas.ts';
import { startEngine } from '../support/lint.ts';
import { runProof } from '../support/proof.ts';

const engine = startEngine(300);
after(() => engine.dispose());

const build = (...statements: string[]) =>
  engine.build(
    'test',
    statements.map((sql) => ({ sql, stub: undefined })),
  );

test('what this build lacks is replaced, and said to be', async () => {
  const { results, catalog } = await engine.build('stubs', [
    { sql: 'CREATE VIRTUAL TABLE f USING fts5(a, b)', stub: 'CREATE TABLE "f" ("a", "b", "f", "rank")' },
    { sql: 'CREATE TABLE t (a TEXT COLLATE /* its own */ mine, b AS (slug(a)), CHECK (valid(a)))' },
    { sql: 'CREATE INDEX i ON t (slug(a) COLLATE mine)' },
  ]);
  assert.deepEqual(
    results.map((result) => result.ok && result.stubbed !== undefined),
    [true, true, true],
  );
  assert.deepEqual(
    catalog.tables.map(({ name, kind }) => `${name} ${kind}`),
    ['f stub', 't table'],
  );
  const [found] = await engine.query('stubs', [{ sql: "SELECT 1 FROM t WHERE slug(a) = 'x'", quoted: [] }]);
  assert.deepEqual(
    found?.plan.map(({ detail }) => detail),
    ['SEARCH t USING INDEX i (<expr>=?)'],
  );
  assert.equal(found?.stubbed, true);
});

test('a step that never ends is stopped, the others are run, and the database is there', async () => {
  const started = engine.started;
  const { results, catalog } = await build(
    'CREATE TABLE a (x)',
    'CREATE TABLE z AS WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT x FROM r',
    'CREATE TABLE b (y)',
  );
  assert.deepEqual(
    results.map(({ ok }) => ok),
    [true, false, true],
  );
  assert.deepEqual(
    catalog.tables.map(({ name }) => name),
    ['a', 'b'],
  );
  assert.equal(engine.started, started + 1);
  assert.equal((await engine.query('test', [{ sql: 'SELECT y FROM b', quoted: [] }]))[0]?.error, undefined);
});

test('advice is proven and leaves the database as it was', async () => {
  await build('CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c)', 'CREATE INDEX t_a ON t (a)');
  const sql = 'SELECT c FROM t WHERE b = ? AND c > ?';
  const [advice] = await engine.advise('test', [
    { sql, candidates: [['c'], ['b'], ['b', 'c'], ['random()']].map((terms) => ({ table: 't', terms })) },
  ]);
  assert.deepEqual(advice?.used, [2]);
  assert.match(advice?.after[0]?.detail ?? '', /^SEARCH t USING .*\(b=\? AND c>\?\)$/);
  const [found] = await engine.query('test', [{ sql, quoted: [] }]);
  assert.deepEqual(
    found?.plan.map(({ detail }) => detail),
    ['SCAN t'],
  );
});

test('a renamed table keeps its pages', async () => {
  const { results } = await build('CREATE TABLE a (x)', 'ALTER TABLE a RENAME TO b');
  const pages = results.map(
    (result) => result.ok && result.change.tables.map(({ name, rootPage }) => `${name} ${rootPage}`),
  );
  assert.deepEqual(pages, [['a 2'], ['b 2']]);
});

describe('every wording of a plan has its meaning', () => {
  const cases: Record<string, [string, string[]]> = {
    scan: ['SELECT * FROM t', ['scan t none']],
    'scan of an alias': ['SELECT * FROM t AS u WHERE c = 1', ['scan u none']],
    'search by an index': ['SELECT * FROM t WHERE a = 1', ['search t index']],
    'search by the rowid': ['SELECT * FROM t WHERE id = 1', ['search t rowid']],
    'search by the key of a table without rowid': ['SELECT * FROM w WHERE k = 1', ['search w index']],
    'scan of an index': ['SELECT a FROM t', ['scan t index']],
    sort: ['SELECT * FROM t ORDER BY c', ['scan t none', 'sort ORDER BY']],
    'a join without an index': [
      'SELECT * FROM t JOIN u ON t.c = u.d',
      ['scan t none', 'other', 'search u automatic-index'],
    ],
    'min without an index': ['SELECT min(c) FROM t', ['search t none']],
    'a constant row': ['SELECT 1', ['other']],
    'a table-valued function': ["SELECT * FROM json_each('[]')", ['scan json_each virtual-table']],
    'either of two indexes': [
      'SELECT * FROM t WHERE a = 1 OR id = 2',
      ['other', 'other', 'search t index', 'other', 'search t rowid'],
    ],
  };
  for (const [name, [sql, expected]] of Object.entries(cases)) {
    test(name, async () => {
      await build(
        'CREATE TABLE t (id INTEGER PRIMARY KEY, a, c)',
        'CREATE INDEX t_a ON t (a)',
        'CREATE TABLE u (d)',
        'CREATE TABLE w (k PRIMARY KEY) WITHOUT ROWID',
      );
      const [found] = await engine.query('test', [{ sql, quoted: [] }]);
      const steps = readPlan(found?.plan ?? []).map((step) =>
        step.kind === 'sort'
          ? `sort ${step.purpose}`
          : step.kind === 'other'
            ? 'other'
            : `${step.kind} ${step.source} ${step.by}`,
      );
      assert.deepEqual(steps, expected, JSON.stringify(found?.plan));
    });
  }
});

test('the facts are what the engine says', async () => {
  await runProof({
    claim: 'the names of all pragmas',
    sql: ['SELECT name FROM pragma_pragma_list ORDER BY name'],
    expect: [...pragmas.keys()].sort().map((name) => [name]),
  });
  assert.ok(isKnownPragma('cipher_page_size') && !isKnownPragma('busy_timout'));
  for (const { name: operator } of foreignOperators) {
    await assert.rejects(
      runProof({
        claim: operator,
        sql: ['CREATE TABLE t (a, b)', `SELECT 1 FROM t WHERE a ${operator} b`],
        expect: [],
      }),
      /syntax error|unrecognized token/,
      operator,
    );
  }
});

test('a schema that is taken up where another one ends is as one built from nothing', async () => {
  const steps = (count: number, last: string): SchemaStep[] => [
    ...Array.from({ length: count }, (_, at) => ({
      sql:
        at % 3 === 0
          ? `CREATE TABLE t${at} (id INTEGER PRIMARY KEY, p REFERENCES t0 (id))`
          : at % 3 === 1
            ? `ALTER TABLE t${at - 1} ADD COLUMN c${at}`
            : `CREATE INDEX i${at} ON t${at - 2} (p)`,
    })),
    { sql: last },
  ];
  const variants = [
    steps(50, 'CREATE TABLE last (a)'),
    steps(50, 'CREATE TABLE last (b)'),
    steps(50, 'ALTER TABLE t0 RENAME TO renamed'),
    steps(47, 'DROP TABLE t3'),
    steps(3, 'CREATE TABLE nonsense'),
    steps(50, 'CREATE TABLE last (a)'),
  ];
  let base: { key: string; results: SchemaStepResult[] } | undefined;
  for (const [at, variant] of variants.entries()) {
    const built = await engine.build(`taken up ${at}`, variant, base);
    const whole = await engine.build(`whole ${at}`, variant);
    // Pages are handed out anew where a database was taken back; everything else is the same.
    const withoutPages = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value, (name, inner) => (name === 'rootPage' ? 0 : inner)));
    assert.deepEqual(withoutPages(built.catalog), withoutPages(whole.catalog), `variant ${at}`);
    assert.deepEqual(withoutPages(built.results), withoutPages(whole.results), `variant ${at}`);
    assert.equal(whole.run, variant.length);
    if (at === 1) assert.ok(built.run <= 16 + 1, `${built.run} steps were run`);
    base = { key: `taken up ${at}`, results: built.results };
  }
});

test('the kinds and options of tables are those that SQLite tells', async () => {
  const { catalog } = await build(
    "CREATE TABLE plain (a TEXT DEFAULT ('STRICT)'), b /* ) STRICT */)",
    'CREATE TABLE both_of (a INTEGER PRIMARY KEY, b TEXT) STRICT, WITHOUT ROWID -- )',
    "CREATE TABLE keyed (a TEXT PRIMARY KEY, CHECK (a <> 'x')) without rowid",
    'CREATE TABLE copied AS SELECT * FROM plain',
    'CREATE VIRTUAL TABLE words USING fts4(body)',
    'CREATE VIEW seen AS SELECT * FROM plain',
  );
  assert.deepEqual(
    catalog.tables
      .filter(({ name }) => !name.startsWith('words_') || name === 'words_content')
      .map(({ name, kind, strict, withoutRowid }) => [name, kind, strict, withoutRowid]),
    [
      ['plain', 'table', false, false],
      ['both_of', 'table', true, true],
      ['keyed', 'table', false, true],
      ['copied', 'table', false, false],
      ['words', 'virtual', false, false],
      ['words_content', 'virtual', false, false],
      ['seen', 'view', false, false],
    ],
  );
});

test('tables are read without the views that stand on others', async () => {
  const layers = Array.from({ length: 8 }, (_, at) => at + 1);
  const { catalog } = await build(
    'CREATE TABLE v0 (a)',
    ...layers.map(
      (at) => `CREATE VIEW v${at} AS SELECT x.a FROM v${at - 1} AS x JOIN v${at - 1} AS y USING (a)`,
    ),
    ...layers.map((at) => `CREATE TABLE t${at} (a, b)`),
  );
  assert.equal(catalog.tables.length, 17);
});
