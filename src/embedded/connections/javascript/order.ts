import type { Node } from '@vscode/tree-sitter-wasm';
import { functionAround } from './names.ts';

/**
 * When a node is run behind the opening of a connection: first by how far from the opening, counted in functions, then by
 * the places of the calls that lead to it. Compared from left to right.
 */
export type RunOrder = readonly number[];

/** Behind all that is run where the connection is opened: by whoever calls it. */
const later = 1_000_000;

/**
 * The order in which a function calls others, not that in which they are written.
 * @param hands tells whether a call hands the connection on
 */
export function runOrderOf(
  node: Node,
  opening: Node,
  callsOf: (called: Node) => readonly Node[],
  hands: (call: Node) => boolean,
): RunOrder {
  const path = [node.startIndex];
  const seen = new Set<number>();
  for (let at = node; ; ) {
    const around = functionAround(at);
    if (!around) return [depthOf(opening, undefined), ...path];
    if (holds(around, opening)) return [depthOf(opening, around), ...path];
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

export function compareOrders(a: RunOrder, b: RunOrder): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? -1) - (b[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** How many functions stand around the opening and within another; undefined is the program. */
function depthOf(opening: Node, outer: Node | undefined): number {
  let depth = 0;
  for (let around = functionAround(opening); around && around.id !== outer?.id; ) {
    depth += 1;
    around = functionAround(around);
  }
  return depth;
}

const isHanded = (node: Node): boolean =>
  node.parent?.type === 'arguments' || node.parent?.type === 'parenthesized_expression';

/**
 * True where another connection is kept in the same variable by then: `db = new Database('b.db')` behind this one's
 * opening and before the use, in a block that holds the use.
 */
export function isReplaced(
  use: Node,
  opening: Node,
  others: readonly { readonly node: Node; readonly statement: Node | undefined }[],
): boolean {
  const around = functionAround(use);
  return others.some(({ node, statement }) => {
    if (!statement?.parent || functionAround(node)?.id !== around?.id) return false;
    const isBefore = node.endIndex <= use.startIndex && holds(statement.parent, use);
    const isBehind = node.startIndex > opening.startIndex;
    // What comes before the opening is done with what the variable kept until then.
    if (!isBehind) return isBefore && use.endIndex <= opening.startIndex;
    return isBefore && functionAround(opening)?.id === around?.id;
  });
}

/** True for a use behind which another sets the same, whatever happens in between. */
export function isOverwritten(use: Node, next: Node): boolean {
  const around = functionAround(use);
  const statement = statementOf(next);
  if (use.endIndex > next.startIndex || functionAround(next)?.id !== around?.id || !statement?.parent)
    return false;
  const { parent } = statement;
  const block = parent.parent?.type === 'finally_clause' ? parent.parent.parent : parent;
  if (!block || !holds(block, use)) return false;
  const between = block.descendantsOfType(['return_statement', 'break_statement', 'continue_statement']);
  return !between.some((one) => one && one.startIndex > use.endIndex && one.endIndex < next.startIndex);
}

/** True for what stands in a function that the driver runs within a transaction: `db.transaction(() => …)`. */
export function isWithinTransaction(use: Node, text: string): boolean {
  for (let around = functionAround(use); around; around = functionAround(around)) {
    const call = around.parent?.type === 'arguments' ? around.parent.parent : undefined;
    if (/\.transaction$/.test(call?.childForFieldName('function')?.text ?? '')) return true;
  }
  const from = functionAround(use)?.startIndex ?? 0;
  const said = [
    ...text.slice(from, use.startIndex).matchAll(/['"`]\s*(begin|savepoint|commit|end|rollback|release)\b/gi),
  ];
  return /^(?:begin|savepoint)$/i.test(said.at(-1)?.[1] ?? '');
}

function statementOf(node: Node): Node | undefined {
  let within = node;
  while (
    within.parent &&
    !/^(?:statement_block|program|switch_case|switch_default)$/.test(within.parent.type)
  )
    within = within.parent;
  // What stands in a condition of its own is run on that one.
  return /^(?:expression_statement|lexical_declaration|variable_declaration)$/.test(within.type)
    ? within
    : undefined;
}

const holds = (outer: Node, inner: Node): boolean =>
  outer.startIndex <= inner.startIndex && inner.endIndex <= outer.endIndex;
