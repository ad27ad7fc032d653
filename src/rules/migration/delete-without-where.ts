import { changeOfAccounts as project } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { upwardStatements } from '../upward-statements.ts';

export default defineRule({
  id: 'migration/delete-without-where',
  severity: 'hint',
  preset: 'strict',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'none',
  docs: {
    what: 'Finds a migration that deletes all rows of a table.',
    why: 'A migration runs on production once, unseen: what a DELETE without WHERE takes is gone. A forgotten condition looks the same as a wish.',
    sources: ['https://sqlite.org/lang_delete.html'],
    bad: [project('DELETE FROM note;\n')],
    good: [
      project("DELETE FROM note WHERE body = '';\n"),
      // The table goes, or was made by the same migration.
      project('DELETE FROM note;\nDROP TABLE note;\n'),
      project('CREATE TABLE draft (id INTEGER PRIMARY KEY);\nDELETE FROM draft;\n'),
    ],
  },
  *checkFile(file) {
    for (const { statement, isNew, isDroppedLater } of upwardStatements(file)) {
      const { tree } = statement;
      if (tree?.type !== 'DeleteStmt' || tree.whereClause || tree.limit) continue;
      const table = tree.tblName.objName.text;
      if (isNew(table) || /^sqlite_/i.test(table) || isDroppedLater(table)) continue;
      yield {
        range: statement.rangeOf(tree.tblName),
        message: `This deletes every row of ${table} in production.`,
        help: 'Add a WHERE clause. Where all rows are meant, say so: WHERE true.',
      };
    }
  },
});
