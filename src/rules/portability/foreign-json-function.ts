import { foreignProblems } from '../foreign-problems.ts';
import { defineRule } from '../rule.ts';

const query = (sql: string): Record<string, string> => ({ 'queries/report.sqlite.sql': sql });

export default defineRule({
  id: 'portability/foreign-json-function',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree', 'syntax', 'schema'],
  inPrograms: true,
  fix: 'safe',
  docs: {
    what: "Finds JSON functions of Postgres or MySQL that SQLite has under another name or in another form: `jsonb_build_object()`, `json_agg()`, `jsonb_array_elements()`, `JSON_CONTAINS()`, and paths such as `'{a,b}'`.",
    why: 'The statement does not compile, or fails when it is run. SQLite’s own `jsonb()`, `jsonb_extract()` and `jsonb_set()` are something else, and not reported.',
    sources: [
      'https://sqlite.org/json1.html',
      'https://www.postgresql.org/docs/current/functions-json.html',
      'https://dev.mysql.com/doc/refman/8.4/en/json-functions.html',
    ],
    bad: [
      query("SELECT jsonb_build_object('id', id) FROM report;\n"),
      query('SELECT json_agg(title) FROM report;\n'),
      query("SELECT JSON_CONTAINS(data, '1') FROM report;\n"),
      query("UPDATE report SET data = jsonb_set(data, '{a,b}', '1');\n"),
      query('SELECT value FROM report, jsonb_array_elements(data);\n'),
    ],
    good: [
      query(
        "SELECT json_object('id', id), json_group_array(title), jsonb_extract(data, '$.a') FROM report;\n",
      ),
      query(
        "UPDATE report SET data = jsonb_set(data, '$.a', json('{}')), note = json_set(note, '$.b', '{c}');\n",
      ),
      { 'queries/postgres/report.sql': 'SELECT json_agg(title) FROM report;\n' },
    ],
  },
  proofs: [
    { claim: 'SQLite has no json_agg().', sql: ['SELECT json_agg(1)'], error: 'no such function: json_agg' },
    {
      claim: 'A path as Postgres writes it is none.',
      sql: ["SELECT json_set('{}', '{a}', 1)"],
      error: "bad JSON path: '{a}'",
    },
    {
      claim: 'json_group_array() puts the values of a group into an array.',
      sql: ['SELECT json_group_array(column1) FROM (VALUES (1), (2))'],
      expect: [['[1,2]']],
    },
  ],
  checkStatement: (input) => foreignProblems(input, 'foreign-json-function'),
});
