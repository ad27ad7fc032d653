import { type PlanStep, readsAll } from '../../engine/plan.ts';
import type { StatementSyntax } from '../../sql/statement.ts';
import type { Obstacle } from '../advice.ts';
import type { KnownTables } from '../tables.ts';
import type { Variant, VariantPlan } from '../variants.ts';
import { alternativeSuspects } from './alternatives.ts';
import { affinitySuspects, collationSuspects, computedSuspects } from './computed.ts';
import { dateSuspects } from './dates.ts';
import { partialSuspects } from './partial.ts';
import { patternSuspects } from './pattern.ts';
import { narrows, scopesOf } from './scope.ts';
import { spellingSuspects } from './spelling.ts';
import { draftOf, type Finder } from './suspect.ts';

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
   * @param bound the query's plan with values that may be bound, where that is another: a table counts as read as a whole
   *   only if it is then, too
   */
  settle(
    plans: readonly (VariantPlan | undefined)[],
    bound: readonly PlanStep[] | undefined,
  ): Obstacle | undefined;
}

const finders: readonly Finder[] = [
  patternSuspects,
  computedSuspects,
  dateSuspects,
  collationSuspects,
  affinitySuspects,
  alternativeSuspects,
  spellingSuspects,
  partialSuspects,
];

/** What may keep SQLite from using an index for a query. */
export function obstaclesOf(input: ObstacleInput): readonly ObstacleDraft[] {
  const { tree } = input.syntax;
  if (!tree || !input.plan.some(readsAll)) return [];
  return scopesOf(tree, input.tables).flatMap((scope) =>
    scope.conditions.flatMap((expr) =>
      finders.flatMap((find) =>
        [...find({ input, scope, expr })]
          .filter(({ source }) => narrows(expr, source, scope))
          .map((suspect) => draftOf(suspect, input)),
      ),
    ),
  );
}
