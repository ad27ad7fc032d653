import type { Table } from '../engine/catalog.ts';
import type { PlanAccess, PlanStep } from '../engine/plan.ts';
import type { StatementSyntax } from '../sql/statement.ts';
import {
  type AstNode,
  conjuncts,
  type Expr,
  type FromClause,
  type SelectTable,
  unwrap,
  walk,
} from '../sql/tree.ts';
import { type Candidate, plainName } from './advise.ts';
import type { KnownTables } from './tables.ts';

/** A table as one query names it. */
interface Source {
  readonly alias: string;
  readonly table: Table;
  /** The conditions that apply where the table is read: WHERE and ON. */
  readonly conditions: readonly Expr[];
}

interface Term {
  readonly sql: string;
  readonly json: boolean;
  readonly kind: 'equal' | 'range';
}

/**
 * The indexes worth trying for the tables that a plan reads from end to end, best last: of the columns compared for
 * equality with one range behind them. Whether any of them helps is for the planner to say.
 */
export function candidatesFor(
  syntax: StatementSyntax,
  plan: readonly PlanStep[] | undefined,
  schema: KnownTables,
): Candidate[] {
  const { tree } = syntax;
  if (!tree) return [];
  const scanned = plan && slowSources(plan, syntax);
  const candidates: Candidate[] = [];
  for (const source of sourcesOf(tree, schema)) {
    if (scanned && !scanned.has(source.alias)) continue;
    const terms = source.conditions.flatMap((condition) => termOf(condition, source, syntax) ?? []);
    const equal = unique(terms.filter(({ kind }) => kind === 'equal'));
    const range = unique(terms.filter(({ kind }) => kind === 'range'));
    const add = (list: readonly Term[]): void => {
      // An index on flags alone halves a table at best.
      if (list.every(({ sql }) => isFlag(sql, source.table))) return;
      candidates.push({
        table: source.table,
        terms: list.map(({ sql }) => sql),
        json: list.some(({ json }) => json),
      });
    };
    for (const term of range) add([term]);
    for (const term of equal) add([term]);
    if (range[0] && equal.length > 0) add([...equal, range[0]]);
    if (equal.length > 1) add(equal);
  }
  return candidates;
}

/** The tables, as the query names them, that a plan reads from end to end. */
function slowSources(plan: readonly PlanStep[], syntax: StatementSyntax): Set<string> {
  const slow = plan.filter(readsWholeTable).filter((step) => !stopsEarly(step, plan, syntax));
  return new Set(slow.map(({ source }) => source.toLowerCase()));
}

/** Steps that an index could spare: reading all of a table, or building an index for this one query. */
function readsWholeTable(step: PlanStep): step is PlanAccess {
  if (step.kind === 'scan') return step.by === 'none' || step.by === 'index';
  return step.kind === 'search' && (step.by === 'automatic-index' || step.by === 'none');
}

/** True for a reading in the order that the query asks for, which ends when its LIMIT has its rows. */
function stopsEarly(step: PlanAccess, steps: readonly PlanStep[], { tree }: StatementSyntax): boolean {
  if (tree?.type !== 'SelectStmt' || !tree.body.limit || !tree.body.orderBy) return false;
  return step.by === 'index' && !steps.some(({ kind }) => kind === 'sort');
}

function isFlag(sql: string, { columns }: Table): boolean {
  const column = columns.find(({ name }) => plainName(name) === sql);
  return column !== undefined && /^bool/i.test(column.type);
}

/** Every base table that a statement reads, with the conditions of the SELECT, UPDATE or DELETE that reads it. */
function sourcesOf(tree: AstNode, schema: KnownTables): Source[] {
  const sources: Source[] = [];
  const add = (name: string, alias: string | undefined, conditions: readonly Expr[]): void => {
    const state = schema.get(name.toLowerCase());
    if (!state || state.uncertain !== undefined || state.table.kind !== 'table') return;
    sources.push({ alias: (alias ?? name).toLowerCase(), table: state.table, conditions });
  };
  const addFrom = (from: FromClause | undefined, conditions: readonly Expr[]): void => {
    if (!from) return;
    const tables: SelectTable[] = [
      ...(from.select ? [from.select] : []),
      ...(from.joins ?? []).map(({ table }) => table),
    ];
    const on = (from.joins ?? []).flatMap(({ constraint }) =>
      constraint?.type === 'OnJoinConstraint' ? conjuncts(constraint.expr) : [],
    );
    for (const table of tables) {
      if (table.type === 'TableSelectTable') {
        add(table.tblName.objName.text, table.alias?.name.text, [...conditions, ...on]);
      }
    }
  };
  walk(tree, (node) => {
    if (node.type === 'SelectFrom') addFrom(node.from, conjuncts(node.whereClause));
    if (node.type === 'UpdateStmt' || node.type === 'DeleteStmt') {
      const conditions = conjuncts(node.whereClause);
      add(node.tblName.objName.text, node.tblName.alias?.text, conditions);
      if (node.type === 'UpdateStmt') addFrom(node.from, conditions);
    }
    return undefined;
  });
  return sources;
}

