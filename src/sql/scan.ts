/**
 * The lexical rules of SQLite (tokenize.c, https://sqlite.org/src/file/src/tokenize.c), as far as finding where
 * statements end needs them: which characters belong to a comment, a quoted thing, a word.
 */

export type LexemeKind =
  | 'space'
  | 'line-comment'
  | 'block-comment'
  | 'quoted'
  | 'word'
  | 'semicolon'
  | 'other';

export interface Lexeme {
  readonly kind: LexemeKind;
  readonly end: number;
  /** False for a quoted thing that the text ends in. */
  readonly closed: boolean;
}

const isWordStart = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  code === 95 ||
  (code >= 0x80 && code !== 0xfeff);

/** Identifier characters: SQLite counts `$` and everything beyond ASCII. */
const isWordPart = (code: number): boolean => isWordStart(code) || (code >= 48 && code <= 57) || code === 36;

const isSpace = (code: number): boolean =>
  code === 32 || (code >= 9 && code <= 13 && code !== 11) || code === 0xfeff;

/** True for what only divides tokens: space and comments. */
export function isBlank(kind: LexemeKind): boolean {
  return kind === 'space' || kind === 'line-comment' || kind === 'block-comment';
}

/** The lexeme that starts at `at`, which must lie within the text. */
export function lexemeAt(text: string, at: number): Lexeme {
  const code = text.charCodeAt(at);
  if (isSpace(code)) {
    let end = at + 1;
    while (end < text.length && isSpace(text.charCodeAt(end))) end++;
    return { kind: 'space', end, closed: true };
  }
  if (isWordStart(code)) {
    let end = at + 1;
    while (end < text.length && isWordPart(text.charCodeAt(end))) end++;
    return { kind: 'word', end, closed: true };
  }
  switch (code) {
    case 59:
      return { kind: 'semicolon', end: at + 1, closed: true };
    case 45:
      if (text.charCodeAt(at + 1) === 45)
        return { kind: 'line-comment', end: lineEnd(text, at), closed: true };
      break;
    case 47:
      if (text.charCodeAt(at + 1) === 42) {
        const close = text.indexOf('*/', at + 2);
        // SQLite lets a block comment run to the end of the text.
        return { kind: 'block-comment', end: close < 0 ? text.length : close + 2, closed: true };
      }
      break;
    case 39:
    case 34:
    case 96:
      return quoted(text, at, code);
    case 91: {
      const close = text.indexOf(']', at + 1);
      return { kind: 'quoted', end: close < 0 ? text.length : close + 1, closed: close >= 0 };
    }
  }
  // Digits and parameters swallow the word characters behind them: `$1`, `:name`, `1e5`.
  let end = at + 1;
  if (code === 36 || code === 64 || code === 58 || code === 35 || (code >= 48 && code <= 57)) {
    while (end < text.length && isWordPart(text.charCodeAt(end))) end++;
  }
  return { kind: 'other', end, closed: true };
}

/** A quote inside a quoted thing is written twice. */
function quoted(text: string, at: number, quote: number): Lexeme {
  const mark = String.fromCharCode(quote);
  let from = at + 1;
  for (;;) {
    const close = text.indexOf(mark, from);
    if (close < 0) return { kind: 'quoted', end: text.length, closed: false };
    if (text.charCodeAt(close + 1) !== quote) return { kind: 'quoted', end: close + 1, closed: true };
    from = close + 2;
  }
}

/** A statement without the semicolon and the space behind it. */
export function withoutSemicolon(sql: string): string {
  return sql.replace(/[\s;]+$/, '');
}

/** The offset of the line end (LF or CR) at or behind `at`, or the text's end. */
export function lineEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
  return end;
}
