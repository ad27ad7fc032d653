/** What a driver sets on every connection that it opens, before the program says anything. */
export interface DriverDefaults {
  readonly name: string;
  /** Milliseconds. */
  readonly busyTimeout: number;
  readonly foreignKeys: boolean;
  readonly synchronous: 'off' | 'normal' | 'full' | 'extra';
  /** Where the values come from. */
  readonly source: string;
}

/**
 * `node:sqlite`: a test opens a real connection and compares.
 * https://nodejs.org/api/sqlite.html#new-databasesyncpath-options
 */
export const nodeSqlite: DriverDefaults = {
  name: 'node:sqlite',
  busyTimeout: 0,
  foreignKeys: true,
  synchronous: 'full',
  source: 'https://nodejs.org/api/sqlite.html',
};
