import type { Column } from '../engine/catalog.ts';
import {
  type AstNode,
  type Expr,
  type Id,
  type QualifiedExpr,
  type SelectFrom,
  unwrap,
} from '../sql/tree.ts';
import { isKnownTable } from './known-table.ts';
import type { TableState } from './timeline.ts';

/** A table, view, subquery or CTE as one FROM clause lists it. */
export interface Source {
  /** Its alias, or its own name, in lower case; empty for a subquery without one. */
  readonly name: string;
  /** The table or view of the schema; undefined for what the statement makes itself, and for what is not known. */
  readonly state: TableState | undefined;
  /** Its columns in lower case; undefined where they are not known. */
  readonly columns: readonly string[] | undefined;
  /** True where an outer join may fill its columns with NULL. */
  readonly optional: boolean;
  /** The node that lists it. */
  readonly node: AstNode;
}

/** The names that one SELECT, UPDATE, DELETE or INSERT can use, and those around it. */
export interface Scope {
  readonly sources: readonly Source[];
  readonly parent: Scope | undefined;
  /** The SELECT; undefined for what changes rows. */
  readonly select: SelectFrom | undefined;
}

/** What a column's name stands for. */
export interface Reference {
  readonly node: ColumnName;
  /** Where the name is written. */
  readonly scope: Scope;
  /** Whose source it is: `scope`, or one around it. */
  readonly owner: Scope;
  readonly source: Source;
  /** In lower case. */
  readonly column: string;
}

export type ColumnName = Id | QualifiedExpr;

/** What the names in a statement stand for, as SQLite resolves them (https://sqlite.org/lang_select.html). */
export interface Names {
  readonly references: ReadonlyMap<ColumnName, Reference>;
  /** The scope of each SELECT. */
  readonly scopes: ReadonlyMap<SelectFrom, Scope>;
}

/** True for what may be a column's name. */
export function isColumnName(node: AstNode): node is ColumnName {
  return node.type === 'Id' || node.type === 'QualifiedExpr';
}

/** What an expression that is a column's name stands for; undefined for any other, and for a name that is not known. */
export function referenceOf(expr: Expr, { references }: Names): Reference | undefined {
  const inner = unwrap(expr);
  return isColumnName(inner) ? references.get(inner) : undefined;
}

/** The column of the schema behind a reference; undefined where it is computed, or not known for sure. */
export function columnOf({ source, column }: Reference): Column | undefined {
  if (!isKnownTable(source.state)) return undefined;
  return source.state.table.columns.find(({ name }) => name.toLowerCase() === column);
}
