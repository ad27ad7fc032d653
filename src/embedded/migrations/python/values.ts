import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';

/** An expression together with the names that it is written among. */
export interface Bound {
  readonly node: Node;
  readonly scope: Scope;
}

/** The names of a module or of a function's body, as far as they stand for an expression. */
export class Scope {
  readonly #parent: Scope | undefined;
  readonly #names = new Map<string, Bound | undefined>();

  constructor(parent?: Scope) {
    this.#parent = parent;
  }

  /** Undefined: the name's value isn't known from here on. */
  bind(name: string, value: Bound | undefined): void {
    this.#names.set(name, value);
  }

  get(name: string): Bound | undefined {
    return this.#names.has(name) ? this.#names.get(name) : this.#parent?.get(name);
  }

  /** True for a name that the file gives a value, known or not. */
  has(name: string): boolean {
    return this.#names.has(name) || (this.#parent?.has(name) ?? false);
  }
}

/** A string of the file. */
export interface PythonText {
  readonly value: string;
  /** Its content, without the quotes; from the first to the last of several parts. */
  readonly range: Range;
  /** True when the content stands in the file exactly as it is. */
  readonly verbatim: boolean;
}

export interface PythonCall {
  readonly node: Node;
  readonly scope: Scope;
  /** `migrations.CreateModel`; undefined where the callee isn't a dotted name. */
  readonly callee: string | undefined;
  /** The last part of the callee: `CreateModel`. */
  readonly name: string;
  readonly positional: readonly Bound[];
  readonly keywords: ReadonlyMap<string, Bound>;
  /** False when more arguments are filled in at run time. */
  readonly complete: boolean;
}

export function rangeOf(node: Node): Range {
  return { start: node.startIndex, end: node.endIndex };
}

/** The node where it stands on one line, else the first part of it that does. */
export function placeOf(node: Node): Range {
  let place = node;
  while (place.startPosition.row !== place.endPosition.row && place.namedChildren[0]) {
    place = place.namedChildren[0];
  }
  return rangeOf(place);
}

export function namedChildrenOf(node: Node | null | undefined): Node[] {
  return (
    node?.namedChildren.filter((child): child is Node => child !== null && child.type !== 'comment') ?? []
  );
}

/** `a.b.c` for names and attributes of names. */
export function dottedName(node: Node | null | undefined): string | undefined {
  if (node?.type === 'identifier') return node.text;
  if (node?.type !== 'attribute') return undefined;
  const object = dottedName(node.childForFieldName('object'));
  return object === undefined ? undefined : `${object}.${node.childForFieldName('attribute')?.text ?? ''}`;
}

/** The module's assignments `NAME = …` that are made once. */
export function moduleScope(root: Node): Scope {
  const scope = new Scope();
  for (const statement of namedChildrenOf(root)) bindAssignment(statement, scope);
  return scope;
}

/** Binds the names of an assignment statement. A name that is assigned for the second time isn't known any more. */
export function bindAssignment(statement: Node, scope: Scope, again = false): void {
  const assignment = statement.type === 'expression_statement' ? statement.namedChildren[0] : undefined;
  if (assignment?.type === 'augmented_assignment') {
    const name = assignment.childForFieldName('left');
    if (name?.type === 'identifier') scope.bind(name.text, undefined);
  }
  if (assignment?.type !== 'assignment') return;
  const left = assignment.childForFieldName('left');
  const value = assignment.childForFieldName('right');
  if (!left || !value) return;
  if (left.type === 'identifier') {
    const known = again || !scope.has(left.text);
    // A scope of its own: in `names = names + more` the right side means the older value.
    scope.bind(left.text, known && !mentions(value, left.text) ? { node: value, scope } : undefined);
  } else bindPattern(left, { node: value, scope }, scope);
}

/** Binds `a, b` to the items of a value, each to nothing where they aren't known. */
export function bindPattern(pattern: Node, value: Bound | undefined, scope: Scope): void {
  if (pattern.type === 'identifier') {
    scope.bind(pattern.text, value);
    return;
  }
  if (!/^(?:pattern_list|tuple_pattern|list_pattern)$/.test(pattern.type)) return;
  const names = namedChildrenOf(pattern);
  const items = value ? itemsOf(value) : undefined;
  for (const [at, name] of names.entries()) {
    bindPattern(name, items?.length === names.length ? items[at] : undefined, scope);
  }
}

/** True when an expression uses the variable `name`; attributes and keywords of that name are others. */
export function mentions(node: Node, name: string): boolean {
  return [node, ...node.descendantsOfType('identifier')].some((part) => {
    if (part?.type !== 'identifier' || part.text !== name) return false;
    const { parent } = part;
    const label = parent?.childForFieldName(parent.type === 'attribute' ? 'attribute' : 'name');
    const labelled = parent?.type === 'attribute' || parent?.type === 'keyword_argument';
    return !labelled || label?.id !== part.id;
  });
}

