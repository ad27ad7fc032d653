import addNonconstantDefault from './add-nonconstant-default.ts';
import addNotNullColumn from './add-not-null-column.ts';
import addReferencesDefault from './add-references-default.ts';
import addStoredColumn from './add-stored-column.ts';
import addUniqueColumn from './add-unique-column.ts';
import copyByPosition from './copy-by-position.ts';
import createIfNotExistsDrift from './create-if-not-exists-drift.ts';
import ctasLosesConstraints from './ctas-loses-constraints.ts';
import dropForeignKey from './drop-foreign-key.ts';
import dropReferencedTable from './drop-referenced-table.ts';
import multipleRebuilds from './multiple-rebuilds.ts';
import noForeignKeyCheck from './no-foreign-key-check.ts';
import rebuildCascade from './rebuild-cascade.ts';
import rebuildLeavesViolations from './rebuild-leaves-violations.ts';
import rebuildLosesObjects from './rebuild-loses-objects.ts';
import rebuildLosesSequence from './rebuild-loses-sequence.ts';
import rebuildNeedless from './rebuild-needless.ts';
import rebuildRenameFirst from './rebuild-rename-first.ts';
import rebuildUnfilledColumn from './rebuild-unfilled-column.ts';
import typeNarrowing from './type-narrowing.ts';
import uniqueIndexOverRows from './unique-index-over-rows.ts';
import unsupportedAlter from './unsupported-alter.ts';

export const migrationRules = [
  addNonconstantDefault,
  addNotNullColumn,
  addReferencesDefault,
  addStoredColumn,
  addUniqueColumn,
  copyByPosition,
  createIfNotExistsDrift,
  ctasLosesConstraints,
  dropForeignKey,
  dropReferencedTable,
  multipleRebuilds,
  noForeignKeyCheck,
  rebuildCascade,
  rebuildLeavesViolations,
  rebuildLosesObjects,
  rebuildLosesSequence,
  rebuildNeedless,
  rebuildRenameFirst,
  rebuildUnfilledColumn,
  typeNarrowing,
  uniqueIndexOverRows,
  unsupportedAlter,
];
