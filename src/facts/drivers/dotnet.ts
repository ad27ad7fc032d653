import type { Driver } from './driver.ts';

/** The drivers, ORMs and frameworks of .NET. */
export const dotnetDrivers: readonly Driver[] = [];
