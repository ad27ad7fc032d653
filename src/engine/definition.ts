import { StatementSyntax } from '../sql/statement.ts';
import type { ColumnDefinition, Expr, NamedTableConstraint } from '../sql/tree.ts';
import type { Table } from './catalog.ts';

/** The statement that makes a table as it is now, read. Its ranges are of that statement, not of a file. */
export interface TableDefinition {
  readonly syntax: StatementSyntax;
  readonly columns: readonly ColumnDefinition[];
  readonly constraints: readonly NamedTableConstraint[];
}

const definitions = new WeakMap<Table, TableDefinition | undefined>();

/** Reads a table's definition as SQLite holds it; undefined for views, for `CREATE TABLE … AS` and where it does not parse. */
export function definitionOf(table: Table): TableDefinition | undefined {
  if (!definitions.has(table)) definitions.set(table, read(table));
  return definitions.get(table);
}

function read(table: Table): TableDefinition | undefined {
  if (table.kind !== 'table') return undefined;
  const syntax = new StatementSyntax(table.sql);
  const { tree } = syntax;
  if (tree?.type !== 'CreateTableStmt' || tree.body.type !== 'ColumnsAndConstraintsCreateTableBody')
    return undefined;
  return { syntax, columns: tree.body.columns, constraints: tree.body.constraints ?? [] };
}

/** The definition of one column. */
export function columnDefinition(table: Table, name: string): ColumnDefinition | undefined {
  const wanted = name.toLowerCase();
  return definitionOf(table)?.columns.find(({ colName }) => colName.text.toLowerCase() === wanted);
}

/** The collation by which a column is compared (https://sqlite.org/datatype3.html#collation). */
export function collationOf(table: Table, column: string): string {
  for (const { constraint } of columnDefinition(table, column)?.constraints ?? [])
    if (constraint.type === 'CollateColumnConstraint') return constraint.collationName.text.toUpperCase();
  return 'BINARY';
}

/** A CHECK of a table, with the column that it is written at; undefined for one of the whole table. */
export interface Check {
  readonly expr: Expr;
  readonly column: string | undefined;
}

/** The CHECKs of a table, in their order. */
export function checksOf(table: Table): Check[] {
  const definition = definitionOf(table);
  if (!definition) return [];
  return [
    ...definition.columns.flatMap(({ colName, constraints }) =>
      constraints.flatMap(({ constraint }): Check[] =>
        constraint.type === 'CheckColumnConstraint' ? [{ expr: constraint.expr, column: colName.text }] : [],
      ),
    ),
    ...definition.constraints.flatMap(({ constraint }): Check[] =>
      constraint.type === 'CheckTableConstraint' ? [{ expr: constraint.expr, column: undefined }] : [],
    ),
  ];
}
