import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  exportRowsMethod,
  forgetQueryMethod,
  type QueryRowsResult,
  queryRowsMethod,
  type RunQueryResult,
} from '../server/protocol.ts';
import type { FromPanel, ToPanel } from './query-messages.ts';

/** The panel with the rows of the last run. The rows stay with the server; the panel asks for those in sight. */
export class ResultPanel implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #client: () => Promise<LanguageClient>;
  #panel: vscode.WebviewPanel | undefined;
  #shown: { readonly run: RunQueryResult; readonly database: string } | undefined;

  constructor(extensionUri: vscode.Uri, client: () => Promise<LanguageClient>) {
    this.#extensionUri = extensionUri;
    this.#client = client;
  }

  /** Shows a run in place of the earlier one, whose rows are let go. */
  show(run: RunQueryResult, database: string): void {
    const earlier = this.#shown?.run.id;
    if (earlier !== undefined) this.#forget(earlier);
    this.#shown = { run, database };
    const panel = this.#panel ?? this.#create();
    panel.title = `Query Results: ${database}`;
    panel.reveal(undefined, true);
    this.#post({ type: 'show', run, database });
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #create(): vscode.WebviewPanel {
    const scripts = vscode.Uri.joinPath(this.#extensionUri, 'dist', 'webviews');
    const panel = vscode.window.createWebviewPanel(
      'sqlite-preflight.results',
      'Query Results',
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [scripts], enableFindWidget: true },
    );
    panel.webview.html = page(panel.webview, scripts);
    panel.webview.onDidReceiveMessage((message: FromPanel) => this.#receive(message));
    panel.onDidDispose(() => {
      if (this.#shown) this.#forget(this.#shown.run.id);
      this.#panel = undefined;
      this.#shown = undefined;
    });
    this.#panel = panel;
    return panel;
  }

  async #receive(message: FromPanel): Promise<void> {
    if (!this.#shown) return;
    const { id } = this.#shown.run;
    try {
      switch (message.type) {
        case 'ready':
          this.#post({ type: 'show', ...this.#shown });
          return;
        case 'rows': {
          const { rows } = await this.#ask<QueryRowsResult>(queryRowsMethod, { ...message });
          this.#post({ ...message, rows });
          return;
        }
        case 'copy':
          await vscode.env.clipboard.writeText(message.text);
          return;
        case 'copyAll':
          await vscode.env.clipboard.writeText(
            await this.#ask<string>(exportRowsMethod, { id, result: message.result, format: 'csv' }),
          );
          void vscode.window.setStatusBarMessage('SQLite Preflight: the rows are on the clipboard', 3000);
          return;
        case 'export':
          await this.#export(id, message.result, message.format);
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(`SQLite Preflight: ${reason}`);
    }
  }

  async #export(id: number, result: number, format: 'csv' | 'json'): Promise<void> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const file = await vscode.window.showSaveDialog({
      title: 'Export the rows',
      filters: format === 'csv' ? { CSV: ['csv'] } : { JSON: ['json'] },
      ...(folder && { defaultUri: vscode.Uri.joinPath(folder, `rows.${format}`) }),
    });
    if (!file) return;
    const text = await this.#ask<string>(exportRowsMethod, { id, result, format });
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  }

  async #ask<T>(method: string, params: object): Promise<T> {
    return (await this.#client()).sendRequest<T>(method, params);
  }

  #forget(id: number): void {
    void this.#client().then((client) => client.sendNotification(forgetQueryMethod, { id }));
  }

  #post(message: ToPanel): void {
    void this.#panel?.webview.postMessage(message);
  }
}

function page(webview: vscode.Webview, scripts: vscode.Uri): string {
  const nonce = crypto.randomUUID();
  const script = webview.asWebviewUri(vscode.Uri.joinPath(scripts, 'results.js'));
  const style = webview.asWebviewUri(vscode.Uri.joinPath(scripts, 'results.css'));
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'">
<link rel="stylesheet" href="${style}">
<title>Query Results</title>
</head>
<body>
<main id="results"></main>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
