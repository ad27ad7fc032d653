import { foreignProblems } from '../foreign-problems.ts';
import { defineRule } from '../rule.ts';

const query = (sql: string): Record<string, string> => ({ 'queries/report.sqlite.sql': sql });

export default defineRule({
  id: 'portability/postgres-schema-name',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree', 'syntax'],
  fix: 'none',
  docs: {
    what: 'Finds tables that are named with a schema of Postgres: `public.users`, `pg_catalog.pg_class`, `information_schema.tables`.',
    why: 'SQLite takes the name in front for an attached database. Where there is none of that name, the statement fails.',
    sources: [
      'https://sqlite.org/lang_naming.html',
      'https://www.postgresql.org/docs/current/ddl-schemas.html',
    ],
    bad: [
      query('SELECT id FROM public.report;\n'),
      query('SELECT table_name FROM information_schema.tables;\n'),
    ],
    good: [
      query('SELECT id FROM main.report;\nSELECT name FROM sqlite_schema;\n'),
      // A table that is called public.
      query('SELECT public.id FROM report AS public;\n'),
      // A database of that name is attached.
      {
        'db.py':
          'import sqlite3\n\ndb = sqlite3.connect("app.db", timeout=10)\ndb.execute("PRAGMA journal_mode = WAL")\ndb.execute("ATTACH \'public.db\' AS public")\n',
        'queries/report.sqlite.sql': 'SELECT id FROM public.report;\n',
      },
      { 'queries/postgres/report.sql': 'SELECT id FROM public.report;\n' },
    ],
  },
  proofs: [
    {
      claim: 'A name in front of a table is that of a database.',
      sql: ['SELECT 1 FROM public.t'],
      error: 'no such table: public.t',
    },
  ],
  checkStatement: (input) => foreignProblems(input, 'postgres-schema-name'),
});
