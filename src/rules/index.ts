import missingBusyTimeout from './connection/missing-busy-timeout.ts';
import missingWal from './connection/missing-wal.ts';
import synchronousNormalWithoutWal from './connection/synchronous-normal-without-wal.ts';
import ruleError from './internal/rule-error.ts';
import unindexedPath from './json/unindexed-path.ts';
import addNotNullColumn from './migration/add-not-null-column.ts';
import rebuildCascade from './migration/rebuild-cascade.ts';
import postgresOperator from './portability/postgres-operator.ts';
import foreignKeysInTransaction from './pragma/foreign-keys-in-transaction.ts';
import synchronousOff from './pragma/synchronous-off.ts';
import unknownName from './pragma/unknown-name.ts';
import unknownValue from './pragma/unknown-value.ts';
import doubleQuotedString from './query/double-quoted-string.ts';
import fullScan from './query/full-scan.ts';
import notInNullable from './query/not-in-nullable.ts';
import type { Rule } from './rule.ts';
import nullablePrimaryKey from './schema/nullable-primary-key.ts';
import redundantIndex from './schema/redundant-index.ts';
import serialType from './schema/serial-type.ts';
import unindexedForeignKey from './schema/unindexed-foreign-key.ts';
import missingReason from './suppression/missing-reason.ts';
import unused from './suppression/unused.ts';
import syntaxError from './syntax/error.ts';

/** Every rule, by id. A test compares the list with the files. */
export const rules: readonly Rule[] = [
  missingBusyTimeout,
  missingWal,
  synchronousNormalWithoutWal,
  ruleError,
  unindexedPath,
  addNotNullColumn,
  rebuildCascade,
  postgresOperator,
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
  missingReason,
  unused,
  syntaxError,
];
