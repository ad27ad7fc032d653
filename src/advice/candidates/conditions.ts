import { isColumnName } from '../../schema/scopes.ts';
import { conjuncts, disjuncts, type Expr, unwrap } from '../../sql/tree.ts';
import { plainName } from '../advise.ts';
import { isIndexable, isJsonAccess, isLiteral, namesIn, replaceNames } from '../expressions.ts';
import type { Leaf, Term } from './model.ts';
import type { LeafColumn, Scope } from './scopes.ts';

/** A term with the table that it belongs to. */
export interface LeafTerm {
  readonly leaf: Leaf;
  readonly term: Term;
}

/** Takes note of a condition at the tables that an index could serve it for. */
export function addCondition(condition: Expr, scope: Scope): void {
  const inner = unwrap(condition);
  if (inner.type === 'BinaryExpr' && inner.op === 'Or') {
    addBranches(inner, scope);
    return;
  }
  for (const { leaf, term } of termsOf(inner, scope)) leaf.all.push(term);
}

/** An OR is served by an index for each branch, all of one table (https://sqlite.org/optoverview.html#or_opt). */
function addBranches(condition: Expr, scope: Scope): void {
  const byLeaf = disjuncts(condition).map((branch) => {
    const found = new Map<Leaf, Term[]>();
    for (const part of conjuncts(branch))
      for (const { leaf, term } of termsOf(part, scope)) found.set(leaf, [...(found.get(leaf) ?? []), term]);
    return found;
  });
  for (const leaf of byLeaf[0]?.keys() ?? []) {
    const branches = byLeaf.map((found) => found.get(leaf) ?? []);
    if (branches.every((terms) => terms.length > 0)) leaf.either.push(branches);
  }
}

/** The indexable sides of a condition. */
function termsOf(condition: Expr, scope: Scope): LeafTerm[] {
  const inner = unwrap(condition);
  const wholeOf = (literal: boolean): ((leaf: Leaf) => string | undefined) => {
    if (!literal || !isIndexable(inner)) return () => undefined;
    return (leaf) => textFor(leaf, inner, scope)?.sql;
  };
  switch (inner.type) {
    case 'BinaryExpr': {
      const isNull = [inner.left, inner.right].some((side) => unwrap(side).type === 'NullLiteral');
      const kind = isNull && inner.op === 'Is' ? 'null' : comparison(inner.op);
      if (!kind) return [];
      const whole = wholeOf(isLiteral(inner.left) || isLiteral(inner.right));
      return [
        ...sideOf(inner.left, [inner.right], kind, scope, whole),
        ...sideOf(inner.right, [inner.left], kind, scope, whole),
      ];
    }
    case 'BetweenExpr':
      if (inner.not) return [];
      return sideOf(
        inner.lhs,
        [inner.start, inner.end],
        'range',
        scope,
        wholeOf(isLiteral(inner.start) && isLiteral(inner.end)),
      );
    case 'InListExpr':
      if (inner.not) return [];
      return sideOf(
        inner.lhs,
        inner.rhs ?? [],
        'in',
        scope,
        wholeOf((inner.rhs ?? []).every((item) => isLiteral(item))),
      );
    case 'InSelectExpr':
    case 'InTableExpr':
      return inner.not ? [] : sideOf(inner.lhs, [], 'in', scope, () => undefined);
    case 'IsNullExpr':
      return sideOf(inner.expr, [], 'null', scope, wholeOf(true));
    case 'NotNullExpr':
      return [];
    case 'LikeExpr':
      return patternOf(inner, scope, wholeOf(true));
    default:
      return [];
  }
}

function comparison(op: string): 'equal' | 'range' | undefined {
  if (op === 'Equals' || op === 'Is') return 'equal';
  return op === 'Less' || op === 'LessEquals' || op === 'Greater' || op === 'GreaterEquals'
    ? 'range'
    : undefined;
}

/** A pattern that begins with letters is a range (https://sqlite.org/optoverview.html#like_opt). */
function patternOf(
  condition: Extract<Expr, { type: 'LikeExpr' }>,
  scope: Scope,
  conditionFor: (leaf: Leaf) => string | undefined,
): LeafTerm[] {
  const { lhs, rhs, not, op } = condition;
  const pattern = unwrap(rhs);
  if (not || pattern.type !== 'StringLiteral' || (op !== 'Like' && op !== 'Glob')) return [];
  if (!(op === 'Like' ? /^[^%_]/ : /^[^*?[]/).test(pattern.value)) return [];
  const column = unwrap(lhs);
  if (!isColumnName(column)) return [];
  return sideOf(column, [], 'range', scope, conditionFor).map(({ leaf, term }) => ({
    leaf,
    term: op === 'Like' ? { ...term, sql: `${term.sql} COLLATE NOCASE` } : term,
  }));
}

function sideOf(
  side: Expr,
  others: readonly Expr[],
  kind: Term['kind'],
  scope: Scope,
  conditionFor: (leaf: Leaf) => string | undefined,
): LeafTerm[] {
  const otherNames = others.flatMap(namesIn).flatMap((name) => scope.columnsOf(name));
  const found: LeafTerm[] = [];
  for (const leaf of leavesNamed(side, scope)) {
    // A comparison of two columns of the same table can't be looked up.
    if (otherNames.some((name) => name.leaf === leaf)) continue;
    const text = indexTerm(leaf, side, scope);
    if (!text) continue;
    // COLLATE on one side is how both are compared (https://sqlite.org/datatype3.html#collation).
    const collation = others.map((other) => unwrap(other)).find((other) => other.type === 'CollateExpr');
    if (collation?.type === 'CollateExpr' && !/ COLLATE \w+$/i.test(text.sql))
      text.sql += ` COLLATE ${collation.collation}`;
    const condition = conditionFor(leaf);
    found.push({ leaf, term: { ...text, kind, joins: otherNames.length > 0, condition } });
  }
  return found;
}

function leavesNamed(expr: Expr, scope: Scope): Set<Leaf> {
  return new Set(namesIn(expr).flatMap((name) => scope.columnsOf(name).map(({ leaf }) => leaf)));
}

/** An expression as an index on one table holds it: a column, one with a collation, or one that is computed. */
export function indexTerm(
  leaf: Leaf,
  expr: Expr,
  scope: Scope,
): { sql: string; columns: string[]; json: boolean } | undefined {
  const inner = unwrap(expr);
  if (!isIndexable(inner) || inner.type === 'UnaryExpr') return undefined;
  const collated = inner.type === 'CollateExpr' ? unwrap(inner.expr) : inner;
  const text = textFor(leaf, collated, scope);
  if (!text) return undefined;
  const collation = inner.type === 'CollateExpr' ? ` COLLATE ${inner.collation}` : '';
  return { ...text, sql: text.sql + collation };
}

/** The text of an expression with the names of one table's columns; undefined where it names others. */
function textFor(
  leaf: Leaf,
  expr: Expr,
  scope: Scope,
): { sql: string; columns: string[]; json: boolean } | undefined {
  const columns: string[] = [];
  let foreign = false;
  const sql = replaceNames(expr, scope.syntax, (name) => {
    const own: LeafColumn | undefined = scope.columnsOf(name).find((column) => column.leaf === leaf);
    if (!own) {
      foreign = true;
      return undefined;
    }
    columns.push(own.column.toLowerCase());
    return plainName(own.column);
  });
  if (foreign || columns.length === 0) return undefined;
  return { sql, columns, json: isJsonAccess(expr) };
}
