import { Worker } from 'node:worker_threads';
import type { WorkerHost } from '../workers.ts';

/** What `engine.process.ts` is started with. */
export interface EngineWorkerData {
  readonly wasmPath: string;
  readonly progress: SharedArrayBuffer;
  /** True when the engine won't live long: its WebAssembly is then compiled once and never optimized. */
  readonly brief: boolean;
}

/** A worker thread of the engine that nobody listens to yet. */
export interface EngineWorker {
  readonly worker: Worker;
  readonly progress: SharedArrayBuffer;
}

/**
 * Starts the engine's worker thread.
 * @param entry the file of `engine.process.ts` or its bundle
 * @param wasmPath the file of sql.js's WebAssembly module
 */
export function startEngineWorker(
  entry: string | URL,
  wasmPath: string,
  { brief = false }: { brief?: boolean } = {},
): EngineWorker {
  const progress = new SharedArrayBuffer(4);
  const data: EngineWorkerData = { wasmPath, progress, brief };
  return { worker: new Worker(entry, { workerData: data }), progress };
}

/**
 * Runs the engine in worker threads.
 * @param early a worker that was started before there was time for anything else; the first one asked for
 */
export function nodeWorkerHost(entry: string | URL, wasmPath: string, early?: EngineWorker): WorkerHost {
  let waiting = early;
  return {
    start(events) {
      const { worker, progress } = waiting ?? startEngineWorker(entry, wasmPath);
      waiting = undefined;
      // A linter that has said everything must not wait for its engine.
      worker.unref();
      worker.on('message', (message: unknown) => events.onMessage(message));
      worker.on('error', (error: Error) => events.onError(error));
      return {
        progress,
        post(message) {
          worker.postMessage(message);
        },
        async terminate() {
          await worker.terminate();
        },
      };
    },
  };
}
