import { foreignOperatorAt } from '../../sql/foreign-syntax.ts';
import type { Range } from '../../text/range.ts';
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
  *checkStatement({ syntax, syntaxError }) {
    const found = syntaxError && foreignOperatorAt(syntax, syntaxError);
    if (!found || syntax.hasPlaceholder) return;
    const { operator, range } = found;
    yield {
      range,
      message: `${operator.operator} is ${operator.meaning} in Postgres; SQLite refuses the statement.`,
      help: `Write ${operator.instead}.`,
      fixes:
        operator.operator === '::'
          ? castFix(syntax.text, range)
          : operator.operator === 'ILIKE'
            ? [likeFix(range)]
            : [],
    };
  },
});

function likeFix(range: Range): Fix {
  return {
    title: 'Change to LIKE (ignores the case of ASCII letters only)',
    safe: false,
    edits: [{ range, text: 'LIKE' }],
  };
}

/** Postgres types whose values SQLite keeps under one of its own. */
const types: readonly (readonly [RegExp, string])[] = [
  [/^(?:text|varchar|char|character varying|citext|uuid|name)$/i, 'TEXT'],
  [/^(?:int|int2|int4|int8|integer|bigint|smallint)$/i, 'INTEGER'],
  [/^(?:real|float|float4|float8|double precision)$/i, 'REAL'],
];

/** `value::type` as CAST, where the value is a name, a literal or a parameter: then its start is certain. */
function castFix(text: string, range: Range): Fix[] {
  const value = /(?:(?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*|'(?:[^']|'')*'|\d+(?:\.\d+)?|\?\d*|[:@$]\w+)\s*$/.exec(
    text.slice(0, range.start),
  )?.[0];
  const type = /^\s*(double precision|character varying|[a-z_]\w*)(?:\s*\(\s*\d+\s*\))?/i.exec(
    text.slice(range.end),
  );
  if (value === undefined || !type || text[range.end + type[0].length] === '[') return [];
  const name = types.find(([pattern]) => pattern.test(type[1] as string))?.[1];
  if (name === undefined) return [];
  return [
    {
      title: `Change to CAST(${value.trim()} AS ${name})`,
      safe: false,
      edits: [
        {
          range: { start: range.start - value.length, end: range.end + type[0].length },
          text: `CAST(${value.trim()} AS ${name})`,
        },
      ],
    },
  ];
}
