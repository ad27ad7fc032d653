import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf } from '../sql/text-expressions.ts';

/** An expression without parentheses and `await`. */
export function unwrapped(node: Node): Node {
  let inner = node;
  while (/^(?:parenthesized_expression|await)$/.test(inner.type)) {
    const [only] = childrenOf(inner);
    if (!only) return inner;
    inner = only;
  }
  return inner;
}

/** Types of nodes that bind names to values. */
export const binders = [
  'as_pattern',
  'assignment',
  'augmented_assignment',
  'for_in_clause',
  'for_statement',
  'lambda_parameters',
  'named_expression',
  'parameters',
] as const;
