import { defineRule } from '../rule.ts';
import { headRange, sameName } from '../schema-places.ts';
import { isCertain } from '../sure-schema.ts';

const book = 'CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL);\n';

export default defineRule({
  id: 'schema/broken-view',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema', 'rehearsal'],
  fix: 'none',
  docs: {
    what: 'Finds views that SQLite can’t compile against the tables of the schema: a column or table that is not there, names of columns that do not match the SELECT.',
    why: 'CREATE VIEW only stores the text. Every query of the view fails, and so does a later ALTER TABLE … RENAME of any table, because SQLite reads all views for it.',
    sources: ['https://sqlite.org/lang_createview.html', 'https://sqlite.org/lang_altertable.html'],
    bad: [
      { 'schema.sqlite.sql': `${book}CREATE VIEW titles AS SELECT id, name FROM book;\n` },
      {
        'schema.sqlite.sql': `${book}CREATE VIEW titles (id, title, pages) AS SELECT id, title FROM book;\n`,
      },
    ],
    good: [
      { 'schema.sqlite.sql': `${book}CREATE VIEW titles AS SELECT id, title AS name FROM book;\n` },
      // The table comes later: the view is read when it is used.
      { 'schema.sqlite.sql': `CREATE VIEW titles AS SELECT id, title FROM book;\n${book}` },
      // A function of the application.
      { 'schema.sqlite.sql': `${book}CREATE VIEW titles AS SELECT id, slugify(title) AS slug FROM book;\n` },
    ],
  },
  proofs: [
    {
      claim: 'A view on a column that is not there is created, and can’t be read.',
      sql: ['CREATE TABLE book (id)', 'CREATE VIEW v AS SELECT name FROM book', 'SELECT * FROM v'],
      error: 'no such column: name',
    },
    {
      claim: 'While it is there, no table can be renamed.',
      sql: [
        'CREATE TABLE book (id)',
        'CREATE TABLE other (id)',
        'CREATE VIEW v AS SELECT name FROM book',
        'ALTER TABLE other RENAME TO another',
      ],
      error: 'error in view v: no such column: name',
    },
  ],
  *checkDatabase(database) {
    const { timeline, rehearsal } = database;
    for (const { kind, table, message } of timeline?.faults ?? []) {
      if (kind !== 'view') continue;
      // What a migration broke is reported there.
      if (rehearsal?.events.some((event) => event.kind === 'object-broken' && sameName(event.name, table)))
        continue;
      const state = timeline?.tables.get(table.toLowerCase());
      if (!state || !isCertain(database, message)) continue;
      yield {
        file: state.created.file,
        range: headRange(state.created),
        message: `The view ${table} can’t be read: ${message}. CREATE VIEW does not look at what the view is made of, so every query of it fails.`,
        help: 'Correct the view’s SELECT, or drop the view.',
      };
    }
  },
});
