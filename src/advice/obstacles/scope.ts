import type { Column, Table } from '../../engine/catalog.ts';
import {
  type AstNode,
  conjuncts,
  type Expr,
  type FromClause,
  type SelectTable,
  unwrap,
  walk,
} from '../../sql/tree.ts';
import { namesIn } from '../expressions.ts';
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
    named: readonly (SelectTable | NamedTable)[],
    conditions: readonly Expr[],
  ): void => {
    const sources = named.flatMap((item) => sourceOf(item, tables, local) ?? []);
    scopes.push({ core, sources, conditions, whole: sources.length === named.length });
  };
  walk(tree, (node) => {
    if (node.type === 'SelectFrom') {
      const { items, on } = itemsOf(node.from);
      add(node, items, [...conjuncts(node.whereClause), ...on]);
    }
    if (node.type === 'UpdateStmt' || node.type === 'DeleteStmt') {
      const { items, on } = itemsOf(node.type === 'UpdateStmt' ? node.from : undefined);
      const { objName, alias } = node.tblName;
      const target: NamedTable = { name: objName.text, alias: alias?.text };
      add(node, [target, ...items], [...conjuncts(node.whereClause), ...on]);
    }
    return undefined;
  });
  return scopes;
}

interface NamedTable {
  readonly name: string;
  readonly alias: string | undefined;
}

function itemsOf(from: FromClause | undefined): { items: SelectTable[]; on: Expr[] } {
  const joins = from?.joins ?? [];
  return {
    items: [...(from?.select ? [from.select] : []), ...joins.map(({ table }) => table)],
    on: joins.flatMap(({ constraint }) =>
      constraint?.type === 'OnJoinConstraint' ? conjuncts(constraint.expr) : [],
    ),
  };
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
  if (!known || known.uncertain !== undefined || known.table.kind !== 'table') return undefined;
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
  let found = false;
  walk(expr, (node) => {
    if (node.type === 'Select') found = true;
    return undefined;
  });
  return found;
}
