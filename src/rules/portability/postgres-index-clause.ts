import { foreignProblems } from '../foreign-problems.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'portability/postgres-index-clause',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree', 'syntax'],
  fix: 'safe',
  docs: {
    what: 'Finds what Postgres adds to indexes: `USING gin`, `USING btree`, `CONCURRENTLY`, `INCLUDE`, operator classes, `NULLS NOT DISTINCT`.',
    why: 'SQLite refuses the statement, and the index is missing.',
    sources: [
      'https://sqlite.org/lang_createindex.html',
      'https://sqlite.org/expridx.html',
      'https://www.postgresql.org/docs/current/sql-createindex.html',
    ],
    bad: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE report (id INTEGER PRIMARY KEY, data TEXT);\nCREATE INDEX report_data ON report USING gin (data);\n',
      },
      {
        'schema.sqlite.sql':
          'CREATE TABLE report (id INTEGER PRIMARY KEY, data TEXT);\nCREATE INDEX CONCURRENTLY report_data ON report (data);\n',
      },
      {
        'schema.sqlite.sql':
          'CREATE TABLE report (id INTEGER PRIMARY KEY, a TEXT, b TEXT);\nCREATE INDEX report_a ON report (a) INCLUDE (b);\n',
      },
    ],
    good: [
      {
        'schema.sqlite.sql':
          "CREATE TABLE report (id INTEGER PRIMARY KEY, data TEXT, a TEXT);\nCREATE INDEX IF NOT EXISTS report_data ON report (data ->> '$.a', a COLLATE NOCASE DESC) WHERE a IS NOT NULL;\n",
      },
      // An index of that name.
      {
        'schema.sqlite.sql':
          'CREATE TABLE report (id INTEGER PRIMARY KEY, a TEXT);\nCREATE INDEX concurrently ON report (a);\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'SQLite has no methods of indexes.',
      sql: ['CREATE TABLE t (a)', 'CREATE INDEX i ON t USING gin (a)'],
      error: 'near "USING": syntax error',
    },
    {
      claim: 'It takes CONCURRENTLY for the index’s name.',
      sql: ['CREATE TABLE t (a)', 'CREATE INDEX CONCURRENTLY i ON t (a)'],
      error: 'near "i": syntax error',
    },
  ],
  checkStatement: (input) => foreignProblems(input, 'postgres-index-clause'),
});
