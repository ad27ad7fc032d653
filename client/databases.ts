import * as vscode from 'vscode';
import type { QueryTarget } from '../server/protocol.ts';

/** Has the user choose a database file on disk. */
export async function browseDatabase(): Promise<QueryTarget | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: 'A SQLite database',
      filters: { 'SQLite databases': ['db', 'sqlite', 'sqlite3', 'db3'], 'All files': ['*'] },
    })) ?? [];
  if (!file) return undefined;
  return {
    target: file.fsPath,
    label: vscode.workspace.asRelativePath(file),
    description: 'a copy in memory',
  };
}
