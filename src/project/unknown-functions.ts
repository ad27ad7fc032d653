import type { Project } from './project.ts';
import { remember } from './remember.ts';
import type { SourceFile } from './source-file.ts';

/**
 * Any sign that programs give a connection functions: the calls of the drivers whatever the name is, packages of
 * extensions, and frameworks that register functions under the names of other databases.
 */
const registration =
  /create_?(?:scalar_?|aggregate_?|window_?)?function|create_?aggregate|\.(?:function|aggregate)\s*\(|define_?function|register_?(?:impl|agg|func|deterministic|scalar|custom_?function|\w*function)|\bFunction\.create\s*\(|\bDatabase(?:Function|Aggregate)\b|\.define\s*\(\s*"|@\w+\.func\s*\(|go-sqlite3\/ext\/|SQLiteFunction|create_?collation|(?:load|enable)_?extensions?\b|auto_extension|\bextensions\s*[:=(]|sqlean|spatialite|sqlite-regex|\bturso\b|\blimbo\b|\bdjango\b|doctrine\/dbal|sqlite-database-integration/i;

/** A script that loads an extension itself: by the function, or by the command of SQLite's shell. */
const loading = /\bload_extension\s*\(|^\.load\b/im;

const registers = remember(
  ({ text, kind }: SourceFile): boolean =>
    kind !== 'lock' && (kind === 'sql' ? loading : registration).test(text),
);

/**
 * True where a connection of the project may know functions beyond SQLite's own, and their names may be put together at
 * run time. `ownFunctions` of a project knows those that are registered by name.
 */
export const mayDefineFunctions = remember(({ sources }: Project): boolean => sources.some(registers));

/**
 * True where anything in the project speaks of a database with a server. SQL in its programs may be that database's,
 * although the same tables are in SQLite.
 */
export const speaksOfServers = remember(
  ({ sources, signs }: Project): boolean =>
    signs.signs.some(({ dialect }) => dialect !== 'sqlite') || sources.some(namesServer),
);

const namesServer = remember(
  ({ text, kind }: SourceFile): boolean =>
    kind !== 'lock' &&
    /postgres|mysql|mariadb|psycopg|\bpgx?\b|cockroach|mssql|sqlserver|oracle|duckdb|clickhouse|snowflake|bigquery/i.test(
      text,
    ),
);

/** True where programs attach databases, under names that may be those of another database's schemas. */
export const mayAttach = remember(({ sources }: Project): boolean => sources.some(attaches));

const attaches = remember(({ text }: SourceFile): boolean => /\battach\b/i.test(text));
