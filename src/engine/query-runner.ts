import type { WorkerHost } from '../host/workers.ts';
import type { QueryAnswer, QueryJob } from './query-protocol.ts';

/** How long a query that somebody asked for may run. */
export const defaultQueryDeadlineMs = 30_000;

/** A run that was ended from outside: by its deadline, by a cancellation, or because its worker died. */
export class QueryStopped extends Error {
  override readonly name = 'QueryStopped';
  readonly reason: 'deadline' | 'cancelled' | 'failed';
  constructor(reason: 'deadline' | 'cancelled' | 'failed', message: string) {
    super(message);
    this.reason = reason;
  }
}

/**
 * Runs one job in a worker of its own, beside the one that lints: SQLite in WebAssembly can't be interrupted, so a
 * query that takes too long is ended together with its worker, and nobody else's work with it.
 * @throws QueryStopped when the deadline passes or `signal` is aborted
 */
export async function runQuery(
  host: WorkerHost,
  job: QueryJob,
  options: { deadlineMs?: number | undefined; signal?: AbortSignal | undefined } = {},
): Promise<QueryAnswer> {
  const { deadlineMs = defaultQueryDeadlineMs, signal } = options;
  const cancelled = (): QueryStopped => new QueryStopped('cancelled', 'cancelled');
  if (signal?.aborted) throw cancelled();
  let end: (() => Promise<void>) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onAbort: (() => void) | undefined;
  try {
    return await new Promise<QueryAnswer>((resolve, reject) => {
      const worker = host.start({
        onMessage: (message) => resolve(message as QueryAnswer),
        onError: (error) => reject(new QueryStopped('failed', `the query's worker ended: ${error.message}`)),
      });
      end = () => worker.terminate();
      timer = setTimeout(
        () => reject(new QueryStopped('deadline', `stopped after ${deadlineMs / 1000} s`)),
        deadlineMs,
      );
      onAbort = () => reject(cancelled());
      signal?.addEventListener('abort', onAbort);
      worker.post(job);
    });
  } finally {
    clearTimeout(timer);
    if (onAbort) signal?.removeEventListener('abort', onAbort);
    await end?.();
  }
}
