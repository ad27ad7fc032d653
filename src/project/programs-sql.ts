import type { EmbeddedSql } from '../embedded/sql/embedded-sql.ts';
import { readSqlDocument, type SyntaxCache } from '../sql/document.ts';
import type { Statement } from '../sql/statement.ts';
import type { LogicalDatabase } from './databases.ts';
import { type DialectVerdict, decideDialect, findTwins, readSiblings } from './dialect.ts';
import { OneTimeCode } from './one-time-code.ts';
import { isHistory } from './program-schemas.ts';
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
  /** All its SQL, also that which is put together at run time or run once. */
  readonly texts: readonly EmbeddedSql[];
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
    const once = new OneTimeCode(source, texts, cache);
    const statements = texts.flatMap((sql) => {
      const open = sql.holes.filter(({ kind }) => kind === 'text');
      return readSqlDocument(sql.text, cache)
        .statements.filter(
          ({ start, end }) => !open.some(({ range }) => range.start < end && start < range.end),
        )
        .filter((statement) => !once.holds(statement, sql))
        .map((statement) => ({ statement, sql }));
    });
    const view = new SourceFile(source.path, texts.map(({ text }) => text).join(';\n'), cache);
    program = { view, statements };
    remembered.set(texts, program);
  }
  return program;
}

/** A program whose SQL is SQLite's. */
export interface SqliteProgram {
  readonly source: SourceFile;
  readonly texts: readonly EmbeddedSql[];
  readonly verdict: DialectVerdict;
}

/** The programs whose SQL is SQLite's. One of which that is not sure, is left out. */
export function programVerdicts(
  texts: ReadonlyMap<string, readonly EmbeddedSql[]>,
  fileOf: (path: string) => SourceFile | undefined,
  signs: FileSigns,
  cache: SyntaxCache,
): SqliteProgram[] {
  const twins = findTwins([...texts.keys()].flatMap((path) => fileOf(path) ?? []));
  return [...texts].flatMap(([path, list]): SqliteProgram[] => {
    const source = fileOf(path);
    if (!source || list.length === 0 || source.apart !== undefined) return [];
    const { view } = readProgram(source, list, cache);
    const verdict = decideDialect(view, {
      siblings: readSiblings([view], false),
      signs,
      twins,
      setting: undefined,
    });
    return verdict.dialect === 'sqlite' ? [{ source, texts: list, verdict }] : [];
  });
}

/** The programs whose SQL is SQLite's, with the database of each statement. */
export function findPrograms(
  programs: readonly SqliteProgram[],
  databases: readonly (QueryTarget & { readonly database: LogicalDatabase })[],
  signs: FileSigns,
  cache: SyntaxCache,
): Map<string, ProgramFile> {
  if (databases.length === 0) return new Map();
  return new Map(
    programs.map(({ source, texts, verdict }) => {
      const { path, folder } = source;
      const statements = isHistory(source, texts, cache) ? [] : readProgram(source, texts, cache).statements;
      const own = databases.filter(({ database }) => database.files[0] === source);
      const judged = statements.map(({ statement, sql }): EmbeddedStatement => {
        const named = tablesNamedBy(statement);
        const isAble = (target: QueryTarget): boolean =>
          [...named].every((table) => target.tables.has(table));
        // A program that makes a schema of its own runs its queries there.
        const found =
          own.find(isAble) ?? databaseOfQueries({ path, folder }, named, databases, signs).database;
        // A statement about other tables is run on a database that is not known here.
        return { statement, sql, database: found && isAble(found) ? found.database : undefined };
      });
      return [path, { source, verdict, texts, statements: judged }];
    }),
  );
}
