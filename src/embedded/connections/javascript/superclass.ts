import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf } from '../../sql/text-expressions.ts';
import { classAround } from './names.ts';

/** What a class is made of that a call of `super(…)` opens: `Database` of `class Store extends Database`. */
export function superclassOf(call: Node): Node | undefined {
  if (call.childForFieldName('function')?.type !== 'super') return undefined;
  const owner = classAround(call);
  const heritage = owner && childrenOf(owner).find(({ type }) => type === 'class_heritage');
  const [first] = childrenOf(heritage);
  return first?.type === 'extends_clause' ? (first.childForFieldName('value') ?? undefined) : first;
}
