import type { SchemaSource, Scripts, UnusedMigrations } from './databases.ts';
import { shapedBy, tablesOf, upStatements } from './definitions.ts';
import { indexesOfProgram, tablesRenamedTo } from './programs.ts';
import type { SourceFile } from './source-file.ts';

/**
 * Gives what else shapes a schema its place: a file of indexes belongs to the definitions whose tables it names; what
 * has no place makes the tables uncertain that it touches, since when it runs, if ever, is not known. So does a program
 * that makes a table of a script anew. An index that a program makes by itself may be there.
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
    const owner = addsOnly(file) ? ownerOf(result, file, shaped) : undefined;
    result = result.map((source) =>
      source === owner
        ? { ...source, files: [...source.files, file] }
        : owner
          ? source
          : doubted(source, shaped, `${file.path} shapes it, and when that runs is not known`),
    );
  }
  const others = programs
    .filter((program) => !scripts.has(program.path) && !isForeign(program))
    .filter((program) => !result.some((source) => source.files.includes(program)));
  for (const program of others) {
    const remade = tablesRenamedTo(program);
    if (remade.size === 0) continue;
    result = result.map((source) =>
      source.tool === 'schema' ? doubted(source, remade, `${program.path} makes it anew`) : source,
    );
  }
  const indexes = others.flatMap((program) => indexesOfProgram(program));
  return indexes.length === 0 ? result : result.map((source) => ({ ...source, programIndexes: indexes }));
}

/** The one schema script whose tables a file names: the one beside it, or the only one there is. */
function ownerOf(
  sources: readonly SchemaSource[],
  file: SourceFile,
  shaped: ReadonlySet<string>,
): SchemaSource | undefined {
  const owners = sources.filter((source) => {
    if (source.tool !== 'schema') return false;
    const tables = tablesOf(source.files);
    return [...shaped].every((table) => tables.has(table));
  });
  const beside = owners.find((source) => source.files[0]?.folder === file.folder);
  return beside ?? (owners.length === 1 ? owners[0] : undefined);
}

/** True for a file that only makes things: one that changes or drops what is there was written for another schema. */
function addsOnly(file: SourceFile): boolean {
  return upStatements(file).every(({ tree }) => !tree || !/^(?:Alter|Drop)/.test(tree.type));
}

function isForeign({ pathDialect }: SourceFile): boolean {
  return pathDialect !== undefined && pathDialect.dialect !== 'sqlite';
}

function doubted(source: SchemaSource, tables: ReadonlySet<string>, reason: string): SchemaSource {
  const file = source.files.at(-1);
  return file ? { ...source, doubts: [...source.doubts, { file, tables: [...tables], reason }] } : source;
}
