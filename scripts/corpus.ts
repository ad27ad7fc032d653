/**
 * Lints public repositories and compares the findings with the accepted ones in test/corpus/.
 *
 *   npm run -s corpus -- FOLDER [--accept] [--accepted FOLDER] [NAME…]
 *
 * FOLDER has a checkout in each sub-folder `<owner>+<name>`, and a `commits.txt` with lines `<owner>+<name> <sha>` if
 * the commits are known. NAMEs, with or without their owner, choose among them. `--accept` writes what is found now;
 * `--accepted` names another folder for that. Exit codes: 0 all as accepted, 1 a difference or a repository that
 * could not be linted, 2 wrong usage.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseOptions, UsageError } from '../src/cli/command.ts';
import { ProgressLine } from '../src/cli/terminal.ts';
import { describeDialects, diffFindings, formatCorpus, formatDiff, parseCorpus } from './corpus/accepted.ts';
import { type Checkout, findCheckouts, isOtherCommit } from './lib/checkouts.ts';
import { lintCheckout } from './lib/lint-checkout.ts';
import { runScript } from './lib/run-script.ts';
import { plainTable } from './lib/table.ts';

const acceptedFolder = fileURLToPath(new URL('../test/corpus', import.meta.url));

runScript(() => {
  const { values, positionals } = parseOptions(process.argv.slice(2), {
    accept: { type: 'boolean' },
    accepted: { type: 'string' },
  });
  const [folder, ...names] = positionals;
  if (folder === undefined)
    throw new UsageError('usage: npm run -s corpus -- FOLDER [--accept] [--accepted FOLDER] [NAME…]');
  const accepted = values.accepted ?? acceptedFolder;
  const all = findCheckouts(folder);
  const chosen = choose(all, names);
  const progress = new ProgressLine();
  const rows = chosen.map((checkout, index) => {
    progress.update(`Linting ${checkout.name}, ${index + 1} of ${chosen.length}`);
    return compare(checkout, accepted, values.accept === true, () => progress.clear());
  });
  const head = ['repository', 'files', 'findings', 'new', 'gone', 'ms', 'peak MB'];
  console.log(
    plainTable(
      head,
      rows.map(({ cells }) => cells),
    ),
  );
  for (const name of names.length > 0 ? [] : withoutCheckout(accepted, all))
    console.log(`${name}: accepted findings, but not checked out: not compared`);
  return rows.some(({ failed }) => failed) ? 1 : 0;
});

/** Lints a checkout, prints what differs, and gives its row of the closing table. */
function compare(
  { name, root, commit }: Checkout,
  accepted: string,
  accept: boolean,
  clearProgress: () => void,
): { cells: (string | number)[]; failed: boolean } {
  const outcome = lintCheckout(root, ['all']);
  clearProgress();
  if (!outcome.ok) {
    console.log(`${name}: could not be linted: ${outcome.reason}\n`);
    return { cells: [name, 'failed', '', '', '', '', ''], failed: true };
  }
  const { files, unread, dialects, findings: lists, milliseconds, peakMegabytes } = outcome.report;
  const findings = lists[0] ?? [];
  const now = { commit, dialects: describeDialects(dialects), findings };
  const file = join(accepted, `${name}.txt`);
  const before = existsSync(file) ? parseCorpus(readFileSync(file, 'utf8'), file) : undefined;
  const changes = diffFindings(before?.findings ?? [], findings);
  const diff = formatDiff(name, before, now, changes);
  const notes = unread.map((problem) => `${name}/${problem}: not read`);
  if (isOtherCommit(before?.commit, commit))
    notes.push(`${name}: the checkout is at ${commit}, the accepted findings at ${before?.commit}`);
  const text = [...notes, ...(diff ? [diff] : [])].join('\n');
  if (text) console.log(`${text}\n`);
  if (accept) {
    mkdirSync(accepted, { recursive: true });
    writeFileSync(file, formatCorpus(now));
  }
  const count = (sign: string): number => changes.filter((change) => change.sign === sign).length;
  return {
    cells: [name, files, findings.length, count('+'), count('-'), milliseconds, peakMegabytes],
    failed: !accept && diff !== '',
  };
}

function choose(all: readonly Checkout[], names: readonly string[]): readonly Checkout[] {
  if (names.length === 0) return all;
  const matches = (name: string, checkout: Checkout): boolean =>
    checkout.name === name || checkout.name.slice(checkout.name.indexOf('+') + 1) === name;
  for (const name of names)
    if (!all.some((checkout) => matches(name, checkout)))
      throw new UsageError(`there is no checkout ${name}`);
  return all.filter((checkout) => names.some((name) => matches(name, checkout)));
}

/** The repositories with accepted findings that are not among the checkouts. */
function withoutCheckout(accepted: string, all: readonly Checkout[]): string[] {
  if (!existsSync(accepted)) return [];
  return readdirSync(accepted)
    .filter((file) => /\+.*\.txt$/.test(file))
    .map((file) => file.slice(0, -'.txt'.length))
    .filter((name) => !all.some((checkout) => checkout.name === name))
    .sort();
}
