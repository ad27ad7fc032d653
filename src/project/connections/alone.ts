import { nameOf } from '../../text/paths.ts';
import type { Project } from '../project.ts';
import type { Connection } from './connection.ts';
import { filePathOf } from './database-path.ts';
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

/** True where both paths are written, and name different files, in whichever form. */
function isOther({ site: a }: Connection, { site: b }: Connection): boolean {
  return (
    a.database.kind === 'text' &&
    b.database.kind === 'text' &&
    nameOf(filePathOf(a.database.text)) !== nameOf(filePathOf(b.database.text))
  );
}
