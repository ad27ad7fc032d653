import { isKnownTable } from '../../schema/known-table.ts';
import type { StatementSyntax } from '../../sql/statement.ts';
import {
  type Expr,
  type FromClause,
  type OneSelect,
  type ResultColumn,
  type Select,
  type SelectTable,
  unwrap,
  type With,
} from '../../sql/tree.ts';
import type { KnownTables } from '../tables.ts';
import { isRowid, type Leaf } from './model.ts';

/** A column of a base table that a name stands for, perhaps through views and subqueries. */
export interface LeafColumn {
  readonly leaf: Leaf;
  /** By its name in the schema; `rowid` for the rowid without a name. */
  readonly column: string;
}

/** What FROM names: a base table, a subquery (or view, or common table expression), or something unknown. */
type Source =
  | { readonly alias: string; readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly alias: string; readonly kind: 'derived'; readonly arms: readonly Arm[] }
  | { readonly alias: string; readonly kind: 'unknown' };

/** One SELECT of a compound. */
interface Arm {
  readonly scope: Scope;
  readonly columns: readonly ResultColumn[];
  readonly names: readonly string[] | undefined;
}

/** What a view, a subquery or a common table expression stands for. */
interface Definition {
  readonly select: Select;
  /** Those that it sees itself. */
  readonly ctes: Ctes;
  readonly names: readonly string[] | undefined;
  readonly syntax: StatementSyntax;
}

/** The common table expressions in sight, by lower-case name; undefined for one that is being read. */
type Ctes = ReadonlyMap<string, Definition | undefined>;

/** How deep views are looked into. */
const maxDepth = 12;

/** Where names of one SELECT, UPDATE or DELETE are looked up. */
export class Scope {
  readonly sources: Source[] = [];
  readonly parent: Scope | undefined;
  readonly ctes: Ctes;
  /** The text that the scope is written in: the query's, or that of a view. */
  readonly syntax: StatementSyntax;
  /** Names of result columns that ORDER BY may use. */
  readonly results = new Map<string, Expr>();

  constructor(parent: Scope | undefined, ctes: Ctes, syntax: StatementSyntax) {
    this.parent = parent;
    this.ctes = ctes;
    this.syntax = syntax;
  }

  /** The columns that an expression names, if it is nothing but a column; several for one of a compound. */
  columnsOf(expr: Expr): LeafColumn[] {
    const inner = unwrap(expr);
    if (inner.type === 'QualifiedExpr') return this.#find(inner.table.text, inner.column.text);
    if (inner.type === 'Id') return this.#find(undefined, inner.name);
    return [];
  }

  #find(table: string | undefined, column: string): LeafColumn[] {
    for (const source of this.sources) {
      if (table !== undefined && source.alias !== table.toLowerCase()) continue;
      const found = columnOfSource(source, column);
      if (found.length > 0) return found;
    }
    return this.parent ? this.parent.#find(table, column) : [];
  }

  /** Every base table of a source, for a star. */
  leavesOf(table: string | undefined): Leaf[] {
    return this.sources.flatMap((source) =>
      source.kind === 'leaf' && (table === undefined || source.alias === table.toLowerCase())
        ? [source.leaf]
        : [],
    );
  }
}

function columnOfSource(source: Source, name: string): LeafColumn[] {
  if (source.kind === 'unknown') return [];
  if (source.kind === 'leaf') {
    const { leaf } = source;
    const known = leaf.table.columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
    if (known) return [{ leaf, column: known.name }];
    return isRowid(name.toLowerCase(), leaf.table) ? [{ leaf, column: 'rowid' }] : [];
  }
  return source.arms.flatMap(({ scope, columns, names }) => {
    const position = names?.findIndex((one) => one.toLowerCase() === name.toLowerCase());
    if (position !== undefined) {
      const column = columns[position];
      return column?.type === 'ExprResultColumn' ? scope.columnsOf(column.expr) : [];
    }
    for (const column of columns) {
      if (column.type === 'ExprResultColumn') {
        if (nameOf(column)?.toLowerCase() === name.toLowerCase()) return scope.columnsOf(column.expr);
        continue;
      }
      const table = column.type === 'TableStarResultColumn' ? column.table.text.toLowerCase() : undefined;
      for (const inner of scope.sources) {
        if (table !== undefined && inner.alias !== table) continue;
        const found = columnOfSource(inner, name);
        if (found.length > 0) return found;
      }
    }
    return [];
  });
}

/** The name of a result column. */
export function nameOf(column: Extract<ResultColumn, { type: 'ExprResultColumn' }>): string | undefined {
  if (column.alias) return column.alias.name.text;
  const expr = unwrap(column.expr);
  if (expr.type === 'QualifiedExpr') return expr.column.text;
  return expr.type === 'Id' ? expr.name : undefined;
}

