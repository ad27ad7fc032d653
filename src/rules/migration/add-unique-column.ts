import { withoutSemicolon } from '../../sql/scan.ts';
import type { ColumnDefinition } from '../../sql/tree.ts';
import { defineRule } from '../rule.ts';

const table = 'CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT);\n';
const project = (second: string): Record<string, string> => ({
  'migrations/001_init.sqlite.sql': table,
  'migrations/002_column.sqlite.sql': second,
});

export default defineRule({
  id: 'migration/add-unique-column',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'unsafe',
  docs: {
    what: 'Finds `ALTER TABLE … ADD COLUMN` with `UNIQUE` or `PRIMARY KEY`.',
    why: 'SQLite refuses both, on an empty table too: the migration stops there.',
    sources: ['https://sqlite.org/lang_altertable.html#alter_table_add_column'],
    bad: [
      project('ALTER TABLE account ADD COLUMN email TEXT UNIQUE;\n'),
      project('ALTER TABLE account ADD COLUMN uid INTEGER PRIMARY KEY;\n'),
    ],
    good: [
      project(
        'ALTER TABLE account ADD COLUMN email TEXT;\nCREATE UNIQUE INDEX account_email ON account (email);\n',
      ),
      // Of another database.
      {
        'migrations/postgres/001.sql': 'ALTER TABLE account ADD COLUMN email TEXT UNIQUE;\n',
        'migrations/sqlite/001.sql': table,
      },
    ],
  },
  proofs: [
    {
      claim: 'A column that is unique is refused, on an empty table too.',
      sql: [table, 'ALTER TABLE account ADD COLUMN email TEXT UNIQUE'],
      error: 'Cannot add a UNIQUE column',
    },
    {
      claim: 'So is one that is the primary key.',
      sql: [table, 'ALTER TABLE account ADD COLUMN uid INTEGER PRIMARY KEY'],
      error: 'Cannot add a PRIMARY KEY column',
    },
  ],
  *checkStatement({ syntax }) {
    const { tree, text } = syntax;
    if (tree?.type !== 'AlterTableStmt' || tree.body.type !== 'AddColumnAlterTableBody') return;
    const { column } = tree.body;
    const found = column.constraints.find(
      ({ constraint: { type } }) =>
        type === 'UniqueColumnConstraint' || type === 'PrimaryKeyColumnConstraint',
    );
    if (!found) return;
    const isUnique = found.constraint.type === 'UniqueColumnConstraint';
    const range = syntax.rangeOf(found);
    const table = syntax.textOf(tree.tblName);
    const name = syntax.textOf(column.colName);
    const index = indexName(tree.tblName.objName.text, column);
    const end = withoutSemicolon(text).length;
    const shorter = text.slice(0, range.start).trimEnd() + text.slice(range.end, end);
    yield {
      range,
      message: `SQLite refuses to add the column ${table}.${column.colName.text} as ${isUnique ? 'UNIQUE' : 'PRIMARY KEY'}.`,
      help: isUnique
        ? 'Add it without UNIQUE, and create a unique index on it.'
        : 'A primary key takes a rebuild of the table (https://sqlite.org/lang_altertable.html#otheralter).',
      fixes: isUnique
        ? [
            {
              title: 'Create a unique index instead',
              safe: false,
              edits: [
                {
                  range: { start: 0, end },
                  text: `${shorter};\nCREATE UNIQUE INDEX ${index} ON ${table} (${name})`,
                },
              ],
            },
          ]
        : [],
    };
  },
});

function indexName(table: string, { colName }: ColumnDefinition): string {
  return `idx_${table}_${colName.text}`.replace(/\W+/g, '_');
}
