import type { Driver } from './driver.ts';

/** The drivers, ORMs and frameworks of Java and Kotlin. */
export const jvmDrivers: readonly Driver[] = [];
