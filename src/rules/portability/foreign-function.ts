import { foreignProblems } from '../foreign-problems.ts';
import { defineRule } from '../rule.ts';

const query = (sql: string): Record<string, string> => ({ 'queries/report.sqlite.sql': sql });

export default defineRule({
  id: 'portability/foreign-function',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree', 'syntax', 'schema'],
  inPrograms: true,
  fix: 'safe',
  docs: {
    what: 'Finds functions of Postgres or MySQL that SQLite has not, or has under another name: `left()`, `lpad()`, `greatest()`, `split_part()`, `gen_random_uuid()`, `FIND_IN_SET()`, `pg_sleep()`.',
    why: 'The statement does not compile. In a trigger or a view, which SQLite makes without a look at functions, it fails when it is used.',
    sources: [
      'https://sqlite.org/lang_corefunc.html',
      'https://www.postgresql.org/docs/current/functions.html',
      'https://dev.mysql.com/doc/refman/8.4/en/built-in-function-reference.html',
    ],
    bad: [
      query('SELECT left(title, 3) FROM report;\n'),
      query('SELECT greatest(a, b) FROM report;\n'),
      query('SELECT substring(title FROM 2 FOR 3) FROM report;\n'),
      query("SELECT id FROM report WHERE FIND_IN_SET('a', tags);\n"),
      {
        'schema.sqlite.sql':
          'CREATE TABLE report (id TEXT NOT NULL PRIMARY KEY DEFAULT (gen_random_uuid()), title TEXT);\n',
      },
      {
        'schema.sqlite.sql':
          'CREATE TABLE report (id INTEGER PRIMARY KEY, title TEXT);\nCREATE VIEW short AS SELECT left(title, 3) FROM report;\n',
      },
    ],
    good: [
      // A view that a later migration has replaced.
      {
        'migrations/001_init.sqlite.sql':
          'CREATE TABLE report (id INTEGER PRIMARY KEY, title TEXT);\nCREATE VIEW short AS SELECT left(title, 3) AS t FROM report;\n',
        'migrations/002_short.sqlite.sql':
          'DROP VIEW short;\nCREATE VIEW short AS SELECT substr(title, 1, 3) AS t FROM report;\n',
      },
      query(
        'SELECT substr(title, 1, 3), max(a, b), substring(title, 2, 3), concat(a, b), iif(a, b, a) FROM report;\n',
      ),
      // A table of that name.
      query('SELECT "left", truncate FROM report AS "right";\n'),
      { 'queries/postgres/report.sql': 'SELECT left(title, 3) FROM report;\n' },
    ],
  },
  proofs: [
    { claim: 'SQLite has no left().', sql: ["SELECT left('abc', 1)"], error: 'no such function: left' },
    {
      claim: 'A view with it is made, and can’t be read.',
      sql: ['CREATE VIEW v AS SELECT left(1, 1)', 'SELECT * FROM v'],
      error: 'no such function: left',
    },
    {
      claim: 'max() of several values is the largest of them.',
      sql: ['SELECT max(1, 3, 2), max(1, NULL)'],
      expect: [[3, null]],
    },
  ],
  checkStatement: (input) => foreignProblems(input, 'foreign-function'),
});
