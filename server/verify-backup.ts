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
import { longWork } from './long-work.ts';
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
  const configText = await readFile(config, 'utf8');
  try {
    const result = await longWork('Verifying', token, progress, (signal, onProgress) =>
      verifyBackups(
        {
          config,
          configText,
          root,
          database: undefined,
          litestream:
            litestream === undefined
              ? undefined
              : { path: litestream, foundBy: 'the setting sqlite-preflight.litestream.path' },
          check: 'full',
          waitMs: undefined,
          timeoutMs: defaultTimeoutMs,
          onProgress,
        },
        verify,
        signal,
      ),
    );
    return {
      verdict: result.verdict,
      markdown: backupMarkdown(result),
      json: `${JSON.stringify(result, null, 2)}\n`,
    };
  } catch (error) {
    if (token.isCancellationRequested)
      throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The verification was cancelled.');
    if (error instanceof VerifyRefused) throw new ResponseError(LSPErrorCodes.RequestFailed, error.message);
    throw error;
  }
}
