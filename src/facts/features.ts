/** Something of SQL that SQLite learned in a known version. */
export interface SqliteFeature {
  readonly id: string;
  /** As a message names it. */
  readonly name: string;
  /** The version of SQLite that brought it. */
  readonly since: string;
  /** What does the same, or comes near it, in earlier versions; undefined where nothing does. */
  readonly before: string | undefined;
  /** The function's name in lower case, where it is one. */
  readonly function?: string;
  /** Statements of which an earlier version refuses the last one. */
  readonly example: readonly string[];
}

const table = 'CREATE TABLE t (a INTEGER PRIMARY KEY, b, c)';

const feature = (
  id: string,
  name: string,
  since: string,
  before: string | undefined,
  ...example: readonly string[]
): SqliteFeature => ({ id, name, since, before, example });

/** A function, called by its name. */
const called = (
  name: string,
  since: string,
  before: string | undefined,
  call: string,
): readonly [string, SqliteFeature] => [
  name,
  { ...feature(`function ${name}`, `${name}()`, since, before, `SELECT ${call}`), function: name },
];

/**
 * What grammar and pragmas learned since 3.28 (https://sqlite.org/changes.html). Each version is proven: a test runs the
 * example on a build from before it and on one of it, where they are installed.
 */
export const features = {
  nullsOrder: feature(
    'NULLS FIRST',
    'NULLS FIRST and NULLS LAST',
    '3.30.0',
    'ORDER BY column IS NULL, column',
    table,
    'SELECT * FROM t ORDER BY b NULLS LAST',
  ),
  aggregateFilter: feature(
    'FILTER',
    'FILTER behind an aggregate',
    '3.30.0',
    'CASE WHEN … THEN … END within the aggregate',
    table,
    'SELECT count(*) FILTER (WHERE b) FROM t',
  ),
  generatedColumn: feature(
    'generated column',
    'Generated columns',
    '3.31.0',
    'a view, or triggers that fill the column',
    'CREATE TABLE g (a, b AS (a + 1))',
  ),
  updateFrom: feature(
    'UPDATE FROM',
    'UPDATE … FROM',
    '3.33.0',
    'a subquery for each column',
    table,
    'UPDATE t SET b = x.c FROM t AS x WHERE x.a = t.a',
  ),
  returning: feature(
    'RETURNING',
    'RETURNING',
    '3.35.0',
    'last_insert_rowid(), or a SELECT in the same transaction',
    table,
    'INSERT INTO t VALUES (1, 2, 3) RETURNING a',
  ),
  dropColumn: feature(
    'DROP COLUMN',
    'ALTER TABLE … DROP COLUMN',
    '3.35.0',
    'a rebuild: new table, copy, drop, rename',
    table,
    'ALTER TABLE t DROP COLUMN c',
  ),
  materialized: feature(
    'MATERIALIZED',
    'AS MATERIALIZED and AS NOT MATERIALIZED',
    '3.35.0',
    'the WITH clause without the hint',
    'WITH x AS MATERIALIZED (SELECT 1) SELECT * FROM x',
  ),
  severalUpserts: feature(
    'several ON CONFLICT',
    'Several ON CONFLICT clauses',
    '3.35.0',
    'one ON CONFLICT clause',
    table,
    'CREATE UNIQUE INDEX u ON t (b)',
    'INSERT INTO t VALUES (1, 2, 3) ON CONFLICT (a) DO NOTHING ON CONFLICT (b) DO NOTHING',
  ),
  strict: feature(
    'STRICT',
    'STRICT tables',
    '3.37.0',
    'CHECK (typeof(column) = …)',
    'CREATE TABLE s (a INTEGER) STRICT',
  ),
  jsonArrow: feature(
    '->>',
    'The operators -> and ->>',
    '3.38.0',
    'json_extract()',
    `SELECT '{"a":1}' ->> '$.a'`,
  ),
  outerJoin: feature(
    'RIGHT JOIN',
    'RIGHT JOIN and FULL JOIN',
    '3.39.0',
    'LEFT JOIN with the tables exchanged',
    table,
    'SELECT * FROM t RIGHT JOIN t AS x ON x.a = t.b',
  ),
  distinctFrom: feature(
    'IS DISTINCT FROM',
    'IS [NOT] DISTINCT FROM',
    '3.39.0',
    'IS NOT and IS, which mean the same in SQLite',
    'SELECT 1 IS DISTINCT FROM 2',
  ),
  aggregateOrder: feature(
    'ORDER BY in an aggregate',
    'ORDER BY within an aggregate',
    '3.44.0',
    'a subquery that is ordered',
    table,
    'SELECT group_concat(b ORDER BY b) FROM t',
  ),
  digitSeparator: feature('1_000', 'Underscores in numbers', '3.46.0', 'the digits alone', 'SELECT 1_000'),
  alterNotNull: feature(
    'ALTER COLUMN NOT NULL',
    'ALTER COLUMN … SET NOT NULL and DROP NOT NULL',
    '3.53.0',
    'a rebuild: new table, copy, drop, rename',
    table,
    'ALTER TABLE t ALTER COLUMN b SET NOT NULL',
  ),
  alterConstraint: feature(
    'ADD CONSTRAINT',
    'ALTER TABLE … ADD CONSTRAINT and DROP CONSTRAINT',
    '3.53.0',
    'a rebuild: new table, copy, drop, rename',
    table,
    'ALTER TABLE t ADD CONSTRAINT positive CHECK (b > 0)',
  ),
} satisfies Readonly<Record<string, SqliteFeature>>;

