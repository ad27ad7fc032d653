import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf } from '../../sql/text-expressions.ts';

/** What keeps the value of a call: `db`, `s.db`; undefined where it is returned or handed on. */
export function handleOf(call: Node): string | undefined {
  let value = call;
  let parent = call.parent;
  while (parent?.type === 'parenthesized_expression') {
    value = parent;
    parent = parent.parent;
  }
  if (parent?.type === 'expression_list') {
    const statement = parent.parent;
    const at = childrenOf(parent).findIndex(({ id }) => id === value.id);
    const isSpec = statement?.type === 'var_spec';
    const names = isSpec
      ? statement.childrenForFieldName('name')
      : childrenOf(statement?.childForFieldName('left'));
    const name = names[at]?.text;
    return name === '_' ? undefined : name;
  }
  return undefined;
}
