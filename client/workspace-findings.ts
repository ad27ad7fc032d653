import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { LintWorkspaceResult } from '../server/protocol.ts';

/**
 * The findings of Lint Workspace in files that are not open. What an open document has is the language client's
 * business: a file leaves this collection when it is opened.
 */
export class WorkspaceFindings implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('sqlite-preflight-workspace');
  readonly #listener = vscode.workspace.onDidOpenTextDocument(({ uri }) => this.#collection.delete(uri));

  /** Replaces what is shown by the result of a run. */
  async show(result: LintWorkspaceResult, client: LanguageClient): Promise<void> {
    this.#collection.clear();
    const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
    for (const { uri, diagnostics } of result.files) {
      const target = client.protocol2CodeConverter.asUri(uri);
      // A document that VS Code has loaded is asked about only where the client shows its language.
      if (open.has(target.toString()) && this.#isPulled(target)) continue;
      this.#collection.set(
        target,
        await client.protocol2CodeConverter.asDiagnostics(diagnostics as Diagnostic[]),
      );
    }
  }

  clear(): void {
    this.#collection.clear();
  }

  dispose(): void {
    this.#listener.dispose();
    this.#collection.dispose();
  }

  #isPulled(uri: vscode.Uri): boolean {
    return vscode.window.visibleTextEditors.some(
      ({ document }) => document.uri.toString() === uri.toString(),
    );
  }
}
