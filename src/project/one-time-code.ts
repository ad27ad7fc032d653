import type { EmbeddedSql } from '../embedded/sql/embedded-sql.ts';
import { readSqlDocument, type SyntaxCache } from '../sql/document.ts';
import { readParameters } from '../sql/parameters.ts';
import type { Statement } from '../sql/statement.ts';
import { functionsAround } from './program-owners.ts';
import type { SourceFile } from './source-file.ts';

/** How far above a statement the function is looked for that it stands in, in characters. */
const lookBack = 3_000;

/** Functions that bring a database of an earlier version up to date. */
const migrates = /migrat|upgrade|backfill|update_?from_?v?\d/i;

/** Code of a program that migrates a database: each of its statements runs once, whatever it reads. */
export class OneTimeCode {
  readonly #file: SourceFile;
  readonly #isMigration: boolean;
  /** Where the functions start that change tables. */
  readonly #changing: ReadonlySet<number>;

  constructor(file: SourceFile, texts: readonly EmbeddedSql[], cache: SyntaxCache) {
    this.#file = file;
    this.#isMigration =
      /migrat|(?:^|\/)(?:deltas?|upgrades?|revisions?)\/|(?:^|[/_-])(?:upgrade|backfill)[^/]*$/i.test(
        file.path,
      );
    const changing = this.#isMigration ? [] : texts.filter((sql) => changesTables(sql, cache));
    this.#changing = new Set(
      changing.flatMap(({ range }) => functionsAround(file.text, range.start)[0]?.start ?? []),
    );
  }

  /** True for a statement that runs once: that is told by the file's path, and by the functions around it. */
  holds(statement: Statement, sql: EmbeddedSql): boolean {
    if (this.#isMigration) return true;
    const { text } = this.#file;
    const around = functionsAround(text, sql.range.start);
    if (around.some(({ name }) => migrates.test(name))) return true;
    const [innermost] = around;
    // What is prepared beside a change of tables may be run later, and often.
    const isReady = readParameters(statement.text).length === 0 || !/prepare/i.test(sql.callee ?? '');
    if (innermost && isReady && this.#changing.has(innermost.start)) return true;
    return changesRows(statement) && isUnderPatch(text, sql.range.start);
  }
}

function changesTables(sql: EmbeddedSql, cache: SyntaxCache): boolean {
  if (!/\balter\s+table\b/i.test(sql.text)) return false;
  return readSqlDocument(sql.text, cache).statements.some(({ tree }) => tree?.type === 'AlterTableStmt');
}

function changesRows({ tree }: Statement): boolean {
  return tree?.type === 'UpdateStmt' || tree?.type === 'DeleteStmt' || tree?.type === 'InsertStmt';
}

/** True for what stands below a function or a migration of such a name: changes of rows are a part of it then. */
function isUnderPatch(text: string, offset: number): boolean {
  const above = text.slice(Math.max(0, offset - lookBack), offset);
  const heads = above.match(
    /^.*(?:\b(?:function|func|fn|def|async|static|private|public|ID:)\b|=>|\bMigrate\b).*$/gim,
  );
  return heads?.slice(-2).some((line) => /migrat|upgrade|patch/i.test(line)) ?? false;
}
