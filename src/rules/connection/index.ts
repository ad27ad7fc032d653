import busyTimeoutTooLow from './busy-timeout-too-low.ts';
import defaultCacheSize from './default-cache-size.ts';
import defaultTempStore from './default-temp-store.ts';
import dsnParameterIgnored from './dsn-parameter-ignored.ts';
import foreignKeysOff from './foreign-keys-off.ts';
import memoryDatabaseInPool from './memory-database-in-pool.ts';
import missingBusyTimeout from './missing-busy-timeout.ts';
import missingForeignKeys from './missing-foreign-keys.ts';
import missingJournalSizeLimit from './missing-journal-size-limit.ts';
import missingWal from './missing-wal.ts';
import onceOnPool from './once-on-pool.ts';
import optimizeNever from './optimize-never.ts';
import pragmaOrder from './pragma-order.ts';
import sharedCache from './shared-cache.ts';
import synchronousFullInWal from './synchronous-full-in-wal.ts';
import synchronousNormalWithoutWal from './synchronous-normal-without-wal.ts';
import walResetBug from './wal-reset-bug.ts';

export const connectionRules = [
  busyTimeoutTooLow,
  defaultCacheSize,
  defaultTempStore,
  dsnParameterIgnored,
  foreignKeysOff,
  memoryDatabaseInPool,
  missingBusyTimeout,
  missingForeignKeys,
  missingJournalSizeLimit,
  missingWal,
  onceOnPool,
  optimizeNever,
  pragmaOrder,
  sharedCache,
  synchronousFullInWal,
  synchronousNormalWithoutWal,
  walResetBug,
];
