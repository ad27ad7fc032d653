import { foreignProblems } from '../foreign-problems.ts';
import { defineRule } from '../rule.ts';

const query = (sql: string): Record<string, string> => ({ 'queries/report.sqlite.sql': sql });

export default defineRule({
  id: 'portability/postgres-array',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree', 'syntax', 'schema'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds arrays of Postgres: `ARRAY[…]`, `= ANY (…)`, `unnest()`, `array_agg()`, elements such as `tags[1]`.',
    why: 'SQLite has no arrays, and refuses the statement. A list is JSON there, or a table with a row for each element.',
    sources: ['https://sqlite.org/json1.html#jeach', 'https://www.postgresql.org/docs/current/arrays.html'],
    bad: [
      query("SELECT id FROM report WHERE tags || ARRAY['a'] = tags;\n"),
      query('SELECT array_agg(title) FROM report;\n'),
      query("SELECT id FROM report WHERE tags[1] = 'a';\n"),
      query('SELECT id FROM report WHERE id = ANY (?);\n'),
    ],
    good: [
      query('SELECT id FROM report WHERE id IN (SELECT value FROM json_each(?));\n'),
      // A name in brackets, as SQL Server writes it.
      query('SELECT [id], [array] FROM [report];\nSELECT "array" [list], [array] [l] FROM report;\n'),
      // A column of that name, with another for the result.
      {
        'schema.sqlite.sql': 'CREATE TABLE report (id INTEGER PRIMARY KEY, array TEXT);\n',
        'queries/report.sqlite.sql': 'SELECT array [list] FROM report;\n',
      },
      { 'queries/postgres/report.sql': 'SELECT array_agg(title) FROM report;\n' },
    ],
  },
  proofs: [
    {
      claim: 'SQLite reads brackets as quotes around a name.',
      sql: ['SELECT 1 WHERE 1 = ARRAY[1]'],
      error: 'near "[1]": syntax error',
    },
    {
      claim: 'json_each() makes rows of a list.',
      sql: ["SELECT value FROM json_each('[1,2]')"],
      expect: [[1], [2]],
    },
  ],
  checkStatement: (input) => foreignProblems(input, 'postgres-array'),
});
