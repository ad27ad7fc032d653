import type { Candidate } from '../advise.ts';
import { type Allowance, Ledger, sum } from './ledger.ts';
import { type Kept, trim } from './trim.ts';

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
  /** How many loops of the plan of a query read a table or an index from end to end. */
  scans(query: number): number;
  /** The tables in the order in which the plan of a query joins them. */
  order(query: number): string;
  /** What it takes to keep an index, in bytes and what counts as much. */
  weigh(handle: number): number;
  /** A cost below which it does not matter what a query costs. */
  readonly negligible: number;
  /** How much may be given up for a smaller index: the less, the less is known. */
  readonly thrift: Allowance;
  /** Milliseconds that were worked so far, from any start. */
  worked(): number;
}

export interface Wanted {
  readonly candidate: Candidate;
  /** The queries that it was found for. */
  readonly queries: readonly number[];
}

/** An index must spare some query a third of its cost; together those left out may cost the workload this share. */
const worthIt: Omit<Allowance, 'unnoticed'> = { each: 1.5, inAll: 1.03 };

/**
 * One that is to spare the table must do so to some effect: it is large, and written with each of its columns. It makes
 * a query so many times faster that took long, or the workload by that share; and what it spares of the workload's time
 * is no less than what it adds to the bytes of the set.
 */
const coverFaster = 3;
const coverFasterInAll = 0.93;
const long = 100;

/** An index that was chosen. */
export interface Chosen extends Kept {
  readonly handle: number;
}

/**
 * Chooses the fewest and smallest indexes with which every query stays about as fast as with all of them.
 * @param covering indexes that hold columns which are only read, to be taken where that is clearly worth it
 * @param alternatives smaller indexes that may do in place of one
 */
export function selectIndexes(
  trials: Trials,
  wanted: readonly Wanted[],
  covering: readonly Wanted[],
  queries: readonly number[],
  alternatives: (candidate: Candidate) => readonly Candidate[],
): Chosen[] {
  const present = new Map<number, Kept>();
  const before = new Map(
    queries.map((query) => [query, trials.cost(query, Number.POSITIVE_INFINITY)] as const),
  );
  for (const { candidate } of withoutPrefixes(wanted)) {
    const handle = trials.create(candidate);
    if (handle !== undefined) present.set(handle, { candidate });
  }
  const ledger = new Ledger(trials, queries, before);
  const limits = { ...worthIt, unnoticed: trials.negligible };
  dropUseless(trials, present, ledger, limits);
  trim(trials, present, ledger, alternatives);
  for (const { candidate, queries: found } of covering) {
    let made: number | undefined;
    const isTaken = trials.attempt(() => {
      made = trials.create(candidate);
      return made !== undefined && isClearlyBetter(trials, present, ledger, made, candidate, found);
    });
    if (isTaken && made !== undefined) present.set(made, { candidate });
  }
  dropUseless(trials, present, ledger, trials.thrift);
  return [...present].map(([handle, kept]) => ({ handle, ...kept }));
}

/** Takes away what no query uses, or hardly gains by. */
function dropUseless(trials: Trials, present: Map<number, Kept>, ledger: Ledger, limits: Allowance): void {
  for (const handle of byUsers(present, ledger)) {
    const users = ledger.usersOf(handle);
    if (users.length === 0) {
      trials.drop(handle);
      present.delete(handle);
      continue;
    }
    const isGone = trials.attempt(() => {
      trials.drop(handle);
      const fresh = ledger.within(limits, users);
      if (fresh) ledger.note(fresh);
      return fresh !== undefined;
    });
    if (isGone) present.delete(handle);
  }
}

/** True when queries cost far less with an index than before, which is then what they cost. */
function isClearlyBetter(
  trials: Trials,
  present: ReadonlyMap<number, Kept>,
  ledger: Ledger,
  made: number,
  candidate: Candidate,
  queries: readonly number[],
): boolean {
  const fresh = new Map<number, number>();
  const { total } = ledger;
  let saved = 0;
  let factor = 1;
  for (const query of queries) {
    const now = ledger.costOf(query);
    const cost = now === undefined ? undefined : trials.cost(query, now);
    if (now === undefined || cost === undefined) continue;
    fresh.set(query, cost);
    saved += ledger.count(now) - ledger.count(cost);
    if (now > trials.negligible * long) factor = Math.max(factor, now / cost);
  }
  if (factor < coverFaster && total - saved > total * coverFasterInAll) return false;
  const weights = [...present].map(([handle, kept]) => ({ kept, weight: trials.weigh(handle) }));
  const all = sum(weights.map(({ weight }) => weight));
  const spared = weights.filter(({ kept }) => startsWith(candidate, kept.candidate));
  const added = trials.weigh(made) - sum(spared.map(({ weight }) => weight));
  if (saved / total < added / (all + added)) return false;
  ledger.note(fresh);
  return true;
}

/** What serves fewest queries goes first, of those the longest. */
function byUsers(present: ReadonlyMap<number, Kept>, ledger: Ledger): number[] {
  return [...present]
    .map(
      ([
        handle,
        {
          candidate: { terms },
        },
      ]) => ({
        handle,
        users: ledger.usersOf(handle).length,
        terms: terms.length,
      }),
    )
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
