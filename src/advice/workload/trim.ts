import type { Candidate } from '../advise.ts';
import { type Ledger, sum } from './ledger.ts';
import type { Trials } from './select.ts';

/** An index of the set that is being chosen. */
export interface Kept {
  readonly candidate: Candidate;
  /** What it was made from, where that was a little faster and larger. */
  readonly longer?: Candidate | undefined;
}

/** An index that is to go, or to be made smaller. */
interface Change {
  readonly handle: number;
  /** What comes in its place; undefined where nothing does. */
  readonly smaller: Candidate | undefined;
  /** What it saves for each millisecond that it costs. */
  readonly worth: number;
}

/** How long it may take, in milliseconds: what is not tried by then stays. */
const patienceMs = 30_000;

/** Time that counts as none: what is not measured that well. */
const noTime = 0.02;

/**
 * Makes a set of indexes smaller. The last columns of an index spare its queries ever less, and are written with every
 * row all the same. So each index is tried without its last column, on few of the rows, and left out. Of what keeps
 * every query within a small factor of its best time, and the workload within a smaller one, that is done first which
 * saves most bytes and writes for the time it costs; then the rest is looked at again, until nothing more is allowed.
 * @param present the set, which is changed
 * @param alternatives smaller indexes that may do in place of one
 */
export function trim(
  trials: Trials,
  present: Map<number, Kept>,
  ledger: Ledger,
  alternatives: (candidate: Candidate) => readonly Candidate[],
): void {
  const { negligible, thrift } = trials;
  const end = trials.worked() + patienceMs;
  const queue: Change[] = [];
  /** Makes a change and looks what became of it. It is undone unless `isTaken` agrees. */
  const make = (
    { handle, smaller }: Omit<Change, 'worth'>,
    isTaken: (worth: number) => boolean,
  ): { worth: number; made: number | undefined } | undefined => {
    let found: { worth: number; made: number | undefined } | undefined;
    trials.attempt(() => {
      const weight = trials.weigh(handle);
      trials.drop(handle);
      const made = smaller && trials.create(smaller);
      if (smaller && made === undefined) return false;
      const saved = weight - (made === undefined ? 0 : trials.weigh(made));
      if (saved <= 0) return false;
      const before = ledger.total;
      const fresh = ledger.within(thrift);
      if (!fresh) return false;
      const lost = sum(
        [...fresh].map(([query, cost]) => ledger.count(cost) - ledger.count(ledger.costOf(query) ?? cost)),
      );
      found = { worth: saved / Math.max(lost, noTime * negligible, before * 1e-6), made };
      if (!isTaken(found.worth)) return false;
      ledger.note(fresh);
      return true;
    });
    return found;
  };
  const offer = (handle: number, candidate: Candidate): void => {
    const tries = [undefined, ...alternatives(candidate)];
    for (const smaller of tries) {
      if (trials.worked() > end) return;
      const found = make({ handle, smaller }, () => false);
      if (found) queue.push({ handle, smaller, worth: found.worth });
    }
  };
  const largestFirst = [...present].sort(([a], [b]) => trials.weigh(b) - trials.weigh(a));
  for (const [handle, { candidate }] of largestFirst) offer(handle, candidate);
  while (queue.length > 0 && trials.worked() < end) {
    queue.sort((a, b) => a.worth - b.worth);
    const change = queue.pop() as Change;
    const next = queue.at(-1)?.worth ?? 0;
    const kept = present.get(change.handle);
    if (!kept) continue;
    // What was done since may have made it dearer: then it has to wait.
    const found = make(change, (worth) => worth >= next);
    if (!found) continue;
    if (found.worth < next) {
      queue.push({ ...change, worth: found.worth });
      continue;
    }
    present.delete(change.handle);
    if (found.made === undefined || !change.smaller) continue;
    present.set(found.made, { candidate: change.smaller, longer: kept.longer ?? kept.candidate });
    offer(found.made, change.smaller);
  }
}
