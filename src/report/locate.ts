import type { Finding } from '../lint/finding.ts';
import type { NewMigration } from '../rules/rule.ts';
import type { LineIndex } from '../text/lines.ts';

/** A place as reports give it: both from 1, the column in UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A finding as every format shows it. */
export interface LocatedFinding extends Omit<Finding, 'range' | 'fixes' | 'anchor'> {
  readonly start: Place;
  readonly end: Place;
  /** The page of the rule. */
  readonly docs: string;
  readonly fixes: readonly {
    readonly title: string;
    readonly safe: boolean;
    readonly edits: readonly {
      readonly file: string;
      readonly start: Place;
      readonly end: Place;
      readonly text: string;
    }[];
    readonly migration?: NewMigration;
  }[];
  readonly fingerprint: string;
}

/** Where rules are documented. */
export function docsUrl(rule: string): string {
  return `https://github.com/sqlite-preflight/sqlite-preflight/blob/main/docs/rules/${rule}.md`;
}

/**
 * Turns offsets into lines and columns.
 * @param linesOf the line index of a file, by its path
 * @param display the path as the report is to show it
 */
export function locateFinding(
  { range, fixes, anchor: _, ...finding }: Finding,
  fingerprint: string,
  linesOf: (file: string) => LineIndex | undefined,
  display: (file: string) => string,
): LocatedFinding {
  const place = (file: string, offset: number): Place => {
    const position = linesOf(file)?.positionAt(offset) ?? { line: 0, character: 0 };
    return { line: position.line + 1, column: position.character + 1 };
  };
  return {
    ...finding,
    file: display(finding.file),
    start: place(finding.file, range.start),
    end: place(finding.file, range.end),
    docs: docsUrl(finding.rule),
    fixes: fixes.map(({ title, safe, edits, migration }) => ({
      title,
      safe,
      edits: edits.map((edit) => ({
        file: display(edit.file),
        start: place(edit.file, edit.range.start),
        end: place(edit.file, edit.range.end),
        text: edit.text,
      })),
      ...(migration && { migration }),
    })),
    fingerprint,
  };
}
