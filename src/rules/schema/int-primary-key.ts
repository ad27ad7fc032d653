import type { Table } from '../../engine/catalog.ts';
import { affinityOf } from '../../schema/affinity.ts';
import { defineRule } from '../rule.ts';
import { knownTables } from '../schema-columns.ts';
import { columnPlace } from '../schema-places.ts';

export default defineRule({
  id: 'schema/int-primary-key',
  severity: 'info',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds primary keys of one column of integers that are not the rowid, because their type is INT, BIGINT or another word than INTEGER, or DESC stands behind PRIMARY KEY.',
    why: 'Only INTEGER PRIMARY KEY, in these words, is the rowid by which the table is ordered. Any other key gets an index beside the table: each look-up searches two b-trees, each INSERT writes two. And it is not numbered: a row without an id gets NULL, or is refused where NOT NULL is declared.',
    sources: [
      'https://sqlite.org/lang_createtable.html#rowids_and_the_integer_primary_key',
      'https://sqlite.org/rowidtable.html',
    ],
    bad: [
      { 'schema.sqlite.sql': 'CREATE TABLE book (id INT PRIMARY KEY, title TEXT NOT NULL);\n' },
      {
        'schema.sqlite.sql':
          'CREATE TABLE book (id BIGINT NOT NULL, title TEXT NOT NULL, PRIMARY KEY (id));\n',
      },
    ],
    good: [
      { 'schema.sqlite.sql': 'CREATE TABLE book (id INTEGER NOT NULL PRIMARY KEY, title TEXT NOT NULL);\n' },
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
      const place = columnPlace(state, name);
      const isInteger = column?.type.toUpperCase() === 'INTEGER';
      yield {
        ...place,
        message: `${state.table.name}.${name} is not the rowid: ${isInteger ? 'DESC keeps INTEGER PRIMARY KEY from being it' : `its type is ${column?.type}, not INTEGER`}. It has an index of its own beside the table, and ${column?.notNull ? 'a row without it is refused' : 'a row without it gets NULL'}.`,
        help: `Declare ${name} INTEGER PRIMARY KEY (an existing table has to be rebuilt for it).`,
      };
    }
  },
});

/** The column of a key of integers that has an index of its own. */
export function integerKeyBeside({ columns, indexes, withoutRowid }: Table): string | undefined {
  const key = columns.filter(({ primaryKey }) => primaryKey > 0);
  const [only] = key;
  if (withoutRowid || !only || key.length > 1 || affinityOf(only.type) !== 'INTEGER') return undefined;
  if (
    !/^(?:UNSIGNED\s+)?(?:TINY|SMALL|MEDIUM|BIG)?INT(?:EGER|2|4|8)?(?:\s*\(\d+\))?(?:\s+UNSIGNED)?$/i.test(
      only.type.trim(),
    )
  )
    return undefined;
  return indexes.some(({ origin }) => origin === 'primary-key') ? only.name : undefined;
}
