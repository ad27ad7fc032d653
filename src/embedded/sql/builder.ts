import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../text/range.ts';
import type { EmbeddedSql, Hole, Segment } from './embedded-sql.ts';

/** A part of a text that a program puts together. */
export type TextPiece =
  /** `host`: where the same characters stand in the host file; undefined for text that stands nowhere as it is. */
  | { readonly text: string; readonly host: number | undefined }
  /**
   * What is filled in at run time: the expression with its delimiters. `kind`: where it isn't what the whole says.
   * `filled`: the expression, where it stands by itself.
   */
  | {
      readonly hole: Range;
      readonly kind?: Hole['kind'] | undefined;
      readonly filled?: Node | undefined;
    };

/** The text of pieces, each hole a `?`. */
export function textOfPieces(pieces: readonly TextPiece[]): string {
  return pieces.map((piece) => ('hole' in piece ? '?' : piece.text)).join('');
}

/**
 * The pieces of a literal's body.
 *
 * @param host Where the body starts in the host file.
 * @param escapes Matches an escape; it must be global.
 * @param decode What an escape stands for. One that stands for itself stays part of the text around it.
 */
export function literalPieces(
  body: string,
  host: number,
  escapes: RegExp,
  decode: (match: RegExpExecArray) => string,
): TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const match of body.matchAll(escapes)) {
    const decoded = decode(match);
    if (decoded === match[0]) continue;
    if (match.index > from) pieces.push({ text: body.slice(from, match.index), host: host + from });
    if (decoded !== '') pieces.push({ text: decoded, host: undefined });
    from = match.index + match[0].length;
  }
  if (from < body.length) pieces.push({ text: body.slice(from), host: host + from });
  return pieces;
}

/** A number as SQLite is told it, whatever parts its digits in the program; undefined for one in another notation. */
export function numberPieces(written: string, host: number): TextPiece[] | undefined {
  return /^\d[\d_]*(?:\.\d+)?$/.test(written) ? literalPieces(written, host, /_/g, () => '') : undefined;
}

/** SQL from its pieces, with a segment for each stretch that stands in the file, and a hole for each that doesn't. */
export function buildSql(
  pieces: readonly TextPiece[],
  range: Range,
  known: { readonly by: EmbeddedSql['by']; readonly callee?: string | undefined },
): EmbeddedSql {
  const segments: Segment[] = [];
  const holes: Hole[] = [];
  let text = '';
  for (const piece of pieces) {
    if ('hole' in piece) {
      holes.push({
        range: { start: text.length, end: text.length + 1 },
        host: piece.hole,
        kind: piece.kind ?? (known.by === 'tag' ? 'parameter' : 'text'),
      });
      text += '?';
      continue;
    }
    const { host } = piece;
    const length = piece.text.length;
    const last = segments.at(-1);
    if (host !== undefined && length > 0) {
      if (last && last.at + last.length === text.length && last.host + last.length === host) {
        segments[segments.length - 1] = { ...last, length: last.length + length };
      } else segments.push({ at: text.length, host, length });
    }
    text += piece.text;
  }
  return { text, segments, holes, range, by: known.by, callee: known.callee };
}
