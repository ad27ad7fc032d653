import * as vscode from 'vscode';

const previewScheme = 'sqlite-preflight-preview';

/** Texts that are shown and not saved anywhere. */
export class Previews implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(previewScheme, this);
  #count = 0;

  /** Keeps a text and says under which address it is shown. */
  add(path: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: previewScheme, path: `/${this.#count++}/${path}` });
    this.#texts.set(uri.toString(), text);
    return uri;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  dispose(): void {
    this.#registration.dispose();
  }
}
