import type { ConnectionSite } from '../../embedded/connections/site.ts';
import type { Driver } from '../../facts/drivers/driver.ts';

/** True where the handle opens more than one connection as it needs them: nothing limits it, as far as is known. */
export function isPool(site: ConnectionSite, driver: Driver): boolean {
  return mayBePool(site, driver) && site.poolSize !== 'unknown';
}

/** The same, also where it is not known to how many connections the handle is limited. */
export function mayBePool(site: ConnectionSite, driver: Driver): boolean {
  return driver.handle === 'pool' && site.poolSize !== 1;
}