/** Builds scopes, and says of each SELECT within a statement which it has. */
export class ScopeBuilder {
  readonly leaves: Leaf[] = [];
  readonly #tables: KnownTables;
  readonly #onSelect: (select: Select, core: OneSelect, scope: Scope) => void;
  #depth = 0;

  constructor(tables: KnownTables, onSelect: (select: Select, core: OneSelect, scope: Scope) => void) {
    this.#tables = tables;
    this.#onSelect = onSelect;
  }

  /** Reads a SELECT with its compounds; `onSelect` is called for each part. */
  select(select: Select, parent: Scope | undefined, outer: Ctes, syntax: StatementSyntax): Arm[] {
    if (this.#depth >= maxDepth) return [];
    this.#depth++;
    const ctes = withCtes(select.with, outer, syntax);
    const cores = [select.select, ...(select.compounds ?? []).map((compound) => compound.select)];
    const arms = cores.map((core) => {
      const scope = new Scope(parent, ctes, syntax);
      if (core.type === 'SelectFrom') {
        this.addFrom(core.from, scope);
        for (const column of core.columns) {
          const name = column.type === 'ExprResultColumn' && column.alias ? nameOf(column) : undefined;
          if (name !== undefined && column.type === 'ExprResultColumn')
            scope.results.set(name.toLowerCase(), column.expr);
        }
      }
      this.#onSelect(select, core, scope);
      return { scope, columns: core.type === 'SelectFrom' ? core.columns : [], names: undefined };
    });
    this.#depth--;
    return arms;
  }

  addFrom(from: FromClause | undefined, scope: Scope): void {
    if (!from) return;
    if (from.select) this.#addTable(from.select, scope);
    for (const { table } of from.joins ?? []) this.#addTable(table, scope);
  }

  /** Adds a base table, a view or a common table expression by its name. */
  addNamed(name: string, alias: string | undefined, scope: Scope): void {
    const key = name.toLowerCase();
    const called = (alias ?? name).toLowerCase();
    if (scope.ctes.has(key)) {
      const cte = scope.ctes.get(key);
      if (!cte) scope.sources.push({ alias: called, kind: 'unknown' });
      else {
        const ctes = new Map([...cte.ctes, [key, undefined] as const]);
        this.#addDerived(scope, called, { select: cte.select, ctes, names: cte.names, syntax: cte.syntax });
      }
      return;
    }
    const known = this.#tables.get(key);
    if (known?.table.kind === 'view') {
      const syntax = known.created?.statement?.syntax;
      const definition = syntax?.tree;
      if (syntax && definition?.type === 'CreateViewStmt') {
        const names = definition.columns?.map(({ colName }) => colName.text);
        this.#addDerived(scope, called, { select: definition.select, ctes: new Map(), names, syntax });
        return;
      }
    }
    if (!isKnownTable(known)) {
      scope.sources.push({ alias: called, kind: 'unknown' });
      return;
    }
    const leaf: Leaf = {
      alias: called,
      table: known.table,
      uses: new Set(),
      whole: false,
      all: [],
      either: [],
      orders: [],
      groups: [],
      extremes: [],
    };
    this.leaves.push(leaf);
    scope.sources.push({ alias: called, kind: 'leaf', leaf });
  }

  #addTable(table: SelectTable, scope: Scope): void {
    if (table.type === 'TableSelectTable') {
      this.addNamed(table.tblName.objName.text, table.alias?.name.text, scope);
    } else if (table.type === 'SelectSelectTable') {
      const { ctes, syntax } = scope;
      const alias = table.alias?.name.text.toLowerCase() ?? '';
      this.#addDerived(scope, alias, { select: table.select, ctes, names: undefined, syntax });
    } else if (table.type === 'SubSelectTable') {
      this.addFrom(table.from, scope);
    } else {
      const alias = table.alias?.name.text ?? table.tblName.objName.text;
      scope.sources.push({ alias: alias.toLowerCase(), kind: 'unknown' });
    }
  }

  #addDerived(scope: Scope, alias: string, { select, ctes, names, syntax }: Definition): void {
    const arms = this.select(select, undefined, ctes, syntax).map((arm) => ({ ...arm, names }));
    scope.sources.push({ alias, kind: 'derived', arms });
  }
}

/** The common table expressions in sight below a WITH. */
export function withCtes(clause: With | undefined, outer: Ctes, syntax: StatementSyntax): Ctes {
  if (!clause) return outer;
  const ctes = new Map(outer);
  for (const { tblName, columns, select } of clause.ctes) {
    const names = columns?.map(({ colName }) => colName.text);
    ctes.set(tblName.text.toLowerCase(), { select, names, ctes: new Map(ctes), syntax });
  }
  return ctes;
}
