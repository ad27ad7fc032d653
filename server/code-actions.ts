import {
  type CodeAction,
  type CodeActionContext,
  CodeActionKind,
  Command,
  type Range,
  type TextEdit,
} from 'vscode-languageserver-types';
import type { Finding, FindingFix } from '../src/lint/finding.ts';
import type { Linter } from '../src/lint/linter.ts';
import { suppressionEdit } from '../src/lint/suppressions.ts';
import type { SourceFile } from '../src/project/source-file.ts';
import { overlaps } from '../src/text/range.ts';
import { fromRange, toDiagnostic, toRange } from './diagnostics.ts';
import { openRuleCommand } from './protocol.ts';

/** The kind under which an editor applies all safe fixes of a file, on save if its user wants that. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.sqlite-preflight`;

/** What is offered for the findings within a range: their fixes, two ways to suppress them, their rule's page. */
export function codeActions(
  linter: Linter,
  path: string,
  range: Range,
  context: CodeActionContext,
  uriOf: (path: string) => string,
): CodeAction[] {
  const file = linter.file(path);
  if (!file) return [];
  const findings = linter.check(path);
  const wants = (kind: string): boolean =>
    !context.only || context.only.some((only) => kind === only || kind.startsWith(`${only}.`));
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    const offsets = fromRange(range, file);
    for (const finding of findings.filter((candidate) => overlaps(candidate.range, offsets))) {
      actions.push(...quickFixes(finding, file, linter, uriOf));
    }
  }
  // Offered only when asked for: it is for saving, not for the light bulb.
  if (context.only && wants(fixAllKind)) actions.push(...fixAll(findings, linter, uriOf));
  return actions;
}

function quickFixes(
  finding: Finding,
  file: SourceFile,
  linter: Linter,
  uriOf: (path: string) => string,
): CodeAction[] {
  const diagnostics = [toDiagnostic(finding, file)];
  const uri = uriOf(file.path);
  const fixes = finding.fixes.map(
    (fix): CodeAction => ({
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      diagnostics,
      isPreferred: fix.safe,
      edit: { changes: toChanges([fix], linter, uriOf) },
    }),
  );
  const suppress = (title: string, wholeFile: boolean): CodeAction => {
    const { at, text } = suppressionEdit(file, finding.range.start, finding.rule, wholeFile);
    const edit: TextEdit = { range: toRange({ start: at, end: at }, file), newText: text };
    return { title, kind: CodeActionKind.QuickFix, diagnostics, edit: { changes: { [uri]: [edit] } } };
  };
  return [
    ...fixes,
    ...(linter.isWithinText(file.path, finding.range.start)
      ? []
      : [suppress(`Suppress ${finding.rule} for this ${file.kind === 'sql' ? 'statement' : 'line'}`, false)]),
    suppress(`Suppress ${finding.rule} in this file`, true),
    {
      title: `Open the documentation of ${finding.rule}`,
      kind: CodeActionKind.QuickFix,
      diagnostics,
      command: Command.create('Open the documentation', openRuleCommand, finding.rule),
    },
  ];
}

function fixAll(findings: readonly Finding[], linter: Linter, uriOf: (path: string) => string): CodeAction[] {
  const safe = findings.flatMap(({ fixes }) => fixes.find((fix) => fix.safe) ?? []);
  // Two fixes of the same text would spoil each other: the first one wins, the next round finds the other.
  const chosen: FindingFix[] = [];
  for (const fix of safe) {
    const clashes = chosen.some((other) =>
      other.edits.some((a) => fix.edits.some((b) => a.file === b.file && overlaps(a.range, b.range))),
    );
    if (!clashes) chosen.push(fix);
  }
  if (chosen.length === 0) return [];
  return [
    {
      title: 'Apply all safe fixes of SQLite Preflight',
      kind: fixAllKind,
      edit: { changes: toChanges(chosen, linter, uriOf) },
    },
  ];
}

function toChanges(
  fixes: readonly FindingFix[],
  linter: Linter,
  uriOf: (path: string) => string,
): Record<string, TextEdit[]> {
  const changes: Record<string, TextEdit[]> = {};
  for (const { file, range, text } of fixes.flatMap(({ edits }) => edits)) {
    const source = linter.file(file);
    if (!source) continue;
    const uri = uriOf(file);
    const list = changes[uri] ?? [];
    list.push({ range: toRange(range, source), newText: text });
    changes[uri] = list;
  }
  return changes;
}
