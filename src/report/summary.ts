import type { Severity } from '../rules/rule.ts';
import type { LocatedFinding } from './locate.ts';

export interface Summary {
  /** The files that were judged. */
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly hints: number;
  /** Findings that have a fix. */
  readonly fixable: number;
}

export function summarize(findings: readonly LocatedFinding[], files: number): Summary {
  const count = (severity: Severity): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return {
    files,
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
    hints: count('hint'),
    fixable: findings.filter(({ fixes }) => fixes.length > 0).length,
  };
}
