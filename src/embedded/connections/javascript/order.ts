import type { Node } from '@vscode/tree-sitter-wasm';
import { holds } from '../../sql/text-expressions.ts';
import { leavesTransactionOpen } from '../open-transaction.ts';
import { functionAround } from './names.ts';

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
  return leavesTransactionOpen(text.slice(from, use.startIndex));
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
