import { nameOf } from '../text/paths.ts';
import type { LogicalDatabase, UnusedMigrations } from './databases.ts';
import type { DialectVerdict } from './dialect.ts';
import { filesNamedBy } from './listed-order.ts';
import type { MigrationFolder } from './migration-folders.ts';
import { databaseOfQueries, type QueryTarget, tablesReadBy } from './queries.ts';
import type { FileSigns } from './signs/sign.ts';
import type { SourceFile } from './source-file.ts';

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

/** What the roles of SQL files are told by. */
interface SqlFileContext {
  readonly verdictOf: (file: SourceFile) => DialectVerdict;
  readonly isJudged: (file: SourceFile) => boolean;
  readonly databases: readonly LogicalDatabase[];
  /** The databases that have a schema: what queries may be run on. */
  readonly targets: readonly (QueryTarget & { readonly database: LogicalDatabase })[];
  readonly unused: readonly UnusedMigrations[];
  readonly folders: readonly MigrationFolder[];
  readonly signs: FileSigns;
  /** The programs of the project. */
  readonly programs: readonly SourceFile[];
}

/** What the project makes of each of its SQL files, by path. */
export function describeSqlFiles(sql: readonly SourceFile[], context: SqlFileContext): Map<string, SqlFile> {
  const { verdictOf, isJudged, databases, unused, folders } = context;
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
  return new Map(
    sql.map((source): [string, SqlFile] => {
      const base = {
        source,
        verdict: verdictOf(source),
        judged: isJudged(source) && !isPart(source, context.programs),
        backwards: backwards.has(source),
      };
      const builder = builders.get(source);
      const isMigration = migrations.has(source);
      const use =
        builder || isMigration
          ? buildingUse(source, builder, isMigration, databases)
          : queryUse(source, base.judged, context);
      return [source.path, { ...base, ...use }];
    }),
  );
}

/**
 * True for the beginning of a statement that a program reads and goes on with: `… WHERE id IN`. Its name stands in the
 * program, and its text ends before the statement does.
 */
function isPart(source: SourceFile, programs: readonly SourceFile[]): boolean {
  const last = source.document.statements.at(-1);
  if (last?.syntax.failure?.message !== 'incomplete input' || last.text.endsWith(';')) return false;
  const name = nameOf(source.path);
  return programs.some((program) => filesNamedBy(program).has(name));
}

type Use = Pick<SqlFile, 'role' | 'database' | 'databaseReason'>;

/** What a file is for that builds a database, or undoes what builds one. */
function buildingUse(
  source: SourceFile,
  builder: LogicalDatabase | undefined,
  isMigration: boolean,
  databases: readonly LogicalDatabase[],
): Use {
  const isSchema = builder?.tool === 'schema' && builder.files.includes(source);
  const beside = (): LogicalDatabase | undefined =>
    databases.find(({ files }) => files.some(({ folder }) => folder === source.folder));
  return {
    role: isMigration && !isSchema ? 'migration' : 'schema',
    database: builder ?? beside(),
    databaseReason: 'it belongs to its schema',
  };
}

function queryUse(source: SourceFile, isJudged: boolean, { targets, signs }: SqlFileContext): Use {
  if (!isJudged) return { role: 'query', database: undefined, databaseReason: 'it is not judged' };
  const { database, reason } = databaseOfQueries(source, tablesReadBy(source), targets, signs);
  return { role: 'query', database: database?.database, databaseReason: reason };
}
