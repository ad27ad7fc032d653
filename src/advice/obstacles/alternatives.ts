import { isColumnName } from '../../schema/scopes.ts';
import { disjuncts, type Expr, type SelectFrom, unwrap } from '../../sql/tree.ts';
import { namesIn } from '../expressions.ts';
import { comparisonsOf } from './comparison.ts';
import { hasLeadingWildcard } from './pattern.ts';
import { columnOf, type Scope, type Source } from './scope.ts';
import {
  type Condition,
  type Finder,
  type RewriteDraft,
  replace,
  type Suspect,
  slowAccess,
} from './suspect.ts';

/** More branches than this are left alone. */
const mostBranches = 6;

/** OR: a filter that a parameter switches off, branches on several tables, a branch that no index serves. */
export const alternativeSuspects: Finder = function* (condition) {
  const { input, scope, expr } = condition;
  const branches = disjuncts(expr);
  if (branches.length === 1) {
    yield* filtersByDefault(condition);
    return;
  }
  if (branches.length > mostBranches) return;
  const optional = optionalFilter(condition, branches);
  if (optional) {
    yield optional;
    return;
  }
  const sources = branches.map((branch) => sourcesOf(branch, scope));
  // What names no table here is a switch or a correlated part: no index is at stake.
  if (sources.some((set) => set === undefined || set.size === 0)) return;
  const all = new Set(sources.flatMap((set) => [...(set ?? [])]));
  const slow = [...all].find((source) => slowAccess(input.plan, source));
  if (!slow) return;
  const range = input.syntax.rangeOf(expr);
  if (all.size > 1) {
    if (!sources.some((set) => set?.size === 1 && set.has(slow))) return;
    // With only its own branch the table would be searched, so that it is the other that keeps it from that.
    const own = branches.filter((_, at) => sources[at]?.size === 1 && sources[at]?.has(slow));
    const probe = [replace(input, expr, `(${own.map((part) => input.syntax.textOf(part)).join(' OR ')})`)];
    const rewrites = unionOf(condition, branches);
    yield { kind: 'or-across-tables', source: slow, column: undefined, range, probe, rewrites };
    return;
  }
  for (const branch of branches) {
    if (hasLeadingWildcard(branch) || isFlag(branch)) continue;
    const others = branches.filter((other) => other !== branch);
    const text = others.map((part) => input.syntax.textOf(part)).join(' OR ');
    yield {
      kind: 'or-branch',
      source: slow,
      column: namesIn(branch).flatMap((name) => columnOf(name, scope)?.column.name ?? [])[0],
      range: input.syntax.rangeOf(branch),
      probe: [replace(input, expr, others.length > 1 ? `(${text})` : text)],
    };
  }
};

/** `done = 1`: an index on what has two values leads to half of the rows. */
function isFlag(expr: Expr): boolean {
  return comparisonsOf(expr).some(({ others }) =>
    others?.some((other) => other.type === 'NumericLiteral' && /^[01]$/.test(other.value)),
  );
}

function sourcesOf(expr: Expr, scope: Scope): Set<Source> | undefined {
  const found = new Set<Source>();
  for (const name of namesIn(expr)) {
    const column = columnOf(name, scope);
    if (column) found.add(column.source);
  }
  return found;
}

/** `(? IS NULL OR a = ?)` */
function optionalFilter({ input, scope, expr }: Condition, branches: readonly Expr[]): Suspect | undefined {
  const [a, b, ...more] = branches;
  if (!a || !b || more.length > 0) return undefined;
  const filter = isSwitch(a) ? b : isSwitch(b) ? a : undefined;
  const found = filter && filteredColumn(filter, scope);
  if (!filter || !found || !slowAccess(input.plan, found.source)) return undefined;
  return {
    kind: 'optional-filter',
    source: found.source,
    column: found.column.name,
    range: input.syntax.rangeOf(expr),
    probe: [replace(input, expr, input.syntax.textOf(filter))],
  };
}

/** True for a condition on a parameter alone: `? IS NULL`, `:state = ''`, `?`. */
function isSwitch(expr: Expr): boolean {
  if (expr.type === 'VariableExpr') return true;
  if (expr.type === 'IsNullExpr') return unwrap(expr.expr).type === 'VariableExpr';
  if (expr.type !== 'BinaryExpr' || !/^(?:Is|Equals)$/.test(expr.op)) return false;
  const [left, right] = [unwrap(expr.left), unwrap(expr.right)];
  const isConstant = (side: Expr): boolean => side.type === 'NullLiteral' || side.type.endsWith('Literal');
  return (
    (left.type === 'VariableExpr' && isConstant(right)) || (right.type === 'VariableExpr' && isConstant(left))
  );
}

function filteredColumn(filter: Expr, scope: Scope): ReturnType<typeof columnOf> {
  for (const { side, others } of comparisonsOf(filter)) {
    const found = columnOf(side, scope);
    if (found && others?.every((other) => namesIn(other).length === 0)) return found;
  }
  return undefined;
}

/** `a = ifnull(?, a)` */
function* filtersByDefault({ input, scope, expr }: Condition): Iterable<Suspect> {
  for (const { side, op, others } of comparisonsOf(expr)) {
    const call = others?.[0];
    const found = columnOf(side, scope);
    if (op !== 'equal' || !found || call?.type !== 'FunctionCallExpr') continue;
    if (!/^(?:ifnull|coalesce)$/i.test(call.name.name)) continue;
    const [parameter, fallback, ...more] = call.args ?? [];
    if (parameter?.type !== 'VariableExpr' || !fallback || more.length > 0) continue;
    const same = columnOf(fallback, scope);
    if (same?.column !== found.column || same.source !== found.source) continue;
    if (!slowAccess(input.plan, found.source)) continue;
    yield {
      kind: 'optional-filter',
      source: found.source,
      column: found.column.name,
      range: input.syntax.rangeOf(expr),
      probe: [replace(input, call, parameter.name)],
    };
  }
}

/**
 * SELECT DISTINCT with OR as a UNION: both give each row once. Anything that depends on the rows as a whole or on their
 * order stays as it is.
 */
function unionOf({ input, scope, expr }: Condition, branches: readonly Expr[]): RewriteDraft[] {
  const { core } = scope;
  const { syntax } = input;
  if (core.type !== 'SelectFrom' || core.distinctness !== 'Distinct' || !scope.whole) return [];
  if (core.groupBy || core.having || core.windowClause || syntax.tree?.type !== 'SelectStmt') return [];
  const { body } = syntax.tree;
  if (body.select !== core || body.with || body.compounds || body.orderBy || body.limit) return [];
  if (hasCalls(core) || branches.some((branch) => syntax.textOf(branch).includes('?'))) return [];
  const { start, end } = syntax.rangeOf(core);
  const at = syntax.rangeOf(expr);
  const whole = (branch: Expr): string => {
    const text = syntax.text.slice(start, at.start) + syntax.textOf(branch) + syntax.text.slice(at.end, end);
    return text.replace(/^SELECT\s+DISTINCT\b/i, 'SELECT');
  };
  const text = branches.map(whole).join(' UNION ');
  return [{ title: 'Change to a UNION', safe: true, edits: [{ range: { start, end }, text }] }];
}

/** True where the result columns hold calls: an aggregate of the parts is not one of the whole. */
function hasCalls({ columns }: SelectFrom): boolean {
  return columns.some((column) => column.type === 'ExprResultColumn' && !isPlain(column.expr));
}

function isPlain(expr: Expr): boolean {
  return isColumnName(expr) || expr.type.endsWith('Literal');
}
