/** A half-open span of a text in UTF-16 code units: `start` is included, `end` is not. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The same range, `by` code units further along. */
export function shift(range: Range, by: number): Range {
  return by === 0 ? range : { start: range.start + by, end: range.end + by };
}

/** True when the ranges share at least one code unit, or one is empty and lies within the other. */
export function overlaps(a: Range, b: Range): boolean {
  return a.start === a.end || b.start === b.end
    ? a.start <= b.end && b.start <= a.end
    : a.start < b.end && b.start < a.end;
}
