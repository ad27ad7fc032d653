import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { UsageError } from '../../src/cli/command.ts';
import { type Checkout, isOtherCommit } from '../lib/checkouts.ts';
import { findStrayPlace } from './checks.ts';
import { findRepeats, type Label, readLabels } from './rows.ts';

/** The labels of one repository; `checkout` is undefined when it isn't there. */
export interface LabelledRepository {
  readonly name: string;
  readonly labels: readonly Label[];
  readonly checkout: Checkout | undefined;
}

/** The files of labels in a folder. */
export function labelFilesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  return names.sort().map((name) => join(folder, name));
}

/**
 * Reads the labels of some files, by repository.
 * @param ruleIds the rules that a label may name
 * @throws UsageError that names all rows which can't be followed or are about places that a checkout hasn't got
 */
export function loadLabels(
  files: readonly string[],
  ruleIds: readonly string[],
  checkouts: readonly Checkout[],
): LabelledRepository[] {
  const read = files.map((file) => {
    if (!existsSync(file)) throw new UsageError(`${file}: no such file`);
    return readLabels(readFileSync(file, 'utf8'), relative('.', file), ruleIds);
  });
  const labels = read.flatMap((one) => one.labels);
  refuse([...read.flatMap(({ problems }) => problems), ...findRepeats(labels)]);
  const names = [...new Set(labels.map(({ repo }) => repo))].sort();
  const repositories = names.map((name) => ({
    name,
    labels: labels.filter(({ repo }) => repo === name),
    checkout: checkouts.find((checkout) => checkout.name === name),
  }));
  refuse(repositories.flatMap(strayPlaces));
  return repositories;
}

/** A note when labels count lines at another commit than the checkout's. */
export function describeOtherCommits({ name, labels, checkout }: LabelledRepository): string[] {
  const others = labels.flatMap(({ commit }) =>
    commit !== undefined && isOtherCommit(commit, checkout?.commit) ? [commit] : [],
  );
  if (others.length === 0) return [];
  const commits = [...new Set(others)].join(', ');
  return [`${name}: the checkout is at ${checkout?.commit}, ${others.length} labels at ${commits}`];
}

function strayPlaces({ labels, checkout }: LabelledRepository): string[] {
  if (!checkout) return [];
  return labels.flatMap((label) => {
    const stray = findStrayPlace(label, checkout.root);
    if (stray === undefined) return [];
    const other = isOtherCommit(label.commit, checkout.commit);
    return [other ? `${stray} (the label is of commit ${label.commit})` : stray];
  });
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
}
