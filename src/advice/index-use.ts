import { isAccess, type PlanStep } from '../engine/plan.ts';
import type { ProposedIndex } from './advice.ts';

/**
 * What a plan uses a new index for.
 * @param name the index's name in `after`
 */
export function useOf(
  name: string,
  before: readonly PlanStep[],
  after: readonly PlanStep[],
): ProposedIndex['use'] {
  const accesses = after.filter(isAccess).filter(({ index }) => index === name);
  const searched = accesses.filter(({ kind }) => kind === 'search');
  const fewerSorts = countSorts(after) < countSorts(before);
  // What was searched before is found as it was: the gain is in the order or in what the index holds.
  const newlySearched = searched.some(({ source, constraints }) => {
    const earlier = before.filter(isAccess).find((step) => step.source === source);
    if (!earlier || earlier.kind === 'scan' || earlier.by === 'none' || earlier.by === 'automatic-index')
      return true;
    return countTerms(constraints) > countTerms(earlier.constraints);
  });
  if (newlySearched) return 'search';
  if (fewerSorts) return 'order';
  return accesses.some(({ covering }) => covering) ? 'cover' : searched.length > 0 ? 'search' : 'order';
}

const countSorts = (plan: readonly PlanStep[]): number => plan.filter(({ kind }) => kind === 'sort').length;

const countTerms = (constraints: string): number => constraints.split(' AND ').length;
