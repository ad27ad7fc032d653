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
    const { timeline, rehearsal } = database;
    for (const state of knownTables(database)) {
      for (const { parent, columns } of state.table.foreignKeys) {
        const isMade = project.databases.some((other) => other.timeline?.tables.has(parent.toLowerCase()));
        // A migration that moved the key away is what has to change: migration/rebuild-rename-first reports it there.
        const isMoved = rehearsal?.events.some(
          (event) =>
            event.kind === 'reference-moved' && event.to === parent && event.table === state.table.name,
        );
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
