import type { Range } from '../text/range.ts';
import { isBlank, lexemeAt } from './scan.ts';

/**
 * A statement as its tokens with one blank between two, for patterns that neither see what stands in quotes and
 * comments nor how the statement is laid out: words are in upper case, strings are `''`, quoted names `""`, names in
 * brackets `[]`, and `[0]` where they hold a number, strings in dollar quotes `$$`; numbers, parameters and operators are as they are written.
 */
export interface TokenText {
  readonly text: string;
  /** Where each token stands in the statement. */
  readonly ranges: readonly Range[];
  /** Where each token starts in `text`. */
  readonly starts: readonly number[];
}

/** Operators of more than one character, of SQLite and of others; longer ones stand before those that they start with. */
const operators = [
  ...[
    '->>',
    '!~~*',
    '!~~',
    '~~*',
    '!~*',
    '#>>',
    '<=>',
    '<->',
    '<#>',
    '-|-',
    '::',
    '@>',
    '<@',
    '@?',
    '@@',
    '#>',
  ],
  ...['#-', '?|', '?&', '~~', '!~', '~*', '&&', ':=', '->', '||', '<<', '>>', '<=', '>=', '<>', '!=', '=='],
];

export function tokenTextOf(sql: string): TokenText {
  const ranges: Range[] = [];
  const starts: number[] = [];
  let text = '';
  for (let at = 0; at < sql.length; ) {
    const { kind, end } = lexemeAt(sql, at);
    if (isBlank(kind)) {
      at = end;
      continue;
    }
    let token = sql.slice(at, end);
    let tokenEnd = end;
    if (kind === 'quoted') token = quotedToken(token);
    else if (kind === 'word') {
      token = token.toUpperCase();
      // A letter before a string makes another string of it in other dialects.
      if (/^[EBN]$/.test(token) && sql[end] === "'") {
        token += "''";
        tokenEnd = prefixedEnd(sql, end, token.startsWith('E'));
      }
    } else if (kind === 'other') {
      const quoted = dollarQuoted(sql, at);
      if (quoted !== undefined) {
        text += `${text === '' ? '' : ' '}$$`;
        starts.push(text.length - 2);
        ranges.push({ start: at, end: quoted });
        at = quoted;
        continue;
      }
      const operator = operators.find((candidate) => sql.startsWith(candidate, at));
      if (operator !== undefined) {
        token = operator;
        tokenEnd = at + operator.length;
      }
    }
    if (text !== '') text += ' ';
    starts.push(text.length);
    ranges.push({ start: at, end: tokenEnd });
    text += token;
    at = tokenEnd;
  }
  return { text, ranges, starts };
}

/** An index into an array, `[1]` or `[1:2]`, is told from a name in brackets. */
function quotedToken(token: string): string {
  if (token[0] === "'") return "''";
  if (token[0] !== '[') return '""';
  return /^\[\s*(?:\d+|\?|[$:]\w+)(?:\s*:\s*\d+)?\s*\]$/.test(token) ? '[0]' : '[]';
}

/** The end of a string in dollar quotes, `$$ … $$` or `$tag$ … $tag$`, that starts at `at`, where there is one. */
function dollarQuoted(sql: string, at: number): number | undefined {
  dollarQuote.lastIndex = at;
  const quote = dollarQuote.exec(sql)?.[0];
  const close = quote === undefined ? -1 : sql.indexOf(quote, at + quote.length);
  return quote === undefined || close < 0 ? undefined : close + quote.length;
}

const dollarQuote = /\$(?:[A-Za-z_]\w*)?\$/y;

/** The end of the string that starts at `at`; with `escapes` a backslash takes the character behind it along. */
function prefixedEnd(sql: string, at: number, escapes: boolean): number {
  for (let end = at + 1; end < sql.length; end++) {
    if (escapes && sql[end] === '\\') end++;
    else if (sql[end] === "'") {
      if (sql[end + 1] !== "'") return end + 1;
      end++;
    }
  }
  return sql.length;
}

/** The tokens of a stretch of the text, by their numbers: from `first` up to and without `end`. */
export function tokensWithin(
  { starts }: TokenText,
  start: number,
  end: number,
): { readonly first: number; readonly end: number } {
  const first = starts.findIndex((at) => at >= start);
  const behind = starts.findIndex((at) => at >= end);
  return { first: first < 0 ? starts.length : first, end: behind < 0 ? starts.length : behind };
}
