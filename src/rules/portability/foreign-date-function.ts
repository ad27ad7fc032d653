import { foreignProblems } from '../foreign-problems.ts';
import { defineRule } from '../rule.ts';

const query = (sql: string): Record<string, string> => ({ 'queries/report.sqlite.sql': sql });

const program = {
  'package.json': '{ "dependencies": { "better-sqlite3": "12.11.1" } }\n',
  'schema.sqlite.sql': 'CREATE TABLE note (id INTEGER PRIMARY KEY, at TEXT NOT NULL);\n',
  'db.js':
    "import Database from 'better-sqlite3';\nexport const db = new Database('app.db');\ndb.pragma('journal_mode = WAL');\n",
};

export default defineRule({
  id: 'portability/foreign-date-function',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree', 'syntax', 'schema'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds functions and literals for dates that Postgres or MySQL have and SQLite has not: `now()`, `date_trunc()`, `EXTRACT`, `INTERVAL`, `to_char()`, `DATE_ADD()`, `CURDATE()`.',
    why: 'A query with one of them does not compile. As a default, `DEFAULT (now())`, SQLite accepts it: the table is made, and each INSERT without a value fails.',
    sources: [
      'https://sqlite.org/lang_datefunc.html',
      'https://sqlite.org/lang_createtable.html#dfltval',
      'https://www.postgresql.org/docs/current/functions-datetime.html',
      'https://dev.mysql.com/doc/refman/8.4/en/date-and-time-functions.html',
    ],
    bad: [
      query('SELECT id FROM report WHERE created_at < now();\n'),
      query("SELECT date_trunc('month', created_at) FROM report;\n"),
      query('SELECT extract(year FROM created_at) FROM report;\n'),
      query("SELECT id FROM report WHERE created_at > CURRENT_TIMESTAMP - INTERVAL '7 days';\n"),
      query("SELECT DATE_FORMAT(created_at, '%Y') FROM report;\n"),
      {
        'schema.sqlite.sql':
          'CREATE TABLE report (id INTEGER PRIMARY KEY, created_at TEXT NOT NULL DEFAULT (now()));\n',
      },
      {
        'schema.sqlite.sql':
          'CREATE TABLE report (id INTEGER PRIMARY KEY, created_at TEXT NOT NULL DEFAULT now());\n',
      },
      {
        ...program,
        'notes.js':
          "import { db } from './db.js';\nexport const recent = () => db.prepare('SELECT id FROM note WHERE at < now()').all();\n",
      },
    ],
    good: [
      query(
        "SELECT strftime('%Y', created_at), date(created_at, 'start of month') FROM report WHERE created_at < CURRENT_TIMESTAMP;\n",
      ),
      {
        'schema.sqlite.sql':
          'CREATE TABLE report (id INTEGER PRIMARY KEY, created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);\n',
      },
      // A column of that name.
      query("SELECT now, interval FROM report WHERE now > 'INTERVAL 1 DAY';\n"),
      // Nothing says that this query is for SQLite.
      {
        'package.json': '{ "dependencies": { "better-sqlite3": "12.11.1" } }\n',
        'reports/monthly.sql': "SELECT date_trunc('month', at) FROM orders;\n",
      },
      // The same text is for Postgres as well.
      {
        ...program,
        'package.json': '{ "dependencies": { "better-sqlite3": "12.11.1", "pg": "8.13.0" } }\n',
        'notes.js':
          "import { db } from './db.js';\nexport const recent = () => db.prepare('SELECT id FROM note WHERE at < now()').all();\n",
      },
      // The program brings the function along.
      {
        'db.py':
          'import sqlite3\n\nfrom clock import now\n\ndb = sqlite3.connect("app.db", timeout=10)\ndb.execute("PRAGMA journal_mode = WAL")\ndb.create_function("now", 0, now)\n',
        'queries/report.sqlite.sql': 'SELECT id FROM report WHERE created_at < now();\n',
      },
      // An extension may bring it along.
      query("SELECT load_extension('./clock');\nSELECT id FROM report WHERE created_at < now();\n"),
      query('.load ./clock\nSELECT id FROM report WHERE created_at < now();\n'),
      {
        'Sources/Store.swift':
          'import GRDB\n\nlet now = DatabaseFunction("now", argumentCount: 0) { _ in Date() }\n\nfunc prepare(_ db: Database) {\n    db.add(function: now)\n}\n',
        'queries/report.sqlite.sql': 'SELECT id FROM report WHERE created_at < now();\n',
      },
      {
        'store.py':
          'from peewee import SqliteDatabase\n\ndb = SqliteDatabase("app.db", pragmas={"journal_mode": "wal", "busy_timeout": 5000})\n\n\n@db.func("now")\ndef now():\n    return clock.time()\n',
        'queries/report.sqlite.sql': 'SELECT id FROM report WHERE created_at < now();\n',
      },
      { 'queries/postgres/report.sql': 'SELECT id FROM report WHERE created_at < now();\n' },
    ],
  },
  proofs: [
    { claim: 'SQLite has no now().', sql: ['SELECT now()'], error: 'no such function: now' },
    {
      claim: 'It accepts it as a default.',
      sql: ['CREATE TABLE t (a, b DEFAULT (now()))', 'SELECT count(*) FROM t'],
      expect: [[0]],
    },
    {
      claim: 'An INSERT that needs the default fails.',
      sql: ['CREATE TABLE t (a, b DEFAULT (now()))', 'INSERT INTO t (a) VALUES (1)'],
      error: 'unknown function: now()',
    },
    {
      claim: 'Without parentheses SQLite refuses the table.',
      sql: ['CREATE TABLE t (a, b DEFAULT now())'],
      error: 'near "(": syntax error',
    },
  ],
  checkStatement: (input) => foreignProblems(input, 'foreign-date-function'),
});
