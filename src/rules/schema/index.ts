import booleanTextDefault from './boolean-text-default.ts';
import brokenTrigger from './broken-trigger.ts';
import brokenView from './broken-view.ts';
import checkNeverFails from './check-never-fails.ts';
import defaultTypeMismatch from './default-type-mismatch.ts';
import defaultViolatesCheck from './default-violates-check.ts';
import doubleQuotedString from './double-quoted-string.ts';
import foreignKeyActionFails from './foreign-key-action-fails.ts';
import foreignKeyMismatch from './foreign-key-mismatch.ts';
import foreignKeyType from './foreign-key-type.ts';
import ftsContentTrigger from './fts-content-trigger.ts';
import garbledType from './garbled-type.ts';
import ignoredDefault from './ignored-default.ts';
import intPrimaryKey from './int-primary-key.ts';
import invalidDefinition from './invalid-definition.ts';
import misleadingType from './misleading-type.ts';
import missingForeignKeyTable from './missing-foreign-key-table.ts';
import mixedTimestamps from './mixed-timestamps.ts';
import nondeterministicExpression from './nondeterministic-expression.ts';
import nullablePrimaryKey from './nullable-primary-key.ts';
import numberForDigits from './number-for-digits.ts';
import quotedDefault from './quoted-default.ts';
import redundantIndex from './redundant-index.ts';
import redundantUnique from './redundant-unique.ts';
import serialType from './serial-type.ts';
import triggerChangesEveryRow from './trigger-changes-every-row.ts';
import triggerNamedByKeyword from './trigger-named-by-keyword.ts';
import unindexedForeignKey from './unindexed-foreign-key.ts';
import uniqueWithSoftDelete from './unique-with-soft-delete.ts';

export const schemaRules = [
  booleanTextDefault,
  brokenTrigger,
  brokenView,
  checkNeverFails,
  defaultTypeMismatch,
  defaultViolatesCheck,
  doubleQuotedString,
  foreignKeyActionFails,
  foreignKeyMismatch,
  foreignKeyType,
  ftsContentTrigger,
  garbledType,
  ignoredDefault,
  intPrimaryKey,
  invalidDefinition,
  misleadingType,
  missingForeignKeyTable,
  mixedTimestamps,
  nondeterministicExpression,
  nullablePrimaryKey,
  numberForDigits,
  quotedDefault,
  redundantIndex,
  redundantUnique,
  serialType,
  triggerChangesEveryRow,
  triggerNamedByKeyword,
  unindexedForeignKey,
  uniqueWithSoftDelete,
];
