import {
  type AstNode,
  type CreateTableStmt,
  type Expr,
  type FromClause,
  type JoinedSelectTable,
  traverse,
} from 'sqlite3-parser';

export type * from 'sqlite3-parser';

/** Visits every node, parents first. Return `'skip'` to leave out what is below a node. */
export function walk(
  root: AstNode,
  visit: (node: AstNode, parent: AstNode | undefined) => 'skip' | undefined,
): void {
  traverse(root, { enter: (node, parent) => visit(node, parent) });
}

/** The parts of a condition that must all hold: `a AND (b AND c)` gives a, b, c. */
export function conjuncts(expr: Expr | undefined): Expr[] {
  if (!expr) return [];
  const inner = unwrap(expr);
  if (inner.type === 'BinaryExpr' && inner.op === 'And')
    return [...conjuncts(inner.left), ...conjuncts(inner.right)];
  return [inner];
}

/** The parts of a condition of which one must hold: `a OR (b OR c)` gives a, b, c. */
export function disjuncts(expr: Expr): Expr[] {
  const inner = unwrap(expr);
  if (inner.type === 'BinaryExpr' && inner.op === 'Or')
    return [...disjuncts(inner.left), ...disjuncts(inner.right)];
  return [inner];
}

/** The parts of what the joins of a FROM clause have in ON. */
export function joinConditions(from: FromClause | undefined): Expr[] {
  return (from?.joins ?? []).flatMap(({ constraint }) =>
    constraint?.type === 'OnJoinConstraint' ? conjuncts(constraint.expr) : [],
  );
}

/** An expression without the parentheses around it. */
export function unwrap(expr: Expr): Expr {
  let inner = expr;
  while (inner.type === 'ParenthesizedExpr' && inner.exprs.length === 1) inner = inner.exprs[0] as Expr;
  return inner;
}

/** What a join is: `left` and `right` are both true of a FULL JOIN. A comma is an inner join. */
export function joinKind({ operator }: JoinedSelectTable): {
  left: boolean;
  right: boolean;
  natural: boolean;
} {
  // The parser's bits: 4 NATURAL, 8 LEFT, 16 RIGHT.
  const bits = operator.type === 'TypedJoinJoinOperator' ? (operator.joinType ?? 0) : 0;
  return { left: (bits & 8) !== 0, right: (bits & 16) !== 0, natural: (bits & 4) !== 0 };
}

/** True for a table with the option STRICT. */
export function isStrict({ body }: CreateTableStmt): boolean {
  // The parser's bit.
  return body.type === 'ColumnsAndConstraintsCreateTableBody' && (body.flags & 0x10000) !== 0;
}
