import { foreignProblems } from '../foreign-problems.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'portability/mysql-table-clause',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree', 'syntax'],
  fix: 'safe',
  docs: {
    what: 'Finds what MySQL adds to tables and indexes: `ENGINE=`, `CHARSET`, `AUTO_INCREMENT` behind a constraint, `ENUM(…)`, `UNSIGNED`, `ON UPDATE CURRENT_TIMESTAMP`, `KEY` within a table, `COMMENT`.',
    why: 'SQLite refuses the whole table.',
    sources: [
      'https://sqlite.org/lang_createtable.html',
      'https://dev.mysql.com/doc/refman/8.4/en/create-table.html',
    ],
    bad: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE report (id INTEGER PRIMARY KEY) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n',
      },
      {
        'schema.sqlite.sql':
          "CREATE TABLE report (id INTEGER PRIMARY KEY, state ENUM('open', 'done') NOT NULL);\n",
      },
      {
        'schema.sqlite.sql':
          'CREATE TABLE report (id INTEGER PRIMARY KEY, title TEXT, KEY by_title (title));\n',
      },
      {
        'schema.sqlite.sql':
          'CREATE TABLE report (id INTEGER PRIMARY KEY, at TEXT DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP);\n',
      },
      { 'schema.sqlite.sql': 'CREATE TABLE report (id INTEGER NOT NULL AUTO_INCREMENT);\n' },
      {
        'schema.sqlite.sql':
          'CREATE TABLE report (id INTEGER PRIMARY KEY, title TEXT COLLATE utf8mb4_unicode_ci);\n',
      },
    ],
    good: [
      {
        'schema.sqlite.sql':
          "CREATE TABLE report (id INTEGER PRIMARY KEY AUTOINCREMENT, state TEXT NOT NULL CHECK (state IN ('open', 'done')), title TEXT, UNIQUE (title));\nCREATE INDEX report_state ON report (state);\n",
      },
      // Words of MySQL as names.
      {
        'schema.sqlite.sql':
          'CREATE TABLE report (id INTEGER PRIMARY KEY, engine TEXT, comment TEXT, key TEXT, enum TEXT);\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'SQLite has no options of a table but STRICT and WITHOUT ROWID.',
      sql: ['CREATE TABLE t (a) ENGINE=InnoDB'],
      error: 'near "=": syntax error',
    },
    { claim: 'Nor has it ENUM.', sql: ["CREATE TABLE t (a ENUM('x'))"], error: 'near "\'x\'": syntax error' },
    {
      claim: 'A key counts on from the largest one.',
      sql: [
        'CREATE TABLE t (id INTEGER PRIMARY KEY, a)',
        'INSERT INTO t VALUES (500, 1)',
        'INSERT INTO t (a) VALUES (2)',
        'SELECT max(id) FROM t',
      ],
      expect: [[501]],
    },
  ],
  checkStatement: (input) => foreignProblems(input, 'mysql-table-clause'),
});
