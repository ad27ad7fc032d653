import type { Candidate } from '../advise.ts';

/** A place to try sets of indexes: a copy with rows, where queries are timed, or a schema, where a model must do. */
export interface Trials {
  /** Makes an index. @returns a handle; undefined where SQLite refuses it */
  create(candidate: Candidate): number | undefined;
  drop(handle: number): void;
  /** Calls `change`, and undoes what it did unless it returns true. */
  attempt(change: () => boolean): boolean;
  /** What a run of a query costs as things are; undefined where that can't be told. */
  cost(query: number, limit: number): number | undefined;
  /** The handles of the indexes that the plan of a query uses. */
  uses(query: number): ReadonlySet<number>;
  /** A cost below which it does not matter what a query costs. */
  readonly negligible: number;
}

export interface Wanted {
  readonly candidate: Candidate;
  /** The queries that it was found for. */
  readonly queries: readonly number[];
}

/** An index must spare some query a third of its cost; together those left out may cost the workload this share. */
const slower = 1.5;
const slowerInAll = 1.03;

/** One that is to spare the table must do so to some effect: it is large, and written with each of its columns. */
const coverFaster = 3;
const coverFasterInAll = 0.93;

/**
 * Chooses the fewest and smallest indexes with which every query stays about as fast as with all of them.
 * @param covering indexes that hold columns which are only read, to be taken where that is clearly worth it
 * @param alternatives smaller indexes that may do in place of one, the smallest first
 */
export function selectIndexes(
  trials: Trials,
  wanted: readonly Wanted[],
  covering: readonly Wanted[],
  queries: readonly number[],
  alternatives: (candidate: Candidate) => readonly Candidate[],
): { handle: number; candidate: Candidate }[] {
  const present = new Map<number, Candidate>();
  const before = new Map(
    queries.map((query) => [query, trials.cost(query, Number.POSITIVE_INFINITY)] as const),
  );
  for (const { candidate } of withoutPrefixes(wanted)) {
    const handle = trials.create(candidate);
    if (handle !== undefined) present.set(handle, candidate);
  }
  const ledger = new Ledger(trials, queries, before);
  const dropUseless = (): void => {
    for (const handle of byUsers(present, ledger)) {
      if (ledger.usersOf(handle).length === 0) {
        trials.drop(handle);
        present.delete(handle);
      } else if (
        trials.attempt(() => {
          const users = ledger.usersOf(handle);
          trials.drop(handle);
          return ledger.isGoodEnough(users);
        })
      )
        present.delete(handle);
    }
  };
  dropUseless();
  for (const [handle, candidate] of [...present]) {
    for (const smaller of alternatives(candidate)) {
      let made: number | undefined;
      const isTaken = trials.attempt(() => {
        const users = ledger.usersOf(handle);
        trials.drop(handle);
        made = trials.create(smaller);
        return made !== undefined && ledger.isGoodEnough(users);
      });
      if (!isTaken || made === undefined) continue;
      present.delete(handle);
      present.set(made, smaller);
      break;
    }
  }
  for (const { candidate, queries: found } of covering) {
    let made: number | undefined;
    const isTaken = trials.attempt(() => {
      made = trials.create(candidate);
      return made !== undefined && ledger.isClearlyBetter(found);
    });
    if (isTaken && made !== undefined) present.set(made, candidate);
  }
  dropUseless();
  return [...present].map(([handle, candidate]) => ({ handle, candidate }));
}

/** What each query costs at best, and as things are. */
class Ledger {
  readonly #trials: Trials;
  readonly #queries: readonly number[];
  readonly #best = new Map<number, number>();
  readonly #now = new Map<number, number>();
  readonly #uses = new Map<number, ReadonlySet<number>>();

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
    }
  }

  usersOf(handle: number): number[] {
    return this.#queries.filter((query) => this.#uses.get(query)?.has(handle));
  }

  /** True when queries cost far less than before, which is then what they cost. */
  isClearlyBetter(queries: readonly number[]): boolean {
    const fresh = new Map<number, number>();
    let saved = 0;
    let factor = 1;
    for (const query of queries) {
      const now = this.#now.get(query);
      const cost = now === undefined ? undefined : this.#trials.cost(query, now);
      if (now === undefined || cost === undefined) continue;
      fresh.set(query, cost);
      saved += now - cost;
      if (now > this.#trials.negligible * 10) factor = Math.max(factor, now / cost);
    }
    const total = [...this.#now.values()].reduce((sum, cost) => sum + cost, 0);
    if (factor < coverFaster && total - saved > total * coverFasterInAll) return false;
    for (const [query, cost] of fresh) this.#note(query, cost);
    return true;
  }

  #note(query: number, cost: number): void {
    this.#now.set(query, cost);
    this.#best.set(query, Math.min(this.#best.get(query) ?? cost, cost));
    this.#uses.set(query, this.#trials.uses(query));
  }

  /** True when queries cost about what they cost at best, which is then what they cost. */
  isGoodEnough(queries: readonly number[]): boolean {
    const { negligible } = this.#trials;
    const all = [...this.#best.values()].reduce((sum, cost) => sum + cost, 0);
    const fresh = new Map<number, number>();
    let total = [...this.#now.values()].reduce((sum, cost) => sum + cost, 0);
    for (const query of queries) {
      const best = this.#best.get(query) ?? 0;
      const limit = Math.max(best * slower, negligible);
      const cost = this.#trials.cost(query, limit);
      if (cost === undefined || cost > limit) return false;
      total += cost - (this.#now.get(query) ?? 0);
      fresh.set(query, cost);
    }
    const sofar = [...this.#now.values()].reduce((sum, cost) => sum + cost, 0);
    if (total > Math.max(sofar, all * slowerInAll + negligible)) return false;
    for (const [query, cost] of fresh) this.#note(query, cost);
    return true;
  }
}

/** What serves fewest queries goes first, of those the longest. */
function byUsers(present: ReadonlyMap<number, Candidate>, ledger: Ledger): number[] {
  return [...present]
    .map(([handle, { terms }]) => ({ handle, users: ledger.usersOf(handle).length, terms: terms.length }))
    .sort((a, b) => a.users - b.users || b.terms - a.terms)
    .map(({ handle }) => handle);
}

/** Without those that another one starts with. */
function withoutPrefixes(wanted: readonly Wanted[]): Wanted[] {
  return wanted.filter(
    ({ candidate }) =>
      !wanted.some((other) => startsWith(other.candidate, candidate) && other.candidate !== candidate),
  );
}

/** True when a longer index of the same table begins with all of a shorter one. */
export function startsWith(long: Candidate, short: Candidate): boolean {
  return (
    long.table.name === short.table.name &&
    long.where === short.where &&
    long.terms.length > short.terms.length &&
    short.terms.every((term, at) => term.toLowerCase() === long.terms[at]?.toLowerCase())
  );
}
