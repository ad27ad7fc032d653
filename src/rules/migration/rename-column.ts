import { changeOfAccounts as project } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { upwardStatements } from '../upward-statements.ts';

export default defineRule({
  id: 'migration/rename-column',
  severity: 'hint',
  preset: 'strict',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'none',
  docs: {
    what: 'Finds a migration that renames a column.',
    why: 'While a new version is rolled out, the old one asks for the old name and the new one for the new: one of them fails.',
    sources: ['https://sqlite.org/lang_altertable.html'],
    bad: [project('ALTER TABLE account RENAME COLUMN fax TO phone;\n')],
    good: [
      // Nobody knows it yet.
      project(
        'ALTER TABLE account ADD COLUMN fax2 INTEGER;\nALTER TABLE account DROP COLUMN fax;\nALTER TABLE account RENAME COLUMN fax2 TO fax;\n',
      ),
      project('ALTER TABLE account ADD COLUMN phone TEXT;\n'),
      project(
        'CREATE TABLE draft (id INTEGER PRIMARY KEY, body TEXT);\nALTER TABLE draft RENAME COLUMN body TO text;\n',
      ),
    ],
  },
  *checkFile(file) {
    for (const { statement, isNew, isNewColumn, isReplacedColumn } of upwardStatements(file)) {
      const { tree } = statement;
      if (tree?.type !== 'AlterTableStmt' || tree.body.type !== 'RenameColumnAlterTableBody') continue;
      const table = tree.tblName.objName.text;
      const { old, new: name } = tree.body;
      if (isNew(table) || isNewColumn(table, old.text) || isReplacedColumn(table, old.text)) continue;
      yield {
        range: statement.rangeOf(old),
        message: `Renaming ${table}.${old.text} to ${name.text} breaks a running version that uses the old name.`,
        help: 'Add the new column, write both, move the reads over, and drop the old one later; or stop the old version first.',
      };
    }
  },
});
