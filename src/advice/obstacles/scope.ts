import type { Column, Table } from '../../engine/catalog.ts';
import { isKnownTable } from '../../schema/known-table.ts';
import {
  type AstNode,
  conjuncts,
  type Expr,
  type JoinedSelectTable,
  joinKind,
  type SelectTable,
  unwrap,
  walk,
} from '../../sql/tree.ts';
import { holds, namesIn } from '../expressions.ts';
import type { KnownTable, KnownTables } from '../tables.ts';

/** A base table as one part of a query names it. */
export interface Source {
  /** In lower case: what plans call it. */
  readonly alias: string;
  readonly table: Table;
  readonly known: KnownTable;
}

/** A SELECT, UPDATE or DELETE with what it reads. */
export interface Scope {
  readonly core: AstNode;
  readonly sources: readonly Source[];
  /** True when nothing but known base tables is read. */
  readonly whole: boolean;
  /** The parts of WHERE and ON that must all hold. */
  readonly conditions: readonly Expr[];
  /**
   * Conditions of outer joins with the only tables that they leave rows out of: of the others every row is read in any
   * case (https://sqlite.org/lang_select.html#outer_join).
   */
  readonly outer: ReadonlyMap<Expr, readonly (Source | undefined)[]>;
}

/** A column of a source. */
export interface SourceColumn {
  readonly source: Source;
  readonly column: Column;
}

/** Every SELECT, UPDATE and DELETE of a statement, with those within it. */
export function scopesOf(tree: AstNode, tables: KnownTables): Scope[] {
  const local = new Set<string>();
  walk(tree, (node) => {
    if (node.type === 'CommonTableExpr') local.add(node.tblName.text.toLowerCase());
    return undefined;
  });
  const scopes: Scope[] = [];
  const add = (
    core: AstNode,
    first: readonly (SelectTable | NamedTable)[],
    joins: readonly JoinedSelectTable[],
    where: Expr | undefined,
  ): void => {
    const read = [...first, ...joins.map(({ table }) => table)].map((item) => sourceOf(item, tables, local));
    const sources = read.flatMap((source) => source ?? []);
    const conditions = conjuncts(where);
    const outer = new Map<Expr, readonly (Source | undefined)[]>();
    for (const [at, join] of joins.entries()) {
      if (join.constraint?.type !== 'OnJoinConstraint') continue;
      const on = conjuncts(join.constraint.expr);
      conditions.push(...on);
      const { left, right } = joinKind(join);
      const place = first.length + at;
      const narrowed = left && right ? [] : left ? [read[place]] : read.slice(0, place);
      if (left || right) for (const condition of on) outer.set(condition, narrowed);
    }
    scopes.push({ core, sources, conditions, outer, whole: sources.length === read.length });
  };
  walk(tree, (node) => {
    if (node.type === 'SelectFrom') {
      const { select, joins } = node.from ?? {};
      add(node, select ? [select] : [], joins ?? [], node.whereClause);
    }
    if (node.type === 'UpdateStmt' || node.type === 'DeleteStmt') {
      const { select, joins } = (node.type === 'UpdateStmt' ? node.from : undefined) ?? {};
      const { objName, alias } = node.tblName;
      const target: NamedTable = { name: objName.text, alias: alias?.text };
      add(node, [target, ...(select ? [select] : [])], joins ?? [], node.whereClause);
    }
    return undefined;
  });
  return scopes;
}

/** True where a condition may leave out rows of a source, so that an index could spare them. */
export function narrows(condition: Expr, source: Source, { outer }: Scope): boolean {
  return outer.get(condition)?.includes(source) ?? true;
}

interface NamedTable {
  readonly name: string;
  readonly alias: string | undefined;
}

function sourceOf(
  item: SelectTable | NamedTable,
  tables: KnownTables,
  local: ReadonlySet<string>,
): Source | undefined {
  let named: NamedTable;
  if (!('type' in item)) named = item;
  else if (item.type === 'TableSelectTable')
    named = { name: item.tblName.objName.text, alias: item.alias?.name.text };
  else return undefined;
  const name = named.name.toLowerCase();
  const known = local.has(name) ? undefined : tables.get(name);
  if (!isKnownTable(known)) return undefined;
  return { alias: (named.alias ?? name).toLowerCase(), table: known.table, known };
}

/** The column of one of the scope's tables that an expression names, if it is nothing but that. */
export function columnOf(expr: Expr, { sources }: Scope): SourceColumn | undefined {
  const inner = unwrap(expr);
  if (inner.type === 'QualifiedExpr') {
    const source = sources.find(({ alias }) => alias === inner.table.text.toLowerCase());
    const column = source && columnNamed(source.table, inner.column.text);
    return source && column && { source, column };
  }
  if (inner.type !== 'Id') return undefined;
  const found = sources.flatMap((source) => {
    const column = columnNamed(source.table, inner.name);
    return column ? [{ source, column }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
}

function columnNamed({ columns }: Table, name: string): Column | undefined {
  return columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
}

/** The column that an expression is computed from, where it is one column alone, named once. */
export function soleColumn(expr: Expr, scope: Scope): (SourceColumn & { readonly node: Expr }) | undefined {
  const [node, ...more] = namesIn(expr);
  if (!node || more.length > 0 || holdsSelect(expr)) return undefined;
  const found = columnOf(node, scope);
  return found && { ...found, node };
}

/** True when the value does not depend on the row of a source. */
export function isFree(expr: Expr, source: Source, scope: Scope): boolean {
  if (holdsSelect(expr)) return false;
  return namesIn(expr).every((name) => {
    if (name.type === 'QualifiedExpr') return name.table.text.toLowerCase() !== source.alias;
    const found = columnOf(name, scope);
    if (found) return found.source !== source;
    return !columnNamed(source.table, name.type === 'Id' ? name.name : '');
  });
}

/** True when an expression has a query within it. */
export function holdsSelect(expr: Expr): boolean {
  return holds(expr, 'Select');
}
