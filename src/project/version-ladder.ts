import type { Range } from '../text/range.ts';
import { functionNamedBy, linesAround } from './program-owners.ts';

/** A condition on the version of the schema: `if dbversion < 12 {`, `if (oldVersion < next) {`. */
const condition =
  /^\s*if\b\s*\(?\s*(?:[\w$]+(?:\.|->|::))*[\w$]*version[\w$]*\s*<\s*(?:(\d+)|[\w$]+)\s*\)?\s*[{:]?\s*$/i;

/** What decides at run time whether, or how often, the lines that it holds are run. */
const control = /\b(?:if|else|elif|for|while|loop|match|switch|case|when|unless|try|catch|except|rescue)\b/;

/** The step that a text stands in. */
interface Step {
  /** Where its function starts in the file. */
  readonly start: number;
  /** The version before which it is run; undefined where the condition gives a name. */
  readonly version: number | undefined;
}

/**
 * The texts that stand in steps of one function, one below the other, each of which is run for schemas of an earlier
 * version: `if version < 2 { … } if version < 3 { … }`. They run in the order in which they are written.
 * @param program the text of the file
 * @param texts where its texts stand, in its order
 * @returns undefined where there is no such function, or where its versions do not rise
 */
export function ladderOf<Text extends { readonly range: Range }>(
  program: string,
  texts: readonly Text[],
): ReadonlySet<Text> | undefined {
  const code = withoutTexts(program, texts);
  const steps = texts.flatMap((text) => {
    const step = stepAt(code, text.range.start);
    return step ? [{ ...step, text }] : [];
  });
  const versions = steps.flatMap(({ version }) => version ?? []);
  const isOne = steps.every(({ start }) => start === steps[0]?.start);
  const rises = versions.every((version, at) => at === 0 || version >= (versions[at - 1] ?? 0));
  return isOne && rises && new Set(versions).size >= 3 ? new Set(steps.map(({ text }) => text)) : undefined;
}

/** The program with blanks for its texts: their lines are indented as they like. */
function withoutTexts(program: string, texts: readonly { readonly range: Range }[]): string {
  let code = '';
  for (const { range } of [...texts].sort((a, b) => a.range.start - b.range.start)) {
    // The first character says how far a text that starts its line is indented.
    const start = range.start + 1;
    if (start < code.length) continue;
    code += program.slice(code.length, start);
    code += program.slice(start, range.end).replace(/[^\n]/g, ' ');
  }
  return code + program.slice(code.length);
}

/** The step that alone holds a text; undefined where other conditions or loops do so as well. */
function stepAt(text: string, offset: number): Step | undefined {
  let found: RegExpExecArray | undefined;
  for (const { line, start } of linesAround(text, offset, holds)) {
    const step = found ? null : condition.exec(line);
    if (step) found = step;
    else if (functionNamedBy(line) !== undefined)
      return found && { start, version: found[1] === undefined ? undefined : Number(found[1]) };
    else if (control.test(line)) return undefined;
  }
  return undefined;
}

const holds = (line: string): boolean => control.test(line) || functionNamedBy(line) !== undefined;
