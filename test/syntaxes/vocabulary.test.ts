import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import initSqlJs, { type Database } from 'sql.js';
import { innermostScope, tokenize } from './tokenize.ts';

let database: Database;

before(async () => {
  const { Database } = await initSqlJs();
  database = new Database();
});

function column(sql: string): string[] {
  return database.exec(sql)[0]?.values.map(([value]) => String(value)) ?? [];
}

/** SQLite's keywords, as listed at https://sqlite.org/lang_keywords.html. */
const keywords =
  `ABORT ACTION ADD AFTER ALL ALTER ALWAYS ANALYZE AND AS ASC ATTACH AUTOINCREMENT BEFORE BEGIN BETWEEN
BY CASCADE CASE CAST CHECK COLLATE COLUMN COMMIT CONFLICT CONSTRAINT CREATE CROSS CURRENT CURRENT_DATE CURRENT_TIME
CURRENT_TIMESTAMP DATABASE DEFAULT DEFERRABLE DEFERRED DELETE DESC DETACH DISTINCT DO DROP EACH ELSE END ESCAPE EXCEPT
EXCLUDE EXCLUSIVE EXISTS EXPLAIN FAIL FILTER FIRST FOLLOWING FOR FOREIGN FROM FULL GENERATED GLOB GROUP GROUPS HAVING IF
IGNORE IMMEDIATE IN INDEX INDEXED INITIALLY INNER INSERT INSTEAD INTERSECT INTO IS ISNULL JOIN KEY LAST LEFT LIKE LIMIT
MATCH MATERIALIZED NATURAL NO NOT NOTHING NOTNULL NULL NULLS OF OFFSET ON OR ORDER OTHERS OUTER OVER PARTITION PLAN PRAGMA
PRECEDING PRIMARY QUERY RAISE RANGE RECURSIVE REFERENCES REGEXP REINDEX RELEASE RENAME REPLACE RESTRICT RETURNING RIGHT
ROLLBACK ROW ROWS SAVEPOINT SELECT SET TABLE TEMP TEMPORARY THEN TIES TO TRANSACTION TRIGGER UNBOUNDED UNION UNIQUE UPDATE
USING VACUUM VALUES VIEW VIRTUAL WHEN WHERE WINDOW WITH WITHIN WITHOUT`.split(/\s+/);

/** Keywords that are names as often: they are keywords only in these phrases. */
const phrases = [
  'UPDATE OR ABORT t SET a = 1',
  'UPDATE OR FAIL t SET a = 1',
  'INSERT OR IGNORE INTO t VALUES (1)',
  'REPLACE INTO t VALUES (1)',
  'ON DELETE NO ACTION',
  'PRIMARY KEY',
  'ON CONFLICT DO NOTHING',
  'GENERATED ALWAYS AS (1)',
  'ATTACH DATABASE x AS y',
  'DETACH x',
  'BEGIN DEFERRED TRANSACTION',
  'BEGIN EXCLUSIVE',
  'BEGIN IMMEDIATE',
  'INITIALLY DEFERRED',
  'CREATE TRIGGER t AFTER DELETE ON u FOR EACH ROW BEGIN SELECT 1; END',
  'CREATE TRIGGER t BEFORE DELETE ON u BEGIN SELECT 1; END',
  'CREATE TRIGGER t INSTEAD OF DELETE ON u BEGIN SELECT 1; END',
  'sum(a) FILTER (WHERE b) OVER (PARTITION BY c ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING EXCLUDE NO OTHERS)',
  'OVER (RANGE UNBOUNDED PRECEDING EXCLUDE TIES)',
  'OVER (GROUPS 1 PRECEDING)',
  'WITHIN GROUP (ORDER BY a)',
  'ORDER BY a NULLS FIRST',
  'ORDER BY a NULLS LAST',
  'WITH a AS MATERIALIZED (SELECT 1)',
  'INDEXED BY i',
  'EXPLAIN QUERY PLAN SELECT 1',
  'RAISE(ABORT)',
  'CAST(a AS INT)',
  'DROP TABLE IF EXISTS t',
  'RENAME COLUMN a TO b',
  'RELEASE SAVEPOINT s',
  'a LEFT JOIN b',
  'a RIGHT JOIN b',
  'a FULL OUTER JOIN b',
  'WITHOUT ROWID',
];

test('every keyword is coloured by itself or in its phrase', async () => {
  const missing: string[] = [];
  for (const keyword of keywords) {
    const word = new RegExp(`(?<!\\w)${keyword}(?!\\w)`);
    const texts = [`SELECT a ${keyword} b`, ...phrases.filter((phrase) => word.test(phrase))];
    let found = false;
    for (const text of texts) {
      const token = (await tokenize(text)).find((candidate) => word.test(candidate.text));
      found ||= /^(keyword|constant|storage|support)\./.test(token?.scopes.at(-1) ?? '');
    }
    if (!found) missing.push(keyword);
  }
  assert.deepEqual(missing, []);
});

test('names that are keywords or functions elsewhere have no scope', async () => {
  const names =
    `key text date action plan query row rows range groups left right full first last count value values2 type
    level replace ignore fail abort column database current each over filter always generated materialized no of
    do instead before after others ties name total format length time integer blob real any
    selected my$select from_date tëxt_select weekend end_at my_function`.split(/\s+/);
  for (const name of names) {
    const tokens = await tokenize(`SELECT t.x, ${name}, y`);
    const token = tokens.find((candidate) => candidate.text.trim() === name);
    assert.deepEqual(token?.scopes, ['source.sqlite'], name);
  }
  for (const name of ['select', 'order', 'null', 'count', 'end', 'index', 'current_date']) {
    const tokens = await tokenize(`SELECT t.${name} FROM u`);
    assert.deepEqual(tokens.find((token) => token.text === name)?.scopes, ['source.sqlite'], name);
  }
});

test('every function of the engine is a built-in function', async () => {
  // Operators, keywords, hooks of a test build, and the extension functions that only sql.js carries.
  const others = new Set(
    `-> ->> like glob match current_date current_time current_timestamp fts3_tokenizer rtreenode
     acosh asinh atanh atn2 charindex cot coth difference leftstr lower_quartile mode padc padl padr proper replicate
     reverse rightstr square stdev strfilter upper_quartile variance`.split(/\s+/),
  );
  const missing: string[] = [];
  for (const name of column('SELECT DISTINCT name FROM pragma_function_list ORDER BY name')) {
    if (others.has(name)) continue;
    const scope = innermostScope(await tokenize(`SELECT ${name}(a)`), name);
    if (!scope?.startsWith('support.function.')) missing.push(name);
  }
  assert.deepEqual(missing, []);
});

test('every pragma of the engine is a known pragma', async () => {
  const missing: string[] = [];
  for (const name of column('SELECT name FROM pragma_pragma_list ORDER BY name')) {
    const scope = innermostScope(await tokenize(`PRAGMA ${name}`), name);
    if (scope !== 'support.type.property-name.pragma') missing.push(name);
  }
  assert.deepEqual(missing, []);
});
