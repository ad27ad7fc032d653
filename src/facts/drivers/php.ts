import type { Driver } from './driver.ts';

/** The drivers, ORMs and frameworks of PHP. */
export const phpDrivers: readonly Driver[] = [];
