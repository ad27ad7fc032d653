import type { StatementSyntax } from '../sql/statement.ts';
import { type AstNode, type Expr, walk } from '../sql/tree.ts';

/** `json_extract(data, '$.a')` and `data ->> '$.a'`. */
export function isJsonAccess(expr: Expr): boolean {
  if (expr.type === 'BinaryExpr') return expr.op === 'ArrowRight' || expr.op === 'ArrowRightShift';
  return expr.type === 'FunctionCallExpr' && /^jsonb?_extract$/i.test(expr.name.name);
}

/** The expression's text without the table's name before the columns: an index knows only its own table. */
export function unqualified(expr: Expr, syntax: StatementSyntax): string {
  return replaceNames(expr, syntax, (node) =>
    node.type === 'QualifiedExpr' ? syntax.textOf(node.column) : undefined,
  );
}

/** The expression's text with its names written another way; `undefined` leaves one as it is. */
export function replaceNames(
  expr: Expr,
  syntax: StatementSyntax,
  write: (name: Expr) => string | undefined,
): string {
  const { start, end } = syntax.rangeOf(expr);
  let result = '';
  let at = start;
  for (const name of namesIn(expr)) {
    const written = write(name);
    if (written === undefined) continue;
    const range = syntax.rangeOf(name);
    result += syntax.text.slice(at, range.start) + written;
    at = range.end;
  }
  return result + syntax.text.slice(at, end);
}

/** What names a column in an expression, in order; names in its subqueries are left out. */
export function namesIn(expr: Expr): Expr[] {
  const names: Expr[] = [];
  walk(expr, (node, parent) => {
    if (node.type === 'Select') return 'skip';
    if (node.type === 'QualifiedExpr') {
      names.push(node);
      return 'skip';
    }
    const isFunction =
      (parent?.type === 'FunctionCallExpr' || parent?.type === 'FunctionCallStarExpr') &&
      parent.name === node;
    if (node.type === 'Id' && !isFunction && !isTruth(node)) names.push(node);
    return undefined;
  });
  return names;
}

/** True when an expression is of a type, or has something of it within. */
export function holds(expr: Expr, type: AstNode['type']): boolean {
  let found = false;
  walk(expr, (node) => {
    if (node.type === type) found = true;
    return found ? 'skip' : undefined;
  });
  return found;
}

/** TRUE and FALSE, which the grammar takes for names. */
function isTruth(expr: Expr): boolean {
  return expr.type === 'Id' && /^(?:true|false)$/i.test(expr.name);
}

/** A value that is written out. */
export function isLiteral(expr: Expr): boolean {
  if (expr.type === 'UnaryExpr') return isLiteral(expr.expr);
  return /^(?:Numeric|String|Blob|Null)Literal$/.test(expr.type) || isTruth(expr);
}

/**
 * True for an expression that an index can hold: SQLite refuses what it knows to change by itself when it makes the
 * index, and dates that are computed from now when it fills it (https://sqlite.org/deterministic.html).
 */
export function isIndexable(expr: Expr): boolean {
  let sound = true;
  walk(expr, (node) => {
    if (
      node.type === 'Select' ||
      node.type === 'VariableExpr' ||
      node.type === 'FunctionTail' ||
      /^Current/.test(node.type) ||
      node.type === 'FunctionCallStarExpr' ||
      (node.type === 'FunctionCallExpr' && (isAggregate(node) || readsClock(node)))
    )
      sound = false;
    return sound ? undefined : 'skip';
  });
  return sound;
}

function isAggregate(call: Extract<Expr, { type: 'FunctionCallExpr' }>): boolean {
  const name = call.name.name.toLowerCase();
  if (name === 'min' || name === 'max') return (call.args?.length ?? 0) < 2;
  return /^(?:avg|count|group_concat|string_agg|sum|total|jsonb?_group_(?:array|object)|random|randomblob)$/.test(
    name,
  );
}

function readsClock(call: Extract<Expr, { type: 'FunctionCallExpr' }>): boolean {
  if (!/^(?:date|time|datetime|julianday|unixepoch|strftime|timediff)$/i.test(call.name.name)) return false;
  const args = call.args ?? [];
  return (
    args.length === 0 ||
    args.some((arg) => arg.type === 'StringLiteral' && /now|localtime|utc/i.test(arg.value)) ||
    (/^strftime$/i.test(call.name.name) && args.length === 1)
  );
}
