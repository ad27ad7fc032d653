import { nodeFileSystem } from '../host/node/files.ts';
import type { Linter } from '../lint/linter.ts';
import { type LoadProblem, loadFile, loadProject } from '../lint/load.ts';
import { gatherFacts, type ProjectFacts } from '../report/facts.ts';
import type { Target } from './targets.ts';
import type { ProgressLine } from './terminal.ts';

/** Reads a target's files into a linter and finds out all that can be known of them. What could not be read is said. */
export async function loadTarget(
  target: Target,
  linter: Linter,
  progress: ProgressLine,
  display: (path: string) => string,
): Promise<void> {
  const problems: LoadProblem[] = [];
  if (!target.alone) {
    const onProgress = (read: number, all: number): void =>
      progress.update(`Reading ${read} of ${all} files`);
    problems.push(
      ...(await loadProject(linter, nodeFileSystem, target.root, {
        ignore: linter.settings.ignore,
        onProgress,
      })),
    );
  }
  for (const path of target.above) await loadFile(linter, nodeFileSystem, target.root, path);
  for (const path of target.named ?? [])
    problems.push(...(await loadFile(linter, nodeFileSystem, target.root, path, { named: true })));
  progress.update('Asking SQLite');
  await linter.update(target.named);
  if (target.named) await linter.rehearse();
  progress.clear();
  for (const { path, reason } of problems) process.stderr.write(`${display(path)}: not read: ${reason}\n`);
}

/** What a linter knows of its project. */
export function factsOf(linter: Linter): ProjectFacts {
  return gatherFacts(linter.project, (path) => linter.file(path), linter.unread);
}
