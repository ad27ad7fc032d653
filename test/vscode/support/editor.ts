/** What the suites do with an editor, waiting as long as a user would. */
import * as vscode from 'vscode';

export const extensionId = 'sqlite-preflight.sqlite-preflight';

/** The `source` of the extension's diagnostics. */
export const source = 'sqlite-preflight';

/** Waits for a value that is neither false nor undefined. @throws Error that says what was awaited, and what was seen. */
export async function until<T>(
  what: string,
  read: () => T | false | undefined | PromiseLike<T | false | undefined>,
  { timeoutMs = 15_000, seen = () => '' }: { timeoutMs?: number; seen?: () => string } = {},
): Promise<T> {
  for (const end = performance.now() + timeoutMs; ; await sleep(50)) {
    const value = await read();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > end) throw new Error(`waited ${timeoutMs / 1000} s for ${what} ${seen()}`.trim());
  }
}

/** Resolves after some time. */
export function sleep(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

/** The URI of a file of the open folder. */
export function uriOf(file: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('no folder is open');
  return vscode.Uri.joinPath(folder.uri, file);
}

/** Shows a file of the open folder in an editor. */
export async function open(file: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uriOf(file)));
}

/** Takes back what a test typed into editors. What is unsaved outside of the workspace is the editor's own. */
export async function discardChanges(): Promise<void> {
  const typed = vscode.workspace.textDocuments.filter(
    ({ isDirty, uri }) => isDirty && vscode.workspace.getWorkspaceFolder(uri) !== undefined,
  );
  for (const document of typed) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
}

/** The extension's diagnostics of a file. */
export function findings(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.source === source);
}

/** The rule that a diagnostic comes from. */
export function ruleOf(diagnostic: vscode.Diagnostic): string | undefined {
  const { code } = diagnostic;
  return typeof code === 'object' ? String(code.value) : code?.toString();
}

/** Waits until a rule reports on a file. */
export function finding(uri: vscode.Uri, rule: string): Promise<vscode.Diagnostic> {
  return until(
    `${rule} in ${vscode.workspace.asRelativePath(uri)}`,
    () => findings(uri).find((diagnostic) => ruleOf(diagnostic) === rule),
    { seen: () => `but saw: ${findings(uri).map(ruleOf).join(', ') || 'no finding'}` },
  );
}

/** Waits until a rule reports nothing on a file. */
export async function noFinding(uri: vscode.Uri, rule: string): Promise<void> {
  await until(
    `no ${rule} in ${vscode.workspace.asRelativePath(uri)}`,
    () => findings(uri).every((diagnostic) => ruleOf(diagnostic) !== rule) || undefined,
  );
}

/** The code actions that the light bulb on a diagnostic offers, their edits resolved. */
export async function codeActions(
  uri: vscode.Uri,
  diagnostic: vscode.Diagnostic,
): Promise<vscode.CodeAction[]> {
  const resolveCount = 50;
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    diagnostic.range,
    vscode.CodeActionKind.QuickFix.value,
    resolveCount,
  );
}

/** The text of all hovers at a position. */
export async function hoverText(uri: vscode.Uri, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    position,
  );
  return hovers
    .flatMap((hover) => hover.contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}
