import type { Fix } from '../rule.ts';
import { defineRule } from '../rule.ts';
import { declaredColumns, isEditable, knownTables } from '../schema-columns.ts';
import { columnPlace, sameName } from '../schema-places.ts';

export default defineRule({
  id: 'schema/redundant-unique',
  severity: 'info',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'unsafe',
  docs: {
    what: 'Finds UNIQUE on the column that is INTEGER PRIMARY KEY.',
    why: 'The column is the rowid, and unique by that. The constraint makes a second b-tree with all keys, which is written on every INSERT and takes room, and which no query is faster by.',
    sources: ['https://sqlite.org/lang_createtable.html#rowids_and_the_integer_primary_key'],
    bad: [
      { 'schema.sqlite.sql': 'CREATE TABLE book (id INTEGER PRIMARY KEY UNIQUE, title TEXT);\n' },
      {
        'schema.sqlite.sql':
          'CREATE TABLE book (id INTEGER NOT NULL UNIQUE, title TEXT, PRIMARY KEY (id AUTOINCREMENT));\n',
      },
    ],
    good: [
      { 'schema.sqlite.sql': 'CREATE TABLE book (id INTEGER PRIMARY KEY, isbn TEXT UNIQUE);\n' },
      // SQLite makes one index for both.
      { 'schema.sqlite.sql': 'CREATE TABLE book (isbn TEXT NOT NULL PRIMARY KEY UNIQUE);\n' },
    ],
  },
  proofs: [
    {
      claim: 'The constraint has an index of its own.',
      sql: [
        'CREATE TABLE book (id INTEGER PRIMARY KEY UNIQUE)',
        "SELECT name, origin FROM pragma_index_list('book')",
      ],
      expect: [['sqlite_autoindex_book_1', 'u']],
    },
    {
      claim: 'No query uses it.',
      sql: [
        'CREATE TABLE book (id INTEGER PRIMARY KEY UNIQUE, title TEXT)',
        'SELECT * FROM book WHERE id = 1',
      ],
      plan: ['SEARCH book USING INTEGER PRIMARY KEY (rowid=?)'],
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      const { table } = state;
      const key = table.columns.filter(({ primaryKey }) => primaryKey > 0);
      const [only] = key;
      if (table.withoutRowid || !only || key.length > 1 || only.type.toUpperCase() !== 'INTEGER') continue;
      if (table.indexes.some(({ origin }) => origin === 'primary-key')) continue;
      const second = table.indexes.find(
        ({ origin, columns }) =>
          origin === 'unique' && columns.length === 1 && sameName(columns[0]?.name ?? '', only.name),
      );
      if (!second) continue;
      const declared = declaredColumns(state).find(({ column }) => column === only);
      const unique = declared?.definition.constraints.find(
        ({ constraint }) => constraint.type === 'UniqueColumnConstraint',
      );
      const range = declared && unique ? declared.statement.rangeOf(unique) : undefined;
      const text = declared && unique ? declared.statement.syntax.textOf(unique) : '';
      const fixes: Fix[] =
        declared && range && /^UNIQUE$/i.test(text) && isEditable(database, declared.file)
          ? [
              {
                title: 'Leave out UNIQUE',
                safe: false,
                file: declared.file,
                edits: [{ range, text: '' }],
              },
            ]
          : [];
      const place = columnPlace(state, only.name);
      yield {
        ...place,
        message: `UNIQUE on ${table.name}.${only.name} makes a second index for nothing: it is INTEGER PRIMARY KEY. Every INSERT writes both.`,
        help: 'Leave out UNIQUE (an existing table has to be rebuilt for it).',
        fixes,
      };
    }
  },
});
