import type { LibsqlClient } from '../embedded/connections/libsql-client.ts';
import { withConfigured } from './connections/configured.ts';
import type { Connection } from './connections/connection.ts';
import type { PlacedLooseSetting } from './connections/context.ts';
import { findConnections } from './connections/find.ts';
import { placeLooseSettings } from './connections/loose.ts';
import { type PlacedStoredName, placeStoredNames } from './connections/stored-names.ts';
import type { LogicalDatabase, Scripts, UnusedMigrations } from './databases.ts';
import type { DialectVerdict } from './dialect.ts';
import { dialectVerdicts } from './dialect-verdicts.ts';
import { findDatabases } from './find-databases.ts';
import { findMigrationFolders } from './migration-folders.ts';
import { type OwnFunctions, ownFunctions } from './own-functions.ts';
import { findProgramCode, type ProgramCode } from './program-code.ts';
import { findPragmas, type ProgramPragma } from './program-pragmas.ts';
import { findPrograms, type ProgramFile, programVerdicts } from './programs-sql.ts';
import type { ProjectInput } from './project-input.ts';
import { gatherSigns } from './signs/gather.ts';
import type { FileSigns } from './signs/sign.ts';
import type { SourceFile } from './source-file.ts';
import { describeSqlFiles, type SqlFile } from './sql-files.ts';
import { type SqliteTarget, sqliteTarget } from './sqlite-target.ts';
import { tablesTouched } from './timeline-steps.ts';

/** A client of libSQL or Turso, with the file that makes it. */
export interface PlacedLibsqlClient {
  readonly file: SourceFile;
  readonly client: LibsqlClient;
}

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
  /** The clients of libSQL and Turso that its programs make. */
  readonly libsqlClients: readonly PlacedLibsqlClient[];
  /** Pragmas that programs run on handles which other files open. */
  readonly looseSettings: readonly PlacedLooseSetting[];
  /** Data source names that programs keep, and open elsewhere. */
  readonly storedNames: readonly PlacedStoredName[];
  /** The files that are production code or configure it: all but those that are set apart. */
  readonly sources: readonly SourceFile[];
  /** The newest SQLite that its SQL surely has to run on; undefined where that is not known. */
  readonly sqlite: SqliteTarget | undefined;
  /** The SQL functions that its programs bring along. */
  readonly ownFunctions: OwnFunctions;
  /** The line or the release of Litestream that the configuration names: `0.5`, `0.5.6`. */
  readonly litestreamVersion: string | undefined;
  /** How many rows tables have in production, by lower-case name: those of which the configuration says it. */
  readonly rows: Readonly<Record<string, number>>;
  /** True when anything in the project speaks of SQLite. */
  readonly usesSqlite: boolean;
  /** Where the project's migration scripts were told apart by dialect: file, verdict. */
  readonly scriptVerdicts: ReadonlyMap<string, DialectVerdict>;
  /** Migrations in host languages, by path. */
  readonly scripts: Scripts;
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
  const verdictOf = dialectVerdicts(sql, folders, signs, input);
  const isJudged = (file: SourceFile): boolean =>
    verdictOf(file).dialect === 'sqlite' && file.apart === undefined;
  const sqlite = sql.filter(isJudged);

  const programs = programVerdicts(input.embedded, (path) => input.files.get(path), signs, input.cache);
  const { databases, unused, scriptVerdicts } = findDatabases(input, {
    signs,
    sqlite,
    programFiles,
    programs,
    verdictOf,
  });
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
    sqlFiles: describeSqlFiles(sql, {
      verdictOf,
      isJudged,
      databases,
      targets,
      unused,
      folders,
      signs,
      programs: programFiles,
    }),
    programs: findPrograms(programs, targets, signs, input.cache),
    programPragmas: findPragmas(input.embedded, (path) => input.files.get(path), input.cache),
    signs,
    databases,
    unusedMigrations: unused,
    sources: sourceFiles,
    libsqlClients: sourceFiles.flatMap((file) =>
      (connectionFacts.get(file.path)?.libsql ?? []).map((client) => ({ file, client })),
    ),
    looseSettings: placeLooseSettings({ files: sourceFiles, facts: connectionFacts }),
    connections,
    sqlite: sqliteTarget(connections, input.sqliteVersion),
    litestreamVersion: input.litestreamVersion,
    rows: input.rows ?? {},
    ownFunctions: ownFunctions(sourceFiles),
    storedNames: placeStoredNames({ files: sourceFiles, facts: connectionFacts }),
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
    scripts: input.scripts,
  };
}

/** True for generated code with SQL that sets or asks for pragmas, such as sqlc’s; bundles of scripts hold all of SQLite. */
function runsPragmas({ apart, path, text }: SourceFile): boolean {
  return apart === 'generated files' && !/\.[cm]?js$/.test(path) && /\bpragma\s+\w+/i.test(text);
}
