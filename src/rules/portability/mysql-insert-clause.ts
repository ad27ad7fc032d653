import { plainName } from '../../advice/advise.ts';
import type { ForeignUse } from '../../sql/foreign-syntax.ts';
import { foreignProblems } from '../foreign-problems.ts';
import { conflictKeys } from '../replaced-rows.ts';
import { defineRule, type Fix, type StatementInput } from '../rule.ts';

const query = (sql: string): Record<string, string> => ({ 'queries/report.sqlite.sql': sql });

export default defineRule({
  id: 'portability/mysql-insert-clause',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree', 'syntax'],
  fix: 'unsafe',
  docs: {
    what: 'Finds forms of INSERT that MySQL has: `INSERT IGNORE`, `ON DUPLICATE KEY UPDATE`, `INSERT … SET`, `VALUES ()`.',
    why: 'SQLite refuses the statement, and has another form for each.',
    sources: [
      'https://sqlite.org/lang_upsert.html',
      'https://sqlite.org/lang_insert.html',
      'https://dev.mysql.com/doc/refman/8.4/en/insert.html',
    ],
    bad: [
      query('INSERT IGNORE INTO report (id) VALUES (?);\n'),
      query('INSERT INTO report (id, n) VALUES (?, 1) ON DUPLICATE KEY UPDATE n = n + 1;\n'),
      query('INSERT INTO report SET id = 1;\n'),
      {
        'schema.sqlite.sql':
          'CREATE TABLE report (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, n INTEGER);\n',
        'queries/report.sqlite.sql':
          'INSERT INTO report (code, n) VALUES (?, ?) ON DUPLICATE KEY UPDATE n = n + VALUES(n);\n',
      },
    ],
    good: [
      query(
        'INSERT OR IGNORE INTO report (id) VALUES (?);\nINSERT INTO report (id, n) VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET n = n + 1;\nREPLACE INTO report (id) VALUES (?);\nINSERT INTO report DEFAULT VALUES;\n',
      ),
    ],
  },
  proofs: [
    {
      claim: 'SQLite has no INSERT IGNORE.',
      sql: ['CREATE TABLE t (a)', 'INSERT IGNORE INTO t VALUES (1)'],
      error: 'near "IGNORE": syntax error',
    },
    {
      claim: 'INSERT OR IGNORE skips rows that are there.',
      sql: [
        'CREATE TABLE t (a PRIMARY KEY)',
        'INSERT INTO t VALUES (1)',
        'INSERT OR IGNORE INTO t VALUES (1)',
        'SELECT count(*) FROM t',
      ],
      expect: [[1]],
    },
  ],
  checkStatement: (input) => foreignProblems(input, 'mysql-insert-clause', (use) => upsertFix(use, input)),
});

/** `ON CONFLICT (key) DO UPDATE`, where the schema tells of one key alone that the inserted values can meet. */
function upsertFix({ construct, range, groups }: ForeignUse, { syntax, database }: StatementInput): Fix[] {
  const [assignments] = groups;
  if (construct.name !== 'ON DUPLICATE KEY UPDATE' || assignments === undefined) return [];
  const head =
    /^\s*INSERT\s+INTO\s+(`\w+`|"\w+"|\w+)\s*\(([^()]*)\)\s*VALUES\b/i.exec(
      syntax.text.slice(0, range.start),
    ) ?? [];
  const [, table = '', names = ''] = head;
  const state = database?.timeline?.tables.get(plain(table));
  if (!state || state.uncertain !== undefined) return [];
  const written = names.split(',').map((name) => name.trim());
  const [met, ...others] = conflictKeys({ table: state.table, columns: written.map(plain) });
  if (met === undefined || others.length > 0) return [];
  const key = met.map((name) => written.find((one) => plain(one) === name) ?? plainName(name)).join(', ');
  const set = assignments.replace(/\bVALUES\s*\(\s*([`"]?\w+[`"]?)\s*\)/gi, 'excluded.$1');
  return [
    {
      title: `Change to ON CONFLICT (${key}) DO UPDATE`,
      safe: false,
      edits: [{ range, text: `ON CONFLICT (${key}) DO UPDATE SET ${set}` }],
    },
  ];
}

/** A name without quotes, in lower case. */
function plain(name: string): string {
  return name.replace(/^[`"]|[`"]$/g, '').toLowerCase();
}
