import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HostLanguages } from '../embedded/host-languages.ts';
import { EngineClient } from '../engine/client.ts';
import { type EngineWorker, nodeWorkerHost } from '../host/node/workers.ts';
import type { WorkerHost } from '../host/workers.ts';

/**
 * Runs SQLite in worker threads, from the files beside the bundle.
 * @param entry the bundle of what a worker does
 * @param early see `nodeWorkerHost`
 */
export function bundledWorkers(folder: string, entry: string, early?: EngineWorker): WorkerHost {
  return nodeWorkerHost(join(folder, entry), join(folder, 'sql-wasm.wasm'), early);
}

/** The engine and the host languages, from the files beside the bundle. */
export function startServices(
  folder: string,
  early?: EngineWorker,
): { engine: EngineClient; languages: HostLanguages } {
  return {
    engine: new EngineClient(bundledWorkers(folder, 'engine.cjs', early)),
    languages: new HostLanguages((file) => readFile(join(folder, file))),
  };
}
