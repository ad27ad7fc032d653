import * as vscode from 'vscode';
import type { Session } from './session.ts';

/** The steps end early when the user gives up one of them. */
export class GivenUp extends Error {}

/** Asks the steps of one command under its title. Each ends with `GivenUp` when the user leaves it. */
export class Steps {
  readonly #title: string;

  constructor(title: string) {
    this.#title = title;
  }

  /** @throws GivenUp */
  async text(
    prompt: string,
    value: string,
    { hint, mayBeEmpty = false }: { readonly hint?: string; readonly mayBeEmpty?: boolean } = {},
  ): Promise<string> {
    const answer = await vscode.window.showInputBox({
      title: this.#title,
      prompt: hint === undefined ? prompt : `${prompt}: ${hint}`,
      value,
      ignoreFocusOut: true,
      validateInput: (text) => (text.trim() === '' && !mayBeEmpty ? 'This cannot be empty.' : undefined),
    });
    if (answer === undefined) throw new GivenUp();
    return answer.trim();
  }

  /** @throws GivenUp */
  async choice<T extends vscode.QuickPickItem>(placeHolder: string, items: readonly T[]): Promise<T> {
    const picked = await vscode.window.showQuickPick(items, { title: this.#title, placeHolder });
    if (!picked) throw new GivenUp();
    return picked;
  }

  /** At least one of them. @throws GivenUp */
  async choices<T extends vscode.QuickPickItem>(placeHolder: string, items: readonly T[]): Promise<T[]> {
    const picked = await vscode.window.showQuickPick(items, {
      title: this.#title,
      placeHolder,
      canPickMany: true,
    });
    if (!picked || picked.length === 0) throw new GivenUp();
    return picked;
  }
}

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
  const before = await vscode.workspace.fs.readFile(file).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => undefined,
  );
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
