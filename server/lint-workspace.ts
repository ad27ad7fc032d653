import type { CancellationToken, WorkDoneProgressReporter } from 'vscode-languageserver';
import { toDiagnostic } from './diagnostics.ts';
import type { LintWorkspaceResult } from './protocol.ts';
import type { Folder } from './workspace.ts';

/** How many files are judged between two looks at whether the user still wants it. */
const portion = 20;

/** Lints every file of the folders; what was found before a cancellation is returned. */
export async function lintWorkspace(
  folders: readonly Folder[],
  token: CancellationToken,
  progress: WorkDoneProgressReporter | undefined,
): Promise<LintWorkspaceResult> {
  const files: { uri: string; diagnostics: unknown[] }[] = [];
  let findings = 0;
  progress?.begin('Linting', 0, 'reading files', true);
  for (const folder of folders) {
    const { linter } = folder;
    await folder.ready;
    const { paths } = linter;
    for (let at = 0; at < paths.length && !token.isCancellationRequested; at += portion) {
      const some = paths.slice(at, at + portion);
      progress?.report(Math.round((100 * at) / paths.length), `${at} of ${paths.length} files`);
      await linter.update(some);
      if (at === 0) await linter.rehearse();
      for (const path of some) {
        const file = linter.file(path);
        const found = file ? linter.check(path) : [];
        if (!file || found.length === 0) continue;
        findings += found.length;
        files.push({
          uri: folder.uriOf(path),
          diagnostics: found.map((finding) => toDiagnostic(finding, file)),
        });
      }
    }
  }
  progress?.done();
  return { files, findings };
}
