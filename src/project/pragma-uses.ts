import { isOfAnother } from '../embedded/connections/statements.ts';
import { hostRange } from '../embedded/sql/embedded-sql.ts';
import { readPragma } from '../sql/pragma.ts';
import type { Range } from '../text/range.ts';
import type { Connection } from './connections/connection.ts';
import type { Project } from './project.ts';
import { remember } from './remember.ts';
import type { SourceFile } from './source-file.ts';

/** A pragma that is set or asked for somewhere in the project. */
export interface PragmaUse {
  readonly file: SourceFile;
  /** The statement or the parameter in its file. */
  readonly range: Range;
  /** In lower case. */
  readonly name: string;
  /** Undefined where it is only asked for, or computed. */
  readonly value: string | undefined;
  /** As written: `PRAGMA wal_autocheckpoint`, `_wal_autocheckpoint`. */
  readonly written: string;
  /** The connection that it is set on, where that is seen. */
  readonly connection: Connection | undefined;
}

/**
 * All pragmas of the project's production code: in scripts of SQLite, in programs, and in the settings of connections.
 * Those for an attached database alone are left out: what it is kept for is not known, often to be filled once.
 */
export const pragmaUses = remember((project: Project): readonly PragmaUse[] => {
  const uses: PragmaUse[] = [];
  for (const { source, judged } of project.sqlFiles.values()) {
    if (judged) uses.push(...usesInScript(source));
  }
  const taken = new Set<string>();
  for (const connection of project.connections) {
    const { file, site } = connection;
    for (const { pragma: name, value, written, range } of site.settings) {
      const place = `${file.path} ${range.start}`;
      if (taken.has(place)) continue;
      taken.add(place);
      uses.push({ file, range, name, value, written, connection });
    }
  }
  const files = new Map(project.sources.map((file) => [file.path, file]));
  for (const [path, pragmas] of project.programPragmas) {
    const file = files.get(path);
    if (!file) continue;
    for (const { statement, sql } of pragmas) {
      const range = hostRange(sql, statement.range);
      const pragma = statement.tree && readPragma(statement.tree);
      if (pragma && !isOfAnother(pragma.schema, pragma.name) && !taken.has(`${path} ${range.start}`))
        uses.push(statementUse(file, range, pragma, undefined));
    }
  }
  return uses;
});

/**
 * True where the file has another use of the same pragma that takes a value back: behind it in a script; anywhere in a
 * program, whose statements do not run in the order in which they are written (`defer`, `finally`, functions).
 */
export function isTakenBack(
  { file, name, range }: PragmaUse,
  uses: readonly PragmaUse[],
  isBack: (value: string) => boolean,
): boolean {
  return uses.some(
    (other) =>
      other.file === file &&
      other.name === name &&
      (file.kind !== 'sql' || other.range.start > range.start) &&
      other.value !== undefined &&
      isBack(other.value),
  );
}

const usesInScript = remember((file: SourceFile): readonly PragmaUse[] =>
  file.document.statements.flatMap(({ tree, range }) => {
    const pragma = tree && readPragma(tree);
    return pragma && !isOfAnother(pragma.schema, pragma.name)
      ? [statementUse(file, range, pragma, undefined)]
      : [];
  }),
);

function statementUse(
  file: SourceFile,
  range: Range,
  { name, value }: { readonly name: string; readonly value: string | undefined },
  connection: Connection | undefined,
): PragmaUse {
  return { file, range, name, value, written: `PRAGMA ${name}`, connection };
}
