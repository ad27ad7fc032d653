import type { Range } from '../../text/range.ts';
import { foreignProblems } from '../foreign-problems.ts';
import { defineRule, type Fix } from '../rule.ts';

const query = (sql: string): Record<string, string> => ({ 'queries/report.sqlite.sql': sql });

export default defineRule({
  id: 'portability/postgres-operator',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['syntax'],
  fix: 'unsafe',
  docs: {
    what: 'Finds operators of Postgres in SQL that SQLite is to run: `::`, `@>`, `#>>`, `?|`, `ILIKE`, `~`.',
    why: 'SQLite refuses the whole statement. Most of these operators have a counterpart, though not under the same name.',
    sources: [
      'https://sqlite.org/lang_expr.html',
      'https://sqlite.org/json1.html',
      'https://www.postgresql.org/docs/current/functions-json.html',
    ],
    bad: [
      query('SELECT id::text FROM report;\n'),
      query('SELECT id FROM report WHERE data @> \'{"a": 1}\';\n'),
      query("SELECT id FROM report WHERE title ILIKE '%sea%';\n"),
      query("SELECT title ILIKE '%sea%' FROM report;\n"),
      query("SELECT data #>> '{a,b}' FROM report;\n"),
      query("SELECT id FROM report WHERE data ?| array['a', 'b'];\n"),
    ],
    good: [
      query('SELECT CAST(id AS TEXT) FROM report;\n'),
      query("SELECT data ->> '$.a.b', data -> 'c' FROM report WHERE title LIKE '%sea%';\n"),
      // A parameter, and one that is named in the way of Tcl.
      query('SELECT id FROM report WHERE id = ? AND title = @title AND ~id <> 0;\n'),
      // Strings and comments hold what they like.
      query("SELECT 'a::b @> c' FROM report; -- data #>> path\n"),
      { 'queries/postgres/report.sql': 'SELECT id::text FROM report;\n' },
    ],
  },
  proofs: [
    { claim: 'SQLite has no cast operator.', sql: ['SELECT 1::text'], error: 'unrecognized token: ":"' },
    {
      claim: 'SQLite has no ILIKE.',
      sql: ['CREATE TABLE t (a)', "SELECT 1 FROM t WHERE a ILIKE 'A'"],
      error: 'near "ILIKE": syntax error',
    },
    { claim: 'LIKE ignores the case of ASCII letters.', sql: ["SELECT 'a' LIKE 'A'"], expect: [[1]] },
  ],
  checkStatement: (input) =>
    foreignProblems(input, 'postgres-operator', ({ construct, range }) =>
      construct.name === '::' ? castFix(input.syntax.text, range) : [],
    ),
});

/** Postgres types whose values SQLite keeps under one of its own. */
const types: readonly (readonly [RegExp, string])[] = [
  [/^(?:text|varchar|char|character varying|citext|uuid|name)$/i, 'TEXT'],
  [/^(?:int|int2|int4|int8|integer|bigint|smallint)$/i, 'INTEGER'],
  [/^(?:real|float|float4|float8|double precision)$/i, 'REAL'],
];

/** In front of what is no value by itself: the rest of a longer one, or the type of another cast. */
const isTail = /(?:::?\s*|\.\s*|[\w"'`\]$@\u0080-\uffff])$/;

/** `value::type` as CAST, where the value is a name, a literal or a parameter: then its start is certain. */
function castFix(text: string, { start, end }: Range): Fix[] {
  const value = /(?:(?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*|'(?:[^']|'')*'|\d+(?:\.\d+)?|\?\d*|[:@$]\w+)\s*$/.exec(
    text.slice(0, start),
  )?.[0];
  const type = /^::\s*(double precision|character varying|[a-z_]\w*)(?:\s*\(\s*\d+\s*\))?$/i.exec(
    text.slice(start, end),
  )?.[1];
  const name = types.find(([pattern]) => pattern.test(type ?? ''))?.[1];
  if (value === undefined || name === undefined || isTail.test(text.slice(0, start - value.length)))
    return [];
  const cast = `CAST(${value.trim()} AS ${name})`;
  return [
    {
      title: `Change to ${cast}`,
      safe: false,
      edits: [{ range: { start: start - value.length, end }, text: cast }],
    },
  ];
}
