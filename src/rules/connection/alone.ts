import type { Connection } from '../../project/connections/connection.ts';
import type { Project } from '../../project/project.ts';

/**
 * True for a pool that is limited to one connection, where nothing in the project shows another one to its database:
 * within the program nobody waits for it, and it waits for nobody.
 */
export function isAlone(connection: Connection, { connections, sources }: Project): boolean {
  if (connection.driver.handle !== 'pool' || connection.site.poolSize !== 1) return false;
  const others = connections.filter((one) => one !== connection && one.site.storage !== 'memory');
  return (
    others.every((one) => isOther(connection, one)) &&
    !sources.some(({ path }) => /(?:^|\/)(?:litestream|litefs)[\w.-]*\.ya?ml$/.test(path))
  );
}

const isOther = (a: Connection, b: Connection): boolean =>
  a.site.database.kind === 'text' && b.site.database.kind === 'text' && a.database !== b.database;
