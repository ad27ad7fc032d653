import { parseExpression } from '../../sql/parse.ts';
import { type Expr, unwrap } from '../../sql/tree.ts';
import { holds, namesIn } from '../expressions.ts';
import { comparisonsOf } from './comparison.ts';
import { columnOf, type Scope, type Source } from './scope.ts';
import { type Condition, type Finder, type RewriteDraft, type Suspect, slowAccess } from './suspect.ts';

/**
 * A partial index that serves a condition but for its own: SQLite uses it only where the query says that too
 * (https://sqlite.org/partialindex.html). A parameter that is bound to the value says it: the query is planned again.
 */
export const partialSuspects: Finder = function* (condition) {
  const { input, scope, expr } = condition;
  for (const { side, op } of comparisonsOf(expr)) {
    const found = columnOf(side, scope);
    if (!found || op === 'is' || !slowAccess(input.plan, found.source)) continue;
    const { source, column } = found;
    for (const index of source.table.indexes) {
      if (index.where === undefined || index.columns[0]?.expression) continue;
      if (index.columns[0]?.name.toLowerCase() !== column.name.toLowerCase()) continue;
      const suspect = suspectOf(condition, index.where, source);
      if (suspect) yield { ...suspect, source, column: column.name };
    }
  }
};

function suspectOf(
  { input, scope, expr }: Condition,
  where: string,
  source: Source,
): Pick<Suspect, 'kind' | 'range' | 'probe' | 'rewrites'> | undefined {
  const wanted = parseExpression(where);
  if (!wanted) return undefined;
  const columns = namesIn(wanted).map((name) => columnName(name));
  const range = input.syntax.rangeOf(expr);
  // The names of an index's condition are the table's own; with another table beside it they may mean that one.
  if (scope.sources.length !== 1 || !scope.whole) return undefined;
  const said = conditionOn(scope, source, columns);
  // A parameter may say it.
  if (said && holds(said, 'VariableExpr')) return undefined;
  const add = { range: { start: range.end, end: range.end }, text: ` AND ${where}` };
  if (!said) return { kind: 'partial-index', range, probe: [add] };
  const place = input.syntax.rangeOf(said);
  const rewrites: RewriteDraft[] =
    falseColumn(said, scope) !== undefined && falseColumn(said, scope) === falseColumn(wanted, undefined)
      ? [{ title: `Change to ${where}`, safe: false, edits: [{ range: place, text: where }] }]
      : [];
  return rewrites.length > 0 ? { kind: 'partial-index', range: place, probe: [add], rewrites } : undefined;
}

function columnName(name: Expr): string {
  if (name.type === 'QualifiedExpr') return name.column.text.toLowerCase();
  return name.type === 'Id' ? name.name.toLowerCase() : '';
}

function conditionOn(scope: Scope, source: Source, columns: readonly string[]): Expr | undefined {
  return scope.conditions.find((condition) =>
    namesIn(condition).some((name) => {
      const found = columnOf(name, scope);
      return found?.source === source && columns.includes(found.column.name.toLowerCase());
    }),
  );
}

/** The column that a condition asks to be 0, in lower case: `NOT deleted`, `deleted = FALSE`, `deleted = 0`. */
function falseColumn(condition: Expr, scope: Scope | undefined): string | undefined {
  const expr = unwrap(condition);
  const nameOf = (side: Expr): string | undefined => {
    const inner = unwrap(side);
    if (scope) return columnOf(inner, scope)?.column.name.toLowerCase();
    return columnName(inner) || undefined;
  };
  if (expr.type === 'UnaryExpr' && expr.op === 'Not') return nameOf(expr.expr);
  if (expr.type !== 'BinaryExpr' || (expr.op !== 'Equals' && expr.op !== 'Is')) return undefined;
  const value = unwrap(expr.right);
  const isFalse =
    (value.type === 'NumericLiteral' && value.value === '0') ||
    (value.type === 'Id' && /^false$/i.test(value.name)) ||
    (value.type === 'KeywordLiteral' && /^false$/i.test(value.value));
  return isFalse ? nameOf(expr.left) : undefined;
}
