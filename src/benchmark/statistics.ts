import type { Measurement } from './result.ts';

/** The value below which a share of the sorted values lies. `share` is between 0 and 1. */
export function percentile(sorted: Float64Array | readonly number[], share: number): number {
  if (sorted.length === 0) return Number.NaN;
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
}

/** What is told of the times of many operations, in rounds. Times are in milliseconds, as `performance.now()` counts. */
export function summarize(
  rounds: readonly (readonly number[])[],
): Pick<
  Measurement,
  'p50Us' | 'p99Us' | 'minUs' | 'maxUs' | 'operations' | 'perSecond' | 'rounds' | 'spread'
> {
  const all = Float64Array.from(rounds.flat()).sort();
  const medians = rounds
    .filter(({ length }) => length > 0)
    .map((times) => percentile(Float64Array.from(times).sort(), 0.5))
    .sort((a, b) => a - b);
  const middle = percentile(medians, 0.5);
  return {
    p50Us: percentile(all, 0.5) * 1000,
    p99Us: percentile(all, 0.99) * 1000,
    minUs: (all[0] ?? Number.NaN) * 1000,
    maxUs: (all.at(-1) ?? Number.NaN) * 1000,
    operations: all.length,
    perSecond: (all.length * 1000) / all.reduce((sum, time) => sum + time, 0),
    rounds: medians.length,
    spread: ((medians.at(-1) ?? Number.NaN) - (medians[0] ?? Number.NaN)) / middle,
  };
}
