import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import { literalOf } from '../../javascript.ts';

/** One key of an object literal. */
export interface Option {
  readonly name: string;
  /** Undefined where it is no literal. */
  readonly value: string | number | boolean | undefined;
  readonly node: Node;
  /** The key with its value. */
  readonly range: Range;
}

/** Keys of an object that is written out. */
export interface Options {
  readonly all: readonly Option[];
  get(name: string): Option | undefined;
  /** False where a spread or a computed key may add further ones. */
  readonly isComplete: boolean;
}

/** The keys of an object literal; undefined for any other expression. A missing argument has none. */
export function readOptions(node: Node | null | undefined): Options | undefined {
  if (!node) return optionsOf([], true);
  let object = node;
  while (/^(?:as|satisfies|parenthesized)_expression$/.test(object.type) && object.namedChildren[0])
    object = object.namedChildren[0];
  if (object.type !== 'object') return undefined;
  const all: Option[] = [];
  let isComplete = true;
  for (const child of object.namedChildren) {
    if (!child || child.type === 'comment') continue;
    const range = { start: child.startIndex, end: child.endIndex };
    const key = child.childForFieldName('key') ?? child.childForFieldName('name');
    if (child.type === 'shorthand_property_identifier') {
      all.push({ name: child.text, value: undefined, node: child, range });
    } else if (
      (child.type === 'pair' || child.type === 'method_definition') &&
      key?.type !== 'computed_property_name'
    ) {
      const value = child.childForFieldName('value') ?? child;
      const name = key?.text.replace(/^['"`]|['"`]$/g, '') ?? '';
      all.push({ name, value: literalOf(value), node: value, range });
    } else isComplete = false;
  }
  return optionsOf(all, isComplete);
}

function optionsOf(all: readonly Option[], isComplete: boolean): Options {
  // Of two of one name the later holds.
  const byName = new Map(all.map((option) => [option.name, option]));
  return { all, isComplete, get: (name) => byName.get(name) };
}
