import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import type { IndexSpec, Named, SchemaOperation } from '../operations.ts';
import type { Condition } from './conditions.ts';
import type { Argument, Value } from './values.ts';

/** What the callback of `createTable` or `alterTable` asked for so far. */
export interface TableBuilder {
  readonly kind: 'table';
  readonly mode: 'create' | 'alter';
  readonly table: Named;
  readonly columns: ColumnBuilder[];
  readonly statements: TableStatement[];
  /** Calls that could not be followed: with one, nothing is sure of the table. */
  readonly doubts: { readonly range: Range; readonly reason: string }[];
}

export interface ColumnBuilder {
  readonly kind: 'column';
  readonly builder: TableBuilder;
  readonly name: Named;
  /** The method that declares it: `string`, `bigIncrements`. */
  readonly method: string;
  readonly args: readonly Value[];
  readonly conditions: readonly Condition[];
  notNull: boolean;
  default: Value | undefined;
  alter: boolean;
  /** The foreign key that `references`, `inTable` and `onDelete` speak of. */
  foreign: ForeignBuilder | undefined;
}

export interface ForeignBuilder {
  readonly kind: 'foreign';
  readonly builder: TableBuilder;
  readonly columns: readonly string[];
  readonly range: Range;
  parentColumns: readonly string[] | undefined;
  table: string | undefined;
  onDelete: string | undefined;
  onUpdate: string | undefined;
  name: string | undefined;
}

/** A step on the table beside its columns, in the order in which Knex takes them. */
export type TableStatement = {
  readonly range: Range;
  /** The column on which the step was called, undefined for one that was called on the table. */
  readonly column: ColumnBuilder | undefined;
  readonly conditions: readonly Condition[];
} & (
  | { readonly kind: 'index'; readonly index: IndexSpec }
  | { readonly kind: 'primary'; readonly columns: readonly string[]; readonly keyRange: Range }
  | { readonly kind: 'foreign'; readonly foreign: ForeignBuilder }
  | { readonly kind: 'other'; readonly operation: SchemaOperation }
);

/** A call of a method of a builder. */
export interface BuilderCall {
  readonly method: string;
  /** Where the method's name stands. */
  readonly place: Node;
  readonly node: Node;
  readonly args: readonly Argument[];
  /** What must hold for the call to happen, beyond the callback itself. */
  readonly conditions: readonly Condition[];
}
