import { rebuildPlace, rebuildsOf } from '../rebuilds.ts';
import { defineRule } from '../rule.ts';
import { sameName } from '../schema-places.ts';

const init =
  'CREATE TABLE author (id INTEGER PRIMARY KEY);\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES author (id));\nCREATE INDEX book_author ON book (author_id);\n';
const project = (column: string): Record<string, string> => ({
  'migrations/001_init.sqlite.sql': init,
  'migrations/002_rebuild.sqlite.sql': `CREATE TABLE book_new (id INTEGER PRIMARY KEY, title TEXT${column});\nINSERT INTO book_new (id${column === '' ? '' : ', author_id'}) SELECT id${column === '' ? '' : ', author_id'} FROM book;\nDROP TABLE book;\nALTER TABLE book_new RENAME TO book;\n${column === '' ? '' : 'CREATE INDEX book_author ON book (author_id);\n'}`,
});

export default defineRule({
  id: 'migration/drop-foreign-key',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds a rebuild of a table that keeps a column and loses its foreign key.',
    why: 'From then on nothing holds a row back that refers to nothing, and ON DELETE does nothing any more. Where a table is rebuilt for another reason, a constraint that is forgotten goes unnoticed.',
    sources: ['https://sqlite.org/foreignkeys.html', 'https://sqlite.org/lang_altertable.html#otheralter'],
    bad: [project(', author_id INTEGER NOT NULL')],
    good: [
      project(', author_id INTEGER NOT NULL REFERENCES author (id) ON DELETE CASCADE'),
      // The column goes with it.
      project(''),
    ],
  },
  *checkDatabase(database, project) {
    for (const rebuild of rebuildsOf(database, project)) {
      const { table, before, after, create } = rebuild;
      for (const key of before.table.foreignKeys) {
        const isKept = after.table.foreignKeys.some(
          ({ columns, parent }) =>
            sameName(columns.join(), key.columns.join()) ||
            // A column may have got another name.
            (sameName(parent, key.parent) && columns.length === key.columns.length),
        );
        const hasColumns = key.columns.every((column) =>
          after.table.columns.some(({ name }) => sameName(name, column)),
        );
        if (isKept || !hasColumns) continue;
        yield {
          ...rebuildPlace(rebuild, create),
          message: `The rebuilt ${table} has no foreign key on ${key.columns.join(', ')} any more. It referred to ${key.parent}.`,
          help: `Declare it again: REFERENCES ${key.parent}; or say in a comment why it goes.`,
        };
      }
    }
  },
});
