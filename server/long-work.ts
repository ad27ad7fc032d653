import type { CancellationToken, WorkDoneProgressReporter } from 'vscode-languageserver';

/** Tells how far work is. */
export type OnProgress = (done: number, of: number, label: string) => void;

/** Does work that shows its progress in the editor and whose signal is aborted when the user cancels it. */
export async function longWork<T>(
  title: string,
  token: CancellationToken,
  progress: WorkDoneProgressReporter | undefined,
  work: (signal: AbortSignal, onProgress: OnProgress) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const listener = token.onCancellationRequested(() => abort.abort());
  progress?.begin(title, 0, 'starting', true);
  try {
    return await work(abort.signal, (done, of, label) =>
      progress?.report(Math.round((100 * done) / of), label),
    );
  } finally {
    listener.dispose();
    progress?.done();
  }
}
