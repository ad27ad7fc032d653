import type { Range } from '../text/range.ts';
import { argumentsAt } from './arguments.ts';
import { lexemeAt } from './scan.ts';
import type { StatementSyntax } from './statement.ts';
import type { DefaultColumnConstraint } from './tree.ts';

const head = /DEFAULT(?:\s+|--[^\n]*\n|\/\*[\s\S]*?\*\/)*/iy;
const literal =
  /[+-]?\s*(?:x?'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|\d[\d_]*(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|\w+)/iy;

/**
 * The range of a default's value within its statement, with the parentheses around it. The parser's own spans start at
 * the word DEFAULT and end too early.
 */
export function defaultRange(
  { text }: StatementSyntax,
  { span }: DefaultColumnConstraint,
): Range | undefined {
  let word = span.offset;
  while (word < text.length && !/^DEFAULT$/i.test(text.slice(word, lexemeAt(text, word).end)))
    word = lexemeAt(text, word).end;
  head.lastIndex = word;
  if (!head.test(text)) return undefined;
  const start = head.lastIndex;
  if (text[start] === '(') return { start, end: argumentsAt(text, start)?.end ?? text.length };
  literal.lastIndex = start;
  return literal.test(text) ? { start, end: literal.lastIndex } : undefined;
}
