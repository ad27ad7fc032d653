/**
 * Compares what the linter reports on public repositories with labels that people wrote.
 *
 *   npm run -s labels -- FOLDER [--file LABELS.jsonl…] [--verbose] [--proofs]
 *
 * FOLDER has a checkout in each sub-folder `<owner>+<name>`. Labels are rows {repo, commit?, path, line, expected, rule,
 * why, proof?}, by default those of test/labels/: with `expected` true the rule must report within three lines of
 * `line`, with false (a trap) it must not; line 0 stands for the whole file. `--verbose` lists the labels that are met,
 * too; `--proofs` runs each row's `proof` in its repository. Exit codes: 0 good enough, 1 not (recall, false alarms, a
 * failed proof, a repository that could not be linted, or nothing measured), 2 wrong usage or bad rows.
 */
import { fileURLToPath } from 'node:url';
import { parseOptions, UsageError } from '../src/cli/command.ts';
import { ProgressLine } from '../src/cli/terminal.ts';
import { rules } from '../src/rules/index.ts';
import { runProof } from './labels/checks.ts';
import {
  alarmShareOf,
  findClashes,
  isAlarm,
  isMiss,
  judge,
  type Outcome,
  recallOf,
  tally,
} from './labels/judge.ts';
import { describeOtherCommits, type LabelledRepository, labelFilesIn, loadLabels } from './labels/load.ts';
import { describeOutcome, outcomeTable, percent } from './labels/report.ts';
import { findCheckouts } from './lib/checkouts.ts';
import { lintCheckout } from './lib/lint-checkout.ts';
import { runScript } from './lib/run-script.ts';

const labelsFolder = fileURLToPath(new URL('../test/labels', import.meta.url));
const presets = ['all', 'recommended'] as const;
const leastRecall = 0.95;
const mostAlarms = 0.02;

runScript(() => {
  const { values, positionals } = parseOptions(process.argv.slice(2), {
    file: { type: 'string', multiple: true },
    verbose: { type: 'boolean' },
    proofs: { type: 'boolean' },
  });
  // A shell that unfolds `--file test/labels/*.jsonl` leaves all but the first among the positionals.
  const isLabels = (name: string): boolean => name.endsWith('.jsonl');
  const [folder, ...others] = positionals.filter((name) => !isLabels(name));
  if (folder === undefined || others.length > 0)
    throw new UsageError('usage: npm run -s labels -- FOLDER [--file LABELS.jsonl…] [--verbose] [--proofs]');
  const named = [...(values.file ?? []), ...positionals.filter(isLabels)];
  const files = named.length > 0 ? named : labelFilesIn(labelsFolder);
  const ids = rules.map(({ id }) => id);
  const repositories = loadLabels(files, ids, findCheckouts(folder));

  const { outcomes, failures } = lintAll(repositories);
  if (values.proofs) failures.push(...repositories.flatMap(failedProofs));
  for (const [at, preset] of presets.entries())
    console.log(`${preset}\n${outcomeTable(outcomes[at] ?? [])}\n`);
  const [all = []] = outcomes;
  const shown = values.verbose ? all : all.filter((outcome) => isMiss(outcome) || isAlarm(outcome));
  const verdict = [...failures, ...shortcomings(all)];
  const notes = [
    ...repositories.flatMap(describeOtherCommits),
    ...findClashes(repositories.flatMap(({ labels }) => labels)),
    ...describeSkipped(repositories),
  ];
  for (const line of [...shown.map(describeOutcome), ...notes, ...verdict]) console.log(line);
  return verdict.length > 0 ? 1 : 0;
});

/** The outcomes under each preset, and the repositories that could not be linted: their labels are not counted. */
function lintAll(repositories: readonly LabelledRepository[]): {
  outcomes: Outcome[][];
  failures: string[];
} {
  const outcomes: Outcome[][] = presets.map(() => []);
  const failures: string[] = [];
  const progress = new ProgressLine();
  for (const { name, labels, checkout } of repositories) {
    if (!checkout) continue;
    progress.update(`Linting ${name}`);
    const result = lintCheckout(checkout.root, presets);
    if (!result.ok) failures.push(`${name}: could not be linted: ${result.reason}`);
    else
      for (const [at, list] of outcomes.entries())
        list.push(...judge(labels, result.report.findings[at] ?? []));
  }
  progress.clear();
  return { outcomes, failures };
}

function failedProofs({ labels, checkout }: LabelledRepository): string[] {
  return checkout ? labels.flatMap((label) => runProof(label, checkout.root) ?? []) : [];
}

function describeSkipped(repositories: readonly LabelledRepository[]): string[] {
  const skipped = repositories.filter(({ checkout }) => !checkout);
  if (skipped.length === 0) return [];
  const names = skipped.map(({ name, labels }) => `${name} (${labels.length})`);
  return [`labels skipped, not checked out: ${names.join(', ')}`];
}

/** Why the figures are not good enough. */
function shortcomings(outcomes: readonly Outcome[]): string[] {
  if (outcomes.length === 0) return ['nothing was measured'];
  const figures = tally(outcomes);
  const [recall, alarms] = [recallOf(figures), alarmShareOf(figures)];
  const reasons: string[] = [];
  if (recall !== undefined && recall < leastRecall)
    reasons.push(`recall is ${percent(recall)}, less than ${percent(leastRecall)}`);
  if (alarms !== undefined && alarms > mostAlarms)
    reasons.push(`false alarms are ${percent(alarms)}, more than ${percent(mostAlarms)}`);
  return reasons;
}
