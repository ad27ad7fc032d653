import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import type { HostFile } from '../../host-file.ts';
import { literalOf } from '../../javascript.ts';
import { childrenOf } from '../../sql/text-expressions.ts';
import { unwrapped } from '../../syntax/javascript.ts';
import { knownText } from '../dsn.ts';
import type { SiteFix } from '../site.ts';
import type { Names } from './names.ts';

/** One key of an object literal. */
export interface Option {
  readonly name: string;
  /** Undefined where it is no literal. */
  readonly value: string | number | boolean | undefined;
  readonly node: Node;
  /** The key with its value. */
  readonly range: Range;
  /** True where what stands behind it may give it another value: a spread, `options.timeout = 77`. */
  readonly mayChange?: boolean | undefined;
}

/** Keys of an object that is written out. */
export interface Options {
  readonly all: readonly Option[];
  get(name: string): Option | undefined;
  /** False where a spread or a computed key may add further ones. */
  readonly isComplete: boolean;
}

/** What an option says, through constants and products of numbers: `BUSY_TIMEOUT`, `5 * 1000`. */
export function optionValue(node: Node, file: HostFile): string | number | boolean | undefined {
  const literal = literalOf(node);
  if (literal !== undefined) return literal;
  if (/^[\d_]+(?:\s*\*\s*[\d_]+)+$/.test(node.text))
    return node.text.split('*').reduce((product, factor) => product * Number(factor.replaceAll('_', '')), 1);
  const text = knownText(file.texts.textOf(node));
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : text;
}

/** The object literal that an expression is, or that a constant of this file holds. */
export function objectOf(node: Node | null | undefined, names: Names): Node | undefined {
  const object = node ? names.constantOf(node) : undefined;
  return object?.type === 'object' ? object : undefined;
}

/** The keys of an object literal; undefined for any other expression. A missing argument has none. */
export function readOptions(node: Node | null | undefined, file?: HostFile): Options | undefined {
  if (!node) return optionsOf([], true);
  const object = unwrapped(node);
  if (object.type !== 'object') return undefined;
  const all: Option[] = [];
  const isChanged = file !== undefined && isChangedLater(object, file);
  let isComplete = !isChanged;
  for (const child of object.namedChildren) {
    if (!child || child.type === 'comment') continue;
    const range = { start: child.startIndex, end: child.endIndex };
    const key = child.childForFieldName('key') ?? child.childForFieldName('name');
    if (child.type === 'shorthand_property_identifier') {
      all.push(optionOf(child.text, file ? child : undefined, child, range, file));
    } else if (
      (child.type === 'pair' || child.type === 'method_definition') &&
      key?.type !== 'computed_property_name'
    ) {
      const value = child.childForFieldName('value') ?? child;
      const name = key?.text.replace(/^['"`]|['"`]$/g, '') ?? '';
      all.push(optionOf(name, value, value, range, file));
    } else {
      isComplete = false;
      const isReplaced = replacedBy(child);
      for (const [at, option] of all.entries()) {
        if (isReplaced(option.name)) all[at] = unsure(option);
      }
    }
  }
  return optionsOf(isChanged ? all.map(unsure) : all, isComplete);
}

/** The same option, where what is spread or put in behind it may give it another value. */
const unsure = ({ name, node, range, value }: Option): Option => ({
  name,
  node,
  range,
  value,
  mayChange: true,
});

/** Which options a spread may replace: those of the objects that it chooses from, where they are written there. */
function replacedBy(spread: Node): (name: string) => boolean {
  const [value] = childrenOf(spread);
  const inner = value && unwrapped(value);
  const chosen =
    inner?.type === 'ternary_expression'
      ? [inner.childForFieldName('consequence'), inner.childForFieldName('alternative')]
      : inner?.type === 'binary_expression'
        ? [inner.childForFieldName('right')]
        : [inner];
  const keys = new Set<string>();
  for (const one of chosen) {
    const object = one && unwrapped(one);
    if (object?.type !== 'object') return () => true;
    for (const { name } of readOptions(object)?.all ?? []) keys.add(name);
  }
  return (name) => keys.has(name);
}

/** True for an object that is kept under a name through which more is put into it: `options.timeout = 77`. */
function isChangedLater(object: Node, { text }: HostFile): boolean {
  const holder =
    object.parent?.type === 'variable_declarator' ? object.parent.childForFieldName('name') : null;
  if (holder?.type !== 'identifier') return false;
  const name = holder.text.replaceAll('$', '\\$');
  return new RegExp(
    `(?<![.\\w$])${name}(?:\\.\\w+|\\[[^\\]]+\\])+\\s*(?:\\?\\?|\\|\\|)?=(?!=)|Object\\.assign\\(\\s*${name}\\b`,
  ).test(text);
}

function optionsOf(all: readonly Option[], isComplete: boolean): Options {
  // Of two of one name the later holds.
  const byName = new Map(all.map((option) => [option.name, option]));
  return { all, isComplete, get: (name) => byName.get(name) };
}

/** Edits that add an option to an object literal, behind its last one. */
export function withOption(object: Node): (code: string) => SiteFix | undefined {
  const last = childrenOf(object).at(-1);
  // The tree is gone by the time that a fix is asked for.
  const at = last?.endIndex;
  const between = object.text.includes('\n') ? `,\n${' '.repeat(last?.startPosition.column ?? 0)}` : ', ';
  return (code) =>
    at === undefined ? undefined : { range: { start: at, end: at }, text: `${between}${code}` };
}

/** Values are worked out when they are asked for: most options are of no interest. */
function optionOf(
  name: string,
  written: Node | undefined,
  node: Node,
  range: Range,
  file: HostFile | undefined,
): Option {
  return {
    name,
    node,
    range,
    get value() {
      if (!written) return undefined;
      return file ? optionValue(written, file) : literalOf(written);
    },
  };
}
