import * as vscode from 'vscode';
import { type FactsResult, factsMethod } from '../server/protocol.ts';
import { requestWithProgress } from './progress.ts';
import type { Session } from './session.ts';

/** Shows what is known of the workspace's databases, rendered; the data is one button away. */
export async function showFactsOf(session: Session): Promise<FactsResult | undefined> {
  const client = await session.client();
  const facts = await requestWithProgress<FactsResult>(client, 'gathering what is known', factsMethod, {});
  if (!facts) return undefined;
  const uri = session.previews.add('What Is Known.md', facts.markdown);
  await vscode.commands
    .executeCommand('markdown.showPreview', uri)
    .then(undefined, async (error: unknown) => {
      session.output.warn(`no preview of Markdown: ${String(error)}`);
      await vscode.window.showTextDocument(uri);
    });
  const asJson = 'Open as JSON';
  void vscode.window
    .showInformationMessage('SQLite Preflight: this is what is known.', asJson)
    .then(async (choice) => {
      if (choice !== asJson) return;
      await vscode.window.showTextDocument(
        await vscode.workspace.openTextDocument({ language: 'json', content: facts.json }),
      );
    });
  return facts;
}
