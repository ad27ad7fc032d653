import type { Driver } from './driver.ts';

/** The drivers, ORMs and frameworks of Go. */
export const goDrivers: readonly Driver[] = [];
