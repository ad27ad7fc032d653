import type { Node } from '@vscode/tree-sitter-wasm';
import { classTypes, functionTypes } from '../../syntax/javascript.ts';

const types: readonly string[] = [
  ...functionTypes,
  ...classTypes,
  'assignment_expression',
  'augmented_assignment_expression',
  'call_expression',
  'catch_clause',
  'field_definition',
  'for_in_statement',
  'import_statement',
  'new_expression',
  'object',
  'public_field_definition',
  'return_statement',
  'spread_element',
  'variable_declarator',
];

/** The nodes of a file that the readers ask for, by their types: found in one walk through the tree. */
export class Nodes {
  readonly #byType = new Map<string, Node[]>();

  constructor(root: Node) {
    for (const node of root.descendantsOfType([...types])) {
      if (!node) continue;
      const { type } = node;
      const all = this.#byType.get(type);
      if (all) all.push(node);
      else this.#byType.set(type, [node]);
    }
  }

  /** All nodes of some types, in the order of the file. */
  of(...wanted: readonly string[]): readonly Node[] {
    const [first, ...others] = wanted;
    if (others.length === 0) return this.#byType.get(first ?? '') ?? [];
    return wanted
      .flatMap((type) => this.#byType.get(type) ?? [])
      .sort((a, b) => a.startIndex - b.startIndex || b.endIndex - a.endIndex);
  }

  /** The same within a node. */
  within({ startIndex, endIndex }: Node, ...wanted: readonly string[]): Node[] {
    return this.of(...wanted).filter((node) => node.startIndex >= startIndex && node.startIndex < endIndex);
  }
}
