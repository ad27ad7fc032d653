import { foreignProblems } from '../foreign-problems.ts';
import { defineRule } from '../rule.ts';

const query = (sql: string): Record<string, string> => ({ 'queries/report.sqlite.sql': sql });

export default defineRule({
  id: 'portability/mysql-comment',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree', 'syntax'],
  fix: 'unsafe',
  docs: {
    what: 'Finds comments that start with `#`, as MySQL has them.',
    why: 'SQLite refuses the statement that one stands in or in front of.',
    sources: [
      'https://sqlite.org/lang_comment.html',
      'https://dev.mysql.com/doc/refman/8.4/en/comments.html',
    ],
    bad: [query('SELECT id # the key\nFROM report;\n')],
    good: [query("SELECT id -- the key\nFROM report WHERE title = '# a' OR title = '#b';\n")],
  },
  proofs: [{ claim: 'SQLite does not know #.', sql: ['SELECT 1 # one'], error: 'unrecognized token: "#"' }],
  checkStatement: (input) => foreignProblems(input, 'mysql-comment'),
});
