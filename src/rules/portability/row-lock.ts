import { foreignProblems } from '../foreign-problems.ts';
import { defineRule } from '../rule.ts';

const query = (sql: string): Record<string, string> => ({ 'queries/report.sqlite.sql': sql });

export default defineRule({
  id: 'portability/row-lock',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree', 'syntax', 'schema'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds locks on rows, tables and numbers: `FOR UPDATE`, `SKIP LOCKED`, `LOCK TABLE`, `pg_advisory_lock()`, `GET_LOCK()`.',
    why: 'SQLite has one lock for the whole database, and refuses the statement.',
    sources: [
      'https://sqlite.org/lang_transaction.html',
      'https://www.postgresql.org/docs/current/explicit-locking.html',
    ],
    bad: [
      query('SELECT id FROM report WHERE state = ? LIMIT 1 FOR UPDATE SKIP LOCKED;\n'),
      query('LOCK TABLE report IN EXCLUSIVE MODE;\n'),
      query('SELECT pg_advisory_lock(1);\n'),
    ],
    good: [
      query('BEGIN IMMEDIATE;\nUPDATE report SET state = 1 WHERE id = ? RETURNING id;\nCOMMIT;\n'),
      query("SELECT id, lock FROM report WHERE title = 'FOR UPDATE';\n"),
    ],
  },
  proofs: [
    {
      claim: 'SQLite has no FOR UPDATE.',
      sql: ['CREATE TABLE t (a)', 'SELECT a FROM t WHERE a = 1 FOR UPDATE'],
      error: 'near "FOR": syntax error',
    },
  ],
  checkStatement: (input) => foreignProblems(input, 'row-lock'),
});
