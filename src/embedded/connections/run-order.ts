import type { Node } from '@vscode/tree-sitter-wasm';
import { holds } from '../sql/text-expressions.ts';

/**
 * When a node is run behind the opening of a connection: first by how far from the opening, counted in functions, then by
 * the places of the calls that lead to it. Compared from left to right.
 */
export type RunOrder = readonly number[];

/** Which functions of a file call which. */
export interface CallGraph {
  /** The function around a node; the program or undefined where none is. */
  functionAround(node: Node): Node | undefined;
  /** The calls of a function. */
  callsOf(called: Node): readonly Node[];
  /** Tells whether a call hands the connection on. */
  hands(call: Node): boolean;
}

/** Behind all that is run where the connection is opened: by whoever calls it. */
const later = 1_000_000;

/** The order in which a function calls others, not that in which they are written. */
export function runOrderOf(
  node: Node,
  opening: Node,
  { functionAround, callsOf, hands }: CallGraph,
): RunOrder {
  const path = [node.startIndex];
  const seen = new Set<number>();
  for (let at = node; ; ) {
    const around = functionAround(at);
    if (!around) return [depthOf(opening, undefined, functionAround), ...path];
    if (holds(around, opening)) return [depthOf(opening, around, functionAround), ...path];
    const calls = callsOf(around);
    if (calls.length === 0 && isHanded(around)) {
      // A function that is handed to a call is run where that stands.
      at = around;
      continue;
    }
    const call = calls.findLast(hands) ?? calls.at(-1);
    if (!call || seen.has(around.id)) return [later, ...path];
    seen.add(around.id);
    path.unshift(call.startIndex);
    at = call;
  }
}

/** Negative where the first is run before the second, as `sort` takes it. */
export function compareOrders(a: RunOrder, b: RunOrder): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? -1) - (b[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** How many functions stand around the opening and within another; undefined is the program. */
function depthOf(
  opening: Node,
  outer: Node | undefined,
  functionAround: CallGraph['functionAround'],
): number {
  let depth = 0;
  for (let around = functionAround(opening); around && around.id !== outer?.id; ) {
    depth += 1;
    around = functionAround(around);
  }
  return depth;
}

const isHanded = (node: Node): boolean =>
  node.parent?.type === 'arguments' || node.parent?.type === 'parenthesized_expression';
