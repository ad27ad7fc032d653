import { postsWithComments } from '../examples.ts';
import { eventPlace, eventsOf } from '../rehearsal-events.ts';
import { defineRule } from '../rule.ts';

const init = postsWithComments();
const wrong =
  "ALTER TABLE post RENAME TO post_old;\nCREATE TABLE post (id INTEGER PRIMARY KEY, title TEXT NOT NULL);\nINSERT INTO post SELECT id, coalesce(title, '') FROM post_old;\nDROP TABLE post_old;\n";
const project = (migration: string): Record<string, string> => ({
  'migrations/001_init.sqlite.sql': init,
  'migrations/002_rebuild.sqlite.sql': migration,
});

export default defineRule({
  id: 'migration/rebuild-rename-first',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['rehearsal'],
  fix: 'none',
  docs: {
    what: 'Finds migrations that rebuild a table by renaming the old one away first, so that foreign keys of other tables follow it, and refer to a table that is gone in the end.',
    why: 'ALTER TABLE … RENAME TO also changes the REFERENCES clauses of other tables, since SQLite 3.26 with foreign keys off as well. When the old table is dropped, every insert into those tables fails with “no such table” as soon as foreign keys are on.',
    sources: [
      'https://sqlite.org/lang_altertable.html#otheralter',
      'https://sqlite.org/lang_altertable.html#alter_table_rename',
    ],
    bad: [project(`PRAGMA foreign_keys = OFF;\n${wrong}PRAGMA foreign_keys = ON;\n`)],
    good: [
      project(
        "PRAGMA foreign_keys = OFF;\nCREATE TABLE post_new (id INTEGER PRIMARY KEY, title TEXT NOT NULL);\nINSERT INTO post_new SELECT id, coalesce(title, '') FROM post;\nDROP TABLE post;\nALTER TABLE post_new RENAME TO post;\nPRAGMA foreign_keys = ON;\n",
      ),
      // As it was before SQLite 3.26.
      project(
        `PRAGMA foreign_keys = OFF;\nPRAGMA legacy_alter_table = ON;\n${wrong}PRAGMA legacy_alter_table = OFF;\nPRAGMA foreign_keys = ON;\n`,
      ),
    ],
  },
  proofs: [
    {
      claim: 'The foreign key follows the table that is renamed away.',
      sql: [
        'PRAGMA foreign_keys = OFF',
        ...init.trim().split('\n'),
        'ALTER TABLE post RENAME TO post_old',
        'CREATE TABLE post (id INTEGER PRIMARY KEY, title TEXT)',
        'DROP TABLE post_old',
        'SELECT "table" FROM pragma_foreign_key_list(\'comment\')',
      ],
      expect: [['post_old']],
    },
    {
      claim: 'Then nothing can be inserted any more.',
      sql: [
        ...init.trim().split('\n'),
        'PRAGMA foreign_keys = OFF',
        'ALTER TABLE post RENAME TO post_old',
        'CREATE TABLE post (id INTEGER PRIMARY KEY, title TEXT)',
        'DROP TABLE post_old',
        'PRAGMA foreign_keys = ON',
        'INSERT INTO comment VALUES (1, 1)',
      ],
      error: 'no such table: main.post_old',
    },
  ],
  *checkDatabase(database) {
    const events = eventsOf(database, 'reference-moved');
    for (const event of events) {
      const together = events.filter(({ place, to }) => place === event.place && to === event.to);
      if (together[0] !== event) continue;
      const names = [...new Set(together.map(({ table }) => table))].join(', ');
      yield {
        ...eventPlace(event),
        message: `Renaming ${event.from} to ${event.to} takes along the foreign keys of other tables. Those of ${names} then refer to ${event.to}, which is gone in the end.`,
        help: `Make the new table under another name, copy, drop ${event.from}, and rename the new one last.`,
      };
    }
  },
});
