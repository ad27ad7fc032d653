import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import type { SchemaOperation } from '../operations.ts';
import type { ColumnBuilder, ForeignBuilder, TableBuilder } from './builders.ts';
import type { Condition } from './conditions.ts';

/** What is known of an expression without running it. */
export type Value =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'constant'; readonly value: string | number | boolean | null | undefined }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'object'; readonly properties: ReadonlyMap<string, Value> }
  | { readonly kind: 'function'; readonly node: Node; readonly scope: Scope }
  /** `knex`, or a transaction, which can do the same. */
  | { readonly kind: 'knex' }
  /** `knex.schema`. */
  | { readonly kind: 'schema' }
  /** `knex.fn`. */
  | { readonly kind: 'functions' }
  /** `knex.client` and the objects in it that name the database. */
  | { readonly kind: 'client' }
  /** The word by which Knex names the database: `sqlite3` or `better-sqlite3`. */
  | { readonly kind: 'dialect' }
  /** A query on rows; `where` is its condition in SQL, as far as that is known. */
  | { readonly kind: 'query'; readonly where?: string | undefined }
  | Pending
  | TableBuilder
  | ColumnBuilder
  | ForeignBuilder
  /** Whether a table or a column exists, or another question that the run decides. */
  | { readonly kind: 'test'; readonly condition: Condition }
  /** The one or the other value, as the condition decides. */
  | {
      readonly kind: 'choice';
      readonly condition: Condition;
      readonly then: Value;
      readonly otherwise: Value;
    };

/** Knex's builders do nothing until somebody waits for them. */
export interface Pending {
  readonly kind: 'pending';
  readonly operations: SchemaOperation[];
  /** What waiting for it brings. */
  result: Value;
  /** True for a chain on `knex.schema`, to which more steps can be added. */
  readonly schema: boolean;
  /** The SQL of `knex.raw`, which other builders take as an expression. */
  readonly raw?: string | undefined;
  done: boolean;
}

export const unknownValue: Value = { kind: 'unknown' };
export const undefinedValue: Value = { kind: 'constant', value: undefined };

/** An argument with the place where it is written. */
export interface Argument {
  readonly value: Value;
  readonly node: Node;
}

/** Names and what they stand for, from the innermost block outwards. */
export class Scope {
  readonly #names = new Map<string, Value>();
  readonly #outer: Scope | undefined;

  constructor(outer?: Scope) {
    this.#outer = outer;
  }

  get(name: string): Value | undefined {
    return this.#names.get(name) ?? this.#outer?.get(name);
  }

  declare(name: string, value: Value): void {
    this.#names.set(name, value);
  }

  /** Gives a new value to a name that is declared somewhere outwards. */
  assign(name: string, value: Value): void {
    if (this.#names.has(name)) this.#names.set(name, value);
    else this.#outer?.assign(name, value);
  }
}

export function constant(value: string | number | boolean | null | undefined): Value {
  return { kind: 'constant', value };
}

/** The text of a constant string. */
export function stringOf(value: Value | undefined): string | undefined {
  return value?.kind === 'constant' && typeof value.value === 'string' ? value.value : undefined;
}

/** One constant string or a list of them. */
export function stringsOf(value: Value | undefined): string[] | undefined {
  const one = stringOf(value);
  if (one !== undefined) return [one];
  if (value?.kind !== 'list') return undefined;
  const all = value.items.map(stringOf);
  return all.every((item) => item !== undefined) ? all : undefined;
}

/** Where a name is written: the content of a literal, else the whole expression. */
export function rangeOf(node: Node): Range {
  const quoted = node.type === 'string' || node.type === 'template_string';
  return quoted
    ? { start: node.startIndex + 1, end: node.endIndex - 1 }
    : { start: node.startIndex, end: node.endIndex };
}

/** The whole of a node. */
export function spanOf(node: Node): Range {
  return { start: node.startIndex, end: node.endIndex };
}
