import type { Table } from '../../engine/catalog.ts';
import { isRowidName, rowidAlias } from '../../engine/rowid.ts';

/** A base table as one part of a query reads it. */
export interface Leaf {
  /** In lower case: what plans call it. */
  readonly alias: string;
  readonly table: Table;
  /** The columns that the query names, in lower case. */
  readonly uses: Set<string>;
  /** True where all columns are read, or the row itself is written. */
  whole: boolean;
  /** What must all hold. */
  readonly all: Term[];
  /** For each OR its branches, and in each what must all hold. */
  readonly either: Term[][][];
  /** ORDER BY lists. */
  readonly orders: OrderTerm[][];
  /** GROUP BY, DISTINCT and PARTITION BY lists. */
  readonly groups: OrderTerm[][];
  /** What min() or max() is asked of. */
  readonly extremes: OrderTerm[];
}

/** What an index can hold, and the query compares. */
export interface Term {
  /** As `CREATE INDEX` takes it. */
  readonly sql: string;
  /** In lower case. */
  readonly columns: readonly string[];
  readonly json: boolean;
  readonly kind: 'equal' | 'in' | 'null' | 'range';
  /** True when it is compared with another table. */
  readonly joins: boolean;
  /** The whole condition over the table alone, where it compares with what is written out: a partial index takes it. */
  readonly condition: string | undefined;
}

export interface OrderTerm {
  readonly sql: string;
  readonly columns: readonly string[];
  readonly json: boolean;
  readonly descending: boolean;
}

/** True for the rowid, by the name of a column or by its own. */
export function isRowid(name: string, table: Table): boolean {
  const column = table.columns.find((one) => one.name.toLowerCase() === name);
  return column ? column === rowidAlias(table) : !table.withoutRowid && isRowidName(name);
}
