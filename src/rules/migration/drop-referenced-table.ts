import { enforcingProgram, postsWithComments, rebuildOfPosts as rebuild } from '../examples.ts';
import { rebuildHelp } from '../foreign-keys-off.ts';
import { eventPlace, refusalsOf } from '../rehearsal-events.ts';
import { defineRule } from '../rule.ts';

const init = postsWithComments();
const project = (migration: string): Record<string, string> => ({
  ...enforcingProgram,
  'migrations/001_init.sqlite.sql': init,
  'migrations/002_rebuild.sqlite.sql': migration,
});

export default defineRule({
  id: 'migration/drop-referenced-table',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['rehearsal', 'connections'],
  fix: 'none',
  docs: {
    what: 'Finds migrations that drop a table with foreign keys on while rows of other tables refer to it without ON DELETE, or with RESTRICT.',
    why: 'With foreign keys on, DROP TABLE first deletes the rows, and fails with “FOREIGN KEY constraint failed” as soon as one of them is referred to. On an empty database it passes.',
    sources: ['https://sqlite.org/foreignkeys.html#fk_schemacommands'],
    bad: [project(rebuild)],
    good: [
      project(
        `PRAGMA foreign_keys = OFF;\nBEGIN;\n${rebuild}PRAGMA foreign_key_check;\nCOMMIT;\nPRAGMA foreign_keys = ON;\n`,
      ),
      // The rows that refer to it go first.
      project('DROP TABLE comment;\nDROP TABLE post;\n'),
      // Nothing tells that foreign keys are enforced where this runs.
      { 'migrations/001_init.sqlite.sql': init, 'migrations/002_rebuild.sqlite.sql': rebuild },
    ],
  },
  proofs: [
    {
      claim: 'Dropping a table fails while rows refer to it.',
      sql: [
        'PRAGMA foreign_keys = ON',
        ...init.trim().split('\n'),
        "INSERT INTO post VALUES (1, 'a')",
        'INSERT INTO comment VALUES (1, 1)',
        'DROP TABLE post',
      ],
      error: 'FOREIGN KEY constraint failed',
    },
    {
      claim: 'Without rows it passes.',
      sql: [
        'PRAGMA foreign_keys = ON',
        ...init.trim().split('\n'),
        'DROP TABLE post',
        'SELECT count(*) FROM comment',
      ],
      expect: [[0]],
    },
  ],
  *checkDatabase(database, project) {
    for (const event of refusalsOf(database, 'foreign-key')) {
      if (!event.always) continue;
      yield {
        ...eventPlace(event),
        message: `Dropping ${event.table} with foreign keys on fails once a row refers to it. It passes on an empty database only.`,
        help: rebuildHelp(eventPlace(event).file, project),
      };
    }
  },
});
