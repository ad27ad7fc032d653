import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../text/range.ts';
import { nodesOf, placeOf } from '../sql/text-expressions.ts';

const isTest =
  /^#\[\s*(?:cfg\s*\((?!.*\bnot\s*\(\s*test\b).*\btest\b|(?:\w+::)*(?:test|rstest|bench|test_case)\b)/s;

/** Where code stands that is compiled for tests only: https://doc.rust-lang.org/reference/attributes/testing.html */
export function testCode(root: Node): readonly Range[] {
  const ranges: Range[] = [];
  for (const attribute of nodesOf(root, ['attribute_item'])) {
    if (!isTest.test(attribute.text)) continue;
    let item = attribute.nextNamedSibling;
    while (item && /^(?:attribute_item|line_comment|block_comment)$/.test(item.type))
      item = item.nextNamedSibling;
    if (item) ranges.push(placeOf(item));
  }
  // An attribute within a file stands for all of it.
  if (/^\s*#!\[\s*cfg\s*\(\s*test\s*\)/m.test(root.text.slice(0, 500))) ranges.push(placeOf(root));
  return ranges;
}

/** True for a node within one of some ranges. */
export function isWithin({ startIndex, endIndex }: Node, ranges: readonly Range[]): boolean {
  return ranges.some(({ start, end }) => start <= startIndex && endIndex <= end);
}

/** Types of nodes that have the value of one of their children: conditions, blocks, references. */
export const choices: ReadonlySet<string> = new Set([
  'block',
  'else_clause',
  'if_expression',
  'match_arm',
  'match_block',
  'match_expression',
  'parenthesized_expression',
  'reference_expression',
]);
