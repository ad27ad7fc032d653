import type { Table } from '../engine/catalog.ts';
import type { Statement } from '../sql/statement.ts';

/** What is known of a table or view when indexes are looked for. `TableState` of a timeline is one. */
export interface KnownTable {
  readonly table: Table;
  /** Set when what is known of the table may be wrong: no index is proposed for it then. */
  readonly uncertain: string | undefined;
  /** What defines it: a view is read through to the tables behind it. */
  readonly created?: Definition | undefined;
  /** What added each column, by its lower-case name. */
  readonly columns?: ReadonlyMap<string, Definition> | undefined;
}

/** What shaped a table: a statement, where one stands there as it is run. */
export interface Definition {
  readonly statement?: Pick<Statement, 'syntax'> | undefined;
}

/** By lower-case name. */
export type KnownTables = ReadonlyMap<string, KnownTable>;
