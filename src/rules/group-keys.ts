import type { Table } from '../engine/catalog.ts';
import { isRowidName, rowidAlias } from '../engine/rowid.ts';
import { isKnownTable } from '../schema/known-table.ts';
import { type Names, type Reference, referenceOf, type Scope, type Source } from '../schema/scopes.ts';
import { conjuncts, type Expr, joinConditions, type SelectFrom, unwrap } from '../sql/tree.ts';
import { isLiteral } from './query-trees.ts';

/**
 * The columns of a SELECT that have one value within each of its groups: what is grouped by, what is equal to that or to
 * a constant, and all columns of a table of which a unique key is among them.
 */
export class GroupKeys {
  readonly #known = new Set<string>();
  readonly #scope: Scope;

  constructor(select: SelectFrom, scope: Scope, names: Names) {
    this.#scope = scope;
    const keyOf = (expr: Expr): string | undefined => {
      const reference = referenceOf(expr, names);
      return reference && this.#key(reference.source, reference.column);
    };
    for (const term of select.groupBy ?? []) {
      const expr = termOf(term, select);
      const key = expr && keyOf(expr);
      if (key) this.#known.add(key);
    }
    const equal = equalities(select).map(
      ([left, right]) => [left, right, keyOf(left), keyOf(right)] as const,
    );
    const isFixed = (expr: Expr): boolean => {
      const inner = unwrap(expr);
      if (inner.type === 'VariableExpr' || isLiteral(inner)) return true;
      // A column of the query around this one is the same for all its rows.
      const reference = referenceOf(inner, names);
      return reference !== undefined && reference.owner !== scope;
    };
    for (let size = -1; size !== this.#known.size; ) {
      size = this.#known.size;
      for (const [left, right, a, b] of equal) {
        if (a && (isFixed(right) || (b && this.#known.has(b)))) this.#known.add(a);
        if (b && (isFixed(left) || (a && this.#known.has(a)))) this.#known.add(b);
      }
      for (const source of scope.sources) this.#addDetermined(source);
    }
  }

  /** True for a column that has one value in each group; also where its table is not known well enough to tell. */
  has({ source, column, owner }: Reference): boolean {
    if (owner !== this.#scope || !isKnownTable(source.state)) return true;
    return this.#known.has(this.#key(source, column));
  }

  #key(source: Source, column: string): string {
    const { table } = source.state ?? {};
    const isRowid = isRowidName(column) && !source.columns?.includes(column);
    const alias = isRowid && table ? rowidAlias(table)?.name.toLowerCase() : undefined;
    return `${this.#scope.sources.indexOf(source)} ${alias ?? column}`;
  }

  #addDetermined(source: Source): void {
    if (!isKnownTable(source.state)) return;
    const { table } = source.state;
    const isKnown = (columns: readonly string[]): boolean =>
      columns.every((column) => this.#known.has(this.#key(source, column)));
    const keys = uniqueKeys(table);
    if (!keys.some(isKnown) && !this.#known.has(this.#key(source, 'rowid'))) return;
    for (const { name } of table.columns) this.#known.add(this.#key(source, name.toLowerCase()));
    this.#known.add(this.#key(source, 'rowid'));
  }
}

/** The sets of columns of which no two rows have the same values, in lower case. Of NULLs there may be many. */
export function uniqueKeys(table: Table): string[][] {
  const primary = table.columns
    .filter(({ primaryKey }) => primaryKey > 0)
    .map(({ name }) => name.toLowerCase());
  const indexes = table.indexes
    .filter(
      ({ unique, where, columns }) => unique && where === undefined && columns.every((c) => !c.expression),
    )
    .map(({ columns }) => columns.map(({ name }) => name.toLowerCase()));
  return [...(primary.length > 0 ? [primary] : []), ...indexes];
}

/** The expression that a term of GROUP BY stands for: a number is a result's, a name may be an alias. */
function termOf(term: Expr, { columns }: SelectFrom): Expr | undefined {
  const inner = unwrap(term);
  if (inner.type === 'NumericLiteral') {
    const column = columns[Number(inner.value) - 1];
    return column?.type === 'ExprResultColumn' ? column.expr : undefined;
  }
  return inner;
}

/** The pairs that WHERE and ON say are equal. */
function equalities({ from, whereClause }: SelectFrom): [Expr, Expr][] {
  return [...conjuncts(whereClause), ...joinConditions(from)].flatMap((condition): [Expr, Expr][] =>
    condition.type === 'BinaryExpr' && (condition.op === 'Equals' || condition.op === 'Is')
      ? [[condition.left, condition.right]]
      : [],
  );
}
