import { disjuncts, type Expr, unwrap } from '../../sql/tree.ts';
import { plainName } from '../advise.ts';
import { columnOf } from './scope.ts';
import { type Finder, replace, type Suspect, slowAccess } from './suspect.ts';

/** What is known of a pattern when the query is planned. */
type Pattern =
  | { readonly kind: 'text'; readonly value: string }
  /** A value with wildcards put before or behind it: `? || '%'`. */
  | { readonly kind: 'joined'; readonly first: Expr; readonly last: Expr };

/**
 * `LIKE` and `GLOB` on a column. What a bound pattern starts with is no obstacle: SQLite plans the query again when a
 * value is bound to it (https://sqlite.org/optoverview.html#the_like_optimization).
 */
export const patternSuspects: Finder = function* (condition) {
  const branches = disjuncts(condition.expr);
  for (const branch of branches)
    for (const suspect of suspectsOf({ ...condition, expr: branch }))
      if (branches.length === 1 || suspect.kind === 'leading-wildcard') yield suspect;
};

const suspectsOf: Finder = function* (condition) {
  const { input, scope, expr } = condition;
  if (expr.type !== 'LikeExpr' || expr.not || (expr.op !== 'Like' && expr.op !== 'Glob')) return;
  const found = columnOf(expr.lhs, scope);
  if (!found || !slowAccess(input.plan, found.source)) return;
  const pattern = patternOf(expr.rhs);
  if (!pattern) return;
  const base = { source: found.source, column: found.column.name, range: input.syntax.rangeOf(expr) };
  if (hasLeadingWildcard(expr)) {
    yield { kind: 'leading-wildcard', ...base };
    return;
  }
  const left = input.syntax.textOf(expr.lhs);
  if (pattern.kind === 'joined') {
    if (expr.op !== 'Like' || expr.escape || !endsWith(pattern, '%')) return;
    // With a text in its place the planner says whether an index would serve a pattern that is bound as a whole.
    yield { kind: 'bound-pattern', ...base, probe: [replace(input, expr, `${left} LIKE 'a%'`)] };
    return;
  }
  if (expr.op === 'Glob' || expr.escape) return;
  const prefix = /^[^%_]+/.exec(pattern.value)?.[0];
  if (prefix === undefined) return;
  const glob = `${left} GLOB '${prefix.replaceAll("'", "''")}*'`;
  const isExact = pattern.value === `${prefix}%` && isCaseless(prefix);
  const suspect: Suspect = {
    kind: 'case-sensitive-index',
    ...base,
    probe: [replace(input, expr, glob)],
    indexes: [
      {
        table: found.source.table,
        terms: [`${plainName(found.column.name)} COLLATE NOCASE`],
        json: false,
      },
    ],
    rewrites: isExact
      ? [{ title: `Change to ${glob}`, safe: true, edits: [replace(input, expr, glob)] }]
      : [],
  };
  yield suspect;
};

/** True for a pattern that starts with a wildcard: no index leads to what it finds. */
export function hasLeadingWildcard(expr: Expr): boolean {
  if (expr.type !== 'LikeExpr') return false;
  const pattern = patternOf(expr.rhs);
  const wild = expr.op === 'Like' ? '%_' : expr.op === 'Glob' ? '*?[' : '';
  return pattern !== undefined && startsWith(pattern, wild);
}

function patternOf(rhs: Expr): Pattern | undefined {
  const expr = unwrap(rhs);
  if (expr.type === 'StringLiteral') return { kind: 'text', value: expr.value };
  if (expr.type !== 'BinaryExpr' || expr.op !== 'Concat') return undefined;
  let first: Expr = expr;
  while (first.type === 'BinaryExpr' && first.op === 'Concat') first = unwrap(first.left);
  return { kind: 'joined', first, last: unwrap(expr.right) };
}

function startsWith(pattern: Pattern, wild: string): boolean {
  const text =
    pattern.kind === 'text'
      ? pattern.value
      : pattern.first.type === 'StringLiteral'
        ? pattern.first.value
        : '';
  return text !== '' && wild.includes(text[0] as string);
}

function endsWith(pattern: Pattern, text: string): boolean {
  return (
    pattern.kind === 'joined' && pattern.last.type === 'StringLiteral' && pattern.last.value.endsWith(text)
  );
}

/** True for text that LIKE and GLOB compare alike: no letter of any alphabet, nothing that GLOB takes for a wildcard. */
function isCaseless(text: string): boolean {
  return !/[\p{L}*?[\]]/u.test(text);
}
