import { foreignProblems } from '../foreign-problems.ts';
import { defineRule } from '../rule.ts';

const query = (sql: string): Record<string, string> => ({ 'queries/report.sqlite.sql': sql });

export default defineRule({
  id: 'portability/mysql-statement',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree', 'syntax'],
  fix: 'none',
  docs: {
    what: 'Finds statements of MySQL: `SHOW TABLES`, `DESCRIBE`, `USE`, `SET NAMES`, `SET @x`, `OPTIMIZE TABLE`, `LOAD DATA`, `DELIMITER`.',
    why: 'SQLite refuses the statement; a migration stops there.',
    sources: [
      'https://sqlite.org/pragma.html',
      'https://dev.mysql.com/doc/refman/8.4/en/sql-statements.html',
    ],
    bad: [query('SHOW TABLES;\n'), query('DESCRIBE report;\n'), query('OPTIMIZE TABLE report;\n')],
    good: [
      query(
        "SELECT name FROM sqlite_schema WHERE type = 'table';\nSELECT name FROM pragma_table_info('report');\n",
      ),
      query("SELECT show, describe FROM report WHERE use = 'USE x';\n"),
    ],
  },
  proofs: [{ claim: 'SQLite has no SHOW.', sql: ['SHOW TABLES'], error: 'near "SHOW": syntax error' }],
  checkStatement: (input) => foreignProblems(input, 'mysql-statement'),
});
