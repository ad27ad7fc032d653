/**
 * The text of a C# file as the grammar of tree-sitter can read it, with every offset the same: it takes the end of
 * `$@"… ""name"""` for quotes of a raw literal, and loses what follows. Quotes that stand for themselves in such a
 * literal are apostrophes here.
 */
export function parsableCSharp(text: string): string {
  if (!text.includes('"""')) return text;
  const marked: number[] = [];
  for (const { index } of text.matchAll(/(?:\$@|@\$)"/g)) {
    if (index >= (marked.at(-1) ?? 0)) readVerbatim(text, index + 3, marked);
  }
  if (marked.length === 0) return text;
  let masked = '';
  let from = 0;
  for (const at of marked) {
    masked += `${text.slice(from, at)}''`;
    from = at + 2;
  }
  return masked + text.slice(from);
}

/**
 * Reads a verbatim literal with interpolations from behind its opening quote.
 *
 * @param marked Gets the offsets of the quotes that are written twice.
 * @returns Where it ends.
 */
function readVerbatim(text: string, start: number, marked: number[]): number {
  let at = start;
  while (at < text.length) {
    const pair = text.slice(at, at + 2);
    if (pair === '""') marked.push(at);
    if (pair === '""' || pair === '{{') at += 2;
    else if (text[at] === '"') return at + 1;
    else at = text[at] === '{' ? readInterpolation(text, at + 1, marked) : at + 1;
  }
  return at;
}

/** Reads an interpolation from behind its brace, with the literals in it. */
function readInterpolation(text: string, start: number, marked: number[]): number {
  let at = start;
  for (let depth = 1; at < text.length && depth > 0; ) {
    if (/^(?:\$@|@\$)"/.test(text.slice(at, at + 3))) {
      at = readVerbatim(text, at + 3, marked);
      continue;
    }
    const literal = /^(?:@"(?:[^"]|"")*"|\$?"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)+')/s.exec(
      text.slice(at, at + 2000),
    )?.[0];
    if (text[at] === '{') depth++;
    if (text[at] === '}') depth--;
    at += literal?.length ?? 1;
  }
  return at;
}
