import type { LiteralValue } from '../sql/literal.ts';
import type { PlanRow } from './plan.ts';
import type { SchemaStep } from './protocol.ts';

/** A value as it travels in JSON. */
export type Cell = LiteralValue;

/** What a query runs on: a copy of a database file in memory, or an empty database with a project's schema. */
export type QuerySource =
  | { readonly kind: 'file'; readonly bytes: Uint8Array }
  | { readonly kind: 'schema'; readonly steps: readonly SchemaStep[] };

export interface QueryStatement {
  readonly sql: string;
  /** Values by parameter number, from 1 at position 0. */
  readonly parameters?: readonly Cell[];
}

/** One run in the query worker: its statements one after the other, until one fails. */
export interface QueryJob {
  readonly source: QuerySource;
  readonly statements: readonly QueryStatement[];
  /** `plan` compiles the statements and runs none. */
  readonly mode: 'run' | 'plan';
  /** How many rows of each statement are kept. */
  readonly maxRows: number;
}

export interface StatementResult {
  readonly sql: string;
  /** Empty for a statement that returns no rows. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** True when there are more rows than were kept. */
  readonly truncated: boolean;
  /** Rows inserted, updated or deleted by a statement that returns none. */
  readonly changes: number;
  readonly elapsedMs: number;
  /** In mode `plan`: what `EXPLAIN QUERY PLAN` says. */
  readonly plan: readonly PlanRow[];
}

export interface QueryAnswer {
  readonly results: readonly StatementResult[];
  /** Why the statement behind the last result failed; the ones behind it were not run. */
  readonly error?: { readonly message: string; readonly statement: number } | undefined;
  /** What was replaced or left out when the schema was built, in words. */
  readonly notes: readonly string[];
}
