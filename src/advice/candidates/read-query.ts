import type { StatementSyntax } from '../../sql/statement.ts';
import {
  type AstNode,
  conjuncts,
  type Expr,
  type FromClause,
  joinConditions,
  type OneSelect,
  type Select,
  type SortedColumn,
  unwrap,
  walk,
} from '../../sql/tree.ts';
import { plainName } from '../advise.ts';
import { namesIn } from '../expressions.ts';
import type { KnownTables } from '../tables.ts';
import { addCondition, indexTerm } from './conditions.ts';
import type { Leaf, OrderTerm } from './model.ts';
import { Scope, ScopeBuilder, withCtes } from './scopes.ts';

/** What a query asks of each base table that it reads, views and subqueries included. */
export function readQuery(syntax: StatementSyntax, tables: KnownTables): readonly Leaf[] {
  const { tree } = syntax;
  if (!tree) return [];
  return new QueryReader(tables).read(tree, syntax);
}

class QueryReader {
  readonly #builder: ScopeBuilder;
  /** Conditions wait until the scopes around them are complete: they may name tables of the scopes below. */
  readonly #later: (() => void)[] = [];

  constructor(tables: KnownTables) {
    this.#builder = new ScopeBuilder(tables, (select, core, scope) => this.#core(select, core, scope));
  }

  read(tree: AstNode, syntax: StatementSyntax): readonly Leaf[] {
    if (tree.type === 'SelectStmt') {
      this.#builder.select(tree.body, undefined, new Map(), syntax);
    } else if (tree.type === 'InsertStmt') {
      if (tree.body.type === 'SelectInsertBody')
        this.#builder.select(tree.body.select, undefined, withCtes(tree.with, new Map(), syntax), syntax);
    } else if (tree.type === 'UpdateStmt' || tree.type === 'DeleteStmt') {
      const scope = new Scope(undefined, withCtes(tree.with, new Map(), syntax), syntax);
      this.#builder.addNamed(tree.tblName.objName.text, tree.tblName.alias?.text, scope);
      // The rows are written: an index alone never holds what that takes.
      for (const leaf of scope.leavesOf(undefined)) leaf.whole = true;
      const from = tree.type === 'UpdateStmt' ? tree.from : undefined;
      this.#builder.addFrom(from, scope);
      this.#conditions([tree.whereClause, ...joinConditions(from)], scope);
      this.#usingColumns(from, scope);
      this.#expressions(tree.type === 'UpdateStmt' ? tree.sets.map(({ expr }) => expr) : [], scope);
    }
    for (const work of this.#later) work();
    return this.#builder.leaves;
  }

  #core(select: Select, core: OneSelect, scope: Scope): void {
    if (core.type === 'SelectValues') {
      this.#expressions(
        core.values.flatMap(({ values }) => values),
        scope,
      );
      return;
    }
    this.#conditions([core.whereClause, ...joinConditions(core.from)], scope);
    this.#usingColumns(core.from, scope);
    const results = core.columns.flatMap((column) =>
      column.type === 'ExprResultColumn' ? [column.expr] : [],
    );
    for (const column of core.columns) {
      const stars =
        column.type === 'StarResultColumn'
          ? scope.leavesOf(undefined)
          : column.type === 'TableStarResultColumn'
            ? scope.leavesOf(column.table.text)
            : [];
      for (const leaf of stars) leaf.whole = true;
    }
    this.#expressions([...results, ...(core.groupBy ?? []), ...(core.having ? [core.having] : [])], scope);
    this.#later.push(() => {
      if (core.groupBy)
        noteGroup(
          core.groupBy.map((expr) => resultFor(expr, core, scope)),
          scope,
        );
      else if (core.distinctness === 'Distinct' && results.length === core.columns.length)
        noteGroup(results, scope);
      if (core.columns.length === 1 && results[0] && !core.groupBy) noteExtreme(results[0], scope);
      for (const window of windowsOf(core))
        noteOrder([...window.partition.map((expr) => ({ expr })), ...window.order], scope);
    });
    const { orderBy, compounds } = select;
    if (!orderBy || compounds) return;
    const order = orderBy.map((column) => ({ ...column, expr: resultFor(column.expr, core, scope) }));
    this.#expressions(
      order.map(({ expr }) => expr),
      scope,
    );
    this.#later.push(() => noteOrder(order, scope));
  }

  #conditions(conditions: readonly (Expr | undefined)[], scope: Scope): void {
    const parts = conditions.flatMap((condition) => conjuncts(condition));
    this.#expressions(parts, scope);
    this.#later.push(() => {
      for (const part of parts) addCondition(part, scope);
    });
  }

  /** USING compares columns of the same name in two tables. */
  #usingColumns(from: FromClause | undefined, scope: Scope): void {
    const names = (from?.joins ?? []).flatMap(({ constraint }) =>
      constraint?.type === 'UsingJoinConstraint' ? constraint.columns.map(({ text }) => text) : [],
    );
    for (const name of new Set(names)) {
      for (const leaf of scope.leavesOf(undefined)) {
        const column = leaf.table.columns.find((one) => one.name.toLowerCase() === name.toLowerCase());
        if (!column) continue;
        const columns = [column.name.toLowerCase()];
        leaf.uses.add(column.name.toLowerCase());
        leaf.all.push({
          sql: plainName(column.name),
          columns,
          json: false,
          kind: 'equal',
          joins: true,
          condition: undefined,
        });
      }
    }
  }

  /** Takes note of the columns that expressions name, and reads the subqueries in them. */
  #expressions(exprs: readonly Expr[], scope: Scope): void {
    for (const expr of exprs) {
      walk(expr, (node) => {
        if (node.type !== 'Select') return undefined;
        this.#builder.select(node, scope, scope.ctes, scope.syntax);
        return 'skip';
      });
    }
    this.#later.unshift(() => {
      for (const name of exprs.flatMap(namesIn))
        for (const { leaf, column } of scope.columnsOf(name)) leaf.uses.add(column.toLowerCase());
    });
  }
}

