import type { Driver } from './driver.ts';

/** The drivers, ORMs and frameworks of Rust. */
export const rustDrivers: readonly Driver[] = [];
