import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SqlValue } from 'sql.js';
import { adviseOn, openDatabase } from '../support/advice.ts';

type Row = Readonly<Record<string, SqlValue>>;

interface Case {
  readonly schema: string;
  readonly query: string;
  readonly rewrite: string;
  readonly safe: boolean;
  /** Values of each column, taken at random. */
  readonly values: Readonly<Record<string, Readonly<Record<string, readonly SqlValue[]>>>>;
  readonly parameters?: readonly Record<string, SqlValue>[];
  /** Rows that the two ways to write an unsafe one tell apart. */
  readonly differs?: Readonly<Record<string, readonly Row[]>>;
}

const texts = ['', 'a', 'A', 'b', 'open', '12-', '12-a', '12-B', '12', '7', '007', ' 7', null, 7, 7.5, 12];
const numbers = [0, 1, 7, 12, -1, 7.5, null, '7', 'x', ''];
const times = [
  '2026-03-05',
  '2026-03-05 00:00:00',
  '2026-03-05 23:59:59',
  '2026-03-06',
  '2025-12-31 23:59:59',
  '2027-01-01',
  '2026-12-31',
  null,
];
const documents = [
  '{"year":7}',
  '{"year":"7"}',
  '{"year":null}',
  '{}',
  '[]',
  '{"year":{"a":1}}',
  '{"year":[7]}',
  '{"year":true}',
  null,
];

const codes = 'CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT, rank INTEGER, at TEXT);';
const cases: readonly Case[] = [
  {
    schema: `${codes} CREATE INDEX i ON t (code)`,
    query: "SELECT id FROM t WHERE code LIKE '12-%'",
    rewrite: "SELECT id FROM t WHERE code GLOB '12-*'",
    safe: true,
    values: { t: { code: texts } },
  },
  {
    schema: `${codes} CREATE INDEX i ON t (code)`,
    query: "SELECT id FROM t WHERE coalesce(code, '') = 'open'",
    rewrite: "SELECT id FROM t WHERE code = 'open'",
    safe: true,
    values: { t: { code: texts } },
  },
  {
    schema: `${codes} CREATE INDEX i ON t (code)`,
    query: "SELECT id FROM t WHERE ifnull(code, '7') = '7'",
    rewrite: "SELECT id FROM t WHERE (code = '7' OR code IS NULL)",
    safe: true,
    values: { t: { code: texts } },
  },
  {
    schema: `${codes} CREATE INDEX i ON t (rank)`,
    query: 'SELECT id FROM t WHERE coalesce(rank, 0) = 7',
    rewrite: 'SELECT id FROM t WHERE rank = 7',
    safe: true,
    values: { t: { rank: numbers } },
  },
  {
    schema: codes,
    query: 'SELECT rank FROM t WHERE id + 0 = 3',
    rewrite: 'SELECT rank FROM t WHERE id = 3',
    safe: true,
    values: { t: { rank: numbers } },
  },
  {
    schema: codes,
    query: "SELECT rank FROM t WHERE id + 0 = '1'",
    rewrite: "SELECT rank FROM t WHERE id = '1'",
    safe: false,
    values: {},
    differs: { t: [{ rank: 1 }] },
  },
  {
    schema: `${codes} CREATE INDEX i ON t (rank)`,
    query: 'SELECT id FROM t WHERE rank + 0 = 0',
    rewrite: 'SELECT id FROM t WHERE rank = 0',
    safe: false,
    values: { t: { rank: [0, 1, 7, 12, -1, null] } },
    differs: { t: [{ rank: 'x' }] },
  },
  {
    schema: `${codes} CREATE INDEX i ON t (at)`,
    query: "SELECT id FROM t WHERE strftime('%Y', at) = '2026'",
    rewrite: "SELECT id FROM t WHERE at >= '2026-01-01' AND at < '2027-01-01'",
    safe: false,
    values: { t: { at: times } },
    differs: { t: [{ at: 2461100.5 }] },
  },
  {
    schema: `${codes} CREATE INDEX i ON t (at)`,
    query: "SELECT id FROM t WHERE date(at) BETWEEN '2025-12-31' AND '2026-03-05'",
    rewrite: "SELECT id FROM t WHERE at >= '2025-12-31' AND at < date('2026-03-05', '+1 day')",
    safe: false,
    values: { t: { at: times } },
    differs: { t: [{ at: '2026-03-06T01:00:00+02:00' }] },
  },
  {
    schema: `${codes} CREATE INDEX i ON t (at)`,
    query: "SELECT id FROM t WHERE date(at) > '2026-03-05'",
    rewrite: "SELECT id FROM t WHERE at >= date('2026-03-05', '+1 day')",
    safe: false,
    values: { t: { at: times } },
    differs: { t: [{ at: 'tomorrow' }] },
  },
  {
    schema: `${codes} CREATE INDEX i ON t (code); CREATE TABLE u (id INTEGER PRIMARY KEY, number INTEGER);`,
    query: 'SELECT t.id FROM u JOIN t ON t.code = u.number WHERE u.id = 3',
    rewrite: 'SELECT t.id FROM u JOIN t ON t.code = CAST(u.number AS TEXT) WHERE u.id = 3',
    safe: false,
    values: { t: { code: ['7', '12', 'x', '', null] }, u: { number: [7, 12, 1, null] } },
    differs: { t: [{ code: '007' }], u: [{ number: 1 }, { number: 1 }, { number: 7 }] },
  },
  {
    schema:
      'CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, u INTEGER); CREATE INDEX ta ON t (a); CREATE INDEX tu ON t (u);' +
      'CREATE TABLE u (id INTEGER PRIMARY KEY, b TEXT); CREATE INDEX ub ON u (b);',
    query: "SELECT DISTINCT t.a, u.b FROM t JOIN u ON t.u = u.id WHERE t.a = 'a' OR u.b = 'b'",
    rewrite:
      "SELECT t.a, u.b FROM t JOIN u ON t.u = u.id WHERE t.a = 'a' UNION SELECT t.a, u.b FROM t JOIN u ON t.u = u.id WHERE u.b = 'b'",
    safe: true,
    values: { t: { a: ['a', 'b', null], u: [1, 2, 3, 4, null] }, u: { b: ['a', 'b', null] } },
  },
  {
    schema:
      "CREATE TABLE t (id INTEGER PRIMARY KEY, doc TEXT); CREATE INDEX i ON t (json_extract(doc, '$.year'));",
    query: "SELECT id FROM t WHERE doc ->> '$.year' = :year",
    rewrite: "SELECT id FROM t WHERE json_extract(doc, '$.year') = :year",
    safe: true,
    values: { t: { doc: documents } },
    parameters: [{ ':year': 7 }, { ':year': '7' }, { ':year': '{"a":1}' }, { ':year': null }, { ':year': 1 }],
  },
  {
    schema:
      "CREATE TABLE t (id INTEGER PRIMARY KEY, doc TEXT, year AS (doc ->> 'year')); CREATE INDEX i ON t (year);",
    query: "SELECT id FROM t WHERE json_extract(doc, '$.year') IN (7, '[7]')",
    rewrite: "SELECT id FROM t WHERE year IN (7, '[7]')",
    safe: true,
    values: { t: { doc: documents } },
  },
  {
    schema:
      "CREATE TABLE t (id INTEGER PRIMARY KEY, doc TEXT, year TEXT AS (doc ->> 'year')); CREATE INDEX i ON t (year);",
    query: "SELECT id FROM t WHERE doc ->> 'year' = 7",
    rewrite: 'SELECT id FROM t WHERE year = 7',
    safe: false,
    values: { t: { doc: ['{"year":7}', '{}', null] } },
    differs: { t: [{ doc: '{"year":"7"}' }] },
  },
  {
    schema:
      'CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT, gone INTEGER NOT NULL DEFAULT 0); CREATE INDEX i ON t (code) WHERE gone = 0;',
    query: "SELECT id FROM t WHERE code = 'a' AND NOT gone",
    rewrite: "SELECT id FROM t WHERE code = 'a' AND gone = 0",
    safe: false,
    values: { t: { code: ['a', 'b'], gone: [0, 1] } },
    differs: { t: [{ code: 'a', gone: 'no' }] },
  },
];

