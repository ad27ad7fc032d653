import { foreignProblems } from '../foreign-problems.ts';
import { defineRule } from '../rule.ts';

const query = (sql: string): Record<string, string> => ({ 'queries/report.sqlite.sql': sql });

export default defineRule({
  id: 'portability/postgres-literal',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree', 'syntax'],
  fix: 'unsafe',
  docs: {
    what: "Finds strings as only Postgres writes them: `E'…'`, `$$…$$`, `U&'…'`, `B'…'`.",
    why: 'SQLite refuses the statement, or takes the letter for a column.',
    sources: [
      'https://sqlite.org/lang_expr.html#literal_values_constants_',
      'https://www.postgresql.org/docs/current/sql-syntax-lexical.html',
    ],
    bad: [
      query("INSERT INTO report (title) VALUES (E'a\\tb');\n"),
      query('INSERT INTO report (title) VALUES ($$it is$$);\n'),
    ],
    good: [
      query("INSERT INTO report (title, data) VALUES ('it''s', x'00');\n"),
      query('SELECT id FROM report WHERE id = $1 AND title = $title;\n'),
      // Columns of that name, with another for the result.
      {
        'schema.sqlite.sql': 'CREATE TABLE report (id INTEGER PRIMARY KEY, e TEXT, b TEXT);\n',
        'queries/report.sqlite.sql': "SELECT e 'east', b 'both' FROM report;\n",
      },
    ],
  },
  proofs: [
    {
      claim: 'SQLite has no strings with escapes.',
      sql: ["SELECT 1 WHERE 'a' = E'a'"],
      error: 'near "\'a\'": syntax error',
    },
    { claim: 'A backslash is a character like others.', sql: ["SELECT length('a\\tb')"], expect: [[4]] },
  ],
  checkStatement: (input) => foreignProblems(input, 'postgres-literal'),
});
