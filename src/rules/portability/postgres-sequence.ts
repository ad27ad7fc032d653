import { foreignProblems } from '../foreign-problems.ts';
import { defineRule } from '../rule.ts';

const query = (sql: string): Record<string, string> => ({ 'queries/report.sqlite.sql': sql });

export default defineRule({
  id: 'portability/postgres-sequence',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree', 'syntax', 'schema'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds counters of Postgres: `GENERATED … AS IDENTITY`, `CREATE SEQUENCE`, `nextval()`.',
    why: 'SQLite refuses the statement. It gives an INTEGER PRIMARY KEY its number by itself.',
    sources: [
      'https://sqlite.org/autoinc.html',
      'https://www.postgresql.org/docs/current/sql-createsequence.html',
    ],
    bad: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE report (id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title TEXT);\n',
      },
      query("INSERT INTO report (id) VALUES (nextval('report_id_seq'));\n"),
      query('CREATE SEQUENCE report_id_seq;\n'),
    ],
    good: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE report (id INTEGER PRIMARY KEY, title TEXT, words INTEGER GENERATED ALWAYS AS (length(title)) STORED);\n',
      },
      { 'queries/postgres/report.sql': "SELECT nextval('report_id_seq');\n" },
    ],
  },
  proofs: [
    {
      claim: 'SQLite has no identity columns.',
      sql: ['CREATE TABLE t (a INTEGER GENERATED ALWAYS AS IDENTITY)'],
      error: 'near "IDENTITY": syntax error',
    },
    {
      claim: 'INTEGER PRIMARY KEY counts.',
      sql: [
        'CREATE TABLE t (a INTEGER PRIMARY KEY, b)',
        'INSERT INTO t (b) VALUES (1), (2)',
        'SELECT a FROM t',
      ],
      expect: [[1], [2]],
    },
  ],
  checkStatement: (input) => foreignProblems(input, 'postgres-sequence'),
});
