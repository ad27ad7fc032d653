import type { Advisor, Planned } from '../../engine/advisor.ts';
import { type Candidate, engineCandidate } from '../advise.ts';
import { estimatedSize } from './answer.ts';
import type { Allowance } from './ledger.ts';
import type { TimedQuery } from './measured.ts';
import type { Trials } from './select.ts';
import { handlesIn, orderIn, scansIn, trialName } from './trial-plan.ts';

/** Indexes are made on a schema without rows, and plans are compared by what they would cost. */
export class ModelledTrials implements Trials {
  readonly negligible: number;
  readonly thrift: Allowance;
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
    this.thrift = { each: 1.5, inAll: 1.03, unnoticed: this.negligible };
    this.#advisor = advisor;
    this.#queries = queries;
  }

  create(candidate: Candidate): number | undefined {
    const handle = this.#candidates.push(candidate) - 1;
    return this.#make(handle) ? handle : undefined;
  }

  drop(handle: number): void {
    this.#advisor.drop(trialName(handle));
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

  order(query: number): string {
    return orderIn(this.planOf(query)?.rows ?? []);
  }

  worked(): number {
    return performance.now();
  }

  scans(query: number): number {
    return scansIn(this.planOf(query)?.rows ?? []);
  }

  weigh(handle: number): number {
    const candidate = this.#candidates[handle] as Candidate;
    const rows = this.#advisor.rowsOf(candidate.table.name);
    return (estimatedSize(candidate, rows) ?? 0) * (candidate.where === undefined ? 1 : 0.3);
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
      this.#advisor.create(trialName(handle), engineCandidate(this.#candidates[handle] as Candidate));
      this.#present.add(handle);
      return true;
    } catch {
      return false;
    }
  }
}
