import * as vscode from 'vscode';

/**
 * True in a workspace that the user trusts; else says what is not done, and offers to decide about it.
 * @param refusal what is not done: `runs no query`
 */
export async function isTrusted(refusal: string): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = 'Manage Workspace Trust';
  const choice = await vscode.window.showInformationMessage(
    `SQLite Preflight ${refusal} of a workspace that is not trusted.`,
    manage,
  );
  if (choice === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}
