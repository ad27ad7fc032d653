import type { SqlFile } from '../project/sql-files.ts';
import type { Statement } from '../sql/statement.ts';

/** A statement of a migration, with what the migration itself has made before it. */
export interface UpwardStatement {
  readonly statement: Statement;
  /** True for a table that the same file makes, so that nothing else knows it yet. */
  readonly isNew: (table: string) => boolean;
  /** True for a column that the same file adds. */
  readonly isNewColumn: (table: string, column: string) => boolean;
  /** True for a column whose name the same file gives to another one behind the statement. */
  readonly isReplacedColumn: (table: string, column: string) => boolean;
  /** True for a table that the same file has dropped. */
  readonly isDropped: (table: string) => boolean;
  /** True for a table that the same file drops behind the statement. */
  readonly isDroppedLater: (table: string) => boolean;
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
  const dropped = new Set<string>();
  const isNew = (table: string): boolean => made.has(table.toLowerCase());
  const isDropped = (table: string): boolean => dropped.has(table.toLowerCase());
  const isNewColumn = (table: string, column: string): boolean => made.has(columnKey(table, column));
  for (const [at, statement] of statements.entries()) {
    const isRebuilt = (table: string): boolean =>
      statements.slice(at + 1).some((later) => nameGiven(later) === table.toLowerCase());
    const isReplacedColumn = (table: string, column: string): boolean =>
      statements.slice(at + 1).some((later) => columnGiven(later) === columnKey(table, column));
    const isDroppedLater = (table: string): boolean =>
      statements.slice(at + 1).some((later) => nameTaken(later) === table.toLowerCase());
    yield { statement, isNew, isNewColumn, isDropped, isDroppedLater, isRebuilt, isReplacedColumn };
    const gone = nameTaken(statement);
    if (gone !== undefined) dropped.add(gone);
    for (const name of [nameGiven(statement), columnGiven(statement)]) if (name !== undefined) made.add(name);
  }
}

/** The name of a table that a statement makes or renames, in lower case. */
function nameGiven({ tree }: Statement): string | undefined {
  if (tree?.type === 'CreateTableStmt') return tree.tblName.objName.text.toLowerCase();
  if (tree?.type === 'AlterTableStmt' && tree.body.type === 'RenameToAlterTableBody')
    return tree.body.name.text.toLowerCase();
  return undefined;
}

/** The name of the table that a statement drops, in lower case. */
function nameTaken({ tree }: Statement): string | undefined {
  return tree?.type === 'DropTableStmt' ? tree.tblName.objName.text.toLowerCase() : undefined;
}

/** The column that a statement adds or gives a name to. */
function columnGiven({ tree }: Statement): string | undefined {
  if (tree?.type !== 'AlterTableStmt') return undefined;
  const table = tree.tblName.objName.text;
  if (tree.body.type === 'AddColumnAlterTableBody') return columnKey(table, tree.body.column.colName.text);
  if (tree.body.type === 'RenameColumnAlterTableBody') return columnKey(table, tree.body.new.text);
  return undefined;
}

function columnKey(table: string, column: string): string {
  return `${table}.${column}`.toLowerCase();
}
