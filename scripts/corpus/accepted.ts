import { UsageError } from '../../src/cli/command.ts';
import { compareFindingLines, type FindingLine, formatFinding, parseFinding } from '../lib/finding-line.ts';

/** What was judged and accepted of a repository, or what is found there now. */
export interface CorpusFindings {
  /** The commit of the checkout; undefined when it isn't known. */
  readonly commit: string | undefined;
  /** How many .sql files there are of each dialect, as text. */
  readonly dialects: string;
  readonly findings: readonly FindingLine[];
}

/** A line that is not the same on both sides. */
export interface Change {
  readonly sign: '+' | '-';
  readonly finding: FindingLine;
}

const commitLine = '# commit ';
const dialectsLine = '# .sql files: ';
const unknownCommit = 'unknown';

/** Counts of files by dialect as text, the same whatever order they come in. */
export function describeDialects(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([dialect, count]) => `${count} ${dialect}`);
  return parts.join(', ') || 'none';
}

/** The text of an accepted file: the commit, the dialects, then a line for each finding. */
export function formatCorpus({ commit, dialects, findings }: CorpusFindings): string {
  const lines = [...findings].sort(compareFindingLines).map(formatFinding);
  return [`${commitLine}${commit ?? unknownCommit}`, `${dialectsLine}${dialects}`, ...lines, ''].join('\n');
}

/**
 * Reads what `formatCorpus` writes.
 * @throws UsageError with the file and the number of a line that can't be read
 */
export function parseCorpus(text: string, file: string): CorpusFindings {
  const [first = '', second = '', ...rest] = text.split('\n');
  if (!first.startsWith(commitLine)) throw new UsageError(`${file}:1: not “${commitLine}<sha>”`);
  if (!second.startsWith(dialectsLine)) throw new UsageError(`${file}:2: not “${dialectsLine}<counts>”`);
  const commit = first.slice(commitLine.length).trim();
  return {
    commit: commit === unknownCommit ? undefined : commit,
    dialects: second.slice(dialectsLine.length).trim(),
    findings: rest.flatMap((line, index) => {
      if (line.trim() === '') return [];
      const finding = parseFinding(line);
      if (!finding)
        throw new UsageError(`${file}:${index + 3}: not “path:line:column severity rule message”`);
      return [finding];
    }),
  };
}

/** The findings that are gone and those that are new, in the order of their places. Equal lines count one by one. */
export function diffFindings(before: readonly FindingLine[], now: readonly FindingLine[]): Change[] {
  const old = [...before].sort(compareFindingLines);
  const fresh = [...now].sort(compareFindingLines);
  const changes: Change[] = [];
  for (let i = 0, j = 0; ; ) {
    const [gone, found] = [old[i], fresh[j]];
    if (!gone && !found) return changes;
    const order = !gone ? 1 : !found ? -1 : compareFindingLines(gone, found);
    if (gone && order < 0) changes.push({ sign: '-', finding: gone });
    if (found && order > 0) changes.push({ sign: '+', finding: found });
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
}

/** The change from what was accepted as text, close to a unified diff without lines that stay; empty without one. */
export function formatDiff(
  name: string,
  before: CorpusFindings | undefined,
  now: CorpusFindings,
  changes: readonly Change[],
): string {
  const lines = changes.map(({ sign, finding }) => `${sign}${formatFinding(finding)}`);
  if (before?.dialects !== now.dialects) {
    if (before) lines.unshift(`-${dialectsLine}${before.dialects}`);
    lines.splice(before ? 1 : 0, 0, `+${dialectsLine}${now.dialects}`);
  }
  if (lines.length === 0) return '';
  return [before ? `--- accepted ${name}` : '--- not accepted yet', `+++ ${name}`, ...lines].join('\n');
}
