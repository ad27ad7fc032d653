import type { ColumnDefinition } from '../../sql/tree.ts';
import { columnName, eventPlace, refusalsOf } from '../rehearsal-events.ts';
import { defineRule } from '../rule.ts';

const table = 'CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT);\n';
const project = (second: string): Record<string, string> => ({
  'migrations/001_init.sqlite.sql': table,
  'migrations/002_column.sqlite.sql': second,
});

/** Migrations of Knex, of which the second adds a column by this call. */
const scripts = (column: string): Record<string, string> => ({
  'package.json': '{ "dependencies": { "knex": "3.1.0", "better-sqlite3": "12.0.0" } }',
  'knexfile.js': "module.exports = { client: 'better-sqlite3', connection: { filename: 'app.db' } };\n",
  'migrations/20240101000000_account.js':
    "exports.up = (knex) => knex.schema.createTable('account', (table) => {\n  table.increments('id');\n  table.string('name');\n});\n",
  'migrations/20240201000000_email.js': `exports.up = (knex) => knex.schema.alterTable('account', (table) => {\n  ${column};\n});\n`,
});

const help =
  'Give it a constant default that is not NULL; or add it without NOT NULL, fill it, and rebuild the table.';

export default defineRule({
  id: 'migration/add-not-null-column',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree', 'rehearsal'],
  fix: 'none',
  docs: {
    what: 'Finds `ALTER TABLE … ADD COLUMN … NOT NULL` without a default that is not NULL, and calls of Knex, Laravel, Alembic and Rails that come to it.',
    why: 'SQLite accepts it on an empty table and refuses it as soon as the table has a row. It passes every test that migrates a fresh database, and fails in production.',
    sources: ['https://sqlite.org/lang_altertable.html#alter_table_add_column'],
    bad: [
      project('ALTER TABLE account ADD COLUMN email TEXT NOT NULL;\n'),
      project('ALTER TABLE account ADD COLUMN email TEXT NOT NULL DEFAULT NULL;\n'),
      scripts("table.string('email').notNullable()"),
    ],
    good: [
      project("ALTER TABLE account ADD COLUMN email TEXT NOT NULL DEFAULT '';\n"),
      project('ALTER TABLE account ADD COLUMN email TEXT;\n'),
      scripts("table.string('email').notNullable().defaultTo('')"),
      scripts("table.string('email')"),
      // The table was made by the same migration and is empty.
      project(
        'CREATE TABLE invoice (id INTEGER PRIMARY KEY);\nALTER TABLE invoice ADD COLUMN email TEXT NOT NULL;\n',
      ),
      // The way back.
      project(
        '-- migrate:up\nALTER TABLE account ADD COLUMN email TEXT;\n-- migrate:down\nALTER TABLE account ADD COLUMN fax TEXT NOT NULL;\n',
      ),
    ],
  },
  proofs: [
    {
      claim: 'On an empty table it passes.',
      sql: [
        'CREATE TABLE t (id INTEGER PRIMARY KEY)',
        'ALTER TABLE t ADD COLUMN a TEXT NOT NULL',
        "SELECT count(*) FROM pragma_table_info('t')",
      ],
      expect: [[2]],
    },
    {
      claim: 'On a table with a row it fails.',
      sql: [
        'CREATE TABLE t (id INTEGER PRIMARY KEY)',
        'INSERT INTO t VALUES (1)',
        'ALTER TABLE t ADD COLUMN a TEXT NOT NULL',
      ],
      error: 'Cannot add a NOT NULL column with default value NULL',
    },
  ],
  /** In scripts, what SQL a call comes to shows when it is run. */
  *checkDatabase(database) {
    for (const event of refusalsOf(database, 'not-null-column')) {
      if (event.place.statement || !event.always) continue;
      yield {
        ...eventPlace(event),
        message: `Adding ${columnName(event)} NOT NULL without a default fails once the table has a row.`,
        help,
      };
    }
  },
  *checkFile({ source, backwards }) {
    if (backwards) return;
    const empty = new Set<string>();
    for (const statement of source.document.statements) {
      const { tree, section } = statement;
      if (!tree || section?.direction === 'down') continue;
      if (
        tree.type === 'CreateTableStmt' &&
        !tree.ifNotExists &&
        tree.body.type === 'ColumnsAndConstraintsCreateTableBody'
      ) {
        empty.add(tree.tblName.objName.text.toLowerCase());
      } else if (tree.type === 'DeleteStmt' && !tree.whereClause) {
        empty.add(tree.tblName.objName.text.toLowerCase());
      } else if (tree.type === 'InsertStmt') {
        empty.delete(tree.tblName.objName.text.toLowerCase());
      } else if (tree.type === 'AlterTableStmt') {
        const table = tree.tblName.objName.text;
        if (tree.body.type === 'RenameToAlterTableBody' && empty.delete(table.toLowerCase()))
          empty.add(tree.body.name.text.toLowerCase());
        if (tree.body.type !== 'AddColumnAlterTableBody' || empty.has(table.toLowerCase())) continue;
        const { column } = tree.body;
        if (!isUnfillable(column)) continue;
        yield {
          range: statement.rangeOf(column.colName),
          message: `Adding ${table}.${column.colName.text} NOT NULL without a default fails once the table has a row.`,
          help,
        };
      }
    }
  },
});

/** True for a NOT NULL column that existing rows would get NULL in. */
function isUnfillable({ constraints }: ColumnDefinition): boolean {
  let notNull = false;
  for (const { constraint } of constraints) {
    if (constraint.type === 'GeneratedColumnConstraint') return false;
    if (constraint.type === 'DefaultColumnConstraint' && constraint.expr.type !== 'NullLiteral') return false;
    if (constraint.type === 'NotNullColumnConstraint' && !constraint.nullable) notNull = true;
  }
  return notNull;
}
