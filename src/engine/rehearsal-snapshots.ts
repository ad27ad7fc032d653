import type { RehearsalFact } from './rehearsal-protocol.ts';
import type { RehearsalState } from './rehearsal-state.ts';

/** How many databases a session keeps to go on from, beside the last of each rehearsal. */
const snapshotLimit = 24;

/** A database between two migrations. */
export interface Snapshot {
  readonly bytes: Uint8Array;
  /** What is in it; undefined before the first migration. */
  readonly state: RehearsalState | undefined;
  /** Tables of which nothing is known any more, in lower case. */
  readonly unknown: ReadonlySet<string>;
  readonly stubs: ReadonlySet<string>;
  /** The columns of the tables that were filled, by name, all in lower case. */
  readonly seeded: ReadonlyMap<string, ReadonlySet<string>>;
  /** What may be put right by a later migration. */
  readonly open: readonly RehearsalFact[];
}

/** The database before the first migration. */
export const emptySnapshot: Snapshot = {
  bytes: new Uint8Array(),
  state: undefined,
  unknown: new Set(),
  stubs: new Set(),
  seeded: new Map(),
  open: [],
};

/** The last databases that a rehearsal can go on from, by the key of the migration before them. */
export class Snapshots {
  readonly #byKey = new Map<string, Snapshot>();

  get(key: string): Snapshot | undefined {
    return this.#byKey.get(key);
  }

  keys(): string[] {
    return [...this.#byKey.keys()];
  }

  keep(key: string, snapshot: Snapshot): void {
    this.#byKey.delete(key);
    this.#byKey.set(key, snapshot);
    for (const oldest of this.#byKey.keys()) {
      if (this.#byKey.size <= snapshotLimit) break;
      this.#byKey.delete(oldest);
    }
  }
}
