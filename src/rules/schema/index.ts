import brokenTrigger from './broken-trigger.ts';
import brokenView from './broken-view.ts';
import defaultViolatesCheck from './default-violates-check.ts';
import foreignKeyActionFails from './foreign-key-action-fails.ts';
import foreignKeyMismatch from './foreign-key-mismatch.ts';
import garbledType from './garbled-type.ts';
import missingForeignKeyTable from './missing-foreign-key-table.ts';
import nondeterministicExpression from './nondeterministic-expression.ts';
import nullablePrimaryKey from './nullable-primary-key.ts';
import redundantIndex from './redundant-index.ts';
import serialType from './serial-type.ts';
import unindexedForeignKey from './unindexed-foreign-key.ts';

export const schemaRules = [
  brokenTrigger,
  brokenView,
  defaultViolatesCheck,
  foreignKeyActionFails,
  foreignKeyMismatch,
  garbledType,
  missingForeignKeyTable,
  nondeterministicExpression,
  nullablePrimaryKey,
  redundantIndex,
  serialType,
  unindexedForeignKey,
];
