import type { RehearsalFact, RehearsalResult } from './rehearsal-protocol.ts';
import type { MigrationRun } from './rehearsal-run.ts';
import type { RehearsalState } from './rehearsal-state.ts';

/** One run of a migration, and what it shows. */
export interface Outcome {
  readonly run: MigrationRun;
  readonly facts: readonly RehearsalFact[];
  /** The same on tables without rows, where that was looked at. */
  readonly empty: MigrationRun | undefined;
}

/**
 * The facts that hold in every run: what hangs on a state which is not known is not one. Runs that are refused say
 * nothing of what a migration does where it passes.
 */
export function commonFacts(outcomes: readonly Outcome[]): RehearsalFact[] {
  const passing = outcomes.filter(({ run }) => !run.refused);
  const lists = (passing.length > 0 ? passing : outcomes).map(({ facts }) => facts);
  const [first = [], ...others] = lists;
  const keyOf = ({ step, ...fact }: RehearsalFact): string =>
    [step, fact.kind, ...concerns({ step, ...fact } as RehearsalFact), 'name' in fact ? fact.name : ''].join(
      '\n',
    );
  return first.filter((fact) => others.every((list) => list.some((other) => keyOf(other) === keyOf(fact))));
}

/** The tables that a fact is about. */
export function concerns(fact: RehearsalFact): string[] {
  switch (fact.kind) {
    case 'refused':
    case 'object-broken':
      return [];
    case 'rows-lost':
    case 'violations-left':
      return [fact.table, fact.parent];
    case 'reference-moved':
      return [fact.table, fact.from];
    default:
      return [fact.table];
  }
}

export function rowCounts(before: RehearsalState, after: RehearsalState): RehearsalResult['tables'] {
  const names = new Map<string, string>();
  for (const { tables } of [before, after])
    for (const { name, kind } of tables) if (kind === 'table') names.set(name.toLowerCase(), name);
  return [...names]
    .map(([key, name]) => ({ name, before: before.rows.get(key) ?? 0, after: after.rows.get(key) ?? 0 }))
    .filter((counts) => counts.before > 0 || counts.after > 0);
}

/** How many bytes of pages are not the same in two images of a database. */
export function changedBytes(before: Uint8Array, after: Uint8Array): number {
  const pageSize = 4096;
  const words = pageSize / 4;
  const old = wordsOf(before);
  const now = wordsOf(after);
  let changed = 0;
  for (let at = 0; at < now.length; at += words) {
    for (let i = at; i < at + words; i++) {
      if (old[i] === now[i]) continue;
      changed += pageSize;
      break;
    }
  }
  return changed;
}

function wordsOf({ buffer, byteOffset, length }: Uint8Array): Uint32Array {
  return byteOffset % 4 === 0
    ? new Uint32Array(buffer, byteOffset, length >> 2)
    : new Uint32Array(buffer.slice(byteOffset, byteOffset + length));
}
