import type { Advisor, Planned } from '../../engine/advisor.ts';
import { type Candidate, engineCandidate } from '../advise.ts';
import { handlesIn, type TimedQuery } from './measured.ts';
import type { Trials } from './select.ts';

/** Indexes are made on a schema without rows, and plans are compared by what they would cost. */
export class ModelledTrials implements Trials {
  readonly negligible: number;
  readonly #advisor: Advisor;
  readonly #queries: readonly Pick<TimedQuery, 'sql' | 'sources' | 'limited'>[];
  readonly #candidates: Candidate[] = [];
  readonly #present = new Set<number>();

  /** @param hasRows true where the number of rows is known: what is little then is no reason for an index */
  constructor(
    advisor: Advisor,
    queries: readonly Pick<TimedQuery, 'sql' | 'sources' | 'limited'>[],
    hasRows: boolean,
  ) {
    this.negligible = hasRows ? 100 : 0;
    this.#advisor = advisor;
    this.#queries = queries;
  }

  create(candidate: Candidate): number | undefined {
    const handle = this.#candidates.push(candidate) - 1;
    return this.#make(handle) ? handle : undefined;
  }

  drop(handle: number): void {
    this.#advisor.drop(`preflight_index_${handle}`);
    this.#present.delete(handle);
  }

  attempt(change: () => boolean): boolean {
    const before = new Set(this.#present);
    if (change()) return true;
    for (const handle of [...this.#present]) if (!before.has(handle)) this.drop(handle);
    for (const handle of before) if (!this.#present.has(handle)) this.#make(handle);
    return false;
  }

  cost(query: number): number | undefined {
    return this.planOf(query)?.cost;
  }

  uses(query: number): ReadonlySet<number> {
    return handlesIn(this.planOf(query)?.rows ?? []);
  }

  planOf(query: number): Planned | undefined {
    const asked = this.#queries[query];
    try {
      return asked && this.#advisor.plan(asked);
    } catch {
      return undefined;
    }
  }

  #make(handle: number): boolean {
    try {
      this.#advisor.create(
        `preflight_index_${handle}`,
        engineCandidate(this.#candidates[handle] as Candidate),
      );
      this.#present.add(handle);
      return true;
    } catch {
      return false;
    }
  }
}
