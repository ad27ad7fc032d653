import { overlaps, type Range } from './range.ts';

/** Replaces the text of `range` by `text`; an empty range inserts. */
export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

/**
 * Applies edits that all refer to the same original text.
 * @throws RangeError when two edits overlap: their result would depend on their order.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = [...edits].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  let result = '';
  let at = 0;
  for (const [index, { range, text: replacement }] of sorted.entries()) {
    const previous = sorted[index - 1];
    if (
      previous &&
      (range.start < at || (previous.range.start === range.start && overlaps(previous.range, range)))
    ) {
      throw new RangeError(`edits overlap at offset ${range.start}`);
    }
    result += text.slice(at, range.start) + replacement;
    at = range.end;
  }
  return result + text.slice(at);
}
