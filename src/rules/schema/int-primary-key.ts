import { defineRule } from '../rule.ts';
import { integerKeyBeside, knownTables } from '../schema-columns.ts';
import { columnPlace } from '../schema-places.ts';

export default defineRule({
  id: 'schema/int-primary-key',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds primary keys of one column of integers that are not numbered by SQLite and can be NULL, because their type is INT, BIGINT or another word than INTEGER, or DESC stands behind PRIMARY KEY.',
    why: 'Only INTEGER PRIMARY KEY, in these words, is the rowid, which SQLite numbers. In any other, a row that is inserted without an id gets NULL, and so does the next one. The key also gets an index beside the table: each look-up searches two b-trees, each INSERT writes two.',
    sources: [
      'https://sqlite.org/lang_createtable.html#rowids_and_the_integer_primary_key',
      'https://sqlite.org/rowidtable.html',
    ],
    bad: [
      { 'schema.sqlite.sql': 'CREATE TABLE book (id INT PRIMARY KEY, title TEXT NOT NULL);\n' },
      {
        'schema.sqlite.sql': 'CREATE TABLE book (id BIGINT, title TEXT NOT NULL, PRIMARY KEY (id));\n',
      },
    ],
    good: [
      { 'schema.sqlite.sql': 'CREATE TABLE book (id INTEGER NOT NULL PRIMARY KEY, title TEXT NOT NULL);\n' },
      // Every row is given one.
      { 'schema.sqlite.sql': 'CREATE TABLE book (id BIGINT NOT NULL PRIMARY KEY, title TEXT NOT NULL);\n' },
      // The table is the index.
      { 'schema.sqlite.sql': 'CREATE TABLE book (id INT PRIMARY KEY, title TEXT NOT NULL) WITHOUT ROWID;\n' },
    ],
  },
  proofs: [
    {
      claim: 'INT PRIMARY KEY has an index beside the table, and a row without an id gets NULL.',
      sql: [
        'CREATE TABLE book (id INT PRIMARY KEY, title TEXT)',
        "INSERT INTO book (title) VALUES ('a')",
        "SELECT id, (SELECT name FROM pragma_index_list('book')) FROM book",
      ],
      expect: [[null, 'sqlite_autoindex_book_1']],
    },
    {
      claim: 'INTEGER PRIMARY KEY has none, and is numbered.',
      sql: [
        'CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT)',
        "INSERT INTO book (title) VALUES ('a')",
        "SELECT id, (SELECT name FROM pragma_index_list('book')) FROM book",
      ],
      expect: [[1, null]],
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      const name = integerKeyBeside(state.table);
      if (name === undefined) continue;
      const column = state.table.columns.find((one) => one.name === name);
      if (!column || column.notNull) continue;
      const isInteger = column.type.toUpperCase() === 'INTEGER';
      const reason = isInteger
        ? 'DESC keeps it from being the rowid'
        : `its type is ${column.type}, not INTEGER`;
      yield {
        ...columnPlace(state, name),
        message: `${state.table.name}.${name} is not numbered by SQLite: ${reason}. A row without ${name} gets NULL, any number of them, and the key has an index of its own beside the table.`,
        help: `Declare ${name} INTEGER PRIMARY KEY (an existing table has to be rebuilt for it).`,
      };
    }
  },
});
