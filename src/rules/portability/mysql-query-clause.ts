import { foreignProblems } from '../foreign-problems.ts';
import { defineRule } from '../rule.ts';

const query = (sql: string): Record<string, string> => ({ 'queries/report.sqlite.sql': sql });

export default defineRule({
  id: 'portability/mysql-query-clause',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree', 'syntax'],
  fix: 'safe',
  docs: {
    what: 'Finds clauses and operators of MySQL: `GROUP_CONCAT(… SEPARATOR …)`, `STRAIGHT_JOIN`, `USE INDEX`, `UPDATE … JOIN`, `<=>`, `RLIKE`, `DIV`, `MATCH … AGAINST`.',
    why: 'SQLite refuses the statement, and has another form for most.',
    sources: [
      'https://sqlite.org/lang_select.html',
      'https://sqlite.org/lang_update.html#update_from',
      'https://dev.mysql.com/doc/refman/8.4/en/select.html',
    ],
    bad: [
      query("SELECT GROUP_CONCAT(title SEPARATOR ', ') FROM report;\n"),
      query('SELECT id FROM report WHERE a <=> b;\n'),
      query('UPDATE report JOIN author ON author.id = report.author SET name = author.name;\n'),
      query('SELECT id FROM report USE INDEX (report_title) WHERE title = ?;\n'),
    ],
    good: [
      query("SELECT group_concat(title, ', ') FROM report WHERE a IS b AND title LIKE 'a%' LIMIT 10, 5;\n"),
      query('SELECT `id` FROM `report`;\n'),
    ],
  },
  proofs: [
    {
      claim: 'SQLite has no SEPARATOR.',
      sql: ["SELECT group_concat(1 SEPARATOR ',')"],
      error: 'near "SEPARATOR": syntax error',
    },
    { claim: 'IS compares NULLs.', sql: ['SELECT NULL IS NULL, 1 IS NULL'], expect: [[1, 0]] },
    { claim: 'IS TRUE holds for every number but 0.', sql: ['SELECT 2 IS TRUE, 2 IS 1'], expect: [[1, 0]] },
  ],
  checkStatement: (input) => foreignProblems(input, 'mysql-query-clause'),
});
