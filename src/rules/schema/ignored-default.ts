import { rowidAlias } from '../../engine/rowid.ts';
import { defineRule } from '../rule.ts';
import { declaredColumns, declaredDefault, knownTables } from '../schema-columns.ts';

export default defineRule({
  id: 'schema/ignored-default',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds a default on INTEGER PRIMARY KEY.',
    why: 'The column is the rowid, which SQLite numbers by itself: the default is accepted and never used. Keys that are meant to be random, or to start at some number, are 1, 2, 3.',
    sources: ['https://sqlite.org/lang_createtable.html#rowids_and_the_integer_primary_key'],
    bad: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE invite (id INTEGER PRIMARY KEY DEFAULT (abs(random())), email TEXT NOT NULL);\n',
      },
    ],
    good: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE invite (id TEXT PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(16)))), email TEXT NOT NULL);\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'The row is numbered all the same.',
      sql: [
        'CREATE TABLE invite (id INTEGER PRIMARY KEY DEFAULT 1000, email TEXT)',
        "INSERT INTO invite (email) VALUES ('a@b')",
        'SELECT id FROM invite',
      ],
      expect: [[1]],
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      const { table } = state;
      const key = rowidAlias(table);
      const declared = key && declaredColumns(state).find(({ column }) => column === key);
      const given = declared && declaredDefault(declared);
      if (!declared || !given || /^\(?null\)?$/i.test(given.text)) continue;
      yield {
        file: declared.file,
        range: given.range,
        message: `The default of ${table.name}.${declared.column.name} is never used: it is INTEGER PRIMARY KEY. SQLite numbers such a column by itself.`,
        help: 'Leave out the default, and give a value with each INSERT where another is wanted.',
      };
    }
  },
});
