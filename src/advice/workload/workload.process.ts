import { parentPort, workerData } from 'node:worker_threads';
import { loadSqlite } from '../../host/node/sqlite.ts';
import type { EngineWorkerData } from '../../host/node/workers.ts';
import type { WorkloadJob, WorkloadProgress } from './protocol.ts';
import { runWorkloadJob } from './run.ts';

/** The worker that looks for indexes for a workload: one job, one answer. Its owner ends it. */

const { wasmPath } = workerData as EngineWorkerData;
const loading = loadSqlite(wasmPath);
const say = (progress: WorkloadProgress): void => parentPort?.postMessage(progress);

/** From here on the time that the thread was at work is exact enough: it is counted in ticks of some milliseconds. */
const manyTicksMs = 50;

function time(work: () => void): number {
  const start = performance.now();
  const before = workedMs();
  work();
  const ms = performance.now() - start;
  const after = workedMs();
  if (ms < manyTicksMs || before === undefined || after === undefined || after <= before) return ms;
  return Math.min(ms, after - before);
}

/** How long this thread was at work, where Node tells it: from 23.9 on. */
function workedMs(): number | undefined {
  if (!process.threadCpuUsage) return undefined;
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

parentPort?.once('message', async (job: WorkloadJob) => {
  const known = new Map(job.known);
  const answer = await runWorkloadJob(await loading, job, {
    time,
    worked: () => workedMs() ?? performance.now(),
    measure(key, run) {
      const before = known.get(key);
      if (before !== undefined) return before;
      say({ kind: 'measuring', key });
      const ms = run();
      say({ kind: 'measured', key, ms });
      return ms;
    },
  });
  say({ kind: 'done', answer });
});
