import { readFile } from 'node:fs/promises';
import {
  type CancellationToken,
  LSPErrorCodes,
  ResponseError,
  type WorkDoneProgressReporter,
} from 'vscode-languageserver';
import { backupMarkdown } from '../src/report/backup.ts';
import { VerifyRefused } from '../src/verify/result.ts';
import { defaultTimeoutMs, type VerifyServices, verifyBackups } from '../src/verify/verify.ts';
import type { VerifyBackupParams, VerifyBackupReport } from './protocol.ts';

/** What verifying backups needs beyond linting. */
export interface VerifyBackupServices {
  readonly verify: VerifyServices;
}

/** @throws ResponseError with a message for the user */
export async function verifyBackup(
  { config, root, litestream }: VerifyBackupParams,
  { verify }: VerifyBackupServices,
  token: CancellationToken,
  progress: WorkDoneProgressReporter | undefined,
): Promise<VerifyBackupReport> {
  const abort = new AbortController();
  const listener = token.onCancellationRequested(() => abort.abort());
  progress?.begin('Verifying', 0, 'starting', true);
  try {
    const result = await verifyBackups(
      {
        config,
        configText: await readFile(config, 'utf8'),
        root,
        database: undefined,
        litestream:
          litestream === undefined
            ? undefined
            : { path: litestream, foundBy: 'the setting sqlite-preflight.litestream.path' },
        check: 'full',
        waitMs: undefined,
        timeoutMs: defaultTimeoutMs,
        onProgress: (done, of, label) => progress?.report(Math.round((100 * done) / of), label),
      },
      verify,
      abort.signal,
    );
    return {
      verdict: result.verdict,
      markdown: backupMarkdown(result),
      json: `${JSON.stringify(result, null, 2)}\n`,
    };
  } catch (error) {
    if (abort.signal.aborted)
      throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The verification was cancelled.');
    if (error instanceof VerifyRefused) throw new ResponseError(LSPErrorCodes.RequestFailed, error.message);
    throw error;
  } finally {
    listener.dispose();
    progress?.done();
  }
}
