import type { LocatedFinding } from './locate.ts';
import type { Summary } from './summary.ts';

/** The report as one JSON document, described by docs/lint-output.schema.json. */
export function reportJson(findings: readonly LocatedFinding[], summary: Summary): string {
  const list = findings.map(
    ({ rule, severity, file, start, end, message, help, docs, fixes, fingerprint }) => ({
      rule,
      severity,
      file,
      start,
      end,
      message,
      help,
      docs,
      fixes,
      fingerprint,
    }),
  );
  return `${JSON.stringify({ version: 1, findings: list, summary }, null, 2)}\n`;
}
