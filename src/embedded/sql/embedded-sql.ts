import type { Range } from '../../text/range.ts';

/** A stretch of SQL that stands in the host file as it is run: the same characters, no escapes. */
export interface Segment {
  /** Where it starts in the SQL text. */
  readonly at: number;
  /** Where it starts in the host file. */
  readonly host: number;
  readonly length: number;
}

/** A place in the SQL text that the program fills in at run time. */
export interface Hole {
  /** The hole's stand-in in the SQL text. */
  readonly range: Range;
  /** The expression in the host file, with its delimiters: `${id}`, `#{id}`, `%s`. */
  readonly host: Range;
  /**
   * `parameter`: the driver binds a value there, whatever it is (a tagged template of an SQL library).
   * `text`: text is put in, which may be a value, a name or a whole clause.
   */
  readonly kind: 'parameter' | 'text';
}

/** SQL in a host language, as SQLite would be given it. */
export interface EmbeddedSql {
  /** The SQL. A hole is a `?` there; escapes are decoded, constants that are put together are one text. */
  readonly text: string;
  /** In order; what lies between two segments (escapes, holes, text that is made up) has no place of its own. */
  readonly segments: readonly Segment[];
  readonly holes: readonly Hole[];
  /** The literal, or the whole expression that puts literals together, in the host file. */
  readonly range: Range;
  /**
   * How it is known to be SQL: `call`: handed to a method that runs or prepares SQL; `tag`: a tagged template or macro
   * of an SQL library; `text`: a constant that reads as a whole statement.
   */
  readonly by: 'call' | 'tag' | 'text';
  /** The method or macro that it is handed to, with its receiver as written: `db.prepare`, `sqlx::query!`, `conn.execute`. */
  readonly callee?: string | undefined;
}

/** The place in the host file of an offset in the SQL text; the nearest one before it where it has none of its own. */
export function hostOffset({ segments, range }: EmbeddedSql, offset: number): number {
  let place = range.start;
  for (const { at, host, length } of segments) {
    if (offset < at) break;
    place = host + Math.min(offset - at, length);
  }
  return place;
}

/** The range in the host file of a range in the SQL text. */
export function hostRange(sql: EmbeddedSql, { start, end }: Range): Range {
  const from = hostOffset(sql, start);
  // The end belongs to the last character, not to what follows in another piece.
  return { start: from, end: end > start ? Math.max(from, hostOffset(sql, end - 1) + 1) : from };
}

/** True for a range of the SQL text whose characters stand in the host file, one by one. */
export function standsAsItIs({ segments }: EmbeddedSql, { start, end }: Range): boolean {
  return segments.some(({ at, length }) => at <= start && end <= at + length);
}
