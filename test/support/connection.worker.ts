/** One connection of a proof about locks, on a thread of its own: it runs what it is told and says how that went. */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

export interface Request {
  readonly sql: string;
  /** True for one statement whose rows are wanted. */
  readonly wantsRows: boolean;
}

export interface Answer {
  readonly rows?: readonly unknown[];
  readonly error?: string;
  readonly tookMs: number;
}

// A proof starts from what SQLite does by itself.
const db = new DatabaseSync(workerData as string, { enableForeignKeyConstraints: false, defensive: false });
parentPort?.on('message', ({ sql, wantsRows }: Request) => {
  const start = performance.now();
  const answer = run(sql, wantsRows);
  parentPort?.postMessage({ ...answer, tookMs: performance.now() - start } satisfies Answer);
});
parentPort?.postMessage('open');

function run(sql: string, wantsRows: boolean): Omit<Answer, 'tookMs'> {
  try {
    if (!wantsRows) {
      db.exec(sql);
      return {};
    }
    const statement = db.prepare(sql);
    statement.setReturnArrays(true);
    return { rows: statement.all() };
  } catch (error) {
    return { error: (error as Error).message };
  }
}
