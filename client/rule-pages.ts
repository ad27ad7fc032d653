import * as vscode from 'vscode';
import { type RulePageParams, rulePageMethod } from '../server/protocol.ts';
import type { Session } from './session.ts';

const scheme = 'sqlite-preflight-rule';

/** Serves the rules' pages as read-only documents: they come with the extension and need no network. */
export class RulePages implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #session: Session;
  readonly #registration: vscode.Disposable;

  constructor(session: Session) {
    this.#session = session;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const client = await this.#session.client();
    const params: RulePageParams = { rule: uri.path.replace(/^\/|\.md$/g, '') };
    return (
      (await client.sendRequest<string | null>(rulePageMethod, params)) ?? `There is no rule ${params.rule}.`
    );
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

/** Shows a rule's page rendered. */
export async function openRule(rule: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme, path: `/${rule}.md` });
  await vscode.commands.executeCommand('markdown.showPreview', uri);
}
