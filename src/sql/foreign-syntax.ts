import { type PostgresOperator, postgresOperators } from '../facts/postgres.ts';
import type { Range } from '../text/range.ts';
import type { StatementSyntax } from './statement.ts';
import type { SqlSyntaxError } from './syntax-error.ts';

export interface ForeignOperator {
  readonly operator: PostgresOperator;
  readonly range: Range;
}

/**
 * The operator of Postgres that a syntax error stands at, if that explains the error. SQLite stops at the operator's
 * first character that it does not know, which may be the second of the operator.
 */
export function foreignOperatorAt(
  { text }: StatementSyntax,
  error: SqlSyntaxError,
): ForeignOperator | undefined {
  const at = error.range.start;
  for (const operator of postgresOperators) {
    const name = operator.operator;
    if (/^[A-Z]/.test(name)) {
      const range = wordsAt(text, name, at);
      if (range) return { operator, range };
      continue;
    }
    for (const start of [at, at - 1]) {
      if (start < 0 || !text.startsWith(name, start)) continue;
      // One character says little by itself: `?` and `~` count only between a value and another one.
      const before = text.slice(0, start).trimEnd();
      if (start !== at && name.length < 2) continue;
      if (name.length === 1 && !(/[\w"'\])]$/.test(before) && /^\s*['"(\w$:?]/.test(text.slice(start + 1))))
        continue;
      return { operator, range: { start, end: start + name.length } };
    }
  }
  return undefined;
}

/** The words at an offset, or just before it: behind a value SQLite takes an unknown word for a name, and stops after it. */
function wordsAt(text: string, words: string, at: number): Range | undefined {
  for (const match of text.matchAll(new RegExp(`\\b${words.replace(' ', '\\s+')}\\b`, 'gi'))) {
    const end = match.index + match[0].length;
    const isBefore = end <= at && text.slice(end, at).trim() === '';
    if ((match.index <= at && at < end) || isBefore) return { start: match.index, end };
  }
  return undefined;
}
