import * as vscode from 'vscode';
import {
  litestreamGlob,
  type VerifyBackupParams,
  type VerifyBackupReport,
  verifyBackupMethod,
} from '../server/protocol.ts';
import { requestWithProgress } from './progress.ts';
import { showReport } from './report.ts';
import type { Session } from './session.ts';
import { isTrusted } from './trust.ts';

const verdicts: Record<VerifyBackupReport['verdict'], string> = {
  good: 'the backup is good.',
  bad: 'the backup is not good.',
  unchecked: 'the backup could not be checked.',
};

/** Restores the backups of a litestream.yml to a private folder, checks them, and opens the report in the editor. */
export async function verifyBackupOf(session: Session): Promise<void> {
  if (!(await isTrusted('verifies no backup'))) return;
  const config = await chooseConfig();
  if (!config) return;
  const folder = vscode.workspace.getWorkspaceFolder(config)?.uri ?? vscode.Uri.joinPath(config, '..');
  const litestream = vscode.workspace.getConfiguration('sqlite-preflight', config).get('litestream.path', '');
  const params: VerifyBackupParams = {
    config: config.fsPath,
    root: folder.fsPath,
    ...(litestream !== '' && { litestream }),
  };
  try {
    const report = await requestWithProgress<VerifyBackupReport>(
      await session.client(),
      'verifying the backup',
      verifyBackupMethod,
      params,
    );
    if (report) await showReport(session, report, verdicts[report.verdict]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`SQLite Preflight: ${reason}`);
  }
}

async function chooseConfig(): Promise<vscode.Uri | undefined> {
  const found = await vscode.workspace.findFiles(litestreamGlob, '**/node_modules/**');
  if (found.length < 2) {
    if (!found[0])
      void vscode.window.showInformationMessage(
        'SQLite Preflight: there is no litestream.yml in the workspace. “Create litestream.yml…” makes one.',
      );
    return found[0];
  }
  const picked = await vscode.window.showQuickPick(
    found.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri })),
    {
      title: 'SQLite Preflight: verify a backup',
      placeHolder: 'Whose backups are to be restored and checked?',
    },
  );
  return picked?.uri;
}
