import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import initSqlJs from 'sql.js';
import type { EngineWorkerData } from '../host/node/workers.ts';
import type { EngineAnswer, EngineCall } from './protocol.ts';
import { EngineSession } from './session.ts';

/** The engine's worker: answers one call after the other, and writes down which item it is at. */

const { wasmPath, progress, brief } = workerData as EngineWorkerData;
// The second, optimizing compilation costs a run of the command line a tenth to a third of its time, and the process
// waits for it at its end. Said here and not in the main thread: V8 drops Node's compiled start-up code when its flags
// change before a worker starts.
if (brief) setFlagsFromString('--liftoff-only');
const position = new Int32Array(progress);
const wasm = readFileSync(wasmPath);
const ready = initSqlJs({
  wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer,
  // Without this, sql.js registers functions of its own and warns of them on the console.
  ...{ useOldExtensionFunctions: false },
}).then((sql) => new EngineSession(sql));

parentPort?.on('message', async (call: EngineCall) => {
  const session = await ready;
  let answer: EngineAnswer;
  try {
    const { results, summary } = session.run(call.method, call.context, call.items, (item) => {
      Atomics.store(position, 0, item);
    });
    answer = { id: call.id, results, summary };
  } catch (error) {
    answer = { id: call.id, error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});
