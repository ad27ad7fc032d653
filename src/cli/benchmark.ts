import { join } from 'node:path';
import type { StartBenchmark } from '../benchmark/run.ts';
import { runBenchmarkProcess } from '../host/node/benchmark.ts';

/** Starts the benchmark's process from the files beside the bundle. */
export function benchmarkStarter(folder: string, signal: AbortSignal): StartBenchmark {
  return (onMessage, makeRequest) =>
    runBenchmarkProcess({ program: join(folder, 'benchmark.cjs'), onMessage, signal }, (target) => ({
      ...makeRequest(target),
      copyProgram: join(folder, 'copy.cjs'),
      wasmPath: join(folder, 'sql-wasm.wasm'),
    }));
}
