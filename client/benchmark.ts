import * as vscode from 'vscode';
import {
  type BenchmarkParams,
  type BenchmarkReport,
  benchmarkMethod,
  type QueryTarget,
  queryTargetsMethod,
} from '../server/protocol.ts';
import { browseDatabase } from './databases.ts';
import { requestWithProgress } from './progress.ts';
import { showReport } from './report.ts';
import type { Session } from './session.ts';
import { isTrusted } from './trust.ts';

/** Measures a database on a private copy and opens the report in the editor. */
export async function benchmarkDatabaseOf(session: Session): Promise<void> {
  if (!(await isTrusted('measures no database'))) return;
  const client = await session.client();
  const uri = vscode.window.activeTextEditor?.document.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const inFolder = uri && vscode.Uri.joinPath(vscode.workspace.getWorkspaceFolder(uri)?.uri ?? uri, 'any');
  const targets = await client.sendRequest<QueryTarget[]>(queryTargetsMethod, {
    uri: inFolder?.toString() ?? '',
  });
  const file = await chooseDatabase(targets.filter(({ target }) => !target.startsWith('schema:')));
  if (file === undefined) return;
  const params: BenchmarkParams = { file, durationMs: 8000 };
  try {
    const report = await requestWithProgress<BenchmarkReport>(
      client,
      'measuring the database',
      benchmarkMethod,
      params,
    );
    if (report) await showReport(session, report, 'the database is measured.');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`SQLite Preflight: ${reason}`);
  }
}

async function chooseDatabase(targets: readonly QueryTarget[]): Promise<string | undefined> {
  const picked = await vscode.window.showQuickPick<vscode.QuickPickItem & { file: string | undefined }>(
    [
      ...targets.map(({ label, target }) => ({ label, description: target, file: target })),
      { label: '$(folder-opened) Browse…', description: 'another database file', file: undefined },
    ],
    {
      title: 'SQLite Preflight: benchmark',
      placeHolder: 'Measured on a private copy for about ten seconds; the file is only read',
    },
  );
  if (!picked) return undefined;
  return picked.file ?? (await browseDatabase())?.target;
}
