import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  parseAllDocuments,
  type YAMLMap,
} from 'yaml';
import type { Range } from '../../text/range.ts';

/** A value of a YAML file with its place. */
export type YamlNode = ParsedNode | null | undefined;

/** The documents of a YAML file; none for one that is no YAML, such as a template. */
export function yamlDocuments(text: string): Document.Parsed[] {
  try {
    const all = parseAllDocuments(text, { logLevel: 'silent' });
    return Array.isArray(all) ? all.filter(({ errors }) => errors.length === 0) : [];
  } catch {
    return [];
  }
}

/** The value of a key. */
export function at(node: YamlNode, key: string): YamlNode {
  return isMap(node) ? (node as YAMLMap.Parsed).items.find((item) => keyOf(item) === key)?.value : undefined;
}

/** The value at the end of a path of keys. */
export function atPath(node: YamlNode, ...keys: readonly string[]): YamlNode {
  return keys.reduce<YamlNode>(at, node);
}

/** The keys of a map with their values; none of any other node. */
export function entriesOf(node: YamlNode): { readonly key: string; readonly value: YamlNode }[] {
  if (!isMap(node)) return [];
  return (node as YAMLMap.Parsed).items.map((item) => ({ key: keyOf(item), value: item.value }));
}

/** The items of a list; none of any other node. */
export function itemsOf(node: YamlNode): YamlNode[] {
  return isSeq(node) ? (node.items as YamlNode[]) : [];
}

/** A scalar as text. */
export function textOf(node: YamlNode): string | undefined {
  return isScalar(node) && node.value !== null ? String(node.value) : undefined;
}

/** All scalars below a node, as texts. */
export function textsBelow(node: YamlNode): string[] {
  const own = textOf(node);
  if (own !== undefined) return [own];
  return [...itemsOf(node), ...entriesOf(node).map(({ value }) => value)].flatMap(textsBelow);
}

/** Where a node stands in the text. */
export function rangeOf(node: YamlNode): Range | undefined {
  return node?.range ? { start: node.range[0], end: node.range[1] } : undefined;
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : '';
}
