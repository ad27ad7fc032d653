import { type EmbeddedSql, hostRange } from '../embedded/sql/embedded-sql.ts';
import { readSqlDocument, type SyntaxCache } from '../sql/document.ts';
import type { Statement } from '../sql/statement.ts';
import { overlaps } from '../text/range.ts';
import { isInBranch } from './branches.ts';
import type { SourceFile } from './source-file.ts';

/** A pragma in the text of a program. */
export interface ProgramPragma {
  readonly statement: Statement;
  readonly sql: EmbeddedSql;
}

/**
 * The pragmas that programs run; only SQLite has any. One in which something is filled in is left alone, and so is one
 * that is run on databases in memory only.
 */
export function findPragmas(
  embedded: ReadonlyMap<string, readonly EmbeddedSql[]>,
  fileOf: (path: string) => SourceFile | undefined,
  cache: SyntaxCache,
): Map<string, ProgramPragma[]> {
  const found = new Map<string, ProgramPragma[]>();
  for (const [path, texts] of embedded) {
    const file = fileOf(path);
    if (!file || file.apart !== undefined) continue;
    const own = texts
      .flatMap((sql) => pragmasIn(sql, cache))
      .filter(({ statement, sql }) => !isInBranch(file, hostRange(sql, statement.range).start, /memory/i));
    if (own.length > 0) found.set(path, own);
  }
  return found;
}

function pragmasIn(sql: EmbeddedSql, cache: SyntaxCache): ProgramPragma[] {
  if (!/\bpragma\b/i.test(sql.text)) return [];
  return readSqlDocument(sql.text, cache)
    .statements.filter(
      ({ tree, start, end }) =>
        tree?.type === 'PragmaStmt' && !sql.holes.some(({ range }) => overlaps(range, { start, end })),
    )
    .map((statement) => ({ statement, sql }));
}
