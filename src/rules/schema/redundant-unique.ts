import type { Table } from '../../engine/catalog.ts';
import { rowidAlias } from '../../engine/rowid.ts';
import type { LogicalDatabase } from '../../project/databases.ts';
import type { TableState } from '../../schema/timeline.ts';
import type { Fix } from '../rule.ts';
import { defineRule } from '../rule.ts';
import { declaredColumns, isEditable, knownTables, listed } from '../schema-columns.ts';
import { columnPlace, sameName } from '../schema-places.ts';

export default defineRule({
  id: 'schema/redundant-unique',
  severity: 'info',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'unsafe',
  docs: {
    what: 'Finds UNIQUE on columns that are INTEGER PRIMARY KEY; once for each schema.',
    why: 'The column is the rowid, and unique by that. The constraint makes a second b-tree with all keys, which is written on every INSERT and takes room, and no search is faster by it.',
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
      claim: 'A search does not use it.',
      sql: [
        'CREATE TABLE book (id INTEGER PRIMARY KEY UNIQUE, title TEXT)',
        'SELECT * FROM book WHERE id = 1',
      ],
      plan: ['SEARCH book USING INTEGER PRIMARY KEY (rowid=?)'],
    },
  ],
  *checkDatabase(database) {
    const found = knownTables(database).flatMap((state) => {
      const name = uniqueRowid(state.table);
      return name === undefined ? [] : [{ state, name }];
    });
    const [first, ...others] = found;
    if (!first) return;
    const { state, name } = first;
    const more =
      others.length === 0
        ? ''
        : ` So does it in ${others.length} more: ${listed(others.map((one) => one.state.table.name))}.`;
    yield {
      ...columnPlace(state, name),
      message: `UNIQUE on ${state.table.name}.${name} makes a second index for nothing: it is INTEGER PRIMARY KEY. Every INSERT writes both.${more}`,
      help: 'Leave out UNIQUE (an existing table has to be rebuilt for it).',
      fixes: dropUnique(database, found),
    };
  },
});

/** The rowid's column, where it has a unique constraint beside. */
function uniqueRowid(table: Table): string | undefined {
  const key = rowidAlias(table);
  if (!key) return undefined;
  const second = table.indexes.some(
    ({ origin, columns }) =>
      origin === 'unique' && columns.length === 1 && sameName(columns[0]?.name ?? '', key.name),
  );
  return second ? key.name : undefined;
}

/** Edits that leave the word out, where each stands by itself in one file of SQL. */
function dropUnique(
  database: LogicalDatabase,
  found: readonly { readonly state: TableState; readonly name: string }[],
): Fix[] {
  const words = found.flatMap(({ state, name }) => {
    const declared = declaredColumns(state).find(({ column }) => column.name === name);
    const unique = declared?.definition.constraints.find(
      ({ constraint }) => constraint.type === 'UniqueColumnConstraint',
    );
    if (!declared || !unique || !/^UNIQUE$/i.test(declared.statement.syntax.textOf(unique))) return [];
    return [{ file: declared.file, range: declared.statement.rangeOf(unique) }];
  });
  const [file, ...otherFiles] = new Set(words.map((word) => word.file));
  if (
    file === undefined ||
    otherFiles.length > 0 ||
    words.length < found.length ||
    !isEditable(database, file)
  )
    return [];
  const edits = words.map(({ range }) => ({ range, text: '' }));
  return [{ title: 'Leave out UNIQUE', safe: false, file, edits }];
}
