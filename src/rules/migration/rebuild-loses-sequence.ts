import { eventPlace, eventsOf } from '../rehearsal-events.ts';
import { defineRule } from '../rule.ts';

const rebuild =
  'CREATE TABLE bill_new (id INTEGER PRIMARY KEY AUTOINCREMENT, total INTEGER NOT NULL DEFAULT 0);\nINSERT INTO bill_new SELECT id, total FROM bill;\n';
const rename = 'DROP TABLE bill;\nALTER TABLE bill_new RENAME TO bill;\n';
const project = (migration: string): Record<string, string> => ({
  'migrations/001_init.sqlite.sql':
    'CREATE TABLE bill (id INTEGER PRIMARY KEY AUTOINCREMENT, total INTEGER);\n',
  'migrations/002_rebuild.sqlite.sql': migration,
});

export default defineRule({
  id: 'migration/rebuild-loses-sequence',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['rehearsal'],
  fix: 'none',
  docs: {
    what: 'Finds migrations that rebuild a table with AUTOINCREMENT and do not carry over the number that it has reached.',
    why: 'AUTOINCREMENT promises that no key is given out twice. The new table starts behind the highest key that is left: where the last rows were deleted, their keys are given out again, and whatever still names them (files, logs, other systems) means another row then.',
    sources: ['https://sqlite.org/autoinc.html'],
    bad: [project(rebuild + rename)],
    good: [
      project(
        `${rebuild}UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'bill') WHERE name = 'bill_new';\n${rename}`,
      ),
      // Without AUTOINCREMENT nothing is promised.
      project(
        `CREATE TABLE bill_new (id INTEGER PRIMARY KEY, total INTEGER);\nINSERT INTO bill_new SELECT id, total FROM bill;\n${rename}`,
      ),
    ],
  },
  proofs: [
    {
      claim: 'A key is given out a second time.',
      sql: [
        'CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a)',
        'INSERT INTO t (a) VALUES (1), (2)',
        'DELETE FROM t WHERE id = 2',
        'CREATE TABLE u (id INTEGER PRIMARY KEY AUTOINCREMENT, a)',
        'INSERT INTO u SELECT * FROM t',
        'DROP TABLE t',
        'ALTER TABLE u RENAME TO t',
        'INSERT INTO t (a) VALUES (3) RETURNING id',
      ],
      expect: [[2]],
    },
  ],
  *checkDatabase(database) {
    for (const event of eventsOf(database, 'object-lost')) {
      if (event.object !== 'sequence') continue;
      yield {
        ...eventPlace(event),
        message: `Rebuilding ${event.table} forgets which keys AUTOINCREMENT has given out. Those of deleted rows behind the highest are given out again.`,
        help: 'Before the table is dropped, copy its row of sqlite_sequence to the new table.',
      };
    }
  },
});
