import { codeFrameColumns } from '@babel/code-frame';
import type { Severity } from '../rules/rule.ts';
import { count } from './count.ts';
import type { LocatedFinding } from './locate.ts';
import type { Summary } from './summary.ts';

/** How a piece of text is to stand out; the terminal's own colours are used. */
export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'blue' | 'cyan' | 'underline';
export type Paint = (style: Style | readonly Style[], text: string) => string;

const colours: Record<Severity, Style> = { error: 'red', warning: 'yellow', info: 'blue', hint: 'cyan' };

/** The report for people: each finding with its lines of code, why it matters and what to do. */
export function reportPretty(
  findings: readonly LocatedFinding[],
  summary: Summary,
  textOf: (file: string) => string | undefined,
  paint: Paint,
): string {
  const blocks = findings.map((finding) => block(finding, textOf(finding.file), paint));
  return `${[...blocks, closing(findings, summary, paint)].join('\n\n')}\n`;
}

function block(finding: LocatedFinding, text: string | undefined, paint: Paint): string {
  const { file, start, severity, rule, message, help, fixes } = finding;
  const place = paint('underline', `${file}:${start.line}:${start.column}`);
  const head = `${place}  ${paint(['bold', colours[severity]], severity)}  ${paint('dim', rule)}`;
  const lines = [head, `  ${paint('bold', message)}`];
  if (text !== undefined) lines.push('', indent(frame(finding, text), '  '), '');
  lines.push(`  ${paint('cyan', 'help')}  ${help}`);
  for (const { title, safe } of fixes)
    lines.push(
      `  ${paint('cyan', 'fix')}   ${title}${safe ? '' : paint('dim', ' (look before you apply it)')}`,
    );
  return lines.join('\n');
}

/** The finding's first lines: a long statement is cut where it stops telling more. */
function frame({ start, end }: LocatedFinding, text: string): string {
  const lastLine = Math.min(end.line, start.line + 2);
  const lineLength = text.split(/\r?\n/)[lastLine - 1]?.length ?? 0;
  const endColumn = lastLine === end.line ? end.column : lineLength + 1;
  // Within a line the library leaves the end column out, over several lines it marks that one too.
  const last = lastLine === start.line ? Math.max(endColumn, start.column + 1) : Math.max(endColumn - 1, 1);
  return codeFrameColumns(
    text.replace(/^\uFEFF/, ' '),
    { start: { line: start.line, column: start.column }, end: { line: lastLine, column: last } },
    { linesAbove: 1, linesBelow: 1 },
  );
}

function indent(text: string, by: string): string {
  return text
    .split('\n')
    .map((line) => (line.length > 200 ? `${by}${line.slice(0, 199)}…` : by + line))
    .join('\n');
}

function closing(findings: readonly LocatedFinding[], summary: Summary, paint: Paint): string {
  const files = count(summary.files, 'file');
  if (findings.length === 0) return `${paint('bold', 'No findings')} in ${files} of SQLite.`;
  const parts = [
    summary.errors > 0 && paint(colours.error, count(summary.errors, 'error')),
    summary.warnings > 0 && paint(colours.warning, count(summary.warnings, 'warning')),
    summary.infos > 0 && paint(colours.info, count(summary.infos, 'info', 'infos')),
    summary.hints > 0 && paint(colours.hint, count(summary.hints, 'hint')),
  ].filter((part) => part !== false);
  return `${paint('bold', count(findings.length, 'finding'))} in ${files} of SQLite: ${parts.join(', ')}. \`sqlite-preflight explain <rule>\` tells more.`;
}
