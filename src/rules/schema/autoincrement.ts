import { definitionOf } from '../../engine/definition.ts';
import { defineRule } from '../rule.ts';
import { isGenerated, knownTables } from '../schema-columns.ts';
import { columnPlace } from '../schema-places.ts';

export default defineRule({
  id: 'schema/autoincrement',
  severity: 'hint',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds AUTOINCREMENT in schemas that are written by hand.',
    why: 'INTEGER PRIMARY KEY is numbered without it. AUTOINCREMENT only keeps the number of a deleted row from being used again, for which each INSERT reads and writes the table sqlite_sequence as well. SQLite’s own advice is to leave it out unless that is needed.',
    sources: ['https://sqlite.org/autoinc.html'],
    bad: [{ 'schema.sqlite.sql': 'CREATE TABLE book (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT);\n' }],
    good: [{ 'schema.sqlite.sql': 'CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT);\n' }],
  },
  proofs: [
    {
      claim: 'Without it, rows are numbered; the number of the last row is used again when that is deleted.',
      sql: [
        'CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT)',
        "INSERT INTO book (title) VALUES ('a'), ('b')",
        'DELETE FROM book WHERE id = 2',
        "INSERT INTO book (title) VALUES ('c')",
        'SELECT id, title FROM book',
      ],
      expect: [
        [1, 'a'],
        [2, 'c'],
      ],
    },
    {
      claim: 'With it, the numbers are kept in a table of their own.',
      sql: [
        'CREATE TABLE book (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT)',
        "INSERT INTO book (title) VALUES ('a'), ('b')",
        'SELECT name, seq FROM sqlite_sequence',
      ],
      expect: [['book', 2]],
    },
  ],
  *checkDatabase(database) {
    if (isGenerated(database)) return;
    for (const state of knownTables(database)) {
      if (!state.created.statement) continue;
      const definition = definitionOf(state.table);
      const isCounted =
        definition?.columns.some(({ constraints }) =>
          constraints.some(
            ({ constraint }) => constraint.type === 'PrimaryKeyColumnConstraint' && constraint.autoIncrement,
          ),
        ) ||
        definition?.constraints.some(
          ({ constraint }) => constraint.type === 'PrimaryKeyTableConstraint' && constraint.autoIncrement,
        );
      const key = state.table.columns.find(({ primaryKey }) => primaryKey > 0);
      if (!isCounted || !key) continue;
      yield {
        ...columnPlace(state, key.name),
        message: `${state.table.name}.${key.name} is AUTOINCREMENT, which writes a second table with each INSERT. INTEGER PRIMARY KEY is numbered without it.`,
        help: 'Leave it out, unless the number of a deleted row must never be used again.',
      };
    }
  },
});
