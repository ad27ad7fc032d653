import * as vscode from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import { type FileStatus, fileStatusMethod } from '../server/protocol.ts';

const dialectNames: Record<string, string> = {
  sqlite: 'SQLite',
  postgresql: 'Postgres',
  mysql: 'MySQL',
  other: 'another database',
  unknown: 'unknown',
};

/** The entry behind `{}` in the status bar: what the shown document is taken for, and why. */
export class StatusItem implements vscode.Disposable {
  readonly #item: vscode.LanguageStatusItem;
  readonly #client: () => LanguageClient | undefined;
  readonly #disposables: vscode.Disposable[] = [];

  constructor(selector: vscode.DocumentSelector, client: () => LanguageClient | undefined) {
    this.#client = client;
    this.#item = vscode.languages.createLanguageStatusItem('sqlite-preflight.dialect', selector);
    this.#item.name = 'SQLite Preflight';
    this.#item.text = 'SQLite Preflight';
    this.#item.command = { command: 'sqlite-preflight.showOutput', title: 'Show Output' };
    this.#disposables.push(
      this.#item,
      vscode.window.onDidChangeActiveTextEditor(() => this.refresh()),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        const shown = vscode.window.activeTextEditor?.document.uri.toString();
        if (uris.some((uri) => uri.toString() === shown)) this.refresh();
      }),
    );
  }

  /** Asks the server about the shown document. */
  refresh(): void {
    const document = vscode.window.activeTextEditor?.document;
    const client = this.#client();
    if (!document || client?.state !== State.Running) return;
    client.sendRequest<FileStatus>(fileStatusMethod, { uri: document.uri.toString() }).then(
      (status) => this.#show(status),
      () => {
        this.#item.text = 'SQLite Preflight: no answer';
        this.#item.severity = vscode.LanguageStatusSeverity.Warning;
      },
    );
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #show({ judged, dialect, reason, schema }: FileStatus): void {
    this.#item.severity = vscode.LanguageStatusSeverity.Information;
    this.#item.text = judged
      ? 'Preflight: SQLite'
      : `Preflight: not judged (${dialectNames[dialect] ?? dialect})`;
    this.#item.detail = `${reason} · schema: ${schema}`;
  }
}
