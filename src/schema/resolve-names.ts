import {
  type AstNode,
  type CommonTableExpr,
  type FromClause,
  joinKind,
  type OneSelect,
  type ResultColumn,
  type Select,
  type SelectFrom,
  type SelectTable,
  type Stmt,
  type TriggerCmd,
  type Upsert,
  type With,
  walk,
} from '../sql/tree.ts';
import { lookUp } from './look-up.ts';
import {
  type ColumnName,
  isColumnName,
  type Names,
  type Reference,
  type Scope,
  type Source,
} from './scopes.ts';
import { type Ctes, madeSource, resultNames, tableSource } from './sources.ts';
import type { SchemaState } from './timeline.ts';

/**
 * Resolves the names of a statement. A name that may belong to something unknown has no reference, nor has the alias of a
 * result. The statement has to be one that compiles: of several tables that have a column the first one counts.
 */
export function resolveNames(tree: Stmt, schema: SchemaState): Names {
  let names = resolved.get(tree);
  if (names?.schema !== schema) {
    names = { schema, ...new Resolver(schema).statement(tree) };
    resolved.set(tree, names);
  }
  return names;
}

const resolved = new WeakMap<Stmt, Names & { readonly schema: SchemaState }>();

class Resolver {
  readonly #schema: SchemaState;
  readonly #references = new Map<ColumnName, Reference>();
  readonly #scopes = new Map<SelectFrom, Scope>();

  constructor(schema: SchemaState) {
    this.#schema = schema;
  }

  statement(tree: Stmt): Names {
    const none: Ctes = new Map();
    switch (tree.type) {
      case 'SelectStmt':
        this.#select(tree.body, undefined, none);
        break;
      case 'CreateViewStmt':
        this.#select(tree.select, undefined, none);
        break;
      case 'InsertStmt':
      case 'UpdateStmt':
      case 'DeleteStmt':
        this.#change(tree, undefined, none);
        break;
      case 'CreateTriggerStmt':
        this.#trigger(tree, none);
        break;
      case 'ExplainStmt':
        return this.statement(tree.stmt);
      default:
        break;
    }
    return { references: this.#references, scopes: this.#scopes };
  }

  #trigger(tree: Extract<Stmt, { type: 'CreateTriggerStmt' }>, ctes: Ctes): void {
    const table = tableSource(tree.tblName, this.#schema, ctes);
    const rows = ['old', 'new'].map((name) => ({ ...table, name }));
    const scope: Scope = { sources: rows, parent: undefined, select: undefined };
    this.#expressions(tree.whenClause, scope, ctes);
    for (const command of tree.commands) {
      if (command.type === 'SelectTriggerCmd') this.#select(command.select, scope, ctes);
      else this.#change(command, scope, ctes);
    }
  }

  #change(
    tree:
      | Extract<Stmt, { type: 'InsertStmt' | 'UpdateStmt' | 'DeleteStmt' }>
      | Exclude<TriggerCmd, { type: 'SelectTriggerCmd' }>,
    parent: Scope | undefined,
    around: Ctes,
  ): void {
    const ctes = 'with' in tree ? this.#with(tree.with, parent, around) : around;
    const target = tableSource(tree.tblName, this.#schema);
    const returning = 'returning' in tree ? tree.returning : undefined;
    if (tree.type === 'InsertStmt' || tree.type === 'InsertTriggerCmd') {
      const body = tree.type === 'InsertStmt' ? tree.body : tree;
      if ('select' in body) {
        this.#select(body.select, parent, ctes);
        this.#upsert(body.upsert, target, parent, ctes);
      }
      this.#results(returning, { sources: [target], parent, select: undefined }, ctes);
      return;
    }
    const from = 'from' in tree ? tree.from : undefined;
    const scope: Scope = {
      sources: [target, ...this.#from(from, parent, ctes)],
      parent,
      select: undefined,
    };
    this.#joinConditions(from, scope, ctes);
    if ('sets' in tree) for (const { expr } of tree.sets) this.#expressions(expr, scope, ctes);
    this.#expressions(tree.whereClause, scope, ctes);
    if ('orderBy' in tree) for (const { expr } of tree.orderBy ?? []) this.#expressions(expr, scope, ctes);
    this.#results(returning, { sources: [target], parent, select: undefined }, ctes);
  }

  #upsert(upsert: Upsert | undefined, target: Source, parent: Scope | undefined, ctes: Ctes): void {
    if (!upsert) return;
    const own: Scope = { sources: [target], parent: undefined, select: undefined };
    for (const { expr } of upsert.index?.targets ?? []) this.#expressions(expr, own, ctes);
    this.#expressions(upsert.index?.whereClause, own, ctes);
    if (upsert.doClause.type === 'SetUpsertDo') {
      const scope: Scope = {
        sources: [target, { ...target, name: 'excluded' }],
        parent,
        select: undefined,
      };
      for (const { expr } of upsert.doClause.sets) this.#expressions(expr, scope, ctes);
      this.#expressions(upsert.doClause.whereClause, scope, ctes);
    }
    this.#upsert(upsert.next, target, parent, ctes);
  }

  /** The names of a SELECT's results in lower case; undefined where they are not known. */
  #select(select: Select, parent: Scope | undefined, around: Ctes): readonly string[] | undefined {
    const ctes = this.#with(select.with, parent, around);
    const columns = this.#core(select.select, parent, ctes);
    for (const compound of select.compounds ?? []) this.#core(compound.select, parent, ctes);
    const scope =
      (select.select.type === 'SelectFrom' ? this.#scopes.get(select.select) : undefined) ?? parent;
    for (const { expr } of select.orderBy ?? [])
      this.#expressions(expr, scope, ctes, select.compounds ? undefined : select.select);
    return columns;
  }

  #with(clause: With | undefined, parent: Scope | undefined, around: Ctes): Ctes {
    if (!clause) return around;
    const ctes = new Map(around);
    // Each sees all others, and itself; what is not read yet has unknown columns.
    for (const { tblName, columns } of clause.ctes)
      ctes.set(
        tblName.text.toLowerCase(),
        columns?.map(({ colName }) => colName.text.toLowerCase()),
      );
    for (const cte of clause.ctes) this.#cte(cte, parent, ctes);
    return ctes;
  }

