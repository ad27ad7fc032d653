import type { CancellationToken, WorkDoneProgressReporter } from 'vscode-languageserver';
import { gatherFacts } from '../src/report/facts.ts';
import { factsText, markdownFacts } from '../src/report/facts-text.ts';
import type { FactsResult } from './protocol.ts';
import type { Folder } from './workspace.ts';

/** What is known of each folder's databases, and where from. */
export async function workspaceFacts(
  folders: readonly Folder[],
  token: CancellationToken,
  progress: WorkDoneProgressReporter | undefined,
): Promise<FactsResult> {
  progress?.begin('Gathering what is known', 0, 'reading files', true);
  const results: { folder: string; markdown: string; json: unknown }[] = [];
  try {
    for (const { uri, ready, linter } of folders) {
      await ready;
      if (token.isCancellationRequested) break;
      await linter.update();
      const facts = gatherFacts(linter.project, (path) => linter.file(path), linter.unread);
      results.push({ folder: uri, markdown: factsText(facts, markdownFacts), json: facts });
    }
  } finally {
    progress?.done();
  }
  return {
    markdown: results.map(({ markdown }) => markdown).join('\n---\n\n'),
    json: `${JSON.stringify(results.length === 1 ? results[0]?.json : results.map(({ folder, json }) => ({ folder, facts: json })), null, 2)}\n`,
  };
}
