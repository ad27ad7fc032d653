import { type Expr, type Stmt, withOptions } from 'sqlite3-parser';
import type { Range } from '../text/range.ts';

export interface ParseFailure {
  /** In SQLite's words: `near "X": syntax error`, `unrecognized token: "X"` or `incomplete input`. */
  readonly message: string;
  /** The token that the parser could not accept; empty where the text ends too early. */
  readonly range: Range;
}

export type ParseResult =
  | { readonly tree: Stmt; readonly failure?: undefined }
  | { readonly tree?: undefined; readonly failure: ParseFailure };

const parser = withOptions({ digitSeparator: '_' });

/**
 * The syntax tree of one statement, by SQLite's own grammar tables; offsets count from the start of `sql`.
 * The parser refuses 52 of 28,294 statements that SQLite accepts, so its failure alone proves nothing:
 * whether a statement is wrong is for the engine to say.
 */
export function parseStatement(sql: string): ParseResult {
  const result = parser.parseStmt(sql);
  if (result.status === 'ok') return { tree: result.root };
  const error = result.errors[0];
  const start = error?.span.offset ?? 0;
  return {
    failure: {
      message: error?.message ?? 'syntax error',
      range: { start, end: start + (error?.span.length ?? 0) },
    },
  };
}

/** The syntax tree of an expression by itself, as a catalog has it of an index; its offsets mean nothing. */
export function parseExpression(sql: string): Expr | undefined {
  const { tree } = parseStatement(`SELECT ${sql}`);
  if (tree?.type !== 'SelectStmt' || tree.body.select.type !== 'SelectFrom') return undefined;
  const [column, ...more] = tree.body.select.columns;
  return column?.type === 'ExprResultColumn' && !column.alias && more.length === 0 ? column.expr : undefined;
}