/** The indexable side of a condition, if it has one: a column or a JSON expression of the source. */
function termOf(condition: Expr, source: Source, syntax: StatementSyntax): Term | undefined {
  switch (condition.type) {
    case 'BinaryExpr': {
      const kind = comparison(condition.op);
      if (!kind) return undefined;
      return (
        indexable(condition.left, condition.right, kind, source, syntax) ??
        indexable(condition.right, condition.left, kind, source, syntax)
      );
    }
    case 'BetweenExpr':
      return condition.not ? undefined : indexable(condition.lhs, condition.start, 'range', source, syntax);
    case 'InListExpr':
    case 'InSelectExpr':
      return condition.not ? undefined : indexable(condition.lhs, undefined, 'equal', source, syntax);
    case 'IsNullExpr':
      return indexable(condition.expr, undefined, 'equal', source, syntax);
    default:
      return undefined;
  }
}

function comparison(op: string): 'equal' | 'range' | undefined {
  if (op === 'Equals' || op === 'Is') return 'equal';
  return op === 'Less' || op === 'LessEquals' || op === 'Greater' || op === 'GreaterEquals'
    ? 'range'
    : undefined;
}

function indexable(
  side: Expr,
  other: Expr | undefined,
  kind: 'equal' | 'range',
  source: Source,
  syntax: StatementSyntax,
): Term | undefined {
  // A comparison of two columns of the same table can't be looked up.
  if (other && columnsOf(other).some((name) => belongs(name, source))) return undefined;
  const expr = unwrap(side);
  const column = columnOf(expr);
  if (column) {
    if (!belongs(column, source)) return undefined;
    const known = source.table.columns.find(({ name }) => name.toLowerCase() === column.column);
    return known ? { sql: plainName(known.name), json: false, kind } : undefined;
  }
  if (!isJsonAccess(expr)) return undefined;
  const columns = columnsOf(expr);
  if (columns.length === 0 || !columns.every((name) => belongs(name, source))) return undefined;
  const sql = unqualified(expr, syntax);
  // An index can't hold a parameter: the path must be written out.
  return sql.includes('?') || /[:@$]\w/.test(sql.replace(/'[^']*'/g, ''))
    ? undefined
    : { sql, json: true, kind };
}

/** `json_extract(data, '$.a')` and `data ->> '$.a'`. */
export function isJsonAccess(expr: Expr): boolean {
  if (expr.type === 'BinaryExpr') return expr.op === 'ArrowRight' || expr.op === 'ArrowRightShift';
  return expr.type === 'FunctionCallExpr' && /^jsonb?_extract$/i.test(expr.name.name);
}

interface ColumnName {
  readonly table: string | undefined;
  readonly column: string;
}

function columnOf(expr: Expr): ColumnName | undefined {
  if (expr.type === 'Id') return { table: undefined, column: expr.name.toLowerCase() };
  if (expr.type === 'QualifiedExpr')
    return { table: expr.table.text.toLowerCase(), column: expr.column.text.toLowerCase() };
  return undefined;
}

function columnsOf(expr: Expr): ColumnName[] {
  const names: ColumnName[] = [];
  walk(expr, (node, parent) => {
    if (node.type === 'QualifiedExpr') {
      names.push({ table: node.table.text.toLowerCase(), column: node.column.text.toLowerCase() });
      return 'skip';
    }
    if (node.type === 'Id' && !(parent?.type === 'FunctionCallExpr' && parent.name === node)) {
      names.push({ table: undefined, column: node.name.toLowerCase() });
    }
    return undefined;
  });
  return names;
}

function belongs({ table, column }: ColumnName, source: Source): boolean {
  if (table !== undefined) return table === source.alias;
  return source.table.columns.some(({ name }) => name.toLowerCase() === column);
}

/** The expression's text without the table's name before the columns: an index knows only its own table. */
export function unqualified(expr: Expr, syntax: StatementSyntax): string {
  const { start, end } = syntax.rangeOf(expr);
  let result = '';
  let at = start;
  walk(expr, (node) => {
    if (node.type !== 'QualifiedExpr') return undefined;
    result += syntax.text.slice(at, syntax.rangeOf(node).start);
    at = syntax.rangeOf(node.column).start;
    return 'skip';
  });
  return result + syntax.text.slice(at, end);
}

function unique(terms: readonly Term[]): Term[] {
  return [...new Map(terms.map((term) => [term.sql.toLowerCase(), term])).values()];
}
