import nullablePrimaryKey from './nullable-primary-key.ts';
import redundantIndex from './redundant-index.ts';
import serialType from './serial-type.ts';
import unindexedForeignKey from './unindexed-foreign-key.ts';

export const schemaRules = [nullablePrimaryKey, redundantIndex, serialType, unindexedForeignKey];
