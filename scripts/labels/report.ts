import { formatFinding } from '../lib/finding-line.ts';
import { plainTable } from '../lib/table.ts';
import { alarmShareOf, isAlarm, isMiss, type Outcome, recallOf, tally } from './judge.ts';

const head = ['rule', 'labels', 'found', 'missed', 'recall', 'traps', 'alarms', 'false alarms'];

/** The figures of each rule, and in all, under a preset. */
export function outcomeTable(outcomes: readonly Outcome[]): string {
  const rules = [...new Set(outcomes.map(({ label }) => label.rule))].sort();
  const parts = rules.map((rule) => [rule, outcomes.filter(({ label }) => label.rule === rule)] as const);
  return plainTable(
    head,
    [...parts, ['in all', outcomes] as const].map(([name, list]) => {
      const figures = tally(list);
      const { labels, found, traps, alarms } = figures;
      const missed = labels - found;
      const recall = percent(recallOf(figures));
      return [name, labels, found, missed, recall, traps, alarms, percent(alarmShareOf(figures))];
    }),
  );
}

/** What became of a label, with what its writer says of it and what was reported there. */
export function describeOutcome(outcome: Outcome): string {
  const { label, hits } = outcome;
  const { repo, path, line, rule, why, source } = label;
  const kind = isMiss(outcome) ? 'missed' : isAlarm(outcome) ? 'alarm' : label.expected ? 'found' : 'quiet';
  const lines = [`${kind}  ${repo}/${path}:${line}  ${rule}  (${source})`, `  why: ${why}`];
  for (const hit of hits) lines.push(`  reported: ${formatFinding(hit)}`);
  return lines.join('\n');
}

/** A share between 0 and 1 with one decimal; a dash when there is none. */
export function percent(share: number | undefined): string {
  return share === undefined ? '–' : `${(share * 100).toFixed(1)} %`;
}
