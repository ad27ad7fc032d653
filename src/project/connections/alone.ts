import type { Project } from '../project.ts';
import type { Connection } from './connection.ts';
import { configuresReplication } from './replication.ts';

/**
 * True for a pool that is limited to one connection, where nothing in the project shows another one to its database:
 * within the program nobody waits for it, and it waits for nobody.
 */
export function isAlone(
  connection: Connection,
  { connections, sources }: Pick<Project, 'connections' | 'sources'>,
): boolean {
  if (connection.driver.handle !== 'pool' || connection.site.poolSize !== 1) return false;
  const others = connections.filter((one) => one !== connection && one.site.storage !== 'memory');
  return others.every((one) => isOther(connection, one)) && !sources.some(configuresReplication);
}

/** True where both paths are written, and differ. */
function isOther(a: Connection, b: Connection): boolean {
  return a.site.database.kind === 'text' && b.site.database.kind === 'text' && a.database !== b.database;
}
