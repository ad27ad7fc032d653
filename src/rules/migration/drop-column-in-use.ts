import { parentOf } from '../../text/paths.ts';
import { twoMigrations } from '../examples.ts';
import { defineRule } from '../rule.ts';

const init =
  'CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT, age INTEGER CHECK (age > 0), code TEXT UNIQUE);\n';
const project = (second: string, extra = ''): Record<string, string> => twoMigrations(init + extra, second);
const index = 'CREATE INDEX account_name ON account (name);\n';

export default defineRule({
  id: 'migration/drop-column-in-use',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds `ALTER TABLE … DROP COLUMN` for a column that an index, a constraint, a view or a trigger still names. The migrations before it are run, and SQLite itself says so.',
    why: 'SQLite refuses the statement, on an empty table too: the migration stops there.',
    sources: ['https://sqlite.org/lang_altertable.html#alter_table_drop_column'],
    bad: [
      project('ALTER TABLE account DROP COLUMN name;\n', index),
      project('ALTER TABLE account DROP COLUMN code;\n'),
      project(
        'ALTER TABLE account DROP COLUMN name;\n',
        'CREATE VIEW names AS SELECT id, name FROM account;\n',
      ),
    ],
    good: [
      project('DROP INDEX account_name;\nALTER TABLE account DROP COLUMN name;\n', index),
      // The column's own CHECK goes with it.
      project('ALTER TABLE account DROP COLUMN age;\n'),
      // A file for several databases drops the index, and the one for SQLite relies on it.
      {
        'migrations/001_init.sqlite.sql': init + index,
        'migrations/002_index.sql': 'DROP INDEX account_name;\n',
        'migrations/002_index.mysql.sql': 'DROP INDEX account_name ON account;\n',
        'migrations/003_change.sqlite.sql': 'ALTER TABLE account DROP COLUMN name;\n',
      },
      // Something else has failed before: what is known of the table may be wrong.
      project('ALTER TABLE account RENAME nosuch TO name2;\nALTER TABLE account DROP COLUMN name;\n', index),
    ],
  },
  proofs: [
    {
      claim: 'A column of an index can’t be dropped.',
      sql: [init, index, 'ALTER TABLE account DROP COLUMN name'],
      error: 'error in index account_name after drop column: no such column: name',
    },
    {
      claim: 'Nor can a unique one.',
      sql: [init, 'ALTER TABLE account DROP COLUMN code'],
      error: 'cannot drop UNIQUE column: "code"',
    },
  ],
  *checkDatabase({ timeline, steps, files }, { sqlFiles }) {
    if (!timeline) return;
    const known = new Set(files.map(({ path }) => path));
    /** True where a migration beside it may run as well: it may have dropped what is in the way. */
    const hasOthers = (folder: string): boolean =>
      [...sqlFiles.values()].some(
        ({ source, backwards }) => source.folder === folder && !backwards && !known.has(source.path),
      );
    for (const [at, { place, error }] of timeline.failures.entries()) {
      const { file, statement } = place;
      const tree = statement?.tree;
      if (!statement || tree?.type !== 'AlterTableStmt' || tree.body.type !== 'DropColumnAlterTableBody')
        continue;
      if (!/after drop column|^cannot drop (?:UNIQUE|PRIMARY KEY) column/.test(error)) continue;
      const table = tree.tblName.objName.text;
      const doubtful = timeline.failures.slice(0, at).some((earlier) => {
        const step = steps.find((one) => one.place === earlier.place);
        return !step?.touches || step.touches.includes(table.toLowerCase());
      });
      if (doubtful || hasOthers(parentOf(file))) continue;
      yield {
        file,
        range: statement.rangeOf(tree.body.column),
        message: `SQLite refuses to drop ${table}.${tree.body.column.text}, which is still in use: ${error}.`,
        help: /^cannot drop/.test(error)
          ? 'Rebuild the table without the column (https://sqlite.org/lang_altertable.html#otheralter).'
          : 'First drop what names it: the index, the view or the trigger; a constraint takes a rebuild of the table.',
      };
    }
  },
});
