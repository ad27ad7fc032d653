import { eventPlace, eventsOf } from '../rehearsal-events.ts';
import { defineRule } from '../rule.ts';

const init =
  'CREATE TABLE post (id INTEGER PRIMARY KEY, title TEXT, author TEXT);\n' +
  'CREATE INDEX post_author ON post (author);\n' +
  "CREATE TRIGGER post_title BEFORE INSERT ON post WHEN new.title = '' BEGIN SELECT raise(ABORT, 'no title'); END;\n";
const copy =
  'INSERT INTO post_new SELECT id, title, author FROM post;\nDROP TABLE post;\nALTER TABLE post_new RENAME TO post;\n';
const rebuild = `CREATE TABLE post_new (id INTEGER PRIMARY KEY, title TEXT, author TEXT NOT NULL DEFAULT '');\n${copy}`;
const index = 'CREATE INDEX post_author ON post (author);\n';
const trigger =
  "CREATE TRIGGER post_title BEFORE INSERT ON post WHEN new.title = '' BEGIN SELECT raise(ABORT, 'no title'); END;\n";
const project = (migration: string, more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  'migrations/001_init.sqlite.sql': init,
  'migrations/002_rebuild.sqlite.sql': migration,
  ...more,
});

export default defineRule({
  id: 'migration/rebuild-loses-objects',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['rehearsal', 'schema'],
  fix: 'none',
  docs: {
    what: 'Finds migrations that rebuild a table (new table, copy, drop, rename) and do not make its indexes and triggers again, where no later migration does either.',
    why: 'DROP TABLE drops the indexes and triggers of the table with it, without a word: queries read the whole table from then on, a unique index does not hold any more, a trigger does not fire. An index that was dropped by name, or that another index, key or UNIQUE stands for, is not reported; nor is one whose columns are gone, nor a trigger that names a table which is gone.',
    sources: ['https://sqlite.org/lang_altertable.html#otheralter', 'https://sqlite.org/lang_droptable.html'],
    bad: [project(rebuild + index), project(rebuild + trigger)],
    good: [
      project(rebuild + index + trigger),
      // A later migration makes them again.
      project(rebuild, { 'migrations/003_again.sqlite.sql': index + trigger }),
      // On purpose.
      project(`DROP INDEX post_author;\nDROP TRIGGER post_title;\n${rebuild}`),
      // What it indexes is gone; a wider index does what it did.
      project(
        `CREATE TABLE post_new (id INTEGER PRIMARY KEY, title TEXT);\nINSERT INTO post_new SELECT id, title FROM post;\nDROP TABLE post;\nALTER TABLE post_new RENAME TO post;\n${trigger}`,
      ),
      project(`${rebuild}CREATE INDEX post_author_title ON post (author, title);\n${trigger}`),
    ],
  },
  proofs: [
    {
      claim: 'Only the table is left of a rebuilt one.',
      sql: [
        'CREATE TABLE t (a, b)',
        'CREATE INDEX t_a ON t (a)',
        'CREATE TRIGGER t_r AFTER INSERT ON t BEGIN SELECT 1; END',
        'CREATE TABLE u (a, b)',
        'DROP TABLE t',
        'ALTER TABLE u RENAME TO t',
        'SELECT name FROM sqlite_schema',
      ],
      expect: [['t']],
    },
  ],
  *checkDatabase(database) {
    const events = eventsOf(database, 'object-lost').filter(
      ({ object, table, columns }) =>
        object !== 'sequence' && !(object === 'index' && isServed(database, table, columns)),
    );
    const told = new Set<string>();
    for (const event of events) {
      const { file, range } = eventPlace(event);
      const key = `${file} ${range.start}`;
      if (told.has(key)) continue;
      told.add(key);
      const together = events.filter((other) => other.place === event.place);
      const names = together.map(describe).join(', ');
      const again = together.length === 1 ? 'it' : 'them';
      yield {
        file,
        range,
        message: `Rebuilding ${event.table} drops what nothing makes again: ${names}. Neither this migration nor a later one has it.`,
        help: `Make ${again} again behind the renaming; where this has run already, in a new migration.`,
      };
    }
  },
});

function describe({
  object,
  name,
  unique,
}: {
  readonly object: string;
  readonly name: string;
  readonly unique: boolean;
}): string {
  return object === 'index' ? `the ${unique ? 'unique ' : ''}index ${name}` : `the trigger ${name}`;
}

/** True where the schema has an index that begins with these columns, or may get one from a program. */
function isServed(
  { timeline }: { readonly timeline: Parameters<typeof eventsOf>[0]['timeline'] },
  table: string,
  columns: readonly string[],
): boolean {
  const wanted = columns.map((column) => column.toLowerCase());
  const state = timeline?.tables.get(table.toLowerCase());
  if (!state || state.uncertain !== undefined) return true;
  return state.table.indexes.some((index) =>
    index.columns
      .slice(0, wanted.length)
      .every((column) => !column.expression && wanted.includes(column.name.toLowerCase())),
  );
}
