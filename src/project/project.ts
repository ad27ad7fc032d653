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

/** What a file's SQL is for. */
export type SqlRole = 'migration' | 'schema' | 'query';

/** A file of SQL with what the project makes of it. */
export interface SqlFile {
  readonly source: SourceFile;
  readonly verdict: DialectVerdict;
  readonly role: SqlRole;
  /** True for a migration that undoes another. */
  readonly backwards: boolean;
  /** True when rules judge it: it is SQLite's and it is production code. */
  readonly judged: boolean;
  /** The database that it builds or is run on; undefined where that is not known. */
  readonly database: LogicalDatabase | undefined;
  /** Why it belongs to that database, or to none. */
  readonly databaseReason: string;
}

/** A pragma that is run on a handle which another file opens, with its own file. */
export interface PlacedLooseSetting {
  readonly file: SourceFile;
  readonly setting: LooseSetting;
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

function decideAll(
  sql: readonly SourceFile[],
  folders: readonly MigrationFolder[],
  signs: FileSigns,
  input: ProjectInput,
): Map<SourceFile, DialectVerdict> {
  const homes = new Map<SourceFile, string>();
  for (const { home, members } of folders) for (const { file } of members) homes.set(file, home);
  const byHome = new Map<string, SourceFile[]>();
  for (const file of sql) {
    const home = homes.get(file) ?? file.folder;
    const list = byHome.get(home);
    if (list) list.push(file);
    else byHome.set(home, [file]);
  }
  const twins = findTwins(sql);
  const verdicts = new Map<SourceFile, DialectVerdict>();
  for (const files of byHome.values()) {
    const siblings = readSiblings(
      files,
      files.some((file) => homes.has(file)),
    );
    for (const file of files) {
      const refuted = input.refuted.get(file);
      verdicts.set(
        file,
        refuted
          ? { dialect: refuted.dialect, reason: refuted.reason, by: 'content' }
          : decideDialect(file, { siblings, signs, twins, setting: input.dialect?.(file.path) }),
      );
    }
  }
  return verdicts;
}

const tablesRemembered = new WeakMap<readonly TimelineStep[], ReadonlySet<string>>();

/** The tables that a schema has at some time. */
function tablesTouched(steps: readonly TimelineStep[]): ReadonlySet<string> {
  let tables = tablesRemembered.get(steps);
  if (!tables) {
    tables = new Set(steps.flatMap(({ touches }) => touches ?? []));
    tablesRemembered.set(steps, tables);
  }
  return tables;
}

function describeFiles(
  sql: readonly SourceFile[],
  context: {
    verdictOf: (file: SourceFile) => DialectVerdict;
    isJudged: (file: SourceFile) => boolean;
    databases: readonly LogicalDatabase[];
    targets: readonly (QueryTarget & { readonly database: LogicalDatabase })[];
    unused: readonly UnusedMigrations[];
    folders: readonly MigrationFolder[];
    signs: FileSigns;
  },
): Map<string, SqlFile> {
  const { verdictOf, isJudged, databases, targets, unused, folders, signs } = context;
  const builders = new Map<SourceFile, LogicalDatabase>();
  for (const database of databases) {
    for (const { file } of database.others) builders.set(file, database);
    for (const file of database.files) builders.set(file, database);
  }
  const migrations = new Set(unused.flatMap(({ files }) => files));
  for (const { runs, members } of folders) if (runs) for (const { file } of members) migrations.add(file);

  const backwards = new Set(
    folders.flatMap(({ members }) =>
      members.flatMap(({ file, direction }) => (direction === 'down' ? [file] : [])),
    ),
  );
  const files = new Map<string, SqlFile>();
  for (const source of sql) {
    const base = {
      source,
      verdict: verdictOf(source),
      judged: isJudged(source),
      backwards: backwards.has(source),
    };
    const builder = builders.get(source);
    const migratedIn =
      builder ??
      databases.find(({ files: own }) =>
        own.some(({ folder }) => migrations.has(source) && folder === source.folder),
      );
    if (builder || migrations.has(source)) {
      const role: SqlRole =
        builder?.tool === 'schema' && builder.files.includes(source)
          ? 'schema'
          : migrations.has(source)
            ? 'migration'
            : 'schema';
      files.set(source.path, {
        ...base,
        role,
        database: migratedIn,
        databaseReason: 'it belongs to its schema',
      });
      continue;
    }
    const found = base.judged
      ? databaseOfQueries(source, tablesReadBy(source), targets, signs)
      : { database: undefined, reason: 'it is not judged' };
    files.set(source.path, {
      ...base,
      role: 'query',
      database: found.database?.database,
      databaseReason: found.reason,
    });
  }
  return files;
}

const configuredIn = remember((file: SourceFile) =>
  file.apart === undefined && (file.kind === 'manifest' || file.kind === 'text')
    ? readConfiguredConnections(file.path, file.text)
    : undefined,
);

/** What programs and configuration files say of connections, by path. */
function withConfigured(
  facts: ReadonlyMap<string, ConnectionFacts>,
  files: readonly SourceFile[],
): ReadonlyMap<string, ConnectionFacts> {
  const configured = files.flatMap((file): [string, ConnectionFacts][] => {
    const found = configuredIn(file);
    return found ? [[file.path, found]] : [];
  });
  return new Map([...facts, ...configured]);
}
