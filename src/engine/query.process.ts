import { parentPort, workerData } from 'node:worker_threads';
import { loadSqlite } from '../host/node/sqlite.ts';
import type { EngineWorkerData } from '../host/node/workers.ts';
import { messageOf } from './messages.ts';
import type { QueryAnswer, QueryJob } from './query-protocol.ts';
import { runQueryJob } from './query-session.ts';

/** The query worker: one job, one answer. Its owner ends it, at the latest when the job's time is over. */

const { wasmPath } = workerData as EngineWorkerData;
const loading = loadSqlite(wasmPath);

parentPort?.once('message', async (job: QueryJob) => {
  const sql = await loading;
  let answer: QueryAnswer;
  try {
    answer = runQueryJob(sql, job);
  } catch (error) {
    answer = { results: [], notes: [], error: { message: messageOf(error), statement: 0 } };
  }
  parentPort?.postMessage(answer);
});
