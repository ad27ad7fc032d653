import { foreignProblems } from '../foreign-problems.ts';
import { defineRule } from '../rule.ts';

const query = (sql: string): Record<string, string> => ({ 'queries/report.sqlite.sql': sql });

export default defineRule({
  id: 'portability/mysql-insert-clause',
  severity: 'error',
  preset: 'recommended',
  since: '0.2.0',
  needs: ['tree', 'syntax'],
  fix: 'unsafe',
  docs: {
    what: 'Finds forms of INSERT that MySQL has: `INSERT IGNORE`, `ON DUPLICATE KEY UPDATE`, `INSERT … SET`, `VALUES ()`.',
    why: 'SQLite refuses the statement, and has another form for each.',
    sources: [
      'https://sqlite.org/lang_upsert.html',
      'https://sqlite.org/lang_insert.html',
      'https://dev.mysql.com/doc/refman/8.4/en/insert.html',
    ],
    bad: [
      query('INSERT IGNORE INTO report (id) VALUES (?);\n'),
      query('INSERT INTO report (id, n) VALUES (?, 1) ON DUPLICATE KEY UPDATE n = n + 1;\n'),
      query('INSERT INTO report SET id = 1;\n'),
    ],
    good: [
      query(
        'INSERT OR IGNORE INTO report (id) VALUES (?);\nINSERT INTO report (id, n) VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET n = n + 1;\nREPLACE INTO report (id) VALUES (?);\nINSERT INTO report DEFAULT VALUES;\n',
      ),
    ],
  },
  proofs: [
    {
      claim: 'SQLite has no INSERT IGNORE.',
      sql: ['CREATE TABLE t (a)', 'INSERT IGNORE INTO t VALUES (1)'],
      error: 'near "IGNORE": syntax error',
    },
    {
      claim: 'INSERT OR IGNORE skips rows that are there.',
      sql: [
        'CREATE TABLE t (a PRIMARY KEY)',
        'INSERT INTO t VALUES (1)',
        'INSERT OR IGNORE INTO t VALUES (1)',
        'SELECT count(*) FROM t',
      ],
      expect: [[1]],
    },
  ],
  checkStatement: (input) => foreignProblems(input, 'mysql-insert-clause'),
});
