import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import initSqlJs from 'sql.js';
import type { EngineWorkerData } from '../host/node/workers.ts';
import type { QueryAnswer, QueryJob } from './query-protocol.ts';
import { runQueryJob } from './query-session.ts';

/** The query worker: one job, one answer. Its owner ends it, at the latest when the job's time is over. */

const { wasmPath } = workerData as EngineWorkerData;
const wasm = readFileSync(wasmPath);

parentPort?.once('message', async (job: QueryJob) => {
  const sql = await initSqlJs({
    wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer,
    ...{ useOldExtensionFunctions: false },
  });
  let answer: QueryAnswer;
  try {
    answer = runQueryJob(sql, job);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    answer = { results: [], notes: [], error: { message, statement: 0 } };
  }
  parentPort?.postMessage(answer);
});
