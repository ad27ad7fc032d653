import type { EmbeddedSql } from '../embedded/sql/embedded-sql.ts';
import { readSqlDocument, type SyntaxCache } from '../sql/document.ts';
import type { Statement } from '../sql/statement.ts';
import type { LogicalDatabase } from './databases.ts';
import { type DialectContext, type DialectVerdict, decideDialect, readSiblings } from './dialect.ts';
import { databaseOfQueries, type QueryTarget, tablesNamedBy } from './queries.ts';
import type { FileSigns } from './signs/sign.ts';
import { SourceFile } from './source-file.ts';

/** A statement in a program's text, of which nothing is put together at run time. */
export interface EmbeddedStatement {
  /** Its offsets count within the text of `sql`. */
  readonly statement: Statement;
  readonly sql: EmbeddedSql;
  /** The database that it is run on; undefined where that is not known. */
  readonly database: LogicalDatabase | undefined;
}

/** A program with SQL of SQLite in it. */
export interface ProgramFile {
  readonly source: SourceFile;
  readonly verdict: DialectVerdict;
  readonly statements: readonly EmbeddedStatement[];
}

/** What one program's text says of its SQL, apart from the project: remembered by the list of its texts. */
interface ReadProgram {
  /** All its SQL as one text: what its dialect is told by. */
  readonly view: SourceFile;
  readonly statements: readonly { readonly statement: Statement; readonly sql: EmbeddedSql }[];
}

const remembered = new WeakMap<readonly EmbeddedSql[], ReadProgram>();

function readProgram(source: SourceFile, texts: readonly EmbeddedSql[], cache: SyntaxCache): ReadProgram {
  let program = remembered.get(texts);
  if (!program) {
    const statements = texts.flatMap((sql) => {
      const open = sql.holes.filter(({ kind }) => kind === 'text');
      return readSqlDocument(sql.text, cache)
        .statements.filter(
          ({ start, end }) => !open.some(({ range }) => range.start < end && start < range.end),
        )
        .filter((statement) => !isRunOnce(statement, sql, source))
        .map((statement) => ({ statement, sql }));
    });
    const view = new SourceFile(source.path, texts.map(({ text }) => text).join(';\n'), cache);
    program = { view, statements };
    remembered.set(texts, program);
  }
  return program;
}

/** How far above a statement the function is looked for that it stands in, in characters. */
const lookBack = 3_000;

/**
 * True for a statement in code that migrates a database: it runs once, whatever it reads. That is told by the path, and
 * for changes of rows by the words of the last functions or migrations that begin above it.
 */
function isRunOnce({ tree }: Statement, sql: EmbeddedSql, { path, text }: SourceFile): boolean {
  if (/migrat/i.test(path)) return true;
  if (tree?.type !== 'UpdateStmt' && tree?.type !== 'DeleteStmt' && tree?.type !== 'InsertStmt') return false;
  const above = text.slice(Math.max(0, sql.range.start - lookBack), sql.range.start);
  const heads = above.match(
    /^.*(?:\b(?:function|func|fn|def|async|static|private|public|ID:)\b|=>|\bMigrate\b).*$/gim,
  );
  return heads?.slice(-2).some((line) => /migrat|upgrade|patch/i.test(line)) ?? false;
}

/**
 * The programs whose SQL is SQLite's, with the database of each statement. A program of which that is not sure, is left
 * out.
 */
export function findPrograms(
  texts: ReadonlyMap<string, readonly EmbeddedSql[]>,
  fileOf: (path: string) => SourceFile | undefined,
  databases: readonly (QueryTarget & { readonly database: LogicalDatabase })[],
  signs: FileSigns,
  twins: DialectContext['twins'],
  cache: SyntaxCache,
): Map<string, ProgramFile> {
  const programs = new Map<string, ProgramFile>();
  if (databases.length === 0) return programs;
  for (const [path, list] of texts) {
    const source = fileOf(path);
    if (!source || list.length === 0) continue;
    const { view, statements } = readProgram(source, list, cache);
    const siblings = readSiblings([view], false);
    const verdict = decideDialect(view, { siblings, signs, twins, setting: undefined });
    if (verdict.dialect !== 'sqlite') continue;
    programs.set(path, {
      source,
      verdict,
      statements: statements.map(({ statement, sql }) => {
        const named = tablesNamedBy(statement);
        const found = databaseOfQueries({ path, folder: source.folder }, named, databases, signs);
        // A statement about other tables is run on a database that is not known here.
        const isAble = found.database && [...named].every((table) => found.database?.tables.has(table));
        return { statement, sql, database: isAble ? found.database?.database : undefined };
      }),
    });
  }
  return programs;
}
