import {
  type CodeAction,
  type CodeActionContext,
  CodeActionKind,
  Command,
  CreateFile,
  type Range,
  TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-types';
import type { Finding, FindingEdit, FindingFix } from '../src/lint/finding.ts';
import type { Linter } from '../src/lint/linter.ts';
import { suppressionEdit } from '../src/lint/suppressions.ts';
import { type WrittenMigration, writeMigration } from '../src/project/new-migration/new-migration.ts';
import type { SourceFile } from '../src/project/source-file.ts';
import type { NewMigration } from '../src/rules/rule.ts';
import { overlaps } from '../src/text/range.ts';
import { fromRange, toDiagnostic, toRange } from './diagnostics.ts';
import { copyTextCommand, openRuleCommand } from './protocol.ts';

/** The kind under which an editor applies all safe fixes of a file, on save if its user wants that. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.sqlite-preflight`;

/** What an editor does beyond changing texts. */
export interface EditorAbilities {
  /** It makes files as a part of an edit. */
  readonly createsFiles: boolean;
  /** It carries out `copyTextCommand` itself. */
  readonly copiesText: boolean;
}

/** Where the fixes of a finding lead. */
interface Target {
  readonly linter: Linter;
  readonly uriOf: (path: string) => string;
  readonly editor: EditorAbilities;
}

/** What is offered for the findings within a range: their fixes, two ways to suppress them, their rule's page. */
export function codeActions(
  linter: Linter,
  path: string,
  range: Range,
  context: CodeActionContext,
  uriOf: (path: string) => string,
  editor: EditorAbilities,
): CodeAction[] {
  const target = { linter, uriOf, editor };
  const file = linter.file(path);
  if (!file) return [];
  const findings = linter.check(path);
  const wants = (kind: string): boolean =>
    !context.only || context.only.some((only) => kind === only || kind.startsWith(`${only}.`));
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    const offsets = fromRange(range, file);
    for (const finding of findings.filter((candidate) => overlaps(candidate.range, offsets))) {
      actions.push(...quickFixes(finding, file, target));
    }
  }
  // Offered only when asked for: it is for saving, not for the light bulb.
  if (context.only && wants(fixAllKind)) actions.push(...fixAll(findings, target));
  return actions;
}

function quickFixes(finding: Finding, file: SourceFile, target: Target): CodeAction[] {
  const { linter, uriOf } = target;
  const diagnostics = [toDiagnostic(finding, file)];
  const uri = uriOf(file.path);
  const fixes = finding.fixes.flatMap((fix): CodeAction[] => {
    const base = { kind: CodeActionKind.QuickFix, diagnostics };
    if (fix.migration) return newMigration(fix.migration, target).map((action) => ({ ...action, ...base }));
    return [
      { ...base, title: fix.title, isPreferred: fix.safe, edit: { changes: toChanges(fix.edits, target) } },
    ];
  });
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

/** Two ways to carry out a change of the schema: a migration like the project's own, and the statements to take along. */
function newMigration(
  migration: NewMigration,
  target: Target,
): Pick<CodeAction, 'title' | 'edit' | 'command'>[] {
  const { linter, editor } = target;
  const actions: Pick<CodeAction, 'title' | 'edit' | 'command'>[] = [];
  const database = linter.project.databases.find(({ name }) => name === migration.database);
  const written =
    editor.createsFiles && database
      ? writeMigration(migration, database, linter.project, new Date())
      : undefined;
  if (written)
    actions.push({ title: `Create a migration: ${migration.title}`, edit: creating(written, target) });
  if (editor.copiesText) {
    const title = migration.up.length === 1 ? 'Copy the statement' : 'Copy the statements';
    const text = `${migration.up.join('\n')}\n`;
    actions.push({
      title: `${title}: ${migration.title}`,
      command: Command.create(title, copyTextCommand, text),
    });
  }
  return actions;
}

/** An edit that makes files, none of which may exist. */
function creating({ files, edits = [] }: WrittenMigration, target: Target): WorkspaceEdit {
  const start = { line: 0, character: 0 };
  const made = files.flatMap(({ path, text }) => {
    const uri = target.uriOf(path);
    return [
      CreateFile.create(uri, { overwrite: false, ignoreIfExists: false }),
      TextDocumentEdit.create({ uri, version: null }, [{ range: { start, end: start }, newText: text }]),
    ];
  });
  const changed = Object.entries(toChanges(edits, target)).map(([uri, list]) =>
    TextDocumentEdit.create({ uri, version: null }, list),
  );
  return { documentChanges: [...made, ...changed] };
}

function fixAll(findings: readonly Finding[], target: Target): CodeAction[] {
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
      edit: {
        changes: toChanges(
          chosen.flatMap(({ edits }) => edits),
          target,
        ),
      },
    },
  ];
}

function toChanges(edits: readonly FindingEdit[], { linter, uriOf }: Target): Record<string, TextEdit[]> {
  const changes: Record<string, TextEdit[]> = {};
  for (const { file, range, text } of edits) {
    const source = linter.file(file);
    if (!source) continue;
    const uri = uriOf(file);
    const list = changes[uri] ?? [];
    list.push({ range: toRange(range, source), newText: text });
    changes[uri] = list;
  }
  return changes;
}
