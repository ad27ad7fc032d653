import { tablesNamedBy } from '../../project/queries.ts';
import type { SqlFile } from '../../project/sql-files.ts';
import type { Statement } from '../../sql/statement.ts';
import { changeOfAccounts as project } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { sameName } from '../schema-places.ts';
import { upwardStatements } from '../upward-statements.ts';

export default defineRule({
  id: 'migration/drop-table',
  severity: 'hint',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds a migration that drops a table for good.',
    why: 'Its rows are gone when the migration has run, and no way back brings them. While a new version is rolled out, the old one still reads and writes the table.',
    sources: ['https://sqlite.org/lang_droptable.html'],
    bad: [
      project('DROP TABLE note;\n'),
      project('INSERT INTO account (name) SELECT body FROM note;\nDROP TABLE note;\n'),
    ],
    good: [
      project('CREATE TABLE draft (id INTEGER PRIMARY KEY);\nDROP TABLE draft;\n'),
      // There is none.
      project('DROP TABLE IF EXISTS draft;\nCREATE TABLE draft (id INTEGER PRIMARY KEY);\n'),
      // A rebuild.
      project(
        "CREATE TABLE note_new (id INTEGER PRIMARY KEY, body TEXT NOT NULL);\nINSERT INTO note_new SELECT id, coalesce(body, '') FROM note;\nDROP TABLE note;\nALTER TABLE note_new RENAME TO note;\n",
      ),
      // The way back.
      project('-- migrate:up\nSELECT 1;\n-- migrate:down\nDROP TABLE note;\n'),
    ],
  },
  *checkFile(file) {
    for (const { statement, isNew, isRebuilt } of upwardStatements(file)) {
      const { tree } = statement;
      if (tree?.type !== 'DropTableStmt' || tree.tblName.dbName?.text.toLowerCase() === 'temp') continue;
      const table = tree.tblName.objName.text;
      if (isNew(table) || isRebuilt(table)) continue;
      // Only what is there, and holds rows of its own, can be lost.
      const before = file.database?.timeline?.before(file.source.path, statement);
      if (before?.get(table.toLowerCase())?.table.kind !== 'table') continue;
      yield {
        range: statement.rangeOf(tree.tblName),
        message: isCopied(file, statement, table)
          ? `Dropping ${table} breaks a running version that still uses it. What is not copied from it is gone for good.`
          : `Dropping ${table} takes its rows for good, and breaks a running version that still uses it.`,
        help: 'Drop it once no running version uses it, and after a backup.',
      };
    }
  },
});

/** True where the migration has taken rows of the table into another one. */
function isCopied({ source }: SqlFile, drop: Statement, table: string): boolean {
  return source.document.statements.some(
    ({ tree, start }) =>
      start < drop.start &&
      (tree?.type === 'InsertStmt' || tree?.type === 'UpdateStmt' || tree?.type === 'CreateTableStmt') &&
      !sameName(tree.tblName.objName.text, table) &&
      tablesNamedBy({ tree }).has(table.toLowerCase()),
  );
}
