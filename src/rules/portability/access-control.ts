import { foreignProblems } from '../foreign-problems.ts';
import { defineRule } from '../rule.ts';

const query = (sql: string): Record<string, string> => ({ 'queries/report.sqlite.sql': sql });

export default defineRule({
  id: 'portability/access-control',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree', 'syntax'],
  fix: 'none',
  docs: {
    what: 'Finds statements about users and permissions: `GRANT`, `CREATE ROLE`, `CREATE POLICY`, `SET ROLE`.',
    why: 'SQLite has no users, and refuses them: whoever can read the file can read all of it.',
    sources: ['https://sqlite.org/omitted.html', 'https://www.postgresql.org/docs/current/user-manag.html'],
    bad: [
      query('GRANT SELECT ON report TO reader;\n'),
      query('CREATE POLICY own ON report USING (owner = 1);\n'),
    ],
    good: [
      query("SELECT grant, role FROM report WHERE policy = 'GRANT ALL';\n"),
      { 'queries/postgres/report.sql': 'GRANT SELECT ON report TO reader;\n' },
    ],
  },
  proofs: [
    { claim: 'SQLite has no GRANT.', sql: ['GRANT SELECT ON t TO a'], error: 'near "GRANT": syntax error' },
  ],
  checkStatement: (input) => foreignProblems(input, 'access-control'),
});
