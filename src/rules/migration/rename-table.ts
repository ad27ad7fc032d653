import type { SqlFile } from '../../project/sql-files.ts';
import { changeOfAccounts as project } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { sameName } from '../schema-places.ts';
import { upwardStatements } from '../upward-statements.ts';

export default defineRule({
  id: 'migration/rename-table',
  severity: 'hint',
  preset: 'strict',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'none',
  docs: {
    what: 'Finds a migration that renames a table.',
    why: 'While a new version is rolled out, the old one asks for the old name and the new one for the new: one of them fails.',
    sources: ['https://sqlite.org/lang_altertable.html'],
    bad: [project('ALTER TABLE note RENAME TO memo;\n')],
    good: [
      project('CREATE TABLE draft (id INTEGER PRIMARY KEY);\nALTER TABLE draft RENAME TO sketch;\n'),
      // A rebuild that moves the old table away.
      project(
        "PRAGMA legacy_alter_table = ON;\nALTER TABLE note RENAME TO note_old;\nCREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL);\nINSERT INTO note SELECT id, coalesce(body, '') FROM note_old;\nDROP TABLE note_old;\n",
      ),
      // A view keeps the old name.
      project('ALTER TABLE note RENAME TO memo;\nCREATE VIEW note AS SELECT id, body FROM memo;\n'),
    ],
  },
  *checkFile(file) {
    for (const { statement, isNew, isDropped, isRebuilt } of upwardStatements(file)) {
      const { tree } = statement;
      if (tree?.type !== 'AlterTableStmt' || tree.body.type !== 'RenameToAlterTableBody') continue;
      const table = tree.tblName.objName.text;
      if (isNew(table) || isRebuilt(table) || isDropped(tree.body.name.text) || hasView(file, table))
        continue;
      yield {
        range: statement.rangeOf(tree.tblName),
        message: `Renaming ${table} to ${tree.body.name.text} breaks a running version that uses the old name.`,
        help: 'Leave a view of the old name behind until no running version uses it; or stop the old version first.',
      };
    }
  },
});

/** True where the file leaves a view behind under the old name. */
function hasView({ source }: SqlFile, name: string): boolean {
  return source.document.statements.some(
    ({ tree }) => tree?.type === 'CreateViewStmt' && sameName(tree.viewName.objName.text, name),
  );
}
