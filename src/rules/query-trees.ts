import { resolveNames } from '../schema/resolve-names.ts';
import type { Names } from '../schema/scopes.ts';
import type { SchemaState } from '../schema/timeline.ts';
import {
  type AstNode,
  type BinaryExpr,
  type Expr,
  type FunctionCallExpr,
  type Literal,
  type Stmt,
  unwrap,
  walk,
} from '../sql/tree.ts';
import type { StatementInput } from './rule.ts';

/**
 * The tree of a statement that is what SQLite gets, whatever the schema is; undefined for what is filled in later, for
 * what undoes a migration, and for a view that a later migration makes anew.
 */
export function treeOf({ syntax, backwards, section, database }: StatementInput): Stmt | undefined {
  const { tree } = syntax;
  if (!tree || backwards || section?.direction === 'down' || syntax.hasPlaceholder) return undefined;
  const schema = database?.timeline?.tables;
  if (tree.type !== 'CreateViewStmt' || !schema) return tree;
  return schema.get(tree.viewName.objName.text.toLowerCase())?.created.statement?.syntax === syntax
    ? tree
    : undefined;
}

/** A query that compiles against the known schema: its names mean what the schema says. */
export interface CompiledQuery {
  readonly tree: Stmt;
  readonly schema: SchemaState;
  readonly names: Names;
}

/** The query, where the schema is known and SQLite compiles it; undefined in migrations, which see the schema as it was. */
export function compiledQuery(input: StatementInput): CompiledQuery | undefined {
  const { role, query, database } = input;
  const tree = treeOf(input);
  const schema = database?.timeline?.tables;
  if (!tree || !schema || role !== 'query' || !query || query.error !== undefined) return undefined;
  return { tree, schema, names: resolveNames(tree, schema) };
}

/** All nodes of some types, in the order of the text, each with the one above it. */
export function* nodesOf<T extends AstNode['type']>(
  root: AstNode | undefined,
  ...types: readonly T[]
): Generator<{ node: Extract<AstNode, { type: T }>; parent: AstNode | undefined }> {
  if (!root) return;
  const found: { node: Extract<AstNode, { type: T }>; parent: AstNode | undefined }[] = [];
  walk(root, (node, parent) => {
    if ((types as readonly string[]).includes(node.type))
      found.push({ node: node as Extract<AstNode, { type: T }>, parent });
    return undefined;
  });
  yield* found;
}

/** The nodes of an expression without those of the subqueries in it. */
export function* ownNodes(root: AstNode): Generator<AstNode> {
  const found: AstNode[] = [];
  walk(root, (node) => {
    if (node.type === 'Select') return 'skip';
    found.push(node);
    return undefined;
  });
  yield* found;
}

/** The function's name in lower case. */
export function functionName({ name }: Pick<FunctionCallExpr, 'name'>): string {
  return name.name.toLowerCase();
}

const aggregates = new Set([
  'avg',
  'count',
  'group_concat',
  'json_group_array',
  'json_group_object',
  'jsonb_group_array',
  'jsonb_group_object',
  'string_agg',
  'sum',
  'total',
]);

/** True for an aggregate of SQLite's own that is not a window function (https://sqlite.org/lang_aggfunc.html). */
export function isAggregate(node: AstNode): boolean {
  if (node.type !== 'FunctionCallExpr' && node.type !== 'FunctionCallStarExpr') return false;
  if (node.filterOver?.overClause) return false;
  const name = functionName(node);
  if (aggregates.has(name)) return true;
  return (name === 'min' || name === 'max') && node.type === 'FunctionCallExpr' && node.args?.length === 1;
}

/** True for an expression with an aggregate of its own, not of a subquery. */
export function hasAggregate(expr: AstNode): boolean {
  return [...ownNodes(expr)].some(isAggregate);
}

/** The value of a number or a string that is written out; undefined for anything else. */
export function literalValue(expr: Expr): number | string | undefined {
  const inner = unwrap(expr);
  if (inner.type === 'StringLiteral') return inner.value;
  if (inner.type === 'NumericLiteral') return Number(inner.value.replaceAll('_', ''));
  if (inner.type === 'UnaryExpr' && (inner.op === 'Negative' || inner.op === 'Positive')) {
    const value = literalValue(inner.expr);
    if (typeof value === 'number') return inner.op === 'Negative' ? -value : value;
  }
  return undefined;
}

/** The operands of a chain of one operator as they are written: of `a || b || c` the three, of `a || (b || c)` two. */
export function operandsOf(op: BinaryExpr['op'], expr: Expr): Expr[] {
  return expr.type === 'BinaryExpr' && expr.op === op
    ? [...operandsOf(op, expr.left), ...operandsOf(op, expr.right)]
    : [expr];
}

/** True for a value that is written out. */
export function isLiteral(node: AstNode): node is Literal {
  return node.type.endsWith('Literal');
}

const comparisons = new Set([
  'Equals',
  'NotEquals',
  'Less',
  'LessEquals',
  'Greater',
  'GreaterEquals',
  'Is',
  'IsNot',
]);

/** True for `=`, `<>`, `<`, `<=`, `>`, `>=`, `IS` and `IS NOT`. */
export function isComparison(op: string): boolean {
  return comparisons.has(op);
}

/** True for `=`, `<>`, `IS` and `IS NOT`. */
export function isEquality(op: string): boolean {
  return /^(?:Equals|NotEquals|Is|IsNot)$/.test(op);
}

/** True for a function whose result is always JSONB; jsonb_extract() gives numbers and strings as they are. */
export function makesJsonb(expr: Expr): boolean {
  return expr.type === 'FunctionCallExpr' && jsonbMakers.test(functionName(expr));
}

const jsonbMakers = /^jsonb(?:_(?:array|object|set|insert|replace|remove|patch|group_array|group_object))?$/;

/** A text that is short enough for a message. */
export function brief(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 32 ? `${line.slice(0, 31)}…` : line;
}
