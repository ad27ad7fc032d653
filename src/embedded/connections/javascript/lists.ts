import type { Node } from '@vscode/tree-sitter-wasm';
import { literalOf } from '../../javascript.ts';
import { childrenOf } from '../../sql/text-expressions.ts';
import { functionTypes, unwrapped } from '../../syntax/javascript.ts';
import type { Names } from './names.ts';

/** The elements of the list that a loop takes a name from: `for (const name of names)`, `names.forEach((name) => …)`. */
export function elementsOf(name: Node, names: Names): Node[] | undefined {
  const scope = names.find(name.text, name)?.scope;
  if (!scope) return undefined;
  const list = listOf(scope, name);
  const written = list && names.constantOf(list);
  if (list?.type === 'identifier' && isChanged(list, scope)) return undefined;
  return written?.type === 'array' ? childrenOf(written) : undefined;
}

/** The list that a loop goes through with the name as its variable. */
function listOf(scope: Node, name: Node): Node | null | undefined {
  if (scope.type === 'for_in_statement') {
    const isOf = scope.childForFieldName('operator')?.text === 'of';
    return isOf && scope.childForFieldName('left')?.text === name.text
      ? scope.childForFieldName('right')
      : undefined;
  }
  const call = functionTypes.has(scope.type) ? scope.parent?.parent : undefined;
  const callee = call?.childForFieldName('function');
  const isLoop = /^(?:forEach|map)$/.test(callee?.childForFieldName('property')?.text ?? '');
  const [first] = childrenOf(scope.childForFieldName('parameters'));
  const parameter = scope.childForFieldName('parameter') ?? first;
  const pattern = parameter?.childForFieldName('pattern') ?? parameter;
  return isLoop && pattern?.text === name.text ? callee?.childForFieldName('object') : undefined;
}

/** True where a list may be given further elements. */
function isChanged({ text }: Node, { tree }: Node): boolean {
  return new RegExp(`\\b${text}\\s*(?:\\.(?:push|unshift|splice)\\b|\\[[^\\]]*\\]\\s*=(?!=))`).test(
    tree.rootNode.text,
  );
}

/**
 * The texts that an expression may be within a loop over a list which is written out: `name` of `['a', 'b']`, `one.name`
 * of `[{ name: 'a' }]`. Undefined where one of them is computed.
 */
export function textsInLoop(expression: Node, names: Names): Node[] | undefined {
  const inner = unwrapped(expression);
  const isMember = inner.type === 'member_expression';
  const name = isMember ? inner.childForFieldName('object') : inner;
  const key = isMember ? inner.childForFieldName('property')?.text : undefined;
  if (name?.type !== 'identifier') return undefined;
  const values = elementsOf(name, names)?.map((element) =>
    key === undefined ? element : keyValue(element, key),
  );
  const texts = values?.flatMap((value) => (value && typeof literalOf(value) === 'string' ? [value] : []));
  return texts && texts.length > 0 && texts.length === values?.length ? texts : undefined;
}

/** The value of a key of an object that is written out. */
function keyValue(object: Node, key: string): Node | undefined {
  if (object.type !== 'object') return undefined;
  const pairs = childrenOf(object);
  if (pairs.some(({ type }) => type === 'spread_element')) return undefined;
  const pair = pairs.findLast(
    (one) => one.childForFieldName('key')?.text.replace(/^['"]|['"]$/g, '') === key,
  );
  return pair?.childForFieldName('value') ?? undefined;
}