/** Follows names and parentheses to the expression that they stand for. */
export function resolve(value: Bound): Bound {
  let { node, scope } = value;
  for (let steps = 0; steps < 20; steps++) {
    if (node.type === 'parenthesized_expression' && node.namedChildren[0]) node = node.namedChildren[0];
    else {
      const next = node.type === 'identifier' ? scope.get(node.text) : elementOf({ node, scope });
      if (!next) break;
      ({ node, scope } = next);
    }
  }
  return { node, scope };
}

/** `COLUMNS['name']` and `COLUMNS[0]` of what is written out. */
function elementOf({ node, scope }: Bound): Bound | undefined {
  const container = node.type === 'subscript' ? node.childForFieldName('value') : null;
  const subscript = node.childForFieldName('subscript');
  if (!container || !subscript) return undefined;
  const key = literalOf({ node: subscript, scope });
  if (typeof key === 'string') return pairsOf({ node: container, scope })?.get(key);
  return typeof key === 'number' ? itemsOf({ node: container, scope })?.at(key) : undefined;
}

/** The items of a list, tuple or set that is written out; undefined where they are computed. */
export function itemsOf(value: Bound): readonly Bound[] | undefined {
  const { node, scope } = resolve(value);
  if (node.type === 'binary_operator' && node.childForFieldName('operator')?.text === '+') {
    const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')].map((side) =>
      side ? itemsOf({ node: side, scope }) : undefined,
    );
    return left && right ? [...left, ...right] : undefined;
  }
  if (node.type === 'call') {
    const parts = partsOfDictionary({ node, scope });
    if (parts) return parts;
    const call = callOf({ node, scope });
    const [only] = call?.positional ?? [];
    const plain = /^(?:list|tuple|set|frozenset|sorted)$/.test(call?.callee ?? '');
    if (!plain || !call || call.keywords.size > 0 || call.positional.length > 1) return undefined;
    return only ? itemsOf(only) : [];
  }
  if (node.type === 'pair') {
    return [node.childForFieldName('key'), node.childForFieldName('value')].flatMap((part) =>
      part ? [{ node: part, scope }] : [],
    );
  }
  if (!/^(?:list|tuple|set|expression_list)$/.test(node.type)) return undefined;
  const items: Bound[] = [];
  for (const child of namedChildrenOf(node)) {
    if (child.type !== 'list_splat') {
      items.push({ node: child, scope });
      continue;
    }
    const inner = child.namedChildren[0];
    const more = inner ? itemsOf({ node: inner, scope }) : undefined;
    if (!more) return undefined;
    items.push(...more);
  }
  return items;
}

/** `NAMES.items()`, `.keys()` and `.values()` of a dictionary that is written out. */
function partsOfDictionary({ node, scope }: Bound): readonly Bound[] | undefined {
  const callee = node.childForFieldName('function');
  const object = callee?.type === 'attribute' ? callee.childForFieldName('object') : null;
  const part = callee?.childForFieldName('attribute')?.text;
  if (!object || (part !== 'items' && part !== 'keys' && part !== 'values')) return undefined;
  const dictionary = resolve({ node: object, scope });
  if (dictionary.node.type !== 'dictionary') return undefined;
  const pairs = namedChildrenOf(dictionary.node);
  if (pairs.some((pair) => pair.type !== 'pair')) return undefined;
  return pairs.flatMap((pair) => {
    const child = part === 'items' ? pair : pair.childForFieldName(part === 'keys' ? 'key' : 'value');
    return child ? [{ node: child, scope: dictionary.scope }] : [];
  });
}

/** The pairs of a dictionary that is written out with string keys. */
export function pairsOf(value: Bound): ReadonlyMap<string, Bound> | undefined {
  const { node, scope } = resolve(value);
  const pairs = new Map<string, Bound>();
  if (node.type === 'call' && dottedName(node.childForFieldName('function')) === 'dict') {
    const call = callOf({ node, scope });
    return call?.complete && call.positional.length === 0 ? call.keywords : undefined;
  }
  if (node.type !== 'dictionary') return undefined;
  for (const pair of namedChildrenOf(node)) {
    const key = pair.childForFieldName('key');
    const entry = pair.childForFieldName('value');
    const name = key ? textOf({ node: key, scope })?.value : undefined;
    if (pair.type !== 'pair' || name === undefined || !entry) return undefined;
    pairs.set(name, { node: entry, scope });
  }
  return pairs;
}

