import { Worker } from 'node:worker_threads';
import type { WorkerHost } from '../workers.ts';

/** What `engine.process.ts` is started with. */
export interface EngineWorkerData {
  readonly wasmPath: string;
  readonly progress: SharedArrayBuffer;
}

/**
 * Runs the engine in a worker thread.
 * @param entry the file of `engine.process.ts` or its bundle
 * @param wasmPath the file of sql.js's WebAssembly module
 */
export function nodeWorkerHost(entry: string | URL, wasmPath: string): WorkerHost {
  return {
    start(events, progress) {
      const data: EngineWorkerData = { wasmPath, progress };
      const worker = new Worker(entry, { workerData: data });
      // A linter that has said everything must not wait for its engine.
      worker.unref();
      worker.on('message', (message: unknown) => events.onMessage(message));
      worker.on('error', (error: Error) => events.onError(error));
      return {
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
