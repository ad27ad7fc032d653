import type { Range } from '../text/range.ts';
import { isBlank, lexemeAt } from './scan.ts';
import type { StatementSyntax } from './statement.ts';

/** A syntax error of a statement, in SQLite's words. */
export interface SqlSyntaxError {
  readonly message: string;
  /** The token that SQLite stops at, from the start of the statement; empty where the statement ends too early. */
  readonly range: Range;
}

/**
 * The place of a syntax error that the engine reported. The parser knows it exactly, but for the words that SQLite
 * treats as names or keywords by what follows (OVER, FILTER, WINDOW); there, and where the parser accepts the
 * statement, it is the nearest token of the name that the message gives.
 */
export function locateSyntaxError(syntax: StatementSyntax, message: string): SqlSyntaxError {
  const { text, failure } = syntax;
  const named = namedToken(message);
  if (failure && (named === undefined || text.slice(failure.range.start, failure.range.end) === named)) {
    return { message, range: failure.range };
  }
  const near = failure?.range.start ?? 0;
  let best: Range | undefined;
  for (let at = 0; named !== undefined && at < text.length; ) {
    const { kind, end } = lexemeAt(text, at);
    if (
      !isBlank(kind) &&
      text.startsWith(named, at) &&
      (!best || Math.abs(at - near) < Math.abs(best.start - near))
    ) {
      best = { start: at, end: at + named.length };
    }
    at = end;
  }
  return { message, range: best ?? failure?.range ?? { start: text.length, end: text.length } };
}

/** The token that SQLite's message names; undefined for `incomplete input`. */
export function namedToken(message: string): string | undefined {
  return (
    /^near "(.*)": syntax error$/s.exec(message)?.[1] ?? /^unrecognized token: "(.*)"$/s.exec(message)?.[1]
  );
}
