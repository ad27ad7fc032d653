import * as vscode from 'vscode';
import type { Session } from './session.ts';

/** As an editor that can be saved; the data is one button away. */
export async function showReport(
  session: Session,
  { markdown, json }: { readonly markdown: string; readonly json: string },
  message: string,
): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: markdown });
  await vscode.window.showTextDocument(document, { preview: false });
  await vscode.commands
    .executeCommand('markdown.showPreview', document.uri)
    // A preview that is still open shows the unsaved report before, whose name was the same.
    .then(() => vscode.commands.executeCommand('markdown.preview.refresh'))
    .then(undefined, (error: unknown) => {
      session.output.warn(`no preview of the report: ${String(error)}`);
    });
  const asJson = 'Open as JSON';
  void vscode.window.showInformationMessage(`SQLite Preflight: ${message}`, asJson).then(async (choice) => {
    if (choice !== asJson) return;
    await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ language: 'json', content: json }),
    );
  });
}
