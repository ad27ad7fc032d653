import { isServed } from '../../engine/lost-indexes.ts';
import type { LostObject } from '../../engine/rehearsal-protocol.ts';
import type { LogicalDatabase } from '../../project/databases.ts';
import type { Project } from '../../project/project.ts';
import { remember } from '../../project/remember.ts';
import type { SourceFile } from '../../project/source-file.ts';
import { mentionsName } from '../../sql/names.ts';
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
      // A program makes the trigger each time it starts.
      project(rebuild + index, {
        'start.js': `export function start(db) {\n  db.exec(\`${trigger.trim().replace('TRIGGER', 'TRIGGER IF NOT EXISTS')}\`);\n}\n`,
      }),
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
  *checkDatabase(database, project) {
    const events = eventsOf(database, 'object-lost').filter(
      (event) => event.object !== 'sequence' && !isThere(event, database, project),
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

function describe({ object, name, unique }: LostObject): string {
  return object === 'index' ? `the ${unique ? 'unique ' : ''}index ${name}` : `the trigger ${name}`;
}

/** True where the schema has the object, or another that does the same, or may have it: a program may make it. */
function isThere(lost: LostObject, { timeline, files }: LogicalDatabase, project: Project): boolean {
  const state = timeline?.tables.get(lost.table.toLowerCase());
  if (!state || state.uncertain !== undefined) return true;
  if (lost.object === 'index') return isServed(lost, state.table);
  return project.sources.some(
    (file) =>
      makesTriggers(file) &&
      !files.includes(file) &&
      !project.sqlFiles.get(file.path)?.backwards &&
      // A program may put the name together.
      (file.kind !== 'sql' || mentionsName(file.text, lost.name)),
  );
}

const makesTriggers = remember(({ text }: SourceFile): boolean =>
  /\bCREATE\s+(?:TEMP(?:ORARY)?\s+)?TRIGGER\b/i.test(text),
);
