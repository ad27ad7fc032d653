import type { Severity } from '../../src/rules/rule.ts';

/** A finding as one line of text holds it. */
export interface FindingLine {
  /** Relative to the checkout's root, with `/`. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  readonly severity: Severity;
  readonly rule: string;
  /** The first sentence. */
  readonly message: string;
}

const form = /^(.+?):(\d+):(\d+) (error|warning|info|hint) (\S+) (.*)$/;

export function formatFinding({ path, line, column, severity, rule, message }: FindingLine): string {
  return `${path}:${line}:${column} ${severity} ${rule} ${message}`;
}

/** Reads what `formatFinding` writes; undefined for any other line. */
export function parseFinding(text: string): FindingLine | undefined {
  const [, path, line, column, severity, rule, message] = form.exec(text) ?? [];
  if (path === undefined || rule === undefined || message === undefined) return undefined;
  return { path, line: Number(line), column: Number(column), severity: severity as Severity, rule, message };
}

/** Orders findings by path, place, rule and the rest; 0 for those that are written the same. */
export function compareFindingLines(a: FindingLine, b: FindingLine): number {
  return (
    compareTexts(a.path, b.path) ||
    a.line - b.line ||
    a.column - b.column ||
    compareTexts(a.rule, b.rule) ||
    compareTexts(a.severity, b.severity) ||
    compareTexts(a.message, b.message)
  );
}

/** The first sentence of a message, on one line. */
export function firstSentence(message: string): string {
  const text = message.replace(/\s+/g, ' ').trim();
  return text.split(/(?<=[.!?])\s/, 1)[0] ?? text;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
