import type { SchemaSource } from '../project/schema-source.ts';
import type { Place, TableState } from '../schema/timeline.ts';
import type { AstNode, ColumnDefinition } from '../sql/tree.ts';
import type { Range } from '../text/range.ts';
import type { Fix } from './rule.ts';

/** Where a column of the surviving definition is declared; the table's statement where that can't be told. */
export function columnPlace(state: TableState, column: string): { file: string; range: Range } {
  const place = state.columns.get(column.toLowerCase()) ?? state.created;
  const { tree } = place.statement;
  let node: AstNode | undefined;
  if (tree?.type === 'CreateTableStmt' && tree.body.type === 'ColumnsAndConstraintsCreateTableBody') {
    node = tree.body.columns.find(({ colName }) => sameName(colName.text, column));
  } else if (tree?.type === 'AlterTableStmt' && tree.body.type === 'AddColumnAlterTableBody') {
    node = tree.body.column;
  }
  if (!node) return { file: place.file, range: headRange(place) };
  return { file: place.file, range: place.statement.rangeOf((node as ColumnDefinition).colName ?? node) };
}

/** Where an index is created, by its name. */
export function indexPlace(state: TableState, index: string): { file: string; range: Range } | undefined {
  const place = state.indexes.get(index.toLowerCase());
  if (!place) return undefined;
  const { tree } = place.statement;
  const range = tree?.type === 'CreateIndexStmt' ? place.statement.rangeOf(tree.idxName) : headRange(place);
  return { file: place.file, range };
}

/** The name of the table that a statement defines, else its first line. */
export function headRange({ statement }: Place): Range {
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
export function indexFix(source: SchemaSource, { created }: TableState, sql: string): Fix[] {
  if (source.kind !== 'schema') return [];
  const at = created.statement.end;
  const text = created.statement.text.endsWith(';') ? `\n${sql}` : `;\n${sql}`;
  const edits = [{ range: { start: at, end: at }, text }];
  return [{ title: `Add the index to ${created.file}`, safe: false, file: created.file, edits }];
}

export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
