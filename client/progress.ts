import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';

let tokens = 0;

/**
 * Sends a request that reports its progress, and shows that in a notification with a button to cancel.
 * @returns undefined when it was cancelled
 */
export function requestWithProgress<T>(
  client: LanguageClient,
  title: string,
  method: string,
  params: object,
): Thenable<T | undefined> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `SQLite Preflight: ${title}`,
      cancellable: true,
    },
    async (progress, token) => {
      const workDoneToken = `sqlite-preflight-${tokens++}`;
      let done = 0;
      const listener = client.onNotification(
        '$/progress',
        (report: { token: unknown; value: { percentage?: number; message?: string } }) => {
          if (report.token !== workDoneToken || report.value.percentage === undefined) return;
          progress.report({
            increment: report.value.percentage - done,
            message: report.value.message ?? '',
          });
          done = report.value.percentage;
        },
      );
      try {
        return await client.sendRequest<T>(method, { ...params, workDoneToken }, token);
      } catch (error) {
        if (token.isCancellationRequested) return undefined;
        throw error;
      } finally {
        listener.dispose();
      }
    },
  );
}
