import type { Range } from '../../text/range.ts';
import type { OperationList } from './operation-list.ts';

/**
 * How a statement ends a method or a block: surely, perhaps (the rest depends on what can't be told), or depending on
 * what the database has (the rest is for a database that lacks it).
 */
export type Exit = 'surely' | 'perhaps' | 'existing';

/** What is known of a condition. */
export type Condition =
  | { readonly kind: 'known'; readonly truth: boolean }
  /** True where the database has something; `positive` is undefined where several such questions are mixed. */
  | { readonly kind: 'existence'; readonly positive: boolean | undefined }
  | { readonly kind: 'unknown' };

type Follow = () => Exit | undefined;

const ofTheRun = 'it depends on a condition of the run';

/** Follows statements that may happen or not, in any host language. */
export class Branches {
  readonly #operations: OperationList;

  constructor(operations: OperationList) {
    this.#operations = operations;
  }

  /** Follows statements one after the other, up to one that ends them. */
  sequence<Item>(
    items: readonly Item[],
    follow: (item: Item) => Exit | undefined,
    rangeOf: (item: Item) => Range,
  ): Exit | undefined {
    for (const [at, item] of items.entries()) {
      const exit = follow(item);
      if (exit === undefined) continue;
      if (exit === 'surely') return exit;
      const rest = (): Exit | undefined => this.sequence(items.slice(at + 1), follow, rangeOf);
      if (exit === 'perhaps') {
        this.doubtful(rest, rangeOf(item), ofTheRun);
        return exit;
      }
      this.#operations.leniently(rest);
      return undefined;
    }
    return undefined;
  }

  /** Follows what may happen or not: its operations become one that is opaque. */
  doubtful(follow: () => unknown, range: Range, reason: string = ofTheRun): void {
    this.#operations.addOpaque(this.#operations.capture(follow, true), range, reason);
  }

  /** Follows the branches of a condition; undefined for one that isn't written. */
  branch(
    condition: Condition,
    yes: Follow | undefined,
    no: Follow | undefined,
    range: Range,
  ): Exit | undefined {
    switch (condition.kind) {
      case 'known':
        return (condition.truth ? yes : no)?.();
      case 'existence':
        return this.#existence(condition.positive, yes, no, range);
      case 'unknown': {
        const exits: (Exit | undefined)[] = [];
        this.doubtful(() => exits.push(yes?.(), no?.()), range);
        return exits.some((exit) => exit !== undefined) ? 'perhaps' : undefined;
      }
    }
  }

  #existence(
    positive: boolean | undefined,
    yes: Follow | undefined,
    no: Follow | undefined,
    range: Range,
  ): Exit | undefined {
    const list = this.#operations;
    const both = yes !== undefined && no !== undefined;
    let exits = false;
    const [first = [], second = []] = [yes, no].map((follow) => {
      let exit: Exit | undefined;
      const found = list.capture(() => {
        exit = follow && list.leniently(follow);
      }, both);
      exits ||= exit !== undefined;
      return found;
    });
    // A database that has nothing yet takes this one, where it makes a table.
    const fresh = positive === undefined ? [] : positive ? second : first;
    if ((first.length === 0 || second.length === 0) && !exits) list.addAll([...first, ...second]);
    else if (fresh.some(({ kind }) => kind === 'create-table')) list.addAll(fresh);
    else list.addOpaque([...first, ...second], range, 'it depends on what the database has');
    return exits ? 'existing' : undefined;
  }
}