/** What a term of ORDER BY or GROUP BY stands for: a result column by its number or name, or itself. */
function resultFor(expr: Expr, core: Extract<OneSelect, { type: 'SelectFrom' }>, scope: Scope): Expr {
  const inner = unwrap(expr);
  if (inner.type === 'NumericLiteral') {
    const column = core.columns[Number(inner.value) - 1];
    return column?.type === 'ExprResultColumn' ? column.expr : expr;
  }
  return inner.type === 'Id' ? (scope.results.get(inner.name.toLowerCase()) ?? expr) : expr;
}

/** The part of an ORDER BY that one table can be read in. */
function noteOrder(
  list: readonly (Pick<SortedColumn, 'expr'> & Partial<SortedColumn>)[],
  scope: Scope,
): void {
  const terms: OrderTerm[] = [];
  let leaf: Leaf | undefined;
  for (const { expr, order, nulls } of list) {
    const descending = order === 'Desc';
    // An index has NULL first.
    if (nulls !== undefined && (nulls === 'Last') !== descending) break;
    const found = orderTerm(expr, scope, leaf);
    if (!found) break;
    leaf = found.leaf;
    terms.push({ ...found.term, descending });
  }
  if (leaf && terms.length > 0) leaf.orders.push(terms);
}

function noteGroup(list: readonly Expr[], scope: Scope): void {
  const terms: OrderTerm[] = [];
  let leaf: Leaf | undefined;
  for (const expr of list) {
    const found = orderTerm(expr, scope, leaf);
    if (!found) return;
    leaf = found.leaf;
    terms.push(found.term);
  }
  if (leaf && terms.length > 0) leaf.groups.push(terms);
}

function noteExtreme(expr: Expr, scope: Scope): void {
  const call = unwrap(expr);
  if (call.type !== 'FunctionCallExpr' || !/^(?:min|max)$/i.test(call.name.name)) return;
  const [argument, ...more] = call.args ?? [];
  const found = argument && more.length === 0 ? orderTerm(argument, scope, undefined) : undefined;
  if (found) found.leaf.extremes.push(found.term);
}

function orderTerm(
  expr: Expr,
  scope: Scope,
  wanted: Leaf | undefined,
): { leaf: Leaf; term: OrderTerm } | undefined {
  for (const { leaf } of namesIn(expr).flatMap((name) => scope.columnsOf(name))) {
    if (wanted && leaf !== wanted) continue;
    const term = indexTerm(leaf, expr, scope);
    if (term) return { leaf, term: { ...term, descending: false } };
  }
  return undefined;
}

/** What the window functions of a SELECT put its rows in order by. */
function windowsOf(core: AstNode): { partition: readonly Expr[]; order: readonly SortedColumn[] }[] {
  const windows: { partition: readonly Expr[]; order: readonly SortedColumn[] }[] = [];
  walk(core, (node) => {
    if (node.type === 'Select') return 'skip';
    if (node.type === 'Window')
      windows.push({ partition: node.partitionBy ?? [], order: node.orderBy ?? [] });
    return undefined;
  });
  return windows;
}
