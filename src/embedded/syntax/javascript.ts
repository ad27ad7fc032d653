import type { Node } from '@vscode/tree-sitter-wasm';

/** Types of nodes that are functions. */
export const functionTypes: ReadonlySet<string> = new Set([
  'arrow_function',
  'function_declaration',
  'function_expression',
  'generator_function',
  'generator_function_declaration',
  'method_definition',
]);

/** Types of nodes that are classes. */
export const classTypes: ReadonlySet<string> = new Set([
  'class_declaration',
  'abstract_class_declaration',
  'class',
]);

/** Without what changes nothing of a value: parentheses, `await`, types. */
export function unwrapped(node: Node): Node {
  let inner = node;
  while (
    /^(?:parenthesized|as|satisfies|non_null|await|instantiation|type_assertion)(?:_expression)?$/.test(
      inner.type,
    )
  ) {
    const children = inner.namedChildren.filter((child) => child?.type !== 'comment');
    const next = inner.type === 'type_assertion' ? children.at(-1) : children[0];
    if (!next) break;
    inner = next;
  }
  return inner;
}
