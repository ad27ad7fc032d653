import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { LockProof, LockProofStep } from '../../src/rules/rule.ts';
import type { Answer, Request } from './connection.worker.ts';

/** A step that waits has to be at work for so long before the next one starts. */
const waitMs = 150;

/** Runs a proof about locks with node:sqlite, each connection on a thread, all on one file that is removed again. */
export async function runLockProof({ open, connections }: LockProof): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite-preflight-proof-'));
  const file = join(folder, 'app.db');
  const workers = new Map<string, Worker>();
  try {
    const waiting: Promise<void>[] = [];
    for (const step of connections) {
      let worker = workers.get(step.on);
      if (!worker) {
        worker = new Worker(new URL('connection.worker.ts', import.meta.url), {
          workerData: open === undefined ? file : `file:${file}?${open}`,
        });
        workers.set(step.on, worker);
        await once(worker, 'message');
      }
      const answer = run(worker, step);
      if (!step.waits) {
        check(step, await answer);
        continue;
      }
      const first = await Promise.race([answer, sleep(waitMs, undefined)]);
      assert.equal(first, undefined, `${step.on}: ${step.sql} does not wait`);
      waiting.push(answer.then((late) => check(step, late)));
    }
    await Promise.all(waiting);
  } finally {
    await Promise.all([...workers.values()].map((worker) => worker.terminate()));
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(worker: Worker, { sql, expect }: LockProofStep): Promise<Answer> {
  const request: Request = { sql, wantsRows: expect !== undefined };
  worker.postMessage(request);
  const [answer] = (await once(worker, 'message')) as [Answer];
  return answer;
}

function check({ on, sql, expect, error, withinMs, afterMs }: LockProofStep, answer: Answer): void {
  const step = `${on}: ${sql}`;
  assert.equal(answer.error, error, step);
  if (expect) assert.deepEqual(answer.rows, expect, step);
  if (withinMs !== undefined)
    assert.ok(answer.tookMs < withinMs, `${step} took ${answer.tookMs} ms, not less than ${withinMs} ms`);
  if (afterMs !== undefined)
    assert.ok(answer.tookMs >= afterMs, `${step} took ${answer.tookMs} ms, not ${afterMs} ms or more`);
}