for (const { schema, query, rewrite, safe, values, parameters = [{}], differs } of cases) {
  test(`${query} → ${rewrite}`, async () => {
    const obstacle = (await adviseOn(schema, query))?.obstacles.find((one) => one.rewrite?.sql === rewrite);
    assert.ok(obstacle?.rewrite, 'the rewrite is proposed');
    assert.equal(obstacle.rewrite.safe, safe);
    const random = randomOf(query);
    for (let round = 0; round < 40; round++) {
      const rows = Object.fromEntries(
        Object.entries(values).map(([table, columns]) => [
          table,
          Array.from({ length: 1 + Math.floor(random() * 12) }, () =>
            Object.fromEntries(
              Object.entries(columns).map(([column, list]) => [
                column,
                list[Math.floor(random() * list.length)] as SqlValue,
              ]),
            ),
          ),
        ]),
      );
      for (const values of parameters)
        assert.deepEqual(
          run(schema, rows, rewrite, values),
          run(schema, rows, query, values),
          JSON.stringify(rows),
        );
    }
    assert.equal(differs === undefined, safe, 'what is unsafe shows why');
    if (differs) assert.notDeepEqual(run(schema, differs, rewrite), run(schema, differs, query));
  });
}

/** The rows of a query in an order that only depends on them. */
function run(
  schema: string,
  rows: Readonly<Record<string, readonly Row[]>>,
  query: string,
  values: Record<string, SqlValue> = {},
): string[] {
  const db = openDatabase(schema);
  try {
    for (const [table, list] of Object.entries(rows))
      for (const row of list) {
        const marks = Object.keys(row).map(() => '?');
        db.run(
          `INSERT INTO ${table} (${Object.keys(row).join()}) VALUES (${marks.join()})`,
          Object.values(row),
        );
      }
    return (db.exec(query, values)[0]?.values ?? []).map((row) => JSON.stringify(row)).sort();
  } finally {
    db.close();
  }
}

/** Numbers from 0 to 1 that are the same in each run (https://en.wikipedia.org/wiki/Linear_congruential_generator). */
function randomOf(seed: string): () => number {
  let state = [...seed].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) >>> 0, 7);
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
