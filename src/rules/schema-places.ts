import type { LogicalDatabase } from '../project/databases.ts';
import type { Place } from '../schema/place.ts';
import type { TableState } from '../schema/timeline.ts';
import type { AstNode, ColumnDefinition } from '../sql/tree.ts';
import type { Range } from '../text/range.ts';
import type { Fix } from './rule.ts';

/** Where a column of the surviving definition is declared; the table's statement where that can't be told. */
export function columnPlace(state: TableState, column: string): { file: string; range: Range } {
  const place = state.columns.get(column.toLowerCase()) ?? state.created;
  const named = place.names?.get(`column ${column.toLowerCase()}`);
  if (named) return { file: place.file, range: named.range };
  const tree = place.statement?.tree;
  let node: AstNode | undefined;
  if (tree?.type === 'CreateTableStmt' && tree.body.type === 'ColumnsAndConstraintsCreateTableBody') {
    node = tree.body.columns.find(({ colName }) => sameName(colName.text, column));
  } else if (tree?.type === 'AlterTableStmt' && tree.body.type === 'AddColumnAlterTableBody') {
    node = tree.body.column;
  }
  if (!node || !place.statement) return { file: place.file, range: headRange(place) };
  return { file: place.file, range: place.statement.rangeOf((node as ColumnDefinition).colName ?? node) };
}

/** Where a foreign key is declared: its columns in the constraint, else the column that refers to another table. */
export function foreignKeyPlace(
  state: TableState,
  columns: readonly string[],
): { file: string; range: Range } {
  const key = columns.join().toLowerCase();
  const place = state.foreignKeys.get(key) ?? state.created;
  const named = place.names?.get(`key ${key}`);
  if (named) return { file: place.file, range: named.range };
  const tree = place.statement?.tree;
  if (tree?.type === 'CreateTableStmt' && tree.body.type === 'ColumnsAndConstraintsCreateTableBody') {
    for (const { constraint } of tree.body.constraints ?? []) {
      if (constraint.type !== 'ForeignKeyTableConstraint') continue;
      const [first] = constraint.columns;
      const own = constraint.columns.map(({ colName }) => colName.text).join();
      if (first && place.statement && sameName(own, key))
        return { file: place.file, range: place.statement.rangeOf(first) };
    }
  }
  return columnPlace(state, columns[0] as string);
}

/** Where an index is created, by its name; undefined for one that its tool makes without being asked to. */
export function indexPlace(
  state: TableState,
  index: string,
): { file: string; range: Range; unnamed?: boolean } | undefined {
  const place = state.indexes.get(index.toLowerCase());
  if (!place) return undefined;
  const named = place.names?.get(`index ${index.toLowerCase()}`);
  if (named?.implied) return undefined;
  if (named) return { file: place.file, range: named.range, unnamed: named.unnamed === true };
  const tree = place.statement?.tree;
  const range =
    place.statement && tree?.type === 'CreateIndexStmt'
      ? place.statement.rangeOf(tree.idxName)
      : headRange(place);
  return { file: place.file, range };
}

/** The name of the table that a statement defines, else its first line; of a script, the call. */
export function headRange({ statement, names, range }: Place): Range {
  if (!statement) return names?.get('table')?.range ?? range;
  const { tree } = statement;
  if (tree?.type === 'CreateTableStmt' || tree?.type === 'AlterTableStmt' || tree?.type === 'DropTableStmt') {
    return statement.rangeOf(tree.tblName);
  }
  const { start } = statement.range;
  const line = statement.text.indexOf('\n');
  return { start, end: line < 0 ? statement.range.end : start + line };
}

/**
 * A fix that adds an index below its table, where the schema is written down as one file. Migrations that may have
 * run already are not to be changed: there, the statement belongs in a new one.
 */
export function indexFix(database: LogicalDatabase | undefined, { created }: TableState, sql: string): Fix[] {
  const { statement } = created;
  if (database?.tool !== 'schema' || !statement) return [];
  const at = statement.end;
  const text = statement.text.endsWith(';') ? `\n${sql}` : `;\n${sql}`;
  const edits = [{ range: { start: at, end: at }, text }];
  return [{ title: `Add the index to ${created.file}`, safe: false, file: created.file, edits }];
}

export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
