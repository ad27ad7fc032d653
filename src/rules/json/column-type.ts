import { defineRule } from '../rule.ts';
import { declaredColumns, isEditable, knownTables } from '../schema-columns.ts';

export default defineRule({
  id: 'json/column-type',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'unsafe',
  docs: {
    what: 'Finds columns of the type JSON or JSONB.',
    why: 'SQLite has no such types: the column gets NUMERIC affinity. Objects and lists stay as they are, but a document that is a number alone is stored as a number, and one beyond the range of numbers as Infinity. JSONB does not make it JSONB either: that is what jsonb() gives, a BLOB.',
    sources: [
      'https://sqlite.org/datatype3.html#determination_of_column_affinity',
      'https://sqlite.org/json1.html#interface_overview',
    ],
    bad: [{ 'schema.sqlite.sql': 'CREATE TABLE event (id INTEGER PRIMARY KEY, payload JSONB NOT NULL);\n' }],
    good: [
      { 'schema.sqlite.sql': 'CREATE TABLE event (id INTEGER PRIMARY KEY, payload TEXT NOT NULL);\n' },
      { 'schema.sqlite.sql': 'CREATE TABLE event (id INTEGER PRIMARY KEY, payload BLOB NOT NULL);\n' },
    ],
  },
  proofs: [
    {
      claim: 'A number stays no text, and a large one becomes Infinity.',
      sql: [
        'CREATE TABLE t (a JSONB, b JSON)',
        `INSERT INTO t VALUES ('42', '1e400'), ('{"a":1}', '[1]')`,
        'SELECT typeof(a), typeof(b), b = 9e999 FROM t',
      ],
      expect: [
        ['integer', 'real', 1],
        ['text', 'text', 0],
      ],
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      if (state.table.strict) continue;
      for (const { column, definition, statement, file } of declaredColumns(state)) {
        if (!/^jsonb?$/i.test(column.type.trim()) || !definition.colType) continue;
        const range = statement.rangeOf(definition.colType);
        const edit = (type: string) => ({
          title: `Change the type to ${type}`,
          safe: false,
          file,
          edits: [{ range, text: type }],
        });
        yield {
          file,
          range,
          message: `${column.type.toUpperCase()} makes ${state.table.name}.${column.name} a column of numbers where it can. A document that is a number alone is not stored as it was.`,
          help: 'Declare it TEXT, or BLOB for what jsonb() gives.',
          fixes: isEditable(database, file) ? [edit('TEXT'), edit('BLOB')] : [],
        };
      }
    }
  },
});
