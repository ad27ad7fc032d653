import type { TimelineStep } from '../schema/steps.ts';
import type { LogicalDatabase, SchemaSource, UnusedMigrations } from './databases.ts';
import { type DialectVerdict, decideScripts, findTwins } from './dialect.ts';
import { programDatabases } from './program-databases.ts';
import type { SqliteProgram } from './programs-sql.ts';
import type { ProjectInput } from './project-input.ts';
import { findSchemaSources } from './schema-sources.ts';
import type { FileSigns } from './signs/sign.ts';
import type { SourceFile } from './source-file.ts';
import { tablesTouched } from './timeline-steps.ts';

/** The databases of a project, with what its migrations were judged by. */
export interface FoundDatabases {
  readonly databases: readonly LogicalDatabase[];
  /** Migration files that build no database. */
  readonly unused: readonly UnusedMigrations[];
  /** The dialects of migration scripts, by the path of their files. */
  readonly scriptVerdicts: ReadonlyMap<string, DialectVerdict>;
}

/** The databases that files of the project build, and those whose schema a program makes by itself. */
export function findDatabases(
  input: ProjectInput,
  found: {
    readonly signs: FileSigns;
    /** The SQL files that are SQLite's. */
    readonly sqlite: readonly SourceFile[];
    readonly programFiles: readonly SourceFile[];
    readonly programs: readonly SqliteProgram[];
    readonly verdictOf: (file: SourceFile) => DialectVerdict;
  },
): FoundDatabases {
  const { signs, sqlite, programFiles, programs, verdictOf } = found;
  const fileOf = (path: string): SourceFile | undefined => input.files.get(path);
  const twins = findTwins([...input.scripts.keys()].flatMap((path) => fileOf(path) ?? []));
  const scriptVerdicts = new Map<string, DialectVerdict>();
  const { sources, unused } = findSchemaSources({
    files: sqlite,
    programs: programFiles,
    scripts: input.scripts,
    fileOf,
    verdictOf,
    verdictOfScripts(files, script, folder) {
      const setting = files[0] && input.dialect?.(files[0].path);
      const verdict = decideScripts(files, script, folder, { signs, setting, twins });
      for (const { path } of files) scriptVerdicts.set(path, verdict);
      return verdict;
    },
    signs,
    setting: input.schema ?? {},
  });
  const aliases = new Map([
    ['settings.AUTH_USER_MODEL', 'auth_user'] as const,
    ...signs.aliases.map(({ alias, table }) => [alias, table] as const),
  ]);
  const context = { aliases, laravel: Math.min(...signs.laravel, 11) };
  const withTimeline = (source: SchemaSource, steps: readonly TimelineStep[]): LogicalDatabase => ({
    ...source,
    steps,
    timeline: steps.length > 0 ? input.timelineOf(steps) : undefined,
    rehearsal: input.rehearsalOf?.(source),
  });
  const ofFiles = sources.map((source) =>
    withTimeline(source, input.steps.get(source, input.scripts, context, input.cache)),
  );
  const known = new Set(ofFiles.flatMap(({ steps }) => [...tablesTouched(steps)]));
  // A schema that the configuration names is the only one.
  const isNamed = input.schema?.migrations !== undefined || input.schema?.schema !== undefined;
  const ofPrograms = isNamed ? [] : programDatabases(programs, known, input.steps, context, input.cache);
  const databases = [...ofFiles, ...ofPrograms.map(({ source, steps }) => withTimeline(source, steps))];
  return { databases, unused, scriptVerdicts };
}
