import type { PlanRow } from '../../engine/plan.ts';

/** The name of an index while it is tried, by its handle. */
export const trialName = (handle: number): string => `preflight_index_${handle}`;

const trialNames = /\bpreflight_index_(\d+)\b/g;

/** A plan's text with the indexes under trial named in another way. */
export function renameTrials(detail: string, name: (handle: number) => string): string {
  return detail.replace(trialNames, (_, handle) => name(Number(handle)));
}

/** The handles of the indexes that a plan uses. */
export function handlesIn(plan: readonly PlanRow[]): Set<number> {
  return new Set(
    plan.flatMap(({ detail }) => [...detail.matchAll(trialNames)].map(([, handle]) => Number(handle))),
  );
}

/** How many loops of a plan read all there is. */
export function scansIn(plan: readonly PlanRow[]): number {
  return plan.filter(({ detail }) => /^SCAN (?!CONSTANT)/.test(detail)).length;
}

/** The loops of a plan by what they read, from the outermost. */
export function orderIn(plan: readonly PlanRow[]): string {
  return plan.flatMap(({ detail }) => /^(?:SCAN|SEARCH) (\S+)/.exec(detail)?.[1] ?? []).join();
}
