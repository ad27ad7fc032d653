import type { SchemaSource, Scripts, UnusedMigrations } from './databases.ts';
import { shapedBy, tablesOf } from './definitions.ts';
import { indexesOfProgram } from './programs.ts';
import type { SourceFile } from './source-file.ts';

/**
 * Gives what else shapes a schema its place: a file of indexes belongs to the definitions whose tables it names; what
 * has no place makes the tables uncertain that it touches, since when it runs, if ever, is not known. An index that a
 * program makes by itself may be there.
 */
export function placeLeftovers(
  sources: readonly SchemaSource[],
  files: readonly SourceFile[],
  programs: readonly SourceFile[],
  scripts: Scripts,
  unused: readonly UnusedMigrations[],
  migrations: ReadonlySet<SourceFile>,
): SchemaSource[] {
  const placed = new Set([
    ...migrations,
    ...sources.flatMap((source) => [...source.files, ...source.others.map(({ file }) => file)]),
    ...unused.flatMap((migrations) => migrations.files),
  ]);
  let result = [...sources];
  for (const file of files) {
    const shaped = shapedBy(file);
    if (placed.has(file) || shaped.size === 0 || tablesOf([file]).size === shaped.size) continue;
    const owners = result.filter(
      (source) => source.tool === 'schema' && [...shaped].every((table) => tablesOf(source.files).has(table)),
    );
    const owner =
      owners.find((source) => source.files[0]?.folder === file.folder) ??
      (owners.length === 1 ? owners[0] : undefined);
    result = result.map((source) =>
      source === owner
        ? { ...source, files: [...source.files, file] }
        : owner
          ? source
          : doubted(source, shaped, `${file.path} shapes it, and when that runs is not known`),
    );
  }
  const indexes = programs
    .filter((program) => !scripts.has(program.path) && !isForeign(program))
    .filter((program) => !result.some((source) => source.files.includes(program)))
    .flatMap((program) => indexesOfProgram(program));
  return indexes.length === 0 ? result : result.map((source) => ({ ...source, programIndexes: indexes }));
}

function isForeign({ pathDialect }: SourceFile): boolean {
  return pathDialect !== undefined && pathDialect.dialect !== 'sqlite';
}

function doubted(source: SchemaSource, tables: ReadonlySet<string>, reason: string): SchemaSource {
  const file = source.files.at(-1);
  return file ? { ...source, doubts: [...source.doubts, { file, tables: [...tables], reason }] } : source;
}