  #cte(
    { tblName, columns, select }: CommonTableExpr,
    parent: Scope | undefined,
    ctes: Map<string, readonly string[] | undefined>,
  ): void {
    const name = tblName.text.toLowerCase();
    if (!columns && select.compounds && select.select.type === 'SelectFrom')
      ctes.set(name, resultNames(select.select.columns, []));
    const found = this.#select(select, parent, ctes);
    if (!columns) ctes.set(name, found);
  }

  #core(core: OneSelect, parent: Scope | undefined, ctes: Ctes): readonly string[] | undefined {
    if (core.type === 'SelectValues') {
      for (const { values } of core.values)
        for (const value of values) this.#expressions(value, parent, ctes);
      return core.values[0]?.values.map((_, index) => `column${index + 1}`);
    }
    const scope: Scope = { sources: this.#from(core.from, parent, ctes), parent, select: core };
    this.#scopes.set(core, scope);
    this.#joinConditions(core.from, scope, ctes);
    this.#results(core.columns, scope, ctes);
    for (const clause of [core.whereClause, ...(core.groupBy ?? []), core.having])
      this.#expressions(clause, scope, ctes, core);
    for (const { window } of core.windowClause ?? []) this.#expressions(window, scope, ctes);
    return resultNames(core.columns, scope.sources);
  }

  #results(columns: readonly ResultColumn[] | undefined, scope: Scope, ctes: Ctes): void {
    for (const column of columns ?? [])
      if (column.type === 'ExprResultColumn') this.#expressions(column.expr, scope, ctes);
  }

  #from(from: FromClause | undefined, parent: Scope | undefined, ctes: Ctes): Source[] {
    if (!from?.select) return [];
    const joins = from.joins ?? [];
    const kinds = joins.map(joinKind);
    /** A RIGHT or FULL JOIN may leave all before it without a row. */
    const lastRight = kinds.findLastIndex(({ right }) => right);
    const list: Source[] = [];
    for (const [index, table] of [from.select, ...joins.map((join) => join.table)].entries()) {
      const own = index > 0 && kinds[index - 1]?.left === true;
      const optional = own || index <= lastRight;
      const scope: Scope = { sources: [...list], parent, select: undefined };
      for (const source of this.#sources(table, parent, scope, ctes))
        list.push(optional ? { ...source, optional } : source);
    }
    return list;
  }

  #sources(table: SelectTable, parent: Scope | undefined, before: Scope, ctes: Ctes): Source[] {
    switch (table.type) {
      case 'TableSelectTable':
        return [
          tableSource(table.tblName, this.#schema, ctes, { alias: table.alias?.name.text, node: table }),
        ];
      case 'TableCallSelectTable':
        for (const argument of table.args ?? []) this.#expressions(argument, before, ctes);
        return [madeSource(table.alias?.name.text ?? table.tblName.objName.text, undefined, table)];
      case 'SelectSelectTable':
        return [madeSource(table.alias?.name.text ?? '', this.#select(table.select, parent, ctes), table)];
      case 'SubSelectTable': {
        const inner = this.#from(table.from, parent, ctes);
        this.#joinConditions(table.from, { sources: inner, parent, select: undefined }, ctes);
        return inner;
      }
    }
  }

  #joinConditions(from: FromClause | undefined, scope: Scope, ctes: Ctes): void {
    for (const { constraint } of from?.joins ?? [])
      if (constraint?.type === 'OnJoinConstraint') this.#expressions(constraint.expr, scope, ctes);
  }

  /** Resolves the names below a node. `aliasesOf`: the SELECT whose results can be named there as well. */
  #expressions(
    root: AstNode | undefined,
    scope: Scope | undefined,
    ctes: Ctes,
    aliasesOf?: OneSelect | undefined,
  ): void {
    if (!root) return;
    walk(root, (node, parent) => {
      if (node.type === 'Select') {
        this.#select(node, scope, ctes);
        return 'skip';
      }
      if (!isColumnName(node)) return undefined;
      if (parent && (parent.type === 'FunctionCallExpr' || parent.type === 'FunctionCallStarExpr')) {
        if (parent.name === node) return undefined;
      }
      const reference = scope && lookUp(node, scope, aliasesOf);
      if (reference) this.#references.set(node, reference);
      return 'skip';
    });
  }
}
