import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';

/** What an expression of Ruby is worth, as far as the file tells. `range` is where it is written, without quotes. */
export type RubyValue = { readonly range: Range } & (
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly symbol: boolean;
      /** True when the text stands in the file as it is. */
      readonly verbatim: boolean;
    }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'nil' }
  | { readonly kind: 'list'; readonly items: readonly RubyValue[] }
  | { readonly kind: 'hash'; readonly entries: ReadonlyMap<string, RubyValue> }
  | { readonly kind: 'pattern'; readonly pattern: RegExp }
  | { readonly kind: 'lambda'; readonly result: RubyValue }
  /** Whether the database has something: true where it has it; `positive` is undefined where several are mixed. */
  | { readonly kind: 'existence'; readonly positive: boolean | undefined }
  /** A thing that methods are called on: a connection, the `t` of a table's block. */
  | { readonly kind: 'object'; readonly object: object }
  /** `prefix` is the text up to the first part that isn't known. */
  | { readonly kind: 'unknown'; readonly prefix: string }
);

/** The database connection, as a value. */
export const connection: object = { name: 'connection' };

/** A class of the application, as a rule a model. */
export class ModelClass {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** What names mean at a place of a Ruby file. */
export class RubyScope {
  readonly file: RubyFile;
  readonly #variables = new Map<string, RubyValue>();
  readonly #outer: RubyScope | undefined;

  constructor(file: RubyFile, outer?: RubyScope) {
    this.file = file;
    this.#outer = outer;
  }

  get(name: string): RubyValue | undefined {
    return this.#variables.get(name) ?? this.#outer?.get(name);
  }

  /** Assigns to the variable of an outer block where that has it, as Ruby does. */
  set(name: string, value: RubyValue): void {
    if (!this.#variables.has(name) && this.#outer?.get(name)) this.#outer.set(name, value);
    else this.#variables.set(name, value);
  }

  /** Declares a block's or a method's own variable. */
  declare(name: string, value: RubyValue): void {
    this.#variables.set(name, value);
  }
}

/** What a file defines: methods and constants by name, and the bodies of its heredocs. */
export interface RubyFile {
  readonly methods: ReadonlyMap<string, Node>;
  readonly constants: ReadonlyMap<string, Node>;
  /** Names of tables that models of the file set for themselves, by the models' names. */
  readonly tables: ReadonlyMap<string, string>;
  /** By the id of the node that begins it. */
  readonly heredocs: ReadonlyMap<number, Node>;
}

export function rangeOf(node: Node): Range {
  return { start: node.startIndex, end: node.endIndex };
}

/** The named children without comments. */
export function partsOf(node: Node | null | undefined): Node[] {
  return (node?.namedChildren ?? []).filter(
    (child): child is Node => child !== null && child.type !== 'comment' && child.type !== 'heredoc_body',
  );
}

export function unknown(node: Node, prefix = ''): RubyValue {
  return { kind: 'unknown', prefix, range: rangeOf(node) };
}

/** The text of a string or a symbol, and of a number. */
export function textOf(value: RubyValue | undefined): string | undefined {
  return value?.kind === 'text' || value?.kind === 'number' ? value.text : undefined;
}

/** The texts of a list, or of a single one; undefined where one isn't known. */
export function textsOf(value: RubyValue | undefined): string[] | undefined {
  const texts = (value?.kind === 'list' ? value.items : [value]).map(textOf);
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** Ruby's truth; undefined where it isn't known. */
export function truthOf(value: RubyValue | undefined): boolean | undefined {
  switch (value?.kind) {
    case undefined:
    case 'nil':
      return false;
    case 'boolean':
      return value.value;
    case 'existence':
    case 'unknown':
      return undefined;
    default:
      return true;
  }
}
