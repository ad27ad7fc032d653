import type { SchemaOperation } from '../operations.ts';
import { isAboutRows } from '../raw-sql.ts';

/** What decides whether a part of a script runs. */
export type Condition =
  | { readonly kind: 'known'; readonly value: boolean }
  | { readonly kind: 'table'; readonly table: string; readonly exists: boolean }
  | { readonly kind: 'column'; readonly table: string; readonly column: string; readonly exists: boolean }
  | { readonly kind: 'unknown'; readonly reason: string };

export function negate(condition: Condition): Condition {
  switch (condition.kind) {
    case 'known':
      return { kind: 'known', value: !condition.value };
    case 'unknown':
      return condition;
    default:
      return { ...condition, exists: !condition.exists };
  }
}

/**
 * An operation as it is when it runs only under a condition: undefined when it never runs, the same when the condition
 * can be left to the database (`IF NOT EXISTS`), else one that nobody can follow.
 */
export function under(operation: SchemaOperation, condition: Condition): SchemaOperation | undefined {
  switch (condition.kind) {
    case 'known':
      return condition.value ? operation : undefined;
    case 'unknown':
      return obscured(operation, condition.reason);
    case 'table':
      return condition.exists
        ? whereTableExists(operation, condition.table)
        : whereTableIsMissing(operation, condition.table);
    case 'column':
      return condition.exists
        ? whereColumnExists(operation, condition.table, condition.column)
        : whereColumnIsMissing(operation, condition.table, condition.column);
  }
}

function whereTableExists(operation: SchemaOperation, table: string): SchemaOperation | undefined {
  if (operation.kind === 'drop-table' && same(operation.table, table))
    return { ...operation, ifExists: true };
  // Without the table it would fail, and change nothing either.
  return concerns(operation, table) ? operation : obscured(operation, `only where the table ${table} exists`);
}

function whereTableIsMissing(operation: SchemaOperation, table: string): SchemaOperation | undefined {
  switch (operation.kind) {
    case 'create-table':
    case 'add-index':
      return { ...operation, ifNotExists: true };
    case 'add-column':
      if (same(operation.table, table)) return { ...operation, ifNotExists: true };
      break;
    default:
      break;
  }
  return concerns(operation, table) ? operation : obscured(operation, `only where no table ${table} exists`);
}

function whereColumnExists(
  operation: SchemaOperation,
  table: string,
  column: string,
): SchemaOperation | undefined {
  const onColumn =
    'table' in operation &&
    typeof operation.table === 'string' &&
    same(operation.table, table) &&
    'column' in operation &&
    typeof operation.column === 'string' &&
    same(operation.column, column);
  if (onColumn) return operation.kind === 'drop-column' ? { ...operation, ifExists: true } : operation;
  return obscured(operation, `only where ${table}.${column} exists`);
}

function whereColumnIsMissing(
  operation: SchemaOperation,
  table: string,
  column: string,
): SchemaOperation | undefined {
  if (
    operation.kind === 'add-column' &&
    same(operation.table, table) &&
    same(operation.column.name.text, column)
  ) {
    return { ...operation, ifNotExists: true };
  }
  if (
    operation.kind === 'add-index' &&
    same(operation.table, table) &&
    operation.index.columns.some((name) => same(name, column))
  ) {
    return { ...operation, ifNotExists: true };
  }
  return obscured(operation, `only where ${table}.${column} is missing`);
}

/** Settings and transactions of the connection. */
const isOfConnection = /^\s*(?:pragma|begin|commit|end|rollback|savepoint|release|vacuum|reindex)\b/i;

function obscured(operation: SchemaOperation, reason: string): SchemaOperation | undefined {
  if (operation.kind === 'sql' && (isAboutRows(operation.sql) || isOfConnection.test(operation.sql))) {
    return undefined;
  }
  return { range: operation.range, kind: 'opaque', reason, tables: tablesOf(operation) };
}

/** The tables that an operation touches; undefined when that isn't known. */
function tablesOf(operation: SchemaOperation): readonly string[] | undefined {
  switch (operation.kind) {
    case 'sql':
      return undefined;
    case 'opaque':
      return operation.tables;
    case 'create-table':
      return [operation.table.text];
    case 'rename-table':
    case 'set-table-name':
      return [operation.table, operation.to.text];
    default:
      return operation.table === undefined ? undefined : [operation.table];
  }
}

function concerns(operation: SchemaOperation, table: string): boolean {
  if (operation.kind === 'sql') return operation.sql.toLowerCase().includes(table.toLowerCase());
  return tablesOf(operation)?.some((name) => same(name, table)) ?? false;
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
