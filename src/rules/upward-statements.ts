import type { SqlFile } from '../project/sql-files.ts';
import type { Statement } from '../sql/statement.ts';

/** A statement of a migration, with what the migration itself has made before it. */
export interface UpwardStatement {
  readonly statement: Statement;
  /** True for a table that the same file makes, so that nothing else knows it yet. */
  readonly isNew: (table: string) => boolean;
  /** True for a table whose name the same file gives to another one behind the statement: it is rebuilt. */
  readonly isRebuilt: (table: string) => boolean;
}

/** The statements of a migration's way up, of a database that is built by migrations. */
export function* upwardStatements({
  source,
  backwards,
  role,
  database,
}: SqlFile): Generator<UpwardStatement> {
  if (backwards || role !== 'migration' || !database || database.tool === 'schema') return;
  const statements = source.document.statements.filter(({ section }) => section?.direction !== 'down');
  const made = new Set<string>();
  const isNew = (table: string): boolean => made.has(table.toLowerCase());
  for (const [at, statement] of statements.entries()) {
    const isRebuilt = (table: string): boolean =>
      statements.slice(at + 1).some((later) => nameGiven(later) === table.toLowerCase());
    yield { statement, isNew, isRebuilt };
    const name = nameGiven(statement);
    if (name !== undefined) made.add(name);
  }
}

/** The name of a table that a statement makes or renames, in lower case. */
function nameGiven({ tree }: Statement): string | undefined {
  if (tree?.type === 'CreateTableStmt' && !tree.ifNotExists) return tree.tblName.objName.text.toLowerCase();
  if (tree?.type === 'AlterTableStmt' && tree.body.type === 'RenameToAlterTableBody')
    return tree.body.name.text.toLowerCase();
  return undefined;
}
