import type { SqlValue } from 'sql.js';
import type { Table } from '../../engine/catalog.ts';
import { readParameters } from '../../sql/parameters.ts';
import type { StatementSyntax } from '../../sql/statement.ts';
import { type Expr, unwrap, walk } from '../../sql/tree.ts';
import { namesIn } from '../expressions.ts';
import type { Samples } from './sample.ts';

/** The tables of a query by the lower-case names that it gives them. */
export type Sources = Readonly<Record<string, string>>;

/**
 * Values to run a query with: those that its columns have. A range is asked for its last twentieth, as what is asked
 * for is mostly recent; LIMIT for twenty rows, from the first on. NULL where nothing is known.
 * @returns by parameter number, from 1 at position 0
 */
export function typicalValues(
  syntax: StatementSyntax,
  sources: Sources,
  tables: readonly Table[],
  samples: Samples,
): SqlValue[] {
  const parameters = readParameters(syntax.text);
  const values: SqlValue[] = Array.from({ length: parameters.at(-1)?.number ?? 0 }, () => null);
  if (!syntax.tree || parameters.length === 0) return values;
  const found = new Map<string, SqlValue>();
  const order: Expr[] = [];
  walk(syntax.tree, (node) => {
    if (node.type === 'VariableExpr') order.push(node);
    return undefined;
  });
  order.sort((a, b) => syntax.rangeOf(a).start - syntax.rangeOf(b).start);
  /** A `?` has no name: it is known by its place. */
  const keyOf = (node: Expr): string => String(syntax.rangeOf(node).start);
  const note = (value: Expr | undefined, side: Expr, at: number | undefined): void => {
    const inner = value && unwrap(value);
    if (inner?.type !== 'VariableExpr') return;
    const table = tableOf(side, sources, tables);
    if (!table) return;
    try {
      const typical = samples.valueOf(table.name, table.alias, syntax.textOf(unwrap(side)), at);
      if (typical !== undefined) found.set(keyOf(inner), typical);
    } catch {
      // An expression that means something else away from its query.
    }
  };
  walk(syntax.tree, (node) => {
    if (node.type === 'BinaryExpr') {
      const at = placeOf(node.op);
      note(node.right, node.left, at);
      note(node.left, node.right, at === undefined ? undefined : 1 - at);
    } else if (node.type === 'BetweenExpr') {
      note(node.start, node.lhs, 0.9);
      note(node.end, node.lhs, 0.95);
    } else if (node.type === 'InListExpr') {
      for (const item of node.rhs ?? []) note(item, node.lhs, undefined);
    } else if (node.type === 'LikeExpr') {
      note(node.rhs, node.lhs, undefined);
    } else if (node.type === 'Limit') {
      const limit = unwrap(node.expr);
      const offset = node.offset && unwrap(node.offset);
      if (limit.type === 'VariableExpr') found.set(keyOf(limit), 20);
      if (offset?.type === 'VariableExpr') found.set(keyOf(offset), 0);
    }
    return undefined;
  });
  let largest = 0;
  const named = new Map(parameters.map(({ name, number }) => [name, number]));
  for (const node of order) {
    const written = syntax.textOf(node);
    const number = written === '?' ? largest + 1 : (named.get(written) ?? largest + 1);
    largest = Math.max(largest, number);
    const value = found.get(keyOf(node));
    if (value !== undefined && values[number - 1] === null) values[number - 1] = value;
  }
  return values;
}

function placeOf(op: string): number | undefined {
  if (op === 'Greater' || op === 'GreaterEquals') return 0.95;
  return op === 'Less' || op === 'LessEquals' ? 0.05 : undefined;
}

/** The one table that an expression's columns are of. */
function tableOf(
  expr: Expr,
  sources: Sources,
  tables: readonly Table[],
): { name: string; alias: string } | undefined {
  const [first] = namesIn(expr);
  if (!first) return undefined;
  if (first.type === 'QualifiedExpr') {
    const alias = first.table.text.toLowerCase();
    const name = sources[alias];
    return name === undefined ? undefined : { name, alias };
  }
  if (first.type !== 'Id') return undefined;
  const column = first.name.toLowerCase();
  for (const [alias, name] of Object.entries(sources)) {
    const table = tables.find((one) => one.name.toLowerCase() === name);
    if (table?.columns.some((one) => one.name.toLowerCase() === column)) return { name, alias };
  }
  return undefined;
}
