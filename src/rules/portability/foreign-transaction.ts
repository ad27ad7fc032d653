import { foreignProblems } from '../foreign-problems.ts';
import { defineRule } from '../rule.ts';

const query = (sql: string): Record<string, string> => ({ 'queries/report.sqlite.sql': sql });

export default defineRule({
  id: 'portability/foreign-transaction',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree', 'syntax'],
  fix: 'safe',
  docs: {
    what: 'Finds statements on transactions in the forms of Postgres and MySQL: `START TRANSACTION`, `BEGIN ISOLATION LEVEL …`, `SET TRANSACTION`, `COMMIT AND CHAIN`.',
    why: 'SQLite refuses the statement: what follows runs without a transaction, each statement by itself.',
    sources: [
      'https://sqlite.org/lang_transaction.html',
      'https://sqlite.org/isolation.html',
      'https://www.postgresql.org/docs/current/sql-start-transaction.html',
    ],
    bad: [
      query('START TRANSACTION;\n'),
      query('SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\n'),
      query('COMMIT WORK;\n'),
    ],
    good: [
      query('BEGIN IMMEDIATE;\nUPDATE report SET title = ?;\nCOMMIT;\n'),
      query('BEGIN TRANSACTION;\nUPDATE report SET title = ?;\nEND TRANSACTION;\n'),
    ],
  },
  proofs: [
    { claim: 'SQLite has no START.', sql: ['START TRANSACTION'], error: 'near "START": syntax error' },
  ],
  checkStatement: (input) => foreignProblems(input, 'foreign-transaction'),
});
