import type { Node } from '@vscode/tree-sitter-wasm';
import { type Part, placeOf } from './text-expressions.ts';

/**
 * The two operands of `a + b` where a text makes it a text: one of them, or one of the larger sum that it starts, as in
 * `a + b + 'c'`. Undefined for sums of numbers, and of what isn't known.
 *
 * @param isText True for an operand, itself no sum, that surely is a text.
 * @param unwrapped An operand without what changes nothing of its value.
 */
export function sumParts(
  node: Node,
  isText: (operand: Node) => boolean,
  unwrapped: (operand: Node) => Node,
): Part[] | undefined {
  const operands = operandsOf(node)?.map(unwrapped);
  if (!operands) return undefined;
  let whole = node;
  while (whole.parent?.type === node.type && operandsOf(whole.parent)) whole = whole.parent;
  const hasText = (inner: Node): boolean => {
    const parts = inner.type === node.type ? operandsOf(inner) : undefined;
    return parts ? parts.some((part) => hasText(unwrapped(part))) : isText(inner);
  };
  return hasText(whole) ? operands.map((operand) => ({ operand, host: placeOf(operand) })) : undefined;
}

function operandsOf(node: Node): Node[] | undefined {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  return left && right && node.childForFieldName('operator')?.text === '+' ? [left, right] : undefined;
}
