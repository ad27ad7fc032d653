import type { NewMigration, Severity } from '../rules/rule.ts';
import { hashText } from '../text/hash.ts';
import type { Range } from '../text/range.ts';

export interface FindingEdit {
  readonly file: string;
  readonly range: Range;
  readonly text: string;
}

export interface FindingFix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly FindingEdit[];
  /** What a new migration has to do; `edits` is empty then. */
  readonly migration?: NewMigration;
}

/** A problem at its place, as reporters and the language server show it. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** Relative to the project's root, with `/`. */
  readonly file: string;
  readonly range: Range;
  readonly message: string;
  readonly help: string;
  readonly fixes: readonly FindingFix[];
  /** The text that the finding is about: what its fingerprint is made of. */
  readonly anchor: string;
}

/** Orders findings by file, place and rule. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
    a.range.start - b.range.start ||
    a.range.end - b.range.end ||
    (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)
  );
}

/**
 * A name for each finding that stays when lines move and files are renamed: made of the rule, the text it is about
 * with blanks folded, and, among equal ones, of their number.
 */
export function fingerprints(findings: readonly Finding[]): string[] {
  const seen = new Map<string, number>();
  return findings.map(({ rule, anchor }) => {
    const base = `${rule}\n${anchor.replace(/\s+/g, ' ').trim()}`;
    const number = seen.get(base) ?? 0;
    seen.set(base, number + 1);
    return hashText(`${base}\n${number}`);
  });
}
