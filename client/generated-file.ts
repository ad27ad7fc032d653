import * as vscode from 'vscode';
import type { Session } from './session.ts';
import { GivenUp } from './steps.ts';

/** Runs a command that makes files in a folder of the user's choice: who gives up hears nothing, a failure is shown. */
export async function makeFiles(
  what: string,
  work: (folder: vscode.WorkspaceFolder) => Promise<void>,
): Promise<void> {
  try {
    const folder = await chooseFolder(what);
    if (folder) await work(folder);
  } catch (error) {
    if (error instanceof GivenUp) return;
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`SQLite Preflight: ${reason}`);
  }
}

async function chooseFolder(what: string): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1) return vscode.window.showWorkspaceFolderPick();
  if (folders.length === 0)
    void vscode.window.showInformationMessage(`SQLite Preflight: open a folder to put ${what} in.`);
  return folders[0];
}

/** The text of a file; undefined where there is none. */
export function readText(file: vscode.Uri): Thenable<string | undefined> {
  return vscode.workspace.fs.readFile(file).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => undefined,
  );
}

/**
 * Shows a file beside what is there now; only then, and only when asked to, it is written.
 * @param path relative to the folder
 * @param question what is asked: `litestream.yml for Litestream 0.5. Write it?`
 * @returns whether it was written
 */
export async function previewAndWrite(
  session: Session,
  folder: vscode.WorkspaceFolder,
  path: string,
  text: string,
  question: string,
): Promise<boolean> {
  const file = vscode.Uri.joinPath(folder.uri, path);
  const before = await readText(file);
  const left = session.previews.add(`now/${path}`, before ?? '');
  const right = session.previews.add(`new/${path}`, text);
  await vscode.commands.executeCommand(
    'vscode.diff',
    left,
    right,
    `${path} ${before === undefined ? '(new)' : '(changed)'}`,
  );
  const write = before === undefined ? 'Write the File' : 'Write Over the File';
  const choice = await vscode.window.showInformationMessage(question, write, 'Discard');
  if (choice !== write) return false;
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(file);
  return true;
}
