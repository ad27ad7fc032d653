import type { SourceFile } from '../project/source-file.ts';
import type { SqlFile } from '../project/sql-files.ts';
import { type ForeignDialect, readsAs } from '../sql/foreign.ts';
import type { StatementSyntax } from '../sql/statement.ts';

/** How many refused statements of a group of files are tried in the other grammars. */
const sample = 12;

export type Refuted = WeakMap<
  SourceFile,
  {
    readonly dialect: ForeignDialect | 'other';
    readonly reason: string;
    /** True where it was found out of several files together: it stays true of one that is edited. */
    readonly shared: boolean;
  }
>;

/**
 * Files that are taken for SQLite's only because of the project's drivers are somebody else's when most of what SQLite
 * refuses in them is good Postgres or MySQL. One such statement among many is a mistake worth reporting; a file of them
 * is another database's, and so are migrations of which several could never have run.
 * @returns whether any file changed hands
 */
export async function refuteDialects(
  files: readonly SqlFile[],
  isRefused: (text: string) => boolean,
  refuted: Refuted,
): Promise<boolean> {
  const guessed = files.filter(({ verdict }) => verdict.by === 'drivers' || verdict.by === 'request');
  let changed = await refuteWhole(files, isRefused, refuted);
  for (const group of together(guessed)) {
    const statements = group.flatMap(({ source }) => source.document.statements);
    const refused = statements.filter(({ text, syntax }) => isRefused(text) && !syntax.hasPlaceholder);
    const isMigration = group[0]?.role === 'migration';
    const few = isMigration
      ? refused.length < 2
      : refused.length < 3 || refused.length * 4 < statements.length;
    if (few) continue;
    const found = await foreignDialect(refused.map(({ syntax }) => syntax));
    if (!found) continue;
    const reason = `${found.accepted} of ${found.tried} statements that SQLite refuses are good ${found.name}`;
    for (const { source } of group)
      refuted.set(source, { dialect: found.dialect, reason, shared: group.length > 1 });
    changed = true;
  }
  return changed;
}

/**
 * A file whose path or words say SQLite, and half of whose statements SQLite refuses, is another database's that has the
 * same words: DuckDB has pragmas, Snowflake AUTOINCREMENT.
 */
async function refuteWhole(
  files: readonly SqlFile[],
  isRefused: (text: string) => boolean,
  refuted: Refuted,
): Promise<boolean> {
  let changed = false;
  for (const { source, verdict } of files) {
    if (verdict.by !== 'content' && verdict.by !== 'path' && verdict.by !== 'siblings') continue;
    const { statements } = source.document;
    const refused = statements.filter(({ text, syntax }) => isRefused(text) && !syntax.hasPlaceholder);
    if (refused.length < 2 || refused.length * 2 < statements.length) continue;
    const found = await foreignDialect(refused.map(({ syntax }) => syntax));
    const reason = `SQLite refuses ${refused.length} of its ${statements.length} statements`;
    refuted.set(source, { dialect: found?.dialect ?? 'other', reason, shared: false });
    changed = true;
  }
  return changed;
}

/**
 * Files of which nothing else tells the dialect: those with statements that SQLite's parser can't read and another
 * grammar can are that dialect's. Nothing is concluded from statements that every grammar reads.
 * @returns whether any file was settled
 */
export async function settleByGrammar(files: readonly SqlFile[], refuted: Refuted): Promise<boolean> {
  const open = files.filter(
    ({ source, verdict }) =>
      verdict.dialect === 'unknown' && source.apart === undefined && source.marks.length === 0,
  );
  let changed = false;
  for (const group of together(open)) {
    const failing = group
      .flatMap(({ source }) => source.document.statements)
      .filter(({ syntax }) => syntax.failure !== undefined && !syntax.hasPlaceholder);
    const found = failing.length > 0 ? await foreignDialect(failing.map(({ syntax }) => syntax)) : undefined;
    if (!found) continue;
    const reason = `${found.accepted} of ${found.tried} statements that SQLite's grammar refuses are good ${found.name}`;
    for (const { source } of group)
      refuted.set(source, { dialect: found.dialect, reason, shared: group.length > 1 });
    changed = true;
  }
  return changed;
}

/** The dialect whose grammar accepts most of some statements, if the other's accepts fewer. */
async function foreignDialect(
  refused: readonly StatementSyntax[],
): Promise<{ dialect: ForeignDialect; name: string; accepted: number; tried: number } | undefined> {
  const tried = refused.slice(0, sample);
  const accepted = { postgresql: 0, mysql: 0 };
  for (const { text } of tried) {
    for (const dialect of ['postgresql', 'mysql'] as const)
      if (await readsAs(dialect, text)) accepted[dialect]++;
  }
  const dialect = accepted.mysql > accepted.postgresql ? 'mysql' : 'postgresql';
  if (accepted[dialect] * 2 <= tried.length) return undefined;
  const name = dialect === 'mysql' ? 'MySQL' : 'Postgres';
  return { dialect, name, accepted: accepted[dialect], tried: tried.length };
}

/** Migrations of one folder are judged together, other files each by itself. */
function together(files: readonly SqlFile[]): SqlFile[][] {
  const groups = new Map<unknown, SqlFile[]>();
  for (const file of files) {
    const key = file.role === 'migration' ? (file.database?.name ?? file.source.folder) : file.source;
    const list = groups.get(key);
    if (list) list.push(file);
    else groups.set(key, [file]);
  }
  return [...groups.values()];
}
