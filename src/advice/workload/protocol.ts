import type { PlanRow } from '../../engine/plan.ts';
import type { QuerySource } from '../../engine/query-protocol.ts';
import type { ProposedIndex, QueryAdvice } from '../advice.ts';

/** Looks for the indexes that serve a workload: one run in a worker of its own. */
export interface WorkloadJob {
  /** A copy of a database, on which everything is measured; or a schema, where a model must do. */
  readonly source: QuerySource;
  /** One whole statement each. */
  readonly queries: readonly string[];
  /** Rows of tables by name, where there is no database to count them in. */
  readonly rows: Readonly<Record<string, number>>;
  /** The measurements of a run that was ended because one took too long, by their keys, in milliseconds. */
  readonly known: readonly (readonly [key: string, ms: number])[];
}

/** What the worker says while it is at work: the measurement it is about to make, then its time. */
export type WorkloadProgress =
  | { readonly kind: 'measuring'; readonly key: string }
  | { readonly kind: 'measured'; readonly key: string; readonly ms: number }
  | { readonly kind: 'done'; readonly answer: WorkloadAnswer };

export interface WorkloadAnswer {
  readonly queries: readonly AdvisedQuery[];
  /** The smallest set of indexes that serves all queries. */
  readonly indexes: readonly WorkloadIndex[];
  /** What the figures stand on. */
  readonly basis: 'measured' | 'statistics' | 'assumed';
  /** What was replaced or left out when the schema was built, in words. */
  readonly notes: readonly string[];
}

export interface AdvisedQuery {
  readonly sql: string;
  /** SQLite's message for a statement that does not compile; nothing else is known of it then. */
  readonly error: string | undefined;
  readonly before: readonly PlanRow[];
  /** With all of the workload's indexes in place. */
  readonly after: readonly PlanRow[];
  /** Positions in the workload's `indexes` of those that its plan uses. */
  readonly uses: readonly number[];
  /** Milliseconds of a run on the copy; undefined where nothing was measured, or it took too long. */
  readonly msBefore: number | undefined;
  readonly msAfter: number | undefined;
  /** What could be done for this query alone. */
  readonly own: QueryAdvice | undefined;
}

export interface WorkloadIndex {
  readonly index: ProposedIndex;
  /** Measured or estimated; undefined where the number of rows is not known. */
  readonly sizeBytes: number | undefined;
  /** How much longer it takes to insert a row into the table: 0.5 is half as long again. */
  readonly writeCost: number;
  /** Positions of the queries whose plans use it. */
  readonly serves: readonly number[];
  /** The terms of the index that it was made from, which is larger and a little faster. */
  readonly longer: readonly string[] | undefined;
}
