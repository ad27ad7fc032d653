import type { RehearsalStep } from './rehearsal-protocol.ts';

/** What became of tables in one migration: which were dropped and made again. All names are in lower case. */
export class TableHistory {
  /** By the name that a table had when the migration began: the step that dropped it. */
  readonly dropped = new Map<string, number>();
  /** Indexes and triggers that were dropped by name. */
  readonly droppedObjects = new Set<string>();
  /** Tables made by CREATE TABLE AS, by their present names: the step that made them. */
  readonly copies = new Map<string, number>();
  readonly renames: { readonly from: string; readonly to: string; readonly step: number }[] = [];
  /** Tables whose rows were all written again, by table and way. */
  readonly rewritten = new Map<string, NonNullable<RehearsalStep['rewrites']>>();
  /** The names that tables had when the migration began, by their present ones; undefined for those it has made. */
  readonly #origins = new Map<string, string | undefined>();

  follow(step: number, { drops, renames, creates, copies, continues }: RehearsalStep): void {
    if (continues !== undefined) return;
    if (drops && drops.kind !== 'table') this.droppedObjects.add(drops.name);
    if (drops?.kind === 'table') {
      const origin = this.#originOf(drops.name);
      if (origin !== undefined) this.dropped.set(origin, step);
      this.#origins.delete(drops.name);
      this.copies.delete(drops.name);
    }
    if (renames) {
      this.renames.push({ ...renames, step });
      this.#origins.set(renames.to, this.#originOf(renames.from));
      this.#origins.set(renames.from, undefined);
      const copied = this.copies.get(renames.from);
      this.copies.delete(renames.from);
      if (copied !== undefined) this.copies.set(renames.to, copied);
    }
    if (creates !== undefined) this.#origins.set(creates, undefined);
    if (copies !== undefined) this.copies.set(copies, step);
  }

  /** True for a table that the migration has made. */
  isNew(name: string): boolean {
    return this.#origins.has(name) && this.#origins.get(name) === undefined;
  }

  #originOf(name: string): string | undefined {
    return this.#origins.has(name) ? this.#origins.get(name) : name;
  }
}
