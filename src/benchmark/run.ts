import type { BenchmarkMessage, BenchmarkRequest, BenchmarkResult } from './result.ts';

/** A benchmark that could not be run; the message says why. */
export class BenchmarkRefused extends Error {
  override readonly name = 'BenchmarkRefused';
}

export interface BenchmarkOptions {
  readonly rounds: number;
  /** How long everything takes, about, in milliseconds. */
  readonly durationMs: number;
  onProgress?(done: number, of: number, label: string): void;
}

export const defaultBenchmark = { rounds: 7, durationMs: 8000 } as const;

/** Two workloads under two profiles. */
const blocksOfRound = 4;

/** Starts the benchmark's process; `start` is the host's. */
export type StartBenchmark = (
  onMessage: (message: BenchmarkMessage) => void,
  makeRequest: (folder: string) => Omit<BenchmarkRequest, 'copyProgram' | 'wasmPath'>,
) => Promise<void>;

/**
 * Measures a database file on a private copy; the file itself is not opened natively and never written.
 * @returns undefined when it was cancelled
 * @throws BenchmarkRefused when the file can't be measured
 */
export async function benchmark(
  file: string,
  { rounds, durationMs, onProgress }: BenchmarkOptions,
  start: StartBenchmark,
): Promise<BenchmarkResult | undefined> {
  let result: BenchmarkResult | undefined;
  let refused: string | undefined;
  await start(
    (message) => {
      if (message.type === 'result') result = message.result;
      else if (message.type === 'refused') refused = message.message;
      else onProgress?.(message.done, message.of, message.label);
    },
    (folder) => ({ file, folder, rounds, blockMs: durationMs / rounds / blocksOfRound }),
  );
  if (refused !== undefined) throw new BenchmarkRefused(refused);
  return result;
}
