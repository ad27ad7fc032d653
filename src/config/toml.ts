import { type AST, getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import type { Range } from '../text/range.ts';
import type { Located } from './deployment.ts';

export type TomlScalar = string | number | boolean | undefined;

/** A table with its keys in their order. */
export interface TomlTable {
  readonly range: Range;
  /** Of a key that is written twice as a table (`[[mounts]]`), each. */
  readonly tables: ReadonlyMap<string, readonly TomlTable[]>;
  readonly values: ReadonlyMap<
    string,
    Located<TomlScalar> & { readonly list: readonly string[]; readonly keyStart: number }
  >;
}

interface OpenTable {
  range: Range;
  tables: Map<string, OpenTable[]>;
  values: Map<string, Located<TomlScalar> & { list: string[]; keyStart: number }>;
}

/** The tables and values of a TOML file; undefined for a text that is no TOML. */
export function readToml(text: string): TomlTable | undefined {
  try {
    return tableOf(parseTOML(text));
  } catch {
    return undefined;
  }
}

function tableOf(program: AST.TOMLProgram): TomlTable {
  const root: OpenTable = opened({ start: 0, end: 0 });
  for (const node of program.body[0].body) {
    if (node.type === 'TOMLKeyValue') put(root, node);
    else {
      let table = root;
      node.resolvedKey.forEach((key, index) => {
        if (typeof key === 'number') return;
        const isList = typeof node.resolvedKey[index + 1] === 'number';
        const isLast = index === node.resolvedKey.length - (isList ? 2 : 1);
        const all = table.tables.get(key) ?? [];
        table.tables.set(key, all);
        if (all.length === 0 || (isLast && isList)) all.push(opened(rangeOf(node.key)));
        table = all.at(-1) as OpenTable;
      });
      for (const pair of node.body) put(table, pair);
    }
  }
  return root;
}

function opened(range: Range): OpenTable {
  return { range, tables: new Map(), values: new Map() };
}

function put(table: OpenTable, { key, value }: AST.TOMLKeyValue): void {
  const names = key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value));
  const name = names.pop() ?? '';
  let into = table;
  for (const outer of names) {
    const all = into.tables.get(outer) ?? [];
    into.tables.set(outer, all);
    if (all.length === 0) all.push(opened(rangeOf(key)));
    into = all.at(-1) as OpenTable;
  }
  if (value.type === 'TOMLInlineTable') {
    const inner = opened(rangeOf(value));
    into.tables.set(name, [...(into.tables.get(name) ?? []), inner]);
    for (const pair of value.body) put(inner, pair);
    return;
  }
  if (value.type === 'TOMLArray' && value.elements.some(({ type }) => type === 'TOMLInlineTable')) {
    for (const element of value.elements) {
      if (element.type !== 'TOMLInlineTable') continue;
      const inner = opened(rangeOf(element));
      into.tables.set(name, [...(into.tables.get(name) ?? []), inner]);
      for (const pair of element.body) put(inner, pair);
    }
    return;
  }
  const plain = getStaticTOMLValue(value);
  into.values.set(name, {
    value: Array.isArray(plain) ? undefined : (plain as TomlScalar),
    list: Array.isArray(plain) ? plain.map(String) : [],
    range: rangeOf(value),
    keyStart: key.range[0],
  });
}

function rangeOf({ range }: { readonly range: AST.Range }): Range {
  return { start: range[0], end: range[1] };
}

/** The text of a key. */
export function tomlText(table: TomlTable | undefined, key: string): Located<string> | undefined {
  return tomlValue(table, key, 'string');
}

interface Types {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
}

/** The value of a key, where it is of a type. */
export function tomlValue<K extends keyof Types>(
  table: TomlTable | undefined,
  key: string,
  type: K,
): Located<Types[K]> | undefined {
  const found = table?.values.get(key);
  return found && typeof found.value === type
    ? { value: found.value as Types[K], range: found.range }
    : undefined;
}
