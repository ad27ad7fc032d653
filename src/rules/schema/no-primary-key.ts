import { defineRule } from '../rule.ts';
import { isGenerated, knownTables } from '../schema-columns.ts';
import { headRange, sameName } from '../schema-places.ts';

export default defineRule({
  id: 'schema/no-primary-key',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds tables without a primary key, and without another key over columns that are NOT NULL.',
    why: 'Nothing tells two rows apart but the rowid, which is no column of the table: VACUUM may give every row another one. Tools that copy changes row by row (sessions, Turso’s sync, Electric) leave such tables out.',
    sources: ['https://sqlite.org/lang_vacuum.html', 'https://sqlite.org/sessionintro.html'],
    bad: [{ 'schema.sqlite.sql': 'CREATE TABLE note (book INTEGER NOT NULL, text TEXT NOT NULL);\n' }],
    good: [
      { 'schema.sqlite.sql': 'CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL);\n' },
      {
        'schema.sqlite.sql':
          'CREATE TABLE loan (book INTEGER NOT NULL, reader INTEGER NOT NULL);\nCREATE UNIQUE INDEX loan_key ON loan (book, reader);\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'VACUUM renumbers rows.',
      sql: [
        'CREATE TABLE note (text TEXT)',
        "INSERT INTO note (rowid, text) VALUES (10, 'a'), (20, 'b')",
        'VACUUM',
        'SELECT rowid FROM note',
      ],
      expect: [[1], [2]],
    },
  ],
  *checkDatabase(database) {
    if (isGenerated(database)) return;
    for (const state of knownTables(database)) {
      const { table, created } = state;
      if (created.statement?.tree?.type !== 'CreateTableStmt') continue;
      if (created.statement.tree.body.type !== 'ColumnsAndConstraintsCreateTableBody') continue;
      const isNotNull = (name: string): boolean =>
        table.columns.some((column) => sameName(column.name, name) && column.notNull);
      const hasKey =
        table.columns.some(({ primaryKey }) => primaryKey > 0) ||
        table.indexes.some(
          ({ unique, where, columns }) =>
            unique && where === undefined && columns.every(({ name }) => isNotNull(name)),
        );
      if (hasKey) continue;
      yield {
        file: created.file,
        range: headRange(created),
        message: `The table ${table.name} has no primary key. Its rows are told apart by the rowid only, which VACUUM may change.`,
        help: 'Declare a primary key: id INTEGER PRIMARY KEY costs no room.',
      };
    }
  },
});
