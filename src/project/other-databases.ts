import type { Project } from './project.ts';
import { remember } from './remember.ts';
import type { SourceFile } from './source-file.ts';

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
