import type { ScriptContext } from '../schema/compile-script.ts';
import type { TimelineStep } from '../schema/steps.ts';
import type { SyntaxCache } from '../sql/document.ts';
import type { SchemaSource, Scripts } from './databases.ts';
import { isHistory, programSchemaOf, tablesRemadeBy } from './program-schemas.ts';
import { indexesOfProgram } from './programs.ts';
import type { SqliteProgram } from './programs-sql.ts';
import type { StepsCache } from './timeline-steps.ts';

/** A database whose schema a program makes by itself, before it is replayed. */
export interface ProgramDatabase {
  readonly source: SchemaSource;
  readonly steps: readonly TimelineStep[];
}

/**
 * The databases whose schemas programs make by themselves: one for each file. A table that another file drops, renames or
 * builds in a schema of its own is uncertain; an index that another file makes may be there.
 * @param known the tables of the project's other databases, in lower case
 */
export function programDatabases(
  programs: readonly SqliteProgram[],
  known: ReadonlySet<string>,
  steps: StepsCache,
  context: ScriptContext,
  cache: SyntaxCache,
): ProgramDatabase[] {
  const remade = programs.flatMap(({ source, texts }) =>
    tablesRemadeBy(source, texts, cache).map((table) => ({ table, source })),
  );
  const indexes = programs.flatMap(({ source }) => indexesOfProgram(source));
  return programs.flatMap(({ source, texts, verdict }): ProgramDatabase[] => {
    const elsewhere = remade.filter((one) => one.source !== source).map(({ table }) => table);
    const made = programSchemaOf(source, texts, verdict, new Set([...known, ...elsewhere]), cache);
    if (!made) return [];
    const scripts: Scripts = new Map([[source.path, made.script]]);
    // The steps of a history say themselves which indexes there are; what makes one for old databases only, does not.
    const isStepwise = isHistory(source, texts, cache);
    const perhaps = indexes.filter(
      ({ file, table }) => made.tables.has(table.toLowerCase()) && !(isStepwise && file === source),
    );
    const withIndexes: SchemaSource = { ...made.source, programIndexes: perhaps };
    return [{ source: withIndexes, steps: steps.get(withIndexes, scripts, context, cache) }];
  });
}
