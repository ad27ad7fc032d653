import { type Node as JsonNode, type ParseError, parseTree } from 'jsonc-parser';
import { type AST, parseTOML } from 'toml-eslint-parser';
import type { Range } from '../text/range.ts';
import type { Located } from './deployment.ts';

/** A value of a configuration in JSON or TOML, with its place. */
export type ConfigValue = ConfigObject | ConfigList | ConfigScalar;

export interface ConfigObject {
  readonly kind: 'object';
  readonly range: Range;
  /** In the order of the file; of a key that is written twice the last. */
  readonly entries: ReadonlyMap<string, ConfigEntry>;
}

export interface ConfigList {
  readonly kind: 'list';
  readonly range: Range;
  readonly items: readonly ConfigValue[];
}

export interface ConfigScalar {
  readonly kind: 'scalar';
  readonly range: Range;
  readonly value: string | number | boolean | null;
}

export interface ConfigEntry {
  /** Of the key; in TOML, of a table, that of its name in its heading. */
  readonly keyRange: Range;
  readonly value: ConfigValue;
}

interface ScalarTypes {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
}

/** The value of a key, where it is of a type. */
export function scalarAt<K extends keyof ScalarTypes>(
  object: ConfigObject | undefined,
  key: string,
  type: K,
): Located<ScalarTypes[K]> | undefined {
  const found = object?.entries.get(key)?.value;
  return found?.kind === 'scalar' && typeof found.value === type
    ? { value: found.value as ScalarTypes[K], range: found.range }
    : undefined;
}

/** The objects of a key: one, or those of a list. */
export function objectsAt(object: ConfigObject | undefined, key: string): readonly ConfigObject[] {
  const found = object?.entries.get(key)?.value;
  const all = found?.kind === 'list' ? found.items : found ? [found] : [];
  return all.filter((one) => one.kind === 'object');
}

/** The texts in the list of a key; none of any other value. */
export function textsAt(object: ConfigObject | undefined, key: string): readonly string[] {
  const found = object?.entries.get(key)?.value;
  const items = found?.kind === 'list' ? found.items : [];
  return items.flatMap((item) => (item.kind === 'scalar' ? [String(item.value)] : []));
}

/** Reads JSON with comments and commas at the end; undefined for a text that is no object. */
export function readJsonTree(text: string): ConfigObject | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const value = root && errors.length === 0 ? valueOfJson(root) : undefined;
  return value?.kind === 'object' ? value : undefined;
}

function valueOfJson(node: JsonNode): ConfigValue {
  const range = { start: node.offset, end: node.offset + node.length };
  if (node.type === 'array') return { kind: 'list', range, items: (node.children ?? []).map(valueOfJson) };
  if (node.type !== 'object')
    return { kind: 'scalar', range, value: node.value as string | number | boolean | null };
  const entries = new Map<string, ConfigEntry>();
  for (const { children: [key, value] = [] } of node.children ?? []) {
    if (!key || !value) continue;
    const keyRange = { start: key.offset, end: key.offset + key.length };
    entries.set(key.value as string, { keyRange, value: valueOfJson(value) });
  }
  return { kind: 'object', range, entries };
}

/** Reads TOML; undefined for a text that is none. */
export function readTomlTree(text: string): ConfigObject | undefined {
  let program: AST.TOMLProgram;
  try {
    program = parseTOML(text);
  } catch {
    return undefined;
  }
  const root = openObject({ start: 0, end: text.length });
  for (const node of program.body[0].body) {
    if (node.type === 'TOMLKeyValue') {
      put(root, node);
      continue;
    }
    const keys = node.key.keys;
    const range = rangeOf(node);
    const table = keys.reduce(
      (outer, key, at) => within(outer, key, range, node.kind === 'array' && at === keys.length - 1),
      root,
    );
    for (const pair of node.body) put(table, pair);
  }
  return root;
}

type OpenObject = ConfigObject & { readonly entries: Map<string, ConfigEntry> };

const openObject = (range: Range): OpenObject => ({ kind: 'object', range, entries: new Map() });

type TomlKey = AST.TOMLBare | AST.TOMLQuoted;

/** The table that a key names, the last of a list of tables; made where there is none, and always for `[[key]]`. */
function within(outer: OpenObject, key: TomlKey, range: Range, isItem: boolean): OpenObject {
  const name = nameOf(key);
  const known = outer.entries.get(name)?.value;
  if (!isItem) {
    const inner = known?.kind === 'list' ? known.items.at(-1) : known;
    if (inner?.kind === 'object') return inner as OpenObject;
  }
  const made = openObject(range);
  if (isItem && known?.kind === 'list') (known.items as ConfigValue[]).push(made);
  else
    outer.entries.set(name, {
      keyRange: rangeOf(key),
      value: isItem ? { kind: 'list', range, items: [made] } : made,
    });
  return made;
}

function put(table: OpenObject, { key, value }: AST.TOMLKeyValue): void {
  const last = key.keys.at(-1);
  if (!last) return;
  const owner = key.keys
    .slice(0, -1)
    .reduce((outer, one) => within(outer, one, rangeOf(value), false), table);
  owner.entries.set(nameOf(last), { keyRange: rangeOf(last), value: valueOfToml(value) });
}

function valueOfToml(node: AST.TOMLContentNode): ConfigValue {
  const range = rangeOf(node);
  if (node.type === 'TOMLArray') return { kind: 'list', range, items: node.elements.map(valueOfToml) };
  if (node.type === 'TOMLInlineTable') {
    const object = openObject(range);
    for (const pair of node.body) put(object, pair);
    return object;
  }
  const { value } = node;
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return { kind: 'scalar', range, value: isPlain ? value : String(value) };
}

const nameOf = (key: TomlKey): string => (key.type === 'TOMLBare' ? key.name : key.value);

const rangeOf = ({ range: [start, end] }: { readonly range: AST.Range }): Range => ({ start, end });
