import type { Dialect } from '../../facts/dialects.ts';

/**
 * How much a sign weighs. `production`: the configuration of what runs in production says so. `configured`: the
 * project's environment does. `default`: a framework's fallback. `dependency`: a driver is installed. `development`:
 * a driver or a setting for development and tests only.
 */
export type SignStrength = 'production' | 'configured' | 'default' | 'dependency' | 'development';

/** A sign, somewhere in the project, of the databases that it talks to. */
export interface DatabaseSign {
  readonly dialect: Dialect;
  readonly reason: string;
  /** The folder that the sign speaks for; empty for the whole project. */
  readonly folder: string;
  readonly strength: SignStrength;
  /** Which of an application's databases it is about, where that has a name (Rails). */
  readonly database?: string | undefined;
}

/** A tool's configuration that settles the dialect of a file, or of everything in a folder. */
export interface SettledPath {
  readonly path: string;
  readonly dialect: Dialect;
  readonly reason: string;
}

/** SQL files that a configuration ties together as one database (sqlc). Paths are files, folders or patterns with `*`. */
export interface DeclaredDatabase {
  readonly schema: readonly string[];
  readonly queries: readonly string[];
}

/** What one file tells about the project's databases. */
export interface FileSigns {
  readonly signs: readonly DatabaseSign[];
  readonly settled: readonly SettledPath[];
  /** Migrations in the order in which a tool's journal lists them, by folder: names without `.sql`. */
  readonly journals: readonly { readonly folder: string; readonly names: readonly string[] }[];
  /** Folders of migrations that a configuration names, with its tool. */
  readonly migrationFolders: readonly { readonly folder: string; readonly tool: string }[];
  readonly declared: readonly DeclaredDatabase[];
  /** Migration tools among the dependencies, by the folder of the manifest. */
  readonly tools: readonly { readonly folder: string; readonly tool: 'sqlx' }[];
  /** Names by which scripts call tables that other code names. */
  readonly aliases: readonly { readonly alias: string; readonly table: string }[];
  /** The lowest major version of Laravel that a manifest allows. */
  readonly laravel: readonly number[];
}

export const noSigns: FileSigns = {
  signs: [],
  settled: [],
  journals: [],
  migrationFolders: [],
  declared: [],
  tools: [],
  aliases: [],
  laravel: [],
};

/** The dialect that a name of an adapter, provider, driver, engine or URL scheme stands for. */
export function dialectOfAdapter(name: string): Dialect | undefined {
  const word = name.toLowerCase();
  if (/sqlite|libsql|turso|(?:^|[^a-z])d1(?:$|[^a-z])/.test(word)) return 'sqlite';
  if (/postgres|postgis|^pg(?:$|[^a-z])|pgsql|psycopg|asyncpg|cockroach|neon|pglite/.test(word))
    return 'postgresql';
  if (/mysql|maria|trilogy|planetscale|singlestore/.test(word)) return 'mysql';
  if (/mssql|sqlsrv|sqlserver|oracle|db2|snowflake|clickhouse|duckdb|gel|bigquery/.test(word)) return 'other';
  return undefined;
}

/** `path` as written in a file of `folder`, relative to the project: without `.` and `..`. */
export function resolvePath(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${folder}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
