import autoincrement from './autoincrement.ts';
import booleanTextDefault from './boolean-text-default.ts';
import brokenTrigger from './broken-trigger.ts';
import brokenView from './broken-view.ts';
import caseSensitiveUnique from './case-sensitive-unique.ts';
import checkNeverFails from './check-never-fails.ts';
import conflictReplace from './conflict-replace.ts';
import defaultTypeMismatch from './default-type-mismatch.ts';
import defaultViolatesCheck from './default-violates-check.ts';
import doubleQuotedString from './double-quoted-string.ts';
import floatMoney from './float-money.ts';
import foreignKeyActionFails from './foreign-key-action-fails.ts';
import foreignKeyCollation from './foreign-key-collation.ts';
import foreignKeyMismatch from './foreign-key-mismatch.ts';
import foreignKeyType from './foreign-key-type.ts';
import ftsContentTrigger from './fts-content-trigger.ts';
import garbledType from './garbled-type.ts';
import ignoredDefault from './ignored-default.ts';
import ineffectiveBeforeTrigger from './ineffective-before-trigger.ts';
import invalidDefinition from './invalid-definition.ts';
import keyBesideRowid from './key-beside-rowid.ts';
import keysBesideTable from './keys-beside-table.ts';
import lowCardinalityIndex from './low-cardinality-index.ts';
import misleadingType from './misleading-type.ts';
import missingForeignKeyTable from './missing-foreign-key-table.ts';
import mixedTimestamps from './mixed-timestamps.ts';
import noPrimaryKey from './no-primary-key.ts';
import nondeterministicExpression from './nondeterministic-expression.ts';
import notStrict from './not-strict.ts';
import nullablePrimaryKey from './nullable-primary-key.ts';
import numberForDigits from './number-for-digits.ts';
import quotedDefault from './quoted-default.ts';
import redundantIndex from './redundant-index.ts';
import redundantUnique from './redundant-unique.ts';
import serialType from './serial-type.ts';
import triggerChangesEveryRow from './trigger-changes-every-row.ts';
import triggerNamedByKeyword from './trigger-named-by-keyword.ts';
import unenforcedLength from './unenforced-length.ts';
import unindexedForeignKey from './unindexed-foreign-key.ts';
import uniqueDefault from './unique-default.ts';
import uniqueWithSoftDelete from './unique-with-soft-delete.ts';

export const schemaRules = [
  autoincrement,
  booleanTextDefault,
  brokenTrigger,
  brokenView,
  caseSensitiveUnique,
  checkNeverFails,
  conflictReplace,
  defaultTypeMismatch,
  defaultViolatesCheck,
  doubleQuotedString,
  floatMoney,
  foreignKeyActionFails,
  foreignKeyCollation,
  foreignKeyMismatch,
  foreignKeyType,
  ftsContentTrigger,
  garbledType,
  ignoredDefault,
  ineffectiveBeforeTrigger,
  invalidDefinition,
  keyBesideRowid,
  keysBesideTable,
  lowCardinalityIndex,
  misleadingType,
  missingForeignKeyTable,
  mixedTimestamps,
  noPrimaryKey,
  nondeterministicExpression,
  notStrict,
  nullablePrimaryKey,
  numberForDigits,
  quotedDefault,
  redundantIndex,
  redundantUnique,
  serialType,
  triggerChangesEveryRow,
  triggerNamedByKeyword,
  unenforcedLength,
  unindexedForeignKey,
  uniqueDefault,
  uniqueWithSoftDelete,
];
