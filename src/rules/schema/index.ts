import brokenTrigger from './broken-trigger.ts';
import brokenView from './broken-view.ts';
import defaultViolatesCheck from './default-violates-check.ts';
import nullablePrimaryKey from './nullable-primary-key.ts';
import redundantIndex from './redundant-index.ts';
import serialType from './serial-type.ts';
import unindexedForeignKey from './unindexed-foreign-key.ts';

export const schemaRules = [
  brokenTrigger,
  brokenView,
  defaultViolatesCheck,
  nullablePrimaryKey,
  redundantIndex,
  serialType,
  unindexedForeignKey,
];
