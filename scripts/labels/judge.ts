import type { FindingLine } from '../lib/finding-line.ts';
import type { Label } from './rows.ts';

/** How many lines a finding may stand above or below its label. */
export const windowLines = 3;

/** A label beside what its rule reports there. */
export interface Outcome {
  readonly label: Label;
  readonly hits: readonly FindingLine[];
}

export interface Tally {
  /** Labels where the rule must report. */
  readonly labels: number;
  readonly found: number;
  /** Labels where it must not. */
  readonly traps: number;
  readonly alarms: number;
}

/** Looks for each label's rule at its place among the findings of its repository. */
export function judge(labels: readonly Label[], findings: readonly FindingLine[]): Outcome[] {
  return labels.map((label) => ({ label, hits: findings.filter((finding) => isAt(finding, label)) }));
}

/** A note for each trap so close to an expected finding of its rule that the true finding counts as an alarm. */
export function findClashes(labels: readonly Label[]): string[] {
  const expected = labels.filter((label) => label.expected);
  return labels.flatMap((trap) => {
    const near = trap.expected
      ? undefined
      : expected.find((label) => label.repo === trap.repo && isAt(label, trap));
    return near ? [`${trap.source}: the finding that ${near.source} expects is an alarm here`] : [];
  });
}

function isAt({ rule, path, line }: Pick<FindingLine, 'rule' | 'path' | 'line'>, label: Label): boolean {
  if (rule !== label.rule || path !== label.path) return false;
  return label.line === 0 || Math.abs(line - label.line) <= windowLines;
}

/** True for a label that must be reported and is not. */
export function isMiss({ label, hits }: Outcome): boolean {
  return label.expected && hits.length === 0;
}

/** True for a label that must not be reported and is. */
export function isAlarm({ label, hits }: Outcome): boolean {
  return !label.expected && hits.length > 0;
}

export function tally(outcomes: readonly Outcome[]): Tally {
  const labels = outcomes.filter(({ label }) => label.expected).length;
  return {
    labels,
    found: labels - outcomes.filter(isMiss).length,
    traps: outcomes.length - labels,
    alarms: outcomes.filter(isAlarm).length,
  };
}

/** Found among labels, between 0 and 1; undefined without labels. */
export function recallOf({ labels, found }: Tally): number | undefined {
  return labels === 0 ? undefined : found / labels;
}

/** Alarms among traps, between 0 and 1; undefined without traps. */
export function alarmShareOf({ traps, alarms }: Tally): number | undefined {
  return traps === 0 ? undefined : alarms / traps;
}
