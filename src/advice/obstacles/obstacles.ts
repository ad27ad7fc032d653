import type { PlanStep } from '../../engine/plan.ts';
import type { StatementSyntax } from '../../sql/statement.ts';
import type { Obstacle } from '../advice.ts';
import type { KnownTables } from '../tables.ts';
import type { Variant, VariantPlan } from '../variants.ts';

/** A query whose conditions are looked at. */
export interface ObstacleInput {
  readonly syntax: StatementSyntax;
  /** Against the schema as it is. */
  readonly plan: readonly PlanStep[];
  readonly tables: KnownTables;
}

/** What may keep SQLite from using an index, with what must be planned before it may be said. */
export interface ObstacleDraft {
  /** All variants of all drafts are planned in one go. */
  readonly variants: readonly Variant[];
  /**
   * The obstacle, if the plans bear it out.
   * @param plans one for each variant, in order; undefined for one that does not compile
   */
  settle(plans: readonly (VariantPlan | undefined)[]): Obstacle | undefined;
}

/** What may keep SQLite from using an index for a query. */
export function obstaclesOf(_input: ObstacleInput): readonly ObstacleDraft[] {
  return [];
}
