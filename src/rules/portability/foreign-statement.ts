import { foreignProblems } from '../foreign-problems.ts';
import { defineRule } from '../rule.ts';

const query = (sql: string): Record<string, string> => ({ 'queries/report.sqlite.sql': sql });

export default defineRule({
  id: 'portability/foreign-statement',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree', 'syntax'],
  fix: 'unsafe',
  docs: {
    what: 'Finds statements that Postgres and MySQL have and SQLite has not: `TRUNCATE`, `EXPLAIN ANALYZE`, `MERGE`, `SET`, `SHOW`, `PREPARE`, `CREATE SCHEMA`.',
    why: 'SQLite refuses the statement; a migration stops there.',
    sources: [
      'https://sqlite.org/lang.html',
      'https://www.postgresql.org/docs/current/sql-commands.html',
      'https://dev.mysql.com/doc/refman/8.4/en/sql-statements.html',
    ],
    bad: [
      query('TRUNCATE TABLE report;\n'),
      query('EXPLAIN ANALYZE SELECT id FROM report;\n'),
      query('SET search_path TO app;\n'),
    ],
    good: [
      query('DELETE FROM report;\nEXPLAIN QUERY PLAN SELECT id FROM report;\nANALYZE report;\n'),
      { 'queries/postgres/report.sql': 'TRUNCATE TABLE report;\n' },
    ],
  },
  proofs: [
    {
      claim: 'SQLite has no TRUNCATE.',
      sql: ['CREATE TABLE t (a)', 'TRUNCATE TABLE t'],
      error: 'near "TRUNCATE": syntax error',
    },
    {
      claim: 'It explains plans, and runs nothing for it.',
      sql: ['CREATE TABLE t (a)', 'EXPLAIN ANALYZE SELECT 1 FROM t'],
      error: 'near "SELECT": syntax error',
    },
  ],
  checkStatement: (input) => foreignProblems(input, 'foreign-statement'),
});
