import { foreignProblems } from '../foreign-problems.ts';
import { defineRule } from '../rule.ts';

const query = (sql: string): Record<string, string> => ({ 'queries/report.sqlite.sql': sql });

export default defineRule({
  id: 'portability/postgres-table-clause',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree', 'syntax'],
  fix: 'safe',
  docs: {
    what: 'Finds what Postgres adds to tables, views and DROP: `UNLOGGED`, `PARTITION BY`, `TABLESPACE`, `INHERITS`, `LIKE`, `WITH (fillfactor = …)`, `DROP … CASCADE`, `CREATE OR REPLACE VIEW`.',
    why: 'SQLite refuses the statement; a migration stops there.',
    sources: [
      'https://sqlite.org/lang_createtable.html',
      'https://sqlite.org/lang_droptable.html',
      'https://www.postgresql.org/docs/current/sql-createtable.html',
    ],
    bad: [
      { 'schema.sqlite.sql': 'CREATE TABLE report (id INTEGER PRIMARY KEY);\nDROP TABLE report CASCADE;\n' },
      { 'schema.sqlite.sql': 'CREATE UNLOGGED TABLE report (id INTEGER PRIMARY KEY);\n' },
      { 'schema.sqlite.sql': 'CREATE TABLE report (id INTEGER PRIMARY KEY) PARTITION BY RANGE (id);\n' },
      query('CREATE OR REPLACE VIEW latest AS SELECT 1;\n'),
    ],
    good: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE report (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES report (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED) STRICT;\nCREATE INDEX report_parent ON report (parent);\nCREATE VIEW latest AS SELECT id FROM report;\nDROP VIEW latest;\n',
      },
      { 'queries/postgres/report.sql': 'DROP TABLE report CASCADE;\n' },
    ],
  },
  proofs: [
    {
      claim: 'SQLite has no DROP … CASCADE.',
      sql: ['CREATE TABLE t (a)', 'DROP TABLE t CASCADE'],
      error: 'near "CASCADE": syntax error',
    },
  ],
  checkStatement: (input) => foreignProblems(input, 'postgres-table-clause'),
});
