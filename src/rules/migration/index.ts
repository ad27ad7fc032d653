import addNotNullColumn from './add-not-null-column.ts';
import addUniqueColumn from './add-unique-column.ts';
import copyByPosition from './copy-by-position.ts';
import dropForeignKey from './drop-foreign-key.ts';
import multipleRebuilds from './multiple-rebuilds.ts';
import noForeignKeyCheck from './no-foreign-key-check.ts';
import rebuildCascade from './rebuild-cascade.ts';
import rebuildNeedless from './rebuild-needless.ts';
import typeNarrowing from './type-narrowing.ts';
import unsupportedAlter from './unsupported-alter.ts';

export const migrationRules = [
  addNotNullColumn,
  addUniqueColumn,
  copyByPosition,
  dropForeignKey,
  multipleRebuilds,
  noForeignKeyCheck,
  rebuildCascade,
  rebuildNeedless,
  typeNarrowing,
  unsupportedAlter,
];
