import { compareVersions } from '../facts/drivers/driver.ts';
import type { Connection } from './connections/connection.ts';

/** The newest version of SQLite on which a project's SQL surely has to run. */
export interface SqliteTarget {
  readonly most: string;
  /** As a clause: `sqliteVersion in the configuration`, `better-sqlite3 8.0.1 brings it, package-lock.json`. */
  readonly source: string;
}

/**
 * What the configuration says, else the newest SQLite that one of the project's drivers may bring. Undefined where one
 * of them takes the SQLite of the machine, or its version is not known: then nothing is too new.
 * @param setting a version: `3.40` or `3.40.1`
 */
export function sqliteTarget(
  connections: readonly Pick<Connection, 'sqlite'>[],
  setting: string | undefined,
): SqliteTarget | undefined {
  if (setting !== undefined) return { most: setting, source: 'sqliteVersion in the configuration' };
  let newest: Connection['sqlite'];
  for (const { sqlite } of connections) {
    if (!sqlite) return undefined;
    if (!newest || compareVersions(sqlite.to, newest.to) > 0) newest = sqlite;
  }
  return newest && { most: newest.to, source: newest.source };
}

/** True where a project's SQLite surely is older than a version. A setting of `3.40` stands for each of its patches. */
export function isOlderThan({ most }: SqliteTarget, version: string): boolean {
  const parts = most.split('.').length;
  return compareVersions(most, version.split('.').slice(0, parts).join('.')) < 0;
}
