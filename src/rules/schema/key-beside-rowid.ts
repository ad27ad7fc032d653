import { defineRule } from '../rule.ts';
import { integerKeyBeside, knownTables } from '../schema-columns.ts';
import { columnPlace } from '../schema-places.ts';

export default defineRule({
  id: 'schema/key-beside-rowid',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds primary keys of one column of integers, NOT NULL, that are not the rowid because their type is INT, BIGINT or another word than INTEGER.',
    why: 'The key has an index beside the table, which is ordered by a rowid of its own: each look-up searches two b-trees, each INSERT writes two. (schema/nullable-primary-key reports those that can be NULL.)',
    sources: [
      'https://sqlite.org/lang_createtable.html#rowids_and_the_integer_primary_key',
      'https://sqlite.org/rowidtable.html',
    ],
    bad: [
      { 'schema.sqlite.sql': 'CREATE TABLE book (id BIGINT NOT NULL PRIMARY KEY, title TEXT NOT NULL);\n' },
    ],
    good: [
      { 'schema.sqlite.sql': 'CREATE TABLE book (id INTEGER NOT NULL PRIMARY KEY, title TEXT NOT NULL);\n' },
      {
        'schema.sqlite.sql':
          'CREATE TABLE book (id BIGINT NOT NULL PRIMARY KEY, title TEXT NOT NULL) WITHOUT ROWID;\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'A row is found by way of the index.',
      sql: [
        'CREATE TABLE book (id BIGINT NOT NULL PRIMARY KEY, title TEXT)',
        'SELECT title FROM book WHERE id = 1',
      ],
      plan: ['SEARCH book USING INDEX sqlite_autoindex_book_1 (id=?)'],
    },
    {
      claim: 'The table has a second b-tree.',
      sql: [
        'CREATE TABLE book (id BIGINT NOT NULL PRIMARY KEY, title TEXT)',
        "SELECT count(*) FROM sqlite_schema WHERE tbl_name = 'book'",
      ],
      expect: [[2]],
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      const name = integerKeyBeside(state.table);
      const column = state.table.columns.find((one) => one.name === name);
      if (!column?.notNull) continue;
      yield {
        ...columnPlace(state, column.name),
        message: `${state.table.name}.${column.name} has an index beside the table: it is not the rowid. Its type is ${column.type}, and only INTEGER PRIMARY KEY is.`,
        help: `Declare ${column.name} INTEGER PRIMARY KEY (an existing table has to be rebuilt for it).`,
      };
    }
  },
});
