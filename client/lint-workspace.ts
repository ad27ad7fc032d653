import * as vscode from 'vscode';
import { type LintWorkspaceResult, lintWorkspaceMethod } from '../server/protocol.ts';
import { requestWithProgress } from './progress.ts';
import type { Session } from './session.ts';

/** Lints the whole workspace with progress that can be cancelled, and fills the Problems panel. */
export async function lintWorkspaceOf(session: Session): Promise<LintWorkspaceResult | undefined> {
  const client = await session.client();
  const result = await requestWithProgress<LintWorkspaceResult>(
    client,
    'linting the workspace',
    lintWorkspaceMethod,
    {},
  );
  if (!result) return undefined;
  await session.findings.show(result, client);
  const files = `${result.files.length} ${result.files.length === 1 ? 'file' : 'files'}`;
  const message = result.findings === 0 ? 'no findings.' : `${result.findings} findings in ${files}.`;
  // Not awaited: the command is done when the panel is filled, not when the message is read.
  void vscode.window
    .showInformationMessage(`SQLite Preflight: ${message}`, ...(result.findings > 0 ? ['Show Problems'] : []))
    .then((choice) => choice && vscode.commands.executeCommand('workbench.actions.view.problems'));
  return result;
}
