import { setFlagsFromString } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { loadSqlite } from '../host/node/sqlite.ts';
import type { EngineWorkerData } from '../host/node/workers.ts';
import { messageOf } from './messages.ts';
import type { EngineAnswer, EngineCall } from './protocol.ts';
import { EngineSession } from './session.ts';

/** The engine's worker: answers one call after the other, and writes down which item it is at. */

const { wasmPath, progress, brief } = workerData as EngineWorkerData;
// The second, optimizing compilation costs a run of the command line a tenth to a third of its time, and the process
// waits for it at its end. Said here and not in the main thread: V8 drops Node's compiled start-up code when its flags
// change before a worker starts.
if (brief) setFlagsFromString('--liftoff-only');
const position = new Int32Array(progress);
const ready = loadSqlite(wasmPath).then((sql) => new EngineSession(sql));

parentPort?.on('message', async (call: EngineCall) => {
  const session = await ready;
  let answer: EngineAnswer;
  try {
    const { results, summary } = session.run(call.method, call.context, call.items, (item) => {
      Atomics.store(position, 0, item);
    });
    answer = { id: call.id, results, summary };
  } catch (error) {
    answer = { id: call.id, error: messageOf(error) };
  }
  parentPort?.postMessage(answer);
});
