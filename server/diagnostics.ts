import type { Range } from 'vscode-languageserver-types';
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver-types';
import type { Finding } from '../src/lint/finding.ts';
import type { SourceFile } from '../src/project/source-file.ts';
import { docsUrl } from '../src/report/locate.ts';
import type { Severity } from '../src/rules/rule.ts';
import type { Range as TextRange } from '../src/text/range.ts';

export const source = 'sqlite-preflight';

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** A finding as editors show it. */
export function toDiagnostic(finding: Finding, file: SourceFile): Diagnostic {
  return {
    range: toRange(finding.range, file),
    severity: severities[finding.severity],
    code: finding.rule,
    codeDescription: { href: docsUrl(finding.rule) },
    source,
    message: `${finding.message}\n${finding.help}`,
  };
}

/** Offsets as lines and characters. */
export function toRange({ start, end }: TextRange, file: SourceFile): Range {
  return { start: file.lines.positionAt(start), end: file.lines.positionAt(end) };
}

/** Lines and characters as offsets. */
export function fromRange({ start, end }: Range, file: SourceFile): TextRange {
  return { start: file.lines.offsetAt(start), end: file.lines.offsetAt(end) };
}
