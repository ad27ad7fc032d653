import type { EffectivePragmas } from './result.ts';

/** The little that the workloads need of an engine. */
export interface BenchmarkDatabase {
  exec(sql: string): void;
  /** All rows. Integers may be bigints: a number neither holds all of SQLite's nor is bound as an integer. */
  all(sql: string): Record<string, unknown>[];
  /** A compiled statement: bound, stepped through all of its rows, and reset. */
  prepare(sql: string): (values: readonly unknown[]) => void;
  close(): void;
}

const synchronousNames = ['off', 'normal', 'full', 'extra'];
const tempStoreNames = ['default', 'file', 'memory'];

/** Reads back what the connection has, whatever was asked for. */
export function readPragmas(db: BenchmarkDatabase): EffectivePragmas {
  const value = (name: string): unknown => Object.values(db.all(`PRAGMA ${name}`)[0] ?? {})[0];
  return {
    journalMode: String(value('journal_mode')),
    synchronous: synchronousNames[Number(value('synchronous'))] ?? 'unknown',
    busyTimeoutMs: Number(value('busy_timeout')),
    cacheSize: Number(value('cache_size')),
    foreignKeys: Number(value('foreign_keys')) === 1,
    tempStore: tempStoreNames[Number(value('temp_store'))] ?? 'unknown',
  };
}
