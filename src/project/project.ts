import type { DatabaseHeader } from '../database/header.ts';
import type { NodeSqliteFacts } from '../embedded/node-sqlite.ts';
import type { Dialect } from '../facts/dialects.ts';
import { type Place, type Timeline, timelineKey } from '../schema/timeline.ts';
import type { SyntaxCache } from '../sql/document.ts';
import { type Connection, findConnections } from './connections.ts';
import { type DialectVerdict, decideDialect, gatherEvidence, type ProjectEvidence } from './dialect.ts';
import { findSchemaSource, type SchemaSetting, type SchemaSource, schemaPlaces } from './schema-source.ts';
import type { SourceFile } from './source-file.ts';

/** What a file's SQL is for. */
export type SqlRole = 'migration' | 'schema' | 'query';

/** A file of SQL with what the project makes of it. */
export interface SqlFile {
  readonly source: SourceFile;
  readonly verdict: DialectVerdict;
  readonly role: SqlRole;
  /** True when rules judge it: it is SQLite's and it is production code. */
  readonly judged: boolean;
}

/** A project as it is at one moment: what rules read. Nothing in it changes. */
export interface Project {
  readonly sqlFiles: ReadonlyMap<string, SqlFile>;
  readonly evidence: readonly ProjectEvidence[];
  readonly schemaSource: SchemaSource;
  /** The statements that build the schema, in order. */
  readonly schemaPlaces: readonly Place[];
  /** The replayed schema; undefined while it is unknown or not computed yet. */
  readonly timeline: Timeline | undefined;
  readonly connections: readonly Connection[];
  /** True when anything in the project speaks of SQLite. */
  readonly usesSqlite: boolean;
}

export interface ProjectInput {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly scripts: ReadonlyMap<string, NodeSqliteFacts>;
  readonly headers: ReadonlyMap<string, DatabaseHeader | undefined>;
  readonly cache: SyntaxCache;
  readonly dialect?: ((path: string) => Dialect | undefined) | undefined;
  readonly schema?: SchemaSetting | undefined;
  /** Files whose statements turned out to be another dialect's. */
  readonly refuted: ReadonlyMap<SourceFile, { readonly dialect: Dialect; readonly reason: string }>;
  /** The timelines computed so far, by key. */
  readonly timelines: ReadonlyMap<string, Timeline>;
}

/** Makes the project of its files. Pure; what is expensive is remembered by the files themselves. */
export function buildProject(input: ProjectInput): Project {
  const all = [...input.files.values()];
  const evidence = gatherEvidence(all);
  const sql = all.filter((file) => file.kind === 'sql');
  const byFolder = new Map<string, SourceFile[]>();
  for (const file of sql) {
    const list = byFolder.get(file.folder);
    if (list) list.push(file);
    else byFolder.set(file.folder, [file]);
  }

  const verdicts = new Map<SourceFile, DialectVerdict>();
  for (const file of sql) {
    const refuted = input.refuted.get(file);
    verdicts.set(
      file,
      refuted
        ? { ...refuted, by: 'content' }
        : decideDialect(file, byFolder.get(file.folder) ?? [], evidence, input.dialect?.(file.path)),
    );
  }
  const isJudged = (file: SourceFile): boolean =>
    verdicts.get(file)?.dialect === 'sqlite' && file.apart === undefined;
  const sqlite = sql.filter(isJudged);

  const schemaSource = findSchemaSource(sqlite, input.schema);
  const places = schemaPlaces(schemaSource);
  const sqlFiles = new Map<string, SqlFile>();
  for (const source of sql) {
    sqlFiles.set(source.path, {
      source,
      verdict: verdicts.get(source) as DialectVerdict,
      role: roleOf(source, schemaSource),
      judged: isJudged(source),
    });
  }
  return {
    sqlFiles,
    evidence,
    schemaSource,
    schemaPlaces: places,
    timeline: places.length > 0 ? input.timelines.get(timelineKey(places)) : undefined,
    connections: findConnections({
      files: all.filter((file) => file.apart === undefined),
      sqliteFiles: sqlite,
      scripts: input.scripts,
      headers: input.headers,
      cache: input.cache,
    }),
    usesSqlite: evidence.some(({ dialect }) => dialect === 'sqlite') || sqlite.length > 0,
  };
}

function roleOf(file: SourceFile, source: SchemaSource): SqlRole {
  if (source.kind === 'migrations' && (file.folder === source.folder || source.files.includes(file)))
    return 'migration';
  if (source.kind === 'schema' && source.file === file) return 'schema';
  if (source.kind === 'none' && source.migrationFiles.has(file.path)) return 'migration';
  return 'query';
}
