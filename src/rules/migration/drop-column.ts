import { changeOfAccounts as project } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { upwardStatements } from '../upward-statements.ts';

export default defineRule({
  id: 'migration/drop-column',
  severity: 'hint',
  preset: 'strict',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'none',
  docs: {
    what: 'Finds a migration that drops a column.',
    why: 'Its values are gone when the migration has run. While a new version is rolled out, every query of the old one that names the column fails. SQLite also writes all rows of the table again.',
    sources: ['https://sqlite.org/lang_altertable.html'],
    bad: [project('ALTER TABLE account DROP COLUMN fax;\n')],
    good: [
      // Another one takes its place.
      project(
        'ALTER TABLE account ADD COLUMN fax2 INTEGER;\nUPDATE account SET fax2 = fax WHERE fax > 0;\nALTER TABLE account DROP COLUMN fax;\nALTER TABLE account RENAME COLUMN fax2 TO fax;\n',
      ),
      project('ALTER TABLE account ADD COLUMN email TEXT;\n'),
      project(
        'CREATE TABLE draft (id INTEGER PRIMARY KEY, body TEXT);\nALTER TABLE draft DROP COLUMN body;\n',
      ),
    ],
  },
  *checkFile(file) {
    for (const { statement, isNew, isNewColumn, isReplacedColumn } of upwardStatements(file)) {
      const { tree } = statement;
      if (tree?.type !== 'AlterTableStmt' || tree.body.type !== 'DropColumnAlterTableBody') continue;
      const table = tree.tblName.objName.text;
      const name = tree.body.column.text;
      if (isNew(table) || isNewColumn(table, name) || isReplacedColumn(table, name)) continue;
      yield {
        range: statement.rangeOf(tree.body.column),
        message: `Dropping ${table}.${name} breaks a running version that still names it.`,
        help: 'First release a version that does not use the column, then drop it.',
      };
    }
  },
});
