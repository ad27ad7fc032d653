import type { WorkerHandle, WorkerHost } from '../../host/workers.ts';
import type { WorkloadAnswer, WorkloadJob, WorkloadProgress } from './protocol.ts';

/** How long one measurement may take, and how many may be given up. */
export const defaultMeasureMs = 10_000;
const maxStops = 20;

/**
 * Runs a workload job in a worker of its own. A query that takes too long is ended together with its worker; another
 * goes on without it, and takes over what was measured.
 * @throws Error when the worker fails, or the signal is aborted
 */
export async function runWorkload(
  host: WorkerHost,
  job: Omit<WorkloadJob, 'known'>,
  options: {
    measureMs?: number | undefined;
    signal?: AbortSignal | undefined;
    onProgress?: ((measured: number) => void) | undefined;
  } = {},
): Promise<WorkloadAnswer> {
  const { measureMs = defaultMeasureMs, signal, onProgress } = options;
  const known = new Map<string, number>();
  for (let stops = 0; ; stops++) {
    const outcome = await runOnce(host, { ...job, known: [...known] }, measureMs, signal, (key, ms) => {
      known.set(key, ms);
      onProgress?.(known.size);
    });
    if (outcome.answer) return outcome.answer;
    if (stops === maxStops)
      throw new Error(`${maxStops} measurements took longer than ${measureMs / 1000} s each`);
    known.set(outcome.hung, Number.POSITIVE_INFINITY);
  }
}

function runOnce(
  host: WorkerHost,
  job: WorkloadJob,
  measureMs: number,
  signal: AbortSignal | undefined,
  onMeasured: (key: string, ms: number) => void,
): Promise<{ answer: WorkloadAnswer } | { answer?: undefined; hung: string }> {
  let worker: WorkerHandle | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onAbort: (() => void) | undefined;
  return new Promise<{ answer: WorkloadAnswer } | { answer?: undefined; hung: string }>((resolve, reject) => {
    onAbort = () => reject(new Error('cancelled'));
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort);
    worker = host.start({
      onMessage: (message) => {
        const progress = message as WorkloadProgress;
        clearTimeout(timer);
        if (progress.kind === 'done') resolve({ answer: progress.answer });
        else if (progress.kind === 'measured') onMeasured(progress.key, progress.ms);
        else timer = setTimeout(() => resolve({ hung: progress.key }), measureMs);
      },
      onError: reject,
    });
    worker.post(job);
  }).finally(async () => {
    clearTimeout(timer);
    if (onAbort) signal?.removeEventListener('abort', onAbort);
    await worker?.terminate();
  });
}
