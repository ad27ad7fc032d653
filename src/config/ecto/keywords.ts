import type { Range } from '../../text/range.ts';

/** One entry of a keyword list of Elixir. */
export interface Keyword {
  readonly name: string;
  /** The value as written. */
  readonly written: string;
  /** The entry, and its value. */
  readonly range: Range;
  readonly value: Range;
}

/** What starts a value and what ends it. */
const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * The entries of a keyword list that stands without brackets, from an offset on: `database: "app.db", pool_size: 5`. Only
 * what a list is made of is told apart: texts, brackets and commas.
 */
export function readKeywords(
  text: string,
  start: number,
): { keywords: Keyword[]; end: number; isComplete: boolean } {
  const keywords: Keyword[] = [];
  let at = skipBlank(text, start);
  for (;;) {
    const key = /^([a-z_]\w*[?!]?):(?=\s)/.exec(text.slice(at, at + 80));
    if (!key)
      return {
        keywords,
        end: at,
        isComplete: keywords.length > 0 && !/^[a-z_"'%@]/.test(text.slice(at, at + 1)),
      };
    const from = skipBlank(text, at + key[0].length);
    const to = valueEnd(text, from);
    if (to === undefined) return { keywords, end: from, isComplete: false };
    keywords.push({
      name: key[1] ?? '',
      written: text.slice(from, to),
      range: { start: at, end: to },
      value: { start: from, end: to },
    });
    const next = skipBlank(text, to);
    if (text[next] !== ',') return { keywords, end: to, isComplete: true };
    at = skipBlank(text, next + 1);
  }
}

/** Past white space and comments. */
function skipBlank(text: string, start: number): number {
  return start + (/^(?:\s|#[^\n]*)*/.exec(text.slice(start))?.[0].length ?? 0);
}

/** Where a value ends; undefined where that is not sure. */
function valueEnd(text: string, start: number): number | undefined {
  const open: string[] = [];
  for (let at = start; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '"' || char === "'") {
      const end = textEnd(text, at);
      if (end === undefined) return undefined;
      at = end - 1;
    } else if (char === '?' || (char === '~' && /[a-zA-Z]/.test(text[at + 1] ?? ''))) {
      // Characters and sigils may hold anything.
      return undefined;
    } else if (/^(?:fn|do|end)\b/.test(text.slice(at, at + 4)) && !/[\w.:]/.test(text[at - 1] ?? '')) {
      return open.length === 0 && text.startsWith('end', at) ? trimmed(text, start, at) : undefined;
    } else if (char in closing) open.push(closing[char] ?? '');
    else if (char === open.at(-1)) open.pop();
    else if (open.length === 0 && /[)\]},#]/.test(char)) return trimmed(text, start, at);
    else if (open.length === 0 && char === '\n' && !continues(text, start, at))
      return trimmed(text, start, at);
  }
  return open.length === 0 ? trimmed(text, start, text.length) : undefined;
}

/** True where an operator stands at the end of a line, or at the start of the next. */
function continues(text: string, start: number, lineEnd: number): boolean {
  return (
    /(?:\|\||&&|\|>|<>|\+\+|[=+*/-]|\bor|\band)\s*$/.test(text.slice(start, lineEnd)) ||
    /^\s*(?:\|\||&&|\|>|<>|\+\+|or\b|and\b)/.test(text.slice(lineEnd))
  );
}

function textEnd(text: string, start: number): number | undefined {
  const quote = text[start] ?? '';
  const whole = text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  for (let at = start + whole.length; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text.startsWith(whole, at)) return at + whole.length;
  }
  return undefined;
}

function trimmed(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length;
}
