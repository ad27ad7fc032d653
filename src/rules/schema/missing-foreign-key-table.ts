import { mayKeepReferences } from '../../project/legacy-alter.ts';
import { nearestName } from '../../text/nearest.ts';
import { defineRule } from '../rule.ts';
import { knownTables } from '../schema-columns.ts';
import { foreignKeyPlace } from '../schema-places.ts';
import { isCertain } from '../sure-schema.ts';

export default defineRule({
  id: 'schema/missing-foreign-key-table',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema', 'rehearsal'],
  fix: 'none',
  docs: {
    what: 'Finds foreign keys to a table that nothing in the project makes.',
    why: 'CREATE TABLE does not look for the parent. Where foreign keys are enforced, every write to the child fails with “no such table”; where they are not, the reference is never checked.',
    sources: ['https://sqlite.org/foreignkeys.html#fk_schemacommands'],
    bad: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE author (id INTEGER PRIMARY KEY);\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES authors (id));\nCREATE INDEX book_author ON book (author_id);\n',
      },
    ],
    good: [
      // The parent is made later, in another file.
      {
        'migrations/1_book.sqlite.sql':
          'CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES author (id));\nCREATE INDEX book_author ON book (author_id);\n',
        'migrations/2_author.sqlite.sql': 'CREATE TABLE author (id INTEGER PRIMARY KEY);\n',
      },
      // The program has references stay with the name of a table that is renamed.
      {
        'migrate.py':
          'import sqlite3\n\ndb = sqlite3.connect("app.db", timeout=10)\ndb.execute("PRAGMA journal_mode = WAL")\ndb.execute("PRAGMA legacy_alter_table = ON")\nmigrate(db)\ndb.execute("PRAGMA legacy_alter_table = OFF")\ndb.execute("PRAGMA foreign_keys = ON")\n',
        'migrations/1_init.sqlite.sql':
          'CREATE TABLE author (id INTEGER PRIMARY KEY);\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES author (id));\nCREATE INDEX book_author ON book (author_id);\n',
        'migrations/2_name.sqlite.sql':
          'ALTER TABLE author RENAME TO author_old;\nCREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);\nINSERT INTO author (id) SELECT id FROM author_old;\nDROP TABLE author_old;\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'A row without a reference is refused as well.',
      sql: [
        'PRAGMA foreign_keys = ON',
        'CREATE TABLE book (author_id INTEGER REFERENCES author (id))',
        'INSERT INTO book VALUES (NULL)',
      ],
      error: 'no such table: main.author',
    },
  ],
  *checkDatabase(database, project) {
    const { timeline, rehearsal, steps } = database;
    for (const state of knownTables(database)) {
      for (const { parent, columns } of state.table.foreignKeys) {
        const isMade = project.databases.some((other) => other.timeline?.tables.has(parent.toLowerCase()));
        // A migration that moved the key away is what has to change: migration/rebuild-rename-first reports it there.
        const isMoved = rehearsal?.events.some(
          (event) =>
            event.kind === 'reference-moved' && event.to === parent && event.table === state.table.name,
        );
        // A key that a renaming seems to have moved may have stayed where it was.
        const mayHaveStayed =
          mayKeepReferences(project) && steps.some(({ renames }) => renames?.to === parent.toLowerCase());
        if (mayHaveStayed) continue;
        if (!timeline || isMade || isMoved || !isCertain(database, `no such table: ${parent}`)) continue;
        const { name } = state.table;
        const near = nearestName(
          parent,
          [...timeline.tables.values()].map(({ table }) => table.name),
        );
        yield {
          ...foreignKeyPlace(state, columns),
          message: `${name}.${columns.join(', ')} refers to ${parent}, and there is no such table. Where foreign keys are enforced, every write to ${name} fails.`,
          help:
            near === undefined
              ? `Make the table ${parent}, or drop the foreign key.`
              : `Refer to a table of the schema: ${near}.`,
        };
      }
    }
  },
});
