import {
  type CancellationToken,
  LSPErrorCodes,
  ResponseError,
  type WorkDoneProgressReporter,
} from 'vscode-languageserver';
import { benchmarkMarkdown } from '../src/benchmark/markdown.ts';
import { BenchmarkRefused, benchmark, defaultBenchmark, type StartBenchmark } from '../src/benchmark/run.ts';
import { longWork } from './long-work.ts';
import type { BenchmarkParams, BenchmarkReport } from './protocol.ts';

/** What measuring needs beyond linting. */
export interface BenchmarkServices {
  /** Starts a run in a process of its own, which ends when the signal is aborted. */
  readonly startBenchmark: (signal: AbortSignal) => StartBenchmark;
}

/** @throws ResponseError with a message for the user */
export async function runBenchmark(
  { file, durationMs }: BenchmarkParams,
  { startBenchmark }: BenchmarkServices,
  token: CancellationToken,
  progress: WorkDoneProgressReporter | undefined,
): Promise<BenchmarkReport> {
  try {
    const result = await longWork('Measuring', token, progress, (signal, onProgress) =>
      benchmark(file, { rounds: defaultBenchmark.rounds, durationMs, onProgress }, startBenchmark(signal)),
    );
    if (!result) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The benchmark was cancelled.');
    return { markdown: benchmarkMarkdown(result), json: `${JSON.stringify(result, null, 2)}\n` };
  } catch (error) {
    if (error instanceof BenchmarkRefused)
      throw new ResponseError(LSPErrorCodes.RequestFailed, error.message);
    throw error;
  }
}
