import * as vscode from 'vscode';

/** Puts a text on the clipboard, and says so where it is seen and soon gone. */
export async function copyText(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  void vscode.window.setStatusBarMessage('SQLite Preflight: it is on the clipboard', 3000);
}
