import { type PlanRow, type PlanStep, readPlan } from '../engine/plan.ts';
import type { AdviceRequest, AdviceResult } from '../engine/protocol.ts';
import { StatementSyntax } from '../sql/statement.ts';
import type { ProposedIndex, QueryAdvice } from './advice.ts';
import { type Candidate, engineCandidate, indexName, proposal } from './advise.ts';
import type { CandidateOptions } from './candidates/combine.ts';
import { candidatesFor, type QueryCandidates } from './candidates.ts';
import { useOf } from './index-use.ts';
import { isSpared, withKnownValues } from './obstacles/bound.ts';
import { obstaclesOf } from './obstacles/obstacles.ts';
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
 * @param options.thorough true to try indexes for plans, too, that look good without statistics
 * @returns in the order of `queries`; undefined where there is nothing to be said
 */
export async function adviseQueries(
  queries: readonly PlannedQuery[],
  tables: KnownTables,
  plan: PlanWithIndexes,
  { thorough = false, ...options }: { readonly thorough?: boolean } & CandidateOptions = {},
): Promise<(QueryAdvice | undefined)[]> {
  const batch = new VariantBatch(tables, options);
  const settled = queries.map(({ syntax, plan: rows }) => {
    const steps = readPlan(rows);
    const own = batch.addQuery(syntax, thorough ? undefined : steps);
    const drafts = obstaclesOf({ syntax, plan: steps, tables }).map((draft) => ({
      draft,
      plans: draft.variants.map((variant) => batch.add(variant)),
    }));
    const isIdle = own === undefined && drafts.length === 0;
    const known = isIdle ? undefined : withKnownValues(syntax, tables);
    const bound = known === undefined ? undefined : batch.add({ sql: known, candidates: [] });
    return { steps, own, bound, drafts };
  });
  const answer = await batch.plan(plan);
  return settled.map(({ steps, own, bound, drafts }) => {
    const known = bound === undefined ? undefined : answer(bound)?.before;
    // What may be searched once values are bound is not said to need an index.
    const isSure = !known || !isSpared(steps, known);
    const planned = own === undefined || !isSure ? undefined : answer(own);
    const obstacles = drafts.flatMap(({ draft, plans }) => draft.settle(plans.map(answer), known) ?? []);
    if (obstacles.length === 0 && !planned?.indexes.length) return undefined;
    return {
      before: steps,
      after: planned?.indexes.length ? planned.after : steps,
      indexes: planned?.indexes ?? [],
      obstacles,
    };
  });
}

/** Variants gathered from several askers, to be planned together. */
class VariantBatch {
  readonly #tables: KnownTables;
  readonly #options: CandidateOptions;
  readonly #requests: { readonly request: AdviceRequest; readonly candidates: readonly Candidate[] }[] = [];

  constructor(tables: KnownTables, options: CandidateOptions = {}) {
    this.#tables = tables;
    this.#options = options;
  }

  /** @returns the position by which its plan is found */
  add({ sql, candidates }: Variant): number {
    const found = candidatesFor(new StatementSyntax(sql), undefined, this.#tables);
    return this.#push(sql, { ...found, candidates });
  }

  /**
   * @param plan the query's own plan, which tells what is worth trying
   * @returns undefined where there is nothing to try
   */
  addQuery(syntax: StatementSyntax, plan: readonly PlanStep[] | undefined): number | undefined {
    const found = candidatesFor(syntax, plan, this.#tables, this.#options);
    return found.candidates.length > 0 ? this.#push(syntax.text, found) : undefined;
  }

  #push(sql: string, { candidates, sources, limited }: QueryCandidates): number {
    const request = { sql, candidates: candidates.map(engineCandidate), sources, limited };
    return this.#requests.push({ request, candidates }) - 1;
  }

  async plan(plan: PlanWithIndexes): Promise<(position: number) => VariantPlan | undefined> {
    const answers = await plan(this.#requests.map(({ request }) => request));
    return (position) => {
      const request = this.#requests[position];
      const answer = answers[position];
      if (!request || !answer || answer.before.length === 0) return undefined;
      const before = readPlan(answer.before);
      const proposed = answer.names.map((name, place) => {
        const candidate = request.candidates[answer.used[place] ?? -1];
        return { name, as: candidate ? indexName(candidate) : name };
      });
      const after = readPlan(renamed(answer.after, proposed));
      const indexes: ProposedIndex[] = answer.used.flatMap((at, place) => {
        const candidate = request.candidates[at];
        const name = proposed[place]?.as ?? '';
        return candidate ? [proposal(candidate, useOf(name, before, after))] : [];
      });
      return { before, after: indexes.length > 0 ? after : before, indexes };
    };
  }
}

/** A plan with the names that its indexes are to have. */
export function renamed(
  rows: readonly PlanRow[],
  names: readonly { readonly name: string; readonly as: string }[],
): PlanRow[] {
  return rows.map((row) => ({
    ...row,
    detail: row.detail.replace(
      /\bpreflight_\w+/g,
      (name) => names.find((one) => one.name === name)?.as ?? name,
    ),
  }));
}
