import { foreignProblems } from '../foreign-problems.ts';
import { defineRule } from '../rule.ts';

const query = (sql: string): Record<string, string> => ({ 'queries/report.sqlite.sql': sql });

export default defineRule({
  id: 'portability/stored-code',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree', 'syntax'],
  fix: 'unsafe',
  docs: {
    what: 'Finds code that a server runs: `CREATE FUNCTION`, `CREATE PROCEDURE`, `DO $$ … $$`, `CALL`, triggers with `EXECUTE FUNCTION`.',
    why: 'SQLite runs within the application: it has triggers, and functions that the application registers. It refuses the statement.',
    sources: [
      'https://sqlite.org/lang_createtrigger.html',
      'https://sqlite.org/appfunc.html',
      'https://www.postgresql.org/docs/current/sql-createfunction.html',
    ],
    bad: [
      query('CREATE FUNCTION one() RETURNS integer AS $$ SELECT 1 $$ LANGUAGE sql;\n'),
      query('CALL archive(1);\n'),
      {
        'schema.sqlite.sql':
          'CREATE TABLE report (id INTEGER PRIMARY KEY);\nCREATE TRIGGER touch BEFORE UPDATE ON report FOR EACH ROW EXECUTE FUNCTION touch();\n',
      },
    ],
    good: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE report (id INTEGER PRIMARY KEY, at TEXT);\nCREATE TRIGGER touch AFTER UPDATE ON report FOR EACH ROW BEGIN UPDATE report SET at = CURRENT_TIMESTAMP WHERE id = NEW.id; END;\n',
      },
      { 'queries/postgres/report.sql': 'CALL archive(1);\n' },
    ],
  },
  proofs: [
    {
      claim: 'SQLite has no CREATE FUNCTION.',
      sql: ['CREATE FUNCTION f() RETURNS int'],
      error: 'near "FUNCTION": syntax error',
    },
  ],
  checkStatement: (input) => foreignProblems(input, 'stored-code'),
});
