import busyTimeoutTooLow from './connection/busy-timeout-too-low.ts';
import defaultCacheSize from './connection/default-cache-size.ts';
import defaultTempStore from './connection/default-temp-store.ts';
import dsnParameterIgnored from './connection/dsn-parameter-ignored.ts';
import foreignKeysOff from './connection/foreign-keys-off.ts';
import memoryDatabaseInPool from './connection/memory-database-in-pool.ts';
import missingBusyTimeout from './connection/missing-busy-timeout.ts';
import missingForeignKeys from './connection/missing-foreign-keys.ts';
import missingJournalSizeLimit from './connection/missing-journal-size-limit.ts';
import missingWal from './connection/missing-wal.ts';
import onceOnPool from './connection/once-on-pool.ts';
import optimizeNever from './connection/optimize-never.ts';
import pragmaOrder from './connection/pragma-order.ts';
import sharedCache from './connection/shared-cache.ts';
import synchronousFullInWal from './connection/synchronous-full-in-wal.ts';
import synchronousNormalWithoutWal from './connection/synchronous-normal-without-wal.ts';
import walResetBug from './connection/wal-reset-bug.ts';
import ephemeralFilesystem from './deploy/ephemeral-filesystem.ts';
import networkFilesystem from './deploy/network-filesystem.ts';
import ruleError from './internal/rule-error.ts';
import unindexedPath from './json/unindexed-path.ts';
import addNotNullColumn from './migration/add-not-null-column.ts';
import rebuildCascade from './migration/rebuild-cascade.ts';
import postgresOperator from './portability/postgres-operator.ts';
import cacheSizePages from './pragma/cache-size-pages.ts';
import dangerous from './pragma/dangerous.ts';
import deprecated from './pragma/deprecated.ts';
import foreignKeysInTransaction from './pragma/foreign-keys-in-transaction.ts';
import inTransaction from './pragma/in-transaction.ts';
import lockingExclusive from './pragma/locking-exclusive.ts';
import synchronousOff from './pragma/synchronous-off.ts';
import unknownName from './pragma/unknown-name.ts';
import unknownValue from './pragma/unknown-value.ts';
import unsafeJournalMode from './pragma/unsafe-journal-mode.ts';
import walAutocheckpointOff from './pragma/wal-autocheckpoint-off.ts';
import writableSchema from './pragma/writable-schema.ts';
import doubleQuotedString from './query/double-quoted-string.ts';
import fullScan from './query/full-scan.ts';
import notInNullable from './query/not-in-nullable.ts';
import type { Rule } from './rule.ts';
import nullablePrimaryKey from './schema/nullable-primary-key.ts';
import redundantIndex from './schema/redundant-index.ts';
import serialType from './schema/serial-type.ts';
import unindexedForeignKey from './schema/unindexed-foreign-key.ts';
import databaseInWebRoot from './security/database-in-web-root.ts';
import dynamicIdentifier from './security/dynamic-identifier.ts';
import keyInSource from './security/key-in-source.ts';
import loadExtensionEnabled from './security/load-extension-enabled.ts';
import stringBuiltSql from './security/string-built-sql.ts';
import missingReason from './suppression/missing-reason.ts';
import unused from './suppression/unused.ts';
import syntaxError from './syntax/error.ts';
import awaitInside from './transaction/await-inside.ts';
import deferredWrite from './transaction/deferred-write.ts';
import exclusive from './transaction/exclusive.ts';
import frameworkLeftDeferred from './transaction/framework-left-deferred.ts';
import immediateReadOnly from './transaction/immediate-read-only.ts';
import nestedBegin from './transaction/nested-begin.ts';
import unbatchedLoopWrites from './transaction/unbatched-loop-writes.ts';
import unclosed from './transaction/unclosed.ts';
import vacuumInside from './transaction/vacuum-inside.ts';

/** Every rule, by id. A test compares the list with the files. */
export const rules: readonly Rule[] = [
  busyTimeoutTooLow,
  defaultCacheSize,
  defaultTempStore,
  dsnParameterIgnored,
  foreignKeysOff,
  memoryDatabaseInPool,
  missingForeignKeys,
  missingJournalSizeLimit,
  onceOnPool,
  optimizeNever,
  pragmaOrder,
  sharedCache,
  synchronousFullInWal,
  walResetBug,
  missingBusyTimeout,
  missingWal,
  synchronousNormalWithoutWal,
  ephemeralFilesystem,
  networkFilesystem,
  ruleError,
  unindexedPath,
  addNotNullColumn,
  rebuildCascade,
  postgresOperator,
  cacheSizePages,
  dangerous,
  deprecated,
  inTransaction,
  lockingExclusive,
  unsafeJournalMode,
  walAutocheckpointOff,
  writableSchema,
  foreignKeysInTransaction,
  synchronousOff,
  unknownName,
  unknownValue,
  doubleQuotedString,
  fullScan,
  notInNullable,
  nullablePrimaryKey,
  redundantIndex,
  serialType,
  unindexedForeignKey,
  databaseInWebRoot,
  dynamicIdentifier,
  loadExtensionEnabled,
  stringBuiltSql,
  keyInSource,
  missingReason,
  unused,
  syntaxError,
  awaitInside,
  deferredWrite,
  exclusive,
  frameworkLeftDeferred,
  immediateReadOnly,
  nestedBegin,
  unbatchedLoopWrites,
  unclosed,
  vacuumInside,
];
