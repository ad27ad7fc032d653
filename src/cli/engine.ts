import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HostLanguages } from '../embedded/host-languages.ts';
import { EngineClient } from '../engine/client.ts';
import { type EngineWorker, nodeWorkerHost } from '../host/node/workers.ts';

/** The files beside the bundle that the engine's worker needs. */
export function engineFiles(folder: string): [entry: string, wasmPath: string] {
  return [join(folder, 'engine.cjs'), join(folder, 'sql-wasm.wasm')];
}

/** The engine and the host languages, from the files beside the bundle. */
export function startServices(
  folder: string,
  early?: EngineWorker,
): { engine: EngineClient; languages: HostLanguages } {
  return {
    engine: new EngineClient(nodeWorkerHost(...engineFiles(folder), early)),
    languages: new HostLanguages((file) => readFile(join(folder, file))),
  };
}
