import { type EmbeddedSql, hostRange } from '../embedded/sql/embedded-sql.ts';
import { readSqlDocument, type SyntaxCache } from '../sql/document.ts';
import type { Statement } from '../sql/statement.ts';
import { overlaps } from '../text/range.ts';
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
      .filter(({ statement, sql }) => !isForMemory(file, hostRange(sql, statement.range).start));
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

/** How far above a statement the branch is looked for that it stands in, in lines. */
const lookBack = 40;

/** True for a place in a branch that is taken for databases in memory, by the lines above that are indented less. */
export function isForMemory({ text, lines }: SourceFile, offset: number): boolean {
  if (!/memory/i.test(text)) return false;
  const { line } = lines.positionAt(offset);
  let inner = indentOf(lineAt(line));
  for (let above = line - 1; above >= Math.max(0, line - lookBack) && inner > 0; above--) {
    const written = lineAt(above);
    const indent = indentOf(written);
    if (written.trim() === '' || indent >= inner) continue;
    inner = indent;
    if (/\b(?:else|elif|elsif)\b/.test(written)) return false;
    if (/\b(?:if|unless|when|case|match)\b/.test(written) && /memory/i.test(written))
      return !/!\s*\(?\s*[\w.]*memory|!==?|\bnot\b|\bunless\b/i.test(written);
  }
  return false;

  function lineAt(at: number): string {
    return text.slice(lines.lineStart(at), lines.lineStart(at + 1));
  }
}

function indentOf(line: string): number {
  return /^[ \t]*/.exec(line)?.[0].length ?? 0;
}
