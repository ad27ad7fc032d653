import type { PlanStep } from '../engine/plan.ts';
import type { ProposedIndex } from './advice.ts';
import type { Candidate } from './advise.ts';

/** Another way to write a query, or the same one with other indexes, that is to be planned. */
export interface Variant {
  /** One whole statement. */
  readonly sql: string;
  /** The indexes to be tried for it. */
  readonly candidates: readonly Candidate[];
}

/** What the planner makes of a variant. */
export interface VariantPlan {
  /** Against the schema as it is. */
  readonly before: readonly PlanStep[];
  /** With `indexes` in place. */
  readonly after: readonly PlanStep[];
  /** Those of its candidates that it gains by; perhaps none. */
  readonly indexes: readonly ProposedIndex[];
}