/** Functions of SQLite itself that came since 3.28, by name. Those of the command-line shell alone are not among them. */
export const functionFeatures: ReadonlyMap<string, SqliteFeature> = new Map([
  called('iif', '3.32.0', 'CASE WHEN … THEN … ELSE … END', 'iif(1, 2, 3)'),
  called('format', '3.38.0', 'printf()', "format('%d', 1)"),
  called('unixepoch', '3.38.0', "CAST(strftime('%s', …) AS INTEGER)", "unixepoch('now')"),
  called('unhex', '3.41.0', undefined, "unhex('00')"),
  called('json_error_position', '3.42.0', 'json_valid()', "json_error_position('{')"),
  called('timediff', '3.43.0', 'julianday() of both, subtracted', "timediff('2026-01-01', '2025-01-01')"),
  called('octet_length', '3.43.0', 'length(CAST(… AS BLOB))', "octet_length('a')"),
  called('concat', '3.44.0', '||, with coalesce() where NULL is to be left out', "concat('a', 'b')"),
  called('concat_ws', '3.44.0', '|| with the separator', "concat_ws(',', 'a', 'b')"),
  called('string_agg', '3.44.0', 'group_concat()', "string_agg('a', ',')"),
  ...(
    [
      ['jsonb', `jsonb('{}')`],
      ['jsonb_array', 'jsonb_array(1)'],
      ['jsonb_extract', `jsonb_extract('{}', '$.a')`],
      ['jsonb_insert', `jsonb_insert('{}', '$.a', 1)`],
      ['jsonb_object', `jsonb_object('a', 1)`],
      ['jsonb_patch', `jsonb_patch('{}', '{}')`],
      ['jsonb_remove', `jsonb_remove('{}', '$.a')`],
      ['jsonb_replace', `jsonb_replace('{}', '$.a', 1)`],
      ['jsonb_set', `jsonb_set('{}', '$.a', 1)`],
      ['jsonb_group_array', 'jsonb_group_array(1)'],
      ['jsonb_group_object', `jsonb_group_object('a', 1)`],
    ] as const
  ).map(([name, call]) => called(name, '3.45.0', name.replace('jsonb', 'json').concat('()'), call)),
  called('if', '3.48.0', 'iif(), or CASE', 'if(1, 2, 3)'),
  called('json_pretty', '3.46.0', undefined, "json_pretty('{}')"),
  called('unistr', '3.50.0', 'char()', "unistr('a')"),
  called('unistr_quote', '3.50.0', 'quote()', "unistr_quote('a')"),
  called('json_array_insert', '3.53.0', 'json_insert()', `json_array_insert('[]', '$[0]', 1)`),
  called('jsonb_array_insert', '3.53.0', 'jsonb_insert()', `jsonb_array_insert('[]', '$[0]', 1)`),
]);
