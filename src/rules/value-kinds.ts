import type { Column } from '../engine/catalog.ts';
import { columnOf, type Names, referenceOf } from '../schema/scopes.ts';
import { affinityOf } from '../sql/affinity.ts';
import { type Expr, unwrap } from '../sql/tree.ts';
import { functionName, isComparison } from './query-trees.ts';
import { timeFormat } from './time-format.ts';

/** What an expression gives where it does not give NULL. */
export type ValueKind = 'text' | 'number';

const textFunctions = new Set(
  'char date datetime format group_concat hex json json_quote lower ltrim printf quote replace rtrim strftime string_agg substr substring time trim typeof upper'.split(
    ' ',
  ),
);

const numberFunctions = new Set(
  'abs changes count instr julianday last_insert_rowid length octet_length random row_number total total_changes unicode unixepoch'.split(
    ' ',
  ),
);

const numberOperators = new Set(
  'Add BitwiseAnd BitwiseOr Divide LeftShift Modulus Multiply RightShift Subtract'.split(' '),
);

/**
 * The kind of an expression without affinity, which SQLite converts to nothing when it compares it with another one
 * (https://sqlite.org/datatype3.html#comparisons); undefined for columns, and what is not known.
 */
export function valueKind(expr: Expr): ValueKind | undefined {
  const inner = unwrap(expr);
  switch (inner.type) {
    case 'StringLiteral':
    case 'CurrentDateLiteral':
    case 'CurrentTimeLiteral':
    case 'CurrentTimestampLiteral':
      return 'text';
    case 'NumericLiteral':
    case 'ExistsExpr':
    case 'IsNullExpr':
    case 'NotNullExpr':
      return 'number';
    case 'UnaryExpr':
      return inner.op === 'Positive' ? undefined : 'number';
    case 'FunctionCallStarExpr':
    case 'FunctionCallExpr': {
      const name = functionName(inner);
      if (textFunctions.has(name)) return 'text';
      return numberFunctions.has(name) ? 'number' : undefined;
    }
    case 'BinaryExpr':
      if (inner.op === 'Concat' || inner.op === 'ArrowRight') return 'text';
      if (inner.op === 'And' || inner.op === 'Or') return 'number';
      return numberOperators.has(inner.op) || isComparison(inner.op) ? 'number' : undefined;
    default:
      return undefined;
  }
}

/** True for a date in text, which SQLite never turns into a number. */
export function isDateText(expr: Expr): boolean {
  const inner = unwrap(expr);
  if (inner.type === 'StringLiteral') return /^\s*\d{4}-\d\d-\d\d/.test(inner.value);
  if (inner.type === 'FunctionCallExpr') return /^(?:date|datetime)$/.test(functionName(inner));
  return inner.type === 'CurrentDateLiteral' || inner.type === 'CurrentTimestampLiteral';
}

/**
 * The column of integers that an expression is, where its table is STRICT or the column's default is a number: any other
 * column of that type may hold dates in text as well.
 */
export function integerColumn(expr: Expr, names: Names): Column | undefined {
  const reference = referenceOf(expr, names);
  const column = reference && columnOf(reference);
  if (!reference || !column || affinityOf(column.type) !== 'INTEGER') return undefined;
  const byDefault = column.defaultValue ?? '';
  const isNumber = /^[+-]?\d+$/.test(byDefault) || /seconds$/.test(timeFormat(byDefault) ?? '');
  return isNumber || reference.source.state?.table.strict ? column : undefined;
}
