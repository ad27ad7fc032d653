import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, nodesOf } from '../../sql/text-expressions.ts';
import { isOptional } from './runs.ts';
import { functionsAround, scopeOfVariable } from './variables.ts';

/** A parameter that a program puts into `url.Values`. */
export interface UrlValue {
  readonly key: string;
  readonly value: Node;
}

/**
 * What `q.Encode()` encodes, in its order, where each parameter is seen: `q := url.Values{}`, `q.Set("_txlock", "…")`.
 * Undefined where some depend on a condition, or may be put in elsewhere. https://pkg.go.dev/net/url#Values.Encode
 */
export function encodedValues(call: Node): UrlValue[] | undefined {
  const callee = call.childForFieldName('function');
  const name = callee?.childForFieldName('operand');
  const [own] = functionsAround(call);
  if (callee?.childForFieldName('field')?.text !== 'Encode' || name?.type !== 'identifier' || !own)
    return undefined;
  const scope = scopeOfVariable(name)?.id;
  let values: UrlValue[] | undefined;
  for (const use of nodesOf(own, ['identifier'])) {
    if (use.text !== name.text || use.startIndex > call.startIndex || scopeOfVariable(use)?.id !== scope)
      continue;
    const selector = use.parent?.type === 'selector_expression' ? use.parent : undefined;
    const method = selector?.childForFieldName('field')?.text;
    if (!selector) {
      const made = values === undefined ? madeBy(use) : undefined;
      if (!made) return undefined;
      values = made;
      continue;
    }
    const [key, value] = childrenOf(selector.parent?.childForFieldName('arguments') ?? null);
    if (method === 'Encode' || method === 'Get' || method === 'Has') continue;
    if (!values || !key || !value || (method !== 'Add' && method !== 'Set')) return undefined;
    if (key.type !== 'interpreted_string_literal' || isOptional(use, call)) return undefined;
    const written = key.text.slice(1, -1);
    if (method === 'Set') values = values.filter((one) => one.key !== written);
    values.push({ key: written, value });
  }
  return values?.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** The parameters that `q := url.Values{"_pragma": {"journal_mode(WAL)"}}` begins with; undefined for other values. */
function madeBy(name: Node): UrlValue[] | undefined {
  const statement = name.parent?.parent;
  if (statement?.type !== 'short_var_declaration') return undefined;
  const [made, ...others] = childrenOf(statement.childForFieldName('right'));
  if (!made || others.length > 0) return undefined;
  if (/^make\(\s*url\.Values\s*\)$/.test(made.text)) return [];
  if (made.type !== 'composite_literal' || made.childForFieldName('type')?.text !== 'url.Values')
    return undefined;
  const values: UrlValue[] = [];
  for (const element of childrenOf(made.childForFieldName('body'))) {
    const [key, list] = childrenOf(element).map((one) => one.namedChildren[0] ?? one);
    const items = list?.type === 'literal_value' ? list : list?.childForFieldName('body');
    const written = /^"([^"\\]*)"$/.exec(
      element.type === 'keyed_element' ? (childrenOf(element)[0]?.text ?? '') : '',
    )?.[1];
    if (!key || !items || written === undefined) return undefined;
    for (const item of childrenOf(items)) values.push({ key: written, value: item.namedChildren[0] ?? item });
  }
  return values;
}
