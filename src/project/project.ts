import { readConfiguredConnections } from '../config/connections.ts';
import type { DatabaseHeader } from '../database/header.ts';
import type { ConnectionFacts } from '../embedded/connections/found.ts';
import type { LooseSetting } from '../embedded/connections/site.ts';
import type { EmbeddedSql } from '../embedded/sql/embedded-sql.ts';
import type { ProgramFacts } from '../embedded/transactions/site.ts';
import type { Dialect } from '../facts/dialects.ts';
import type { TimelineStep } from '../schema/steps.ts';
import type { Timeline } from '../schema/timeline.ts';
import type { SyntaxCache } from '../sql/document.ts';
import type { Connection } from './connections/connection.ts';
import { findConnections } from './connections/find.ts';
import type { LogicalDatabase, SchemaSource, Scripts, UnusedMigrations } from './databases.ts';
import { type DialectVerdict, decideDialect, decideScripts, findTwins, readSiblings } from './dialect.ts';
import { findMigrationFolders, type MigrationFolder } from './migration-folders.ts';
import { findProgramCode, type ProgramCode } from './program-code.ts';
import { programDatabases } from './program-databases.ts';
import { findPragmas, type ProgramPragma } from './program-pragmas.ts';
import { findPrograms, type ProgramFile, programVerdicts } from './programs-sql.ts';
import { databaseOfQueries, type QueryTarget, tablesReadBy } from './queries.ts';
import { remember } from './remember.ts';
import { findSchemaSources, type SchemaSetting } from './schema-sources.ts';
import { gatherSigns } from './signs/gather.ts';
import type { FileSigns } from './signs/sign.ts';
import type { SourceFile } from './source-file.ts';
import type { StepsCache } from './timeline-steps.ts';

/** A project as it is at one moment: what rules read. Nothing in it changes. */
export interface Project {
  readonly sqlFiles: ReadonlyMap<string, SqlFile>;
  /** Programs with SQL of SQLite in them. */
  readonly programs: ReadonlyMap<string, ProgramFile>;
  /** What programs do in transactions, and what they put into SQL, by path: those whose database is SQLite. */
  readonly code: ReadonlyMap<string, ProgramCode>;
  /** Pragmas in the texts of programs, by path. */
  readonly programPragmas: ReadonlyMap<string, readonly ProgramPragma[]>;
  readonly signs: FileSigns;
  readonly databases: readonly LogicalDatabase[];
  /** Migration files that build no database, with the reason. */
  readonly unusedMigrations: readonly UnusedMigrations[];
  readonly connections: readonly Connection[];
  /** Pragmas that programs run on handles which other files open. */
  readonly looseSettings: readonly PlacedLooseSetting[];
  /** The files that are production code or configure it: all but those that are set apart. */
  readonly sources: readonly SourceFile[];
  /** True when anything in the project speaks of SQLite. */
  readonly usesSqlite: boolean;
  /** Where the project's migration scripts were told apart by dialect: file, verdict. */
  readonly scriptVerdicts: ReadonlyMap<string, DialectVerdict>;
}

export interface ProjectInput {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly connections: ReadonlyMap<string, ConnectionFacts>;
  readonly scripts: Scripts;
  /** The SQL in programs, by path. */
  readonly embedded: ReadonlyMap<string, readonly EmbeddedSql[]>;
  readonly programFacts: ReadonlyMap<string, ProgramFacts>;
  readonly headers: ReadonlyMap<string, DatabaseHeader | undefined>;
  readonly cache: SyntaxCache;
  readonly dialect?: ((path: string) => Dialect | undefined) | undefined;
  readonly schema?: SchemaSetting | undefined;
  /** Files whose statements turned out to be another dialect's. */
  readonly refuted: Pick<
    ReadonlyMap<SourceFile, { readonly dialect: Dialect; readonly reason: string }>,
    'get'
  >;
  readonly steps: StepsCache;
  /** The timeline of a schema's steps, where the engine has replayed them. */
  readonly timelineOf: (steps: readonly TimelineStep[]) => Timeline | undefined;
}

