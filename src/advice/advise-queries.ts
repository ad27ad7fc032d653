import { type PlanRow, type PlanStep, readPlan } from '../engine/plan.ts';
import type { AdviceRequest, AdviceResult } from '../engine/protocol.ts';
import { StatementSyntax } from '../sql/statement.ts';
import type { Obstacle, ProposedIndex, QueryAdvice } from './advice.ts';
import { type Candidate, candidateSql, proposal } from './advise.ts';
import { candidatesFor } from './candidates.ts';
import { type ObstacleDraft, obstaclesOf } from './obstacles/obstacles.ts';
import type { KnownTables } from './tables.ts';
import type { Variant, VariantPlan } from './variants.ts';

/** A query that compiles against the schema, with nothing replaced to make it compile. */
export interface PlannedQuery {
  readonly syntax: StatementSyntax;
  readonly plan: readonly PlanRow[];
}

/** Plans statements with candidate indexes in place, all in one go: `EngineClient.advise` on a built schema. */
export type PlanWithIndexes = (requests: readonly AdviceRequest[]) => Promise<readonly AdviceResult[]>;

/**
 * What can be done about the plans of queries. One round trip to the engine, whatever their number.
 * @returns in the order of `queries`; undefined where there is nothing to be said
 */
export async function adviseQueries(
  queries: readonly PlannedQuery[],
  tables: KnownTables,
  plan: PlanWithIndexes,
): Promise<(QueryAdvice | undefined)[]> {
  const batch = new VariantBatch(tables);
  const settled = queries.map(({ syntax, plan: rows }) => {
    const steps = readPlan(rows);
    const own = batch.add({ sql: syntax.text, candidates: candidatesFor(syntax, steps, tables) });
    const drafts = obstaclesOf({ syntax, plan: steps, tables }).map((draft) => ({
      draft,
      plans: draft.variants.map((variant) => batch.add(variant)),
    }));
    return { steps, own, drafts };
  });
  const answer = await batch.plan(plan);
  return settled.map(({ steps, own, drafts }) => {
    const planned = answer(own);
    const obstacles = drafts.flatMap(({ draft, plans }) => settle(draft, plans.map(answer)));
    if (obstacles.length === 0 && !planned?.indexes.length) return undefined;
    return {
      before: steps,
      after: planned?.indexes.length ? planned.after : steps,
      indexes: planned?.indexes ?? [],
      obstacles,
    };
  });
}

function settle(draft: ObstacleDraft, plans: readonly (VariantPlan | undefined)[]): Obstacle[] {
  const obstacle = draft.settle(plans);
  return obstacle ? [obstacle] : [];
}

/**
 * Plans variants of queries, each with its candidates, in one round trip.
 * @returns in the order of `variants`; undefined for one that does not compile
 */
export async function planVariants(
  variants: readonly Variant[],
  tables: KnownTables,
  plan: PlanWithIndexes,
): Promise<(VariantPlan | undefined)[]> {
  const batch = new VariantBatch(tables);
  const positions = variants.map((variant) => batch.add(variant));
  const answer = await batch.plan(plan);
  return positions.map(answer);
}

/** Variants gathered from several askers, to be planned together. */
class VariantBatch {
  readonly #tables: KnownTables;
  readonly #requests: { readonly sql: string; readonly candidates: readonly Candidate[] }[] = [];

  constructor(tables: KnownTables) {
    this.#tables = tables;
  }

  /** @returns the position by which its plan is found */
  add({ sql, candidates }: Variant): number {
    return (
      this.#requests.push({
        sql,
        candidates: candidates ?? candidatesFor(new StatementSyntax(sql), undefined, this.#tables),
      }) - 1
    );
  }

  async plan(plan: PlanWithIndexes): Promise<(position: number) => VariantPlan | undefined> {
    const answers = await plan(
      this.#requests.map(({ sql, candidates }) => ({ sql, candidates: candidates.map(candidateSql) })),
    );
    return (position) => {
      const request = this.#requests[position];
      const answer = answers[position];
      if (!request || !answer || answer.before.length === 0) return undefined;
      const before: PlanStep[] = readPlan(answer.before);
      const indexes: ProposedIndex[] = answer.used.flatMap((at) => {
        const candidate = request.candidates[at];
        return candidate ? [proposal(candidate)] : [];
      });
      return { before, after: indexes.length > 0 ? readPlan(answer.after) : before, indexes };
    };
  }
}
