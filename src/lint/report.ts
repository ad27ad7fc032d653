import type { SourceFile } from '../project/source-file.ts';
import type { Fix, Problem, Rule, Severity } from '../rules/rule.ts';
import { sqlcMacros } from '../sql/sqlc-macros.ts';
import { overlaps } from '../text/range.ts';
import { compareFindings, type Finding } from './finding.ts';
import type { Found } from './run-rule.ts';
import { readSuppressions, type Suppression } from './suppressions.ts';

/** What the report of a file depends on beside what rules found. */
export interface ReportContext {
  /** All rules, those that are switched off among them. */
  readonly rules: readonly Rule[];
  /** Undefined for a rule that is switched off. */
  readonly severityOf: (rule: Rule) => Severity | undefined;
  /** True while facts of the file are missing: a finding may still come. */
  readonly isPending: () => boolean;
}

/** The findings of a file: what rules found but for what its comments silence, and what is wrong with those comments. */
export function reportOf(source: SourceFile, found: readonly Found[], context: ReportContext): Finding[] {
  const toFinding = ({ rule, problem }: Found): Finding[] => {
    const severity = context.severityOf(rule);
    return severity === undefined ? [] : [findingOf(rule.id, severity, problem, source)];
  };
  const findings = found.flatMap(toFinding);
  const suppressions = readSuppressions(source);
  if (suppressions.length === 0) return dedupe(findings);

  const used = new Set<string>();
  const kept = findings.filter(({ rule, range }) => {
    const hits = suppressions.filter(({ rules, scope }) => rules.includes(rule) && overlaps(scope, range));
    for (const hit of hits) used.add(useOf(hit, rule));
    return hits.length === 0;
  });
  const unfounded = [
    ...withoutReason(suppressions, context),
    ...withoutEffect(suppressions, (one, id) => used.has(useOf(one, id)), context),
  ];
  return dedupe([...kept, ...unfounded.flatMap(toFinding)].sort(compareFindings));
}

function useOf({ range }: Suppression, rule: string): string {
  return `${range.start} ${rule}`;
}

function withoutReason(suppressions: readonly Suppression[], { rules }: ReportContext): Found[] {
  const rule = rules.find(({ id }) => id === 'suppression/missing-reason');
  if (!rule) return [];
  return suppressions
    .filter(({ reason }) => reason === '')
    .map(({ range, rules: silenced }) => ({
      rule,
      problem: {
        range,
        message: `The suppression of ${silenced.join(', ')} gives no reason.`,
        help: 'Write why behind a colon: `preflight-ignore group/rule: reason`.',
      },
    }));
}

function withoutEffect(
  suppressions: readonly Suppression[],
  isUsed: (suppression: Suppression, rule: string) => boolean,
  { rules, isPending }: ReportContext,
): Found[] {
  const rule = rules.find(({ id }) => id === 'suppression/unused');
  // While facts are missing a finding may still come, and with it the use.
  if (!rule || isPending()) return [];
  return suppressions.flatMap((suppression) =>
    suppression.rules
      .filter((id) => !isUsed(suppression, id))
      .map((id) => {
        const exists = rules.some((one) => one.id === id);
        const message = exists
          ? `Nothing here is reported by ${id}: this suppression has no effect.`
          : `There is no rule ${id}: this suppression has no effect.`;
        const help = exists
          ? 'Remove the suppression.'
          : 'Correct the name; `sqlite-preflight rules` lists them.';
        return { rule, problem: { range: suppression.range, message, help } };
      }),
  );
}

function findingOf(rule: string, severity: Severity, problem: Problem, source: SourceFile): Finding {
  const statement =
    source.kind === 'sql'
      ? source.document.statements.find(
          ({ start, end }) => start <= problem.range.start && problem.range.end <= end,
        )
      : undefined;
  const around = statement ? statement.text : source.text.slice(problem.range.start, problem.range.end);
  return {
    rule,
    severity,
    file: source.path,
    range: problem.range,
    message: problem.message,
    help: problem.help,
    fixes: (problem.fixes ?? [])
      .filter((fix) => keepsMacros(fix, source))
      .map((fix) => ({
        title: fix.title,
        safe: fix.safe,
        edits: fix.edits.map((edit) => ({
          file: fix.file ?? source.path,
          range: edit.range,
          text: edit.text,
        })),
        ...(fix.migration && { migration: fix.migration }),
      })),
    anchor: `${around}\n${source.text.slice(problem.range.start, problem.range.end)}`,
  };
}

/** False for a fix that would write over a macro of sqlc, which is read as what stands for it. */
function keepsMacros({ file, edits }: Fix, { kind, text }: SourceFile): boolean {
  if (kind !== 'sql' || file !== undefined) return true;
  const macros = sqlcMacros(text);
  return !edits.some(({ range }) => macros.some((macro) => overlaps(macro, range)));
}

function dedupe(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ rule, range, message }) => {
    const key = `${rule} ${range.start} ${range.end} ${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
