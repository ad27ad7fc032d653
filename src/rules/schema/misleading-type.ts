import { affinityOf, isNumeric } from '../../sql/affinity.ts';
import { defineRule } from '../rule.ts';
import { declaredColumns, isEditable, knownTables, listed } from '../schema-columns.ts';
import { columnPlace } from '../schema-places.ts';

export default defineRule({
  id: 'schema/misleading-type',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'unsafe',
  docs: {
    what: 'Finds columns of the type STRING, which SQLite takes for a number’s.',
    why: 'SQLite goes by parts of the type’s name (INT, CHAR, TEXT, BLOB, REAL), and STRING has none of them: the column gets NUMERIC affinity. Text that looks like a number is stored as one, so that 007 becomes 7, 1e3 becomes 1000, and a long key loses its last digits.',
    sources: ['https://sqlite.org/datatype3.html#determination_of_column_affinity'],
    bad: [
      { 'schema.sqlite.sql': 'CREATE TABLE part (id INTEGER PRIMARY KEY, code STRING NOT NULL);\n' },
      // A program may write the statement in pieces.
      {
        'parts.py':
          'import sqlite3\n\ndb = sqlite3.connect("parts.db")\ndb.execute(\n    "CREATE TABLE IF NOT EXISTS part (id INTEGER PRIMARY KEY,"\n    " code STRING NOT NULL)"\n)\n',
      },
    ],
    good: [
      { 'schema.sqlite.sql': 'CREATE TABLE part (id INTEGER PRIMARY KEY, code TEXT NOT NULL);\n' },
      { 'schema.sqlite.sql': 'CREATE TABLE part (id INTEGER PRIMARY KEY, code VARCHAR(20) NOT NULL);\n' },
      // A date or a truth value is the same text, or the same number, either way.
      {
        'schema.sqlite.sql': 'CREATE TABLE part (id INTEGER PRIMARY KEY, made DATETIME, sold BOOLEAN);\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'Leading zeros are gone.',
      sql: [
        'CREATE TABLE part (code STRING)',
        "INSERT INTO part VALUES ('007'), ('1e3')",
        'SELECT code, typeof(code) FROM part',
      ],
      expect: [
        [7, 'integer'],
        [1000, 'integer'],
      ],
    },
    {
      claim: 'TEXT keeps them.',
      sql: ['CREATE TABLE part (code TEXT)', "INSERT INTO part VALUES ('007')", 'SELECT code FROM part'],
      expect: [['007']],
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      const declared = declaredColumns(state);
      const named = state.table.columns
        .filter(({ type }) => /\bSTRING\b/i.test(type) && isNumeric(affinityOf(type)))
        .flatMap(({ name }) => {
          const at = declared.find(({ column }) => column.name === name);
          const type = at?.definition.colType;
          if (at && type) return [{ name, place: { file: at.file, range: at.statement.rangeOf(type) } }];
          // A program may write the statement in pieces: the column is found by its name.
          return !at && database.tool === 'program' ? [{ name, place: columnPlace(state, name) }] : [];
        });
      const places = named.map(({ place }) => place);
      const [first] = places;
      if (!first) continue;
      const names = named.map(({ name }) => name);
      const edits = places.map(({ range }) => ({ range, text: 'TEXT' }));
      const isFixable = places.every(({ file }) => file === first.file && isEditable(database, file));
      yield {
        ...first,
        message: `STRING makes ${state.table.name}.${names[0]} a column of numbers. The text '007' is stored as 7${names.length > 1 ? `, in ${listed(names.slice(1))} as well` : ''}.`,
        help: `Declare ${listed(names)} TEXT (an existing table has to be rebuilt for it).`,
        fixes: isFixable ? [{ title: 'Change the type to TEXT', safe: false, file: first.file, edits }] : [],
      };
    }
  },
});
