import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HostLanguages } from '../embedded/host-languages.ts';
import { EngineClient } from '../engine/client.ts';
import { nodeWorkerHost } from '../host/node/workers.ts';

/** The engine and the host languages, from the files beside the bundle. */
export function startServices(folder: string): { engine: EngineClient; languages: HostLanguages } {
  return {
    engine: new EngineClient(nodeWorkerHost(join(folder, 'engine.cjs'), join(folder, 'sql-wasm.wasm'))),
    languages: new HostLanguages((file) => readFile(join(folder, file))),
  };
}
