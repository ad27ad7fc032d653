import type { Driver } from './driver.ts';

/** The drivers, ORMs and frameworks of Ruby. */
export const rubyDrivers: readonly Driver[] = [];
