import type { Trials } from './select.ts';

/** How much slower than at best a query may become, and all of them together. */
export interface Allowance {
  readonly each: number;
  readonly inAll: number;
  /** What a query may cost in any case, as long as it reads no table from end to end that it did not read so before. */
  readonly unnoticed: number;
  /** True where queries have to join their tables in the order that they did before. */
  readonly isSteady?: boolean;
}

/** By so much two measurements of the same differ: no reason to keep an index. */
const noise = 0.004;

/** What each query costs at best, and as things are. */
export class Ledger {
  readonly #trials: Trials;
  readonly #queries: readonly number[];
  readonly #best = new Map<number, number>();
  readonly #now = new Map<number, number>();
  readonly #uses = new Map<number, ReadonlySet<number>>();
  readonly #scans = new Map<number, number>();
  readonly #orders = new Map<number, string>();

  constructor(trials: Trials, queries: readonly number[], before: ReadonlyMap<number, number | undefined>) {
    this.#trials = trials;
    this.#queries = queries;
    for (const query of queries) {
      const cost = trials.cost(query, Number.POSITIVE_INFINITY);
      if (cost === undefined) continue;
      // An index can make a query slower: the planner knows no values, and takes ranges to be narrow.
      this.#best.set(query, Math.min(cost, before.get(query) ?? cost));
      this.#now.set(query, cost);
      this.#uses.set(query, trials.uses(query));
      this.#scans.set(query, trials.scans(query));
      this.#orders.set(query, trials.order(query));
    }
  }

  /** The queries whose plans use an index. */
  usersOf(handle: number): number[] {
    return this.#queries.filter((query) => this.#uses.get(query)?.has(handle));
  }

  /** What the workload costs as it was noted last. */
  get total(): number {
    return this.#sum(this.#now);
  }

  /** Nobody notices by how much a query costs less than what is negligible. */
  count(cost: number): number {
    return Math.max(cost, this.#trials.negligible);
  }

  /** What a query costs as it was noted last. */
  costOf(query: number): number | undefined {
    return this.#now.get(query);
  }

  /**
   * What queries cost as things are; undefined where that is more than is allowed.
   * @param queries those that may have changed
   */
  within(
    { each, inAll, unnoticed, isSteady }: Allowance,
    queries = this.#queries,
  ): Map<number, number> | undefined {
    const { negligible } = this.#trials;
    const fresh = new Map<number, number>();
    let total = this.total;
    const most = Math.max(total * (1 + noise), this.#sum(this.#best) * inAll);
    for (const query of queries) {
      const best = this.#best.get(query);
      if (best === undefined) continue;
      const scansMore = this.#trials.scans(query) > (this.#scans.get(query) ?? 0);
      const limit = Math.max(best * each, scansMore ? negligible : unnoticed);
      const cost = this.#trials.cost(query, limit);
      if (cost === undefined || cost > Math.max(limit, this.#now.get(query) ?? 0)) return undefined;
      // Where two orders of a join are close, other statistics or another SQLite may choose the one that was not measured.
      const isTurned = this.#trials.order(query) !== this.#orders.get(query);
      if (isSteady && isTurned && cost > unnoticed) return undefined;
      total += this.count(cost) - this.count(this.#now.get(query) ?? 0);
      fresh.set(query, cost);
    }
    return total > most ? undefined : fresh;
  }

  /** Takes what queries cost for what they cost from now on. */
  note(fresh: ReadonlyMap<number, number>): void {
    for (const [query, cost] of fresh) {
      this.#now.set(query, cost);
      this.#best.set(query, Math.min(this.#best.get(query) ?? cost, cost));
      this.#uses.set(query, this.#trials.uses(query));
      this.#orders.set(query, this.#trials.order(query));
    }
  }

  #sum(costs: ReadonlyMap<number, number>): number {
    return sum([...costs.values()].map((cost) => this.count(cost)));
  }
}

export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
