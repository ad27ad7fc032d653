import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  parseAllDocuments,
  visit,
  type YAMLMap,
} from 'yaml';
import { rememberLast } from '../text/last.ts';
import type { Range } from '../text/range.ts';
import type { Located } from './deployment.ts';

/** A value of a YAML file with its place. */
export type YamlNode = ParsedNode | null | undefined;

/** What the aliases of the documents that were read stand for. */
const targets = new WeakMap<object, ParsedNode>();

/** The documents of a YAML file; none for one that is no YAML, such as a template. */
export const yamlDocuments = rememberLast((text: string): readonly Document.Parsed[] => {
  try {
    const all = parseAllDocuments(text, { logLevel: 'silent', uniqueKeys: false });
    const read = Array.isArray(all) ? all.filter(({ errors }) => errors.length === 0) : [];
    if (text.includes('*')) read.forEach(settleAliases);
    return read;
  } catch {
    return [];
  }
});

function settleAliases(document: Document.Parsed): void {
  const anchors = new Map<string, ParsedNode>();
  visit(document, (_key, node) => {
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target) targets.set(node, target);
    } else if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor !== undefined) {
      anchors.set(node.anchor, node as ParsedNode);
    }
  });
}

/** The node itself, or the one that an alias stands for. */
function plain(node: YamlNode): YamlNode {
  return isAlias(node) ? targets.get(node) : node;
}

/** The value of a key, one that is merged in (`<<`) too. Of a key that stands twice the last counts, as Litestream has it. */
export function at(node: YamlNode, key: string): YamlNode {
  return entriesOf(node).findLast((entry) => entry.key === key)?.value;
}

/** The value at the end of a path of keys. */
export function atPath(node: YamlNode, ...keys: readonly string[]): YamlNode {
  return keys.reduce<YamlNode>(at, node);
}

/** A key of a map with its value. */
export interface YamlEntry {
  readonly key: string;
  readonly value: YamlNode;
  /** Where the key stands. */
  readonly range: Range;
}

/** The keys of a map with their values, its own first, then those that it merges in; none of any other node. */
export function entriesOf(node: YamlNode): YamlEntry[] {
  const map = plain(node);
  if (!isMap(map)) return [];
  const own: YamlEntry[] = [];
  const merged: YamlEntry[] = [];
  for (const item of (map as YAMLMap.Parsed).items) {
    const key = keyOf(item);
    const [start = 0, end = 0] = (item.key as ParsedNode | null)?.range ?? [];
    if (key === '<<') {
      const value = plain(item.value);
      merged.push(...(isSeq(value) ? (value.items as YamlNode[]) : [value]).flatMap(entriesOf));
    } else own.push({ key, value: item.value, range: { start, end } });
  }
  const names = new Set(own.map(({ key }) => key));
  for (const entry of merged) {
    if (names.has(entry.key)) continue;
    names.add(entry.key);
    own.push(entry);
  }
  return own;
}

/** The items of a list; none of any other node. */
export function itemsOf(node: YamlNode): YamlNode[] {
  const list = plain(node);
  return isSeq(list) ? (list.items as YamlNode[]) : [];
}

/** A scalar as text. */
export function textOf(node: YamlNode): string | undefined {
  const scalar = plain(node);
  return isScalar(scalar) && scalar.value !== null ? String(scalar.value) : undefined;
}

/** A scalar as text, with its place. */
export function locatedText(node: YamlNode): Located<string> | undefined {
  const value = textOf(node);
  const range = rangeOf(node);
  return value === undefined || !range ? undefined : { value, range };
}

/** A whole number, with its place; undefined for every other value. */
export function locatedInteger(node: YamlNode): Located<number> | undefined {
  const written = locatedText(node);
  const value = Number(written?.value);
  return written && Number.isInteger(value) ? { value, range: written.range } : undefined;
}

/** False for a key that is not there, or has nothing or null behind it. */
export function isGiven(node: YamlNode): boolean {
  const value = plain(node);
  return value !== undefined && value !== null && !(isScalar(value) && value.value === null);
}

/** Where a node stands in the text. */
export function rangeOf(node: YamlNode): Range | undefined {
  return node?.range ? { start: node.range[0], end: node.range[1] } : undefined;
}

/** Where a key stands with its value. */
export function rangeOfEntry({ range, value }: YamlEntry): Range {
  return { start: range.start, end: Math.max(range.end, rangeOf(value)?.end ?? 0) };
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : '';
}