/** Makes the project of its files. Pure; what is expensive is remembered by the files themselves. */
export function buildProject(input: ProjectInput): Project {
  const all = [...input.files.values()];
  const signs = gatherSigns(all);
  const sql = all.filter((file) => file.kind === 'sql');
  const programFiles = all.filter(
    ({ kind, apart }) => (kind === 'script' || kind === 'text') && apart === undefined,
  );
  const folders = findMigrationFolders(sql, programFiles, signs);
  const verdicts = decideAll(sql, folders, signs, input);
  const verdictOf = (file: SourceFile): DialectVerdict => verdicts.get(file) as DialectVerdict;
  const isJudged = (file: SourceFile): boolean =>
    verdictOf(file).dialect === 'sqlite' && file.apart === undefined;
  const sqlite = sql.filter(isJudged);

  const scriptTwins = findTwins([...input.scripts.keys()].flatMap((path) => input.files.get(path) ?? []));
  const scriptVerdicts = new Map<string, DialectVerdict>();
  const { sources, unused } = findSchemaSources({
    files: sqlite,
    programs: programFiles,
    scripts: input.scripts,
    fileOf: (path) => input.files.get(path),
    verdictOf,
    verdictOfScripts(files, script, folder) {
      const setting = files[0] && input.dialect?.(files[0].path);
      const verdict = decideScripts(files, script, folder, { signs, setting, twins: scriptTwins });
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
  });
  const ofFiles = sources.map((source) =>
    withTimeline(source, input.steps.get(source, input.scripts, context, input.cache)),
  );

  const programs = programVerdicts(input.embedded, (path) => input.files.get(path), signs, input.cache);
  const known = new Set(ofFiles.flatMap(({ steps }) => [...tablesTouched(steps)]));
  const { migrations, schema } = input.schema ?? {};
  // A schema that the configuration names is the only one.
  const ofPrograms =
    migrations === undefined && schema === undefined
      ? programDatabases(programs, known, input.steps, context, input.cache)
      : [];
  const databases = [
    ...ofFiles,
    ...ofPrograms.map(({ source, steps }): LogicalDatabase => withTimeline(source, steps)),
  ];

  const targets = databases
    .filter(({ steps }) => steps.length > 0)
    .map((database) => ({
      database,
      name: database.name,
      files: database.files,
      tables: tablesTouched(database.steps),
    }));
  const sourceFiles = all.filter((file) => file.apart === undefined);
  const connectionFacts = withConfigured(input.connections, all);
  const connections = findConnections({
    files: sourceFiles,
    generated: all.filter(runsPragmas),
    sqliteFiles: sqlite,
    facts: connectionFacts,
    headers: input.headers,
    databases,
  });
  return {
    sqlFiles: describeFiles(sql, { verdictOf, isJudged, databases, targets, unused, folders, signs }),
    programs: findPrograms(programs, targets, signs, input.cache),
    programPragmas: findPragmas(input.embedded, (path) => input.files.get(path), input.cache),
    signs,
    databases,
    unusedMigrations: unused,
    sources: sourceFiles,
    looseSettings: sourceFiles.flatMap((file) =>
      (connectionFacts.get(file.path)?.loose ?? []).map((setting) => ({ file, setting })),
    ),
    connections,
    code: findProgramCode({
      facts: input.programFacts,
      embedded: input.embedded,
      fileOf: (path) => input.files.get(path),
      programs: new Map(programs.map(({ source, verdict }) => [source.path, verdict.among ?? false])),
      connections,
      sources: sourceFiles,
      signs,
      cache: input.cache,
    }),
    usesSqlite:
      signs.signs.some(({ dialect }) => dialect === 'sqlite') ||
      sqlite.length > 0 ||
      databases.length > 0 ||
      connections.length > 0,
    scriptVerdicts,
  };
}

/** True for generated code with SQL that sets or asks for pragmas, such as sqlc’s; bundles of scripts hold all of SQLite. */
function runsPragmas({ apart, path, text }: SourceFile): boolean {
  return apart === 'generated files' && !/\.[cm]?js$/.test(path) && /\bpragma\s+\w+/i.test(text);
}
