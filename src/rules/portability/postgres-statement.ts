import { foreignProblems } from '../foreign-problems.ts';
import { defineRule } from '../rule.ts';

const query = (sql: string): Record<string, string> => ({ 'queries/report.sqlite.sql': sql });

export default defineRule({
  id: 'portability/postgres-statement',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree', 'syntax'],
  fix: 'none',
  docs: {
    what: 'Finds statements of Postgres: `CREATE EXTENSION`, `CREATE TYPE`, `CREATE MATERIALIZED VIEW`, `COMMENT ON`, `LISTEN`, `COPY`, `CREATE PUBLICATION`, `VACUUM FULL`.',
    why: 'SQLite refuses the statement; a migration stops there.',
    sources: ['https://sqlite.org/lang.html', 'https://www.postgresql.org/docs/current/sql-commands.html'],
    bad: [
      query('CREATE EXTENSION IF NOT EXISTS pgcrypto;\n'),
      query("CREATE TYPE state AS ENUM ('open', 'done');\n"),
      query("COMMENT ON TABLE report IS 'all reports';\n"),
      query('REFRESH MATERIALIZED VIEW totals;\n'),
      query('VACUUM FULL report;\n'),
    ],
    good: [
      query("SELECT extension, type, comment, listen FROM report WHERE title = 'CREATE EXTENSION';\n"),
      query('VACUUM;\nREINDEX report;\nANALYZE;\n'),
      { 'queries/postgres/report.sql': 'CREATE EXTENSION pgcrypto;\n' },
    ],
  },
  proofs: [
    {
      claim: 'SQLite has no extensions of that kind.',
      sql: ['CREATE EXTENSION pgcrypto'],
      error: 'near "EXTENSION": syntax error',
    },
  ],
  checkStatement: (input) => foreignProblems(input, 'postgres-statement'),
});
