import type { Driver } from './driver.ts';

/** The drivers, ORMs and frameworks of Python. */
export const pythonDrivers: readonly Driver[] = [];
