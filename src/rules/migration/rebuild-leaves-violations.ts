import { postsWithComments } from '../examples.ts';
import { eventPlace, eventsOf } from '../rehearsal-events.ts';
import { defineRule } from '../rule.ts';

const init = postsWithComments('ON DELETE CASCADE');
const rebuild = (copy: string): string =>
  `PRAGMA foreign_keys = OFF;\nBEGIN;\nCREATE TABLE post_new (id INTEGER PRIMARY KEY, title TEXT);\n${copy}DROP TABLE post;\nALTER TABLE post_new RENAME TO post;\nCOMMIT;\nPRAGMA foreign_keys = ON;\n`;
const project = (migration: string): Record<string, string> => ({
  'migrations/001_init.sqlite.sql': init,
  'migrations/002_rebuild.sqlite.sql': migration,
});

export default defineRule({
  id: 'migration/rebuild-leaves-violations',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['rehearsal'],
  fix: 'none',
  docs: {
    what: 'Finds migrations that rebuild a table with foreign keys off and do not copy all of its rows, or not with their keys, so that rows of other tables refer to nothing.',
    why: 'With foreign keys off nothing is checked. The rows stay wrong when they are switched on again; an update of them fails much later, with “FOREIGN KEY constraint failed”.',
    sources: ['https://sqlite.org/pragma.html#pragma_foreign_key_check'],
    bad: [project(rebuild('INSERT INTO post_new SELECT id, title FROM post WHERE id > 2;\n'))],
    good: [
      project(rebuild('INSERT INTO post_new SELECT id, title FROM post;\n')),
      project(
        rebuild(
          'INSERT INTO post_new SELECT id, title FROM post WHERE id > 2;\nDELETE FROM comment WHERE post_id NOT IN (SELECT id FROM post_new);\n',
        ),
      ),
    ],
  },
  proofs: [
    {
      claim: 'Rows that refer to nothing stay when foreign keys are switched on.',
      sql: [
        'PRAGMA foreign_keys = OFF',
        ...init.trim().split('\n'),
        'INSERT INTO comment VALUES (1, 7)',
        'PRAGMA foreign_keys = ON',
        'SELECT "table", rowid, parent FROM pragma_foreign_key_check',
      ],
      expect: [['comment', 1, 'post']],
    },
  ],
  *checkDatabase(database) {
    for (const event of eventsOf(database, 'violations-left')) {
      yield {
        ...eventPlace(event),
        message: `Behind this migration, rows of ${event.table} refer to rows of ${event.parent} that are gone. Foreign keys are off while it runs.`,
        help: `Copy every row of ${event.parent} with its key, or delete what refers to those left out; run PRAGMA foreign_key_check before COMMIT.`,
      };
    }
  },
});
