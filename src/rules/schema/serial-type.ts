import type { ColumnDefinition, NamedTableConstraint } from '../../sql/tree.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'schema/serial-type',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'unsafe',
  docs: {
    what: 'Finds key columns with a type that counts by itself in Postgres or MySQL: SERIAL, BIGSERIAL, AUTO_INCREMENT.',
    why: 'SQLite accepts any word as a type, and none of these counts there: a row that is inserted without an id gets NULL as its id. Only `INTEGER PRIMARY KEY` gets a number.',
    sources: ['https://sqlite.org/datatype3.html', 'https://sqlite.org/autoinc.html'],
    bad: [
      { 'schema.sqlite.sql': 'CREATE TABLE job (id SERIAL PRIMARY KEY NOT NULL, name TEXT);\n' },
      { 'schema.sqlite.sql': 'CREATE TABLE job (id INT AUTO_INCREMENT NOT NULL PRIMARY KEY, name TEXT);\n' },
    ],
    good: [
      { 'schema.sqlite.sql': 'CREATE TABLE job (id INTEGER PRIMARY KEY, name TEXT);\n' },
      { 'schema.sqlite.sql': 'CREATE TABLE job (id INTEGER PRIMARY KEY AUTOINCREMENT, serial TEXT);\n' },
      // Not the key: every insert gives it a value.
      { 'schema.sqlite.sql': 'CREATE TABLE job (id INTEGER PRIMARY KEY, owner_id BIGSERIAL NOT NULL);\n' },
      // Postgres: there the type does what it says.
      { 'db/postgres/schema.sql': 'CREATE TABLE job (id SERIAL PRIMARY KEY, name TEXT);\n' },
    ],
  },
  proofs: [
    {
      claim: 'A SERIAL key stays NULL.',
      sql: [
        'CREATE TABLE t (id SERIAL PRIMARY KEY, name TEXT)',
        "INSERT INTO t (name) VALUES ('a')",
        'SELECT id FROM t',
      ],
      expect: [[null]],
    },
    {
      claim: 'So does an AUTO_INCREMENT one.',
      sql: [
        'CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, name TEXT)',
        "INSERT INTO t (name) VALUES ('a')",
        'SELECT id FROM t',
      ],
      expect: [[null]],
    },
  ],
  *checkStatement({ syntax, section, backwards, database }) {
    const { tree } = syntax;
    if (tree?.type !== 'CreateTableStmt' || section?.direction === 'down' || backwards) return;
    // A table that a later migration has replaced is of no consequence any more.
    const state = database?.timeline?.tables.get(tree.tblName.objName.text.toLowerCase());
    if (database?.timeline && state?.created.statement?.syntax !== syntax) return;
    if (tree.body.type !== 'ColumnsAndConstraintsCreateTableBody') return;
    for (const column of tree.body.columns) {
      const type = column.colType?.name ?? '';
      const word = /\b(?:(?:BIG|SMALL)?SERIAL[248]?|AUTO_INCREMENT)\b/i.exec(type)?.[0];
      if (!word || !column.colType) continue;
      const range = syntax.rangeOf(column.colType);
      // Elsewhere the type is a leftover without consequence: every insert gives such a column its value.
      if (!isKey(column, tree.body.constraints ?? [])) continue;
      const notNull = column.constraints.some(
        ({ constraint }) => constraint.type === 'NotNullColumnConstraint' && !constraint.nullable,
      );
      yield {
        range,
        message: `${word.toUpperCase()} does not count in SQLite: a row without ${column.colName.text} ${notNull ? 'is refused' : 'gets NULL for it'}.`,
        help: `Declare ${column.colName.text} INTEGER PRIMARY KEY.`,
        fixes: [{ title: 'Change the type to INTEGER', safe: false, edits: [{ range, text: 'INTEGER' }] }],
      };
    }
  },
});

function isKey(
  { colName, constraints }: ColumnDefinition,
  tableConstraints: readonly NamedTableConstraint[],
): boolean {
  return (
    constraints.some(({ constraint }) => constraint.type === 'PrimaryKeyColumnConstraint') ||
    tableConstraints.some(
      ({ constraint }) =>
        constraint.type === 'PrimaryKeyTableConstraint' &&
        constraint.columns.length === 1 &&
        constraint.columns.some(
          ({ expr }) => expr.type === 'Id' && expr.name.toLowerCase() === colName.text.toLowerCase(),
        ),
    )
  );
}