/** A call with its arguments; undefined for another expression. */
export function callOf(value: Bound): PythonCall | undefined {
  const { node, scope } = resolve(value);
  const callee = node.type === 'call' ? node.childForFieldName('function') : null;
  const list = node.childForFieldName('arguments');
  if (!callee || list?.type !== 'argument_list') return undefined;
  const positional: Bound[] = [];
  const keywords = new Map<string, Bound>();
  let complete = true;
  for (const child of namedChildrenOf(list)) {
    const inner = child.namedChildren[0];
    if (child.type === 'keyword_argument') {
      const argument = child.childForFieldName('value');
      if (argument) keywords.set(child.childForFieldName('name')?.text ?? '', { node: argument, scope });
    } else if (child.type === 'list_splat') {
      const items = inner ? itemsOf({ node: inner, scope }) : undefined;
      if (items) positional.push(...items);
      else complete = false;
    } else if (child.type === 'dictionary_splat') {
      const pairs = inner ? pairsOf({ node: inner, scope }) : undefined;
      if (pairs) for (const [key, pair] of pairs) keywords.set(key, pair);
      else complete = false;
    } else positional.push({ node: child, scope });
  }
  const name =
    callee.type === 'attribute' ? (callee.childForFieldName('attribute')?.text ?? '') : callee.text;
  return { node, scope, callee: dottedName(callee), name, positional, keywords, complete };
}

/** An argument by its keyword, else by its position. */
export function argument(call: PythonCall, keyword: string, position?: number): Bound | undefined {
  return call.keywords.get(keyword) ?? (position === undefined ? undefined : call.positional[position]);
}

/** A number, a boolean, None (null) or a string; undefined for everything else. */
export function literalOf(value: Bound | undefined): string | number | boolean | null | undefined {
  if (!value) return undefined;
  const { node, scope } = resolve(value);
  switch (node.type) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'none':
      return null;
    case 'integer':
    case 'float': {
      const number = Number(node.text.replaceAll('_', ''));
      return Number.isNaN(number) ? undefined : number;
    }
    case 'unary_operator': {
      const operand = node.childForFieldName('argument');
      const number = operand ? literalOf({ node: operand, scope }) : undefined;
      return node.childForFieldName('operator')?.text === '-' && typeof number === 'number'
        ? -number
        : undefined;
    }
    default:
      return textOf({ node, scope })?.value;
  }
}

/** A string that is written out: one literal, several beside each other, joined with `+`, or with constants filled in. */
export function textOf(value: Bound | undefined): PythonText | undefined {
  if (!value) return undefined;
  const { node, scope } = resolve(value);
  if (node.type === 'string') return literalText(node, scope);
  const parts =
    node.type === 'concatenated_string'
      ? namedChildrenOf(node)
      : node.type === 'binary_operator' && node.childForFieldName('operator')?.text === '+'
        ? [node.childForFieldName('left'), node.childForFieldName('right')]
        : [];
  const texts = parts.map((part) => (part ? textOf({ node: part, scope }) : undefined));
  const [first] = texts;
  const last = texts.at(-1);
  if (!first || !last || texts.some((text) => text === undefined)) return undefined;
  return {
    value: texts.map((text) => text?.value ?? '').join(''),
    range: { start: first.range.start, end: Math.max(first.range.end, last.range.end) },
    verbatim: false,
  };
}

/** The parts of a string that are written out, joined by blanks: enough to tell what kind of statement it is. */
export function writtenParts(value: Bound): string {
  const { node } = resolve(value);
  return [node, ...node.descendantsOfType('string_content')]
    .flatMap((part) => (part?.type === 'string_content' ? [part.text] : []))
    .join(' ');
}

function literalText(node: Node, scope: Scope): PythonText | undefined {
  const start = node.namedChildren.find((child) => child?.type === 'string_start');
  const end = node.namedChildren.find((child) => child?.type === 'string_end');
  const prefix = start?.text.replace(/['"]+$/, '').toLowerCase();
  if (!start || !end || prefix === undefined || prefix.includes('b')) return undefined;
  const raw = prefix.includes('r');
  const formatted = prefix.includes('f');
  let value = '';
  let verbatim = true;
  for (const part of namedChildrenOf(node)) {
    if (part.type === 'interpolation') {
      const inner = part.namedChildren.length === 1 ? part.childForFieldName('expression') : null;
      const filled = inner ? literalOf({ node: inner, scope }) : undefined;
      if (typeof filled !== 'string' && typeof filled !== 'number') return undefined;
      value += String(filled);
      verbatim = false;
    } else if (part.type === 'string_content') {
      const decoded = decode(part.text, raw, formatted);
      verbatim &&= decoded === part.text;
      value += decoded;
    }
  }
  return { value, range: { start: start.endIndex, end: end.startIndex }, verbatim };
}

const simpleEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
};

/** What the body of a literal stands for. Python keeps the backslash of an escape that it does not know. */
export function decode(body: string, raw: boolean, formatted: boolean): string {
  const unescaped = raw
    ? body
    : body.replace(
        /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g,
        (whole, two, four, eight, octal, simple) => {
          const hexadecimal = two ?? four ?? eight;
          if (hexadecimal !== undefined) return String.fromCodePoint(Number.parseInt(hexadecimal, 16));
          if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
          return simpleEscapes[simple] ?? whole;
        },
      );
  return formatted ? unescaped.replace(/\{\{|\}\}/g, (pair) => pair.charAt(0)) : unescaped;
}
