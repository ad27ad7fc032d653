import booleanTextDefault from './boolean-text-default.ts';
import brokenTrigger from './broken-trigger.ts';
import brokenView from './broken-view.ts';
import defaultTypeMismatch from './default-type-mismatch.ts';
import defaultViolatesCheck from './default-violates-check.ts';
import foreignKeyActionFails from './foreign-key-action-fails.ts';
import foreignKeyMismatch from './foreign-key-mismatch.ts';
import garbledType from './garbled-type.ts';
import invalidDefinition from './invalid-definition.ts';
import misleadingType from './misleading-type.ts';
import missingForeignKeyTable from './missing-foreign-key-table.ts';
import nondeterministicExpression from './nondeterministic-expression.ts';
import nullablePrimaryKey from './nullable-primary-key.ts';
import numberForDigits from './number-for-digits.ts';
import quotedDefault from './quoted-default.ts';
import redundantIndex from './redundant-index.ts';
import serialType from './serial-type.ts';
import unindexedForeignKey from './unindexed-foreign-key.ts';

export const schemaRules = [
  booleanTextDefault,
  brokenTrigger,
  brokenView,
  defaultTypeMismatch,
  defaultViolatesCheck,
  foreignKeyActionFails,
  foreignKeyMismatch,
  garbledType,
  invalidDefinition,
  misleadingType,
  missingForeignKeyTable,
  nondeterministicExpression,
  nullablePrimaryKey,
  numberForDigits,
  quotedDefault,
  redundantIndex,
  serialType,
  unindexedForeignKey,
];
