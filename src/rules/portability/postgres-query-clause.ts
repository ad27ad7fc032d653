import { foreignProblems } from '../foreign-problems.ts';
import { defineRule } from '../rule.ts';

const query = (sql: string): Record<string, string> => ({ 'queries/report.sqlite.sql': sql });

export default defineRule({
  id: 'portability/postgres-query-clause',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree', 'syntax'],
  fix: 'safe',
  docs: {
    what: 'Finds clauses of Postgres: `DISTINCT ON`, `LATERAL`, `FETCH FIRST`, `LIMIT ALL`, `DELETE … USING`, `TABLESAMPLE`, `GROUPING SETS`, `DEFAULT` as a value.',
    why: 'SQLite refuses the statement, and has another form for most.',
    sources: [
      'https://sqlite.org/lang_select.html',
      'https://sqlite.org/windowfunctions.html',
      'https://www.postgresql.org/docs/current/sql-select.html',
    ],
    bad: [
      query('SELECT DISTINCT ON (author) author, title FROM report;\n'),
      query('SELECT id FROM report ORDER BY id FETCH FIRST 5 ROWS ONLY;\n'),
      query('SELECT id FROM report, LATERAL (SELECT 1) AS one;\n'),
      query('DELETE FROM report USING author WHERE author.id = report.author;\n'),
      query('SELECT id FROM report LIMIT ALL;\n'),
    ],
    good: [
      query(
        'SELECT DISTINCT author FROM report LIMIT 5 OFFSET 10;\nDELETE FROM report WHERE author IN (SELECT id FROM author);\nUPDATE report SET name = author.name FROM author WHERE author.id = report.author RETURNING id;\n',
      ),
      query(
        'WITH a AS MATERIALIZED (SELECT 1 AS b) SELECT count(*) FILTER (WHERE b IS DISTINCT FROM 2) FROM a FULL JOIN report ON TRUE;\n',
      ),
    ],
  },
  proofs: [
    {
      claim: 'SQLite has no DISTINCT ON.',
      sql: ['SELECT DISTINCT ON (a) a FROM (SELECT 1 AS a)'],
      error: 'near "ON": syntax error',
    },
    {
      claim: 'A limit below zero is none.',
      sql: ['SELECT column1 FROM (VALUES (1), (2)) LIMIT -1 OFFSET 1'],
      expect: [[2]],
    },
  ],
  checkStatement: (input) => foreignProblems(input, 'postgres-query-clause'),
});
