import addNonconstantDefault from './add-nonconstant-default.ts';
import addNotNullColumn from './add-not-null-column.ts';
import addReferencesDefault from './add-references-default.ts';
import addStoredColumn from './add-stored-column.ts';
import addUniqueColumn from './add-unique-column.ts';
import copyByPosition from './copy-by-position.ts';
import createIfNotExistsDrift from './create-if-not-exists-drift.ts';
import ctasLosesConstraints from './ctas-loses-constraints.ts';
import deferForeignKeysOff from './defer-foreign-keys-off.ts';
import deleteWithoutWhere from './delete-without-where.ts';
import dropColumn from './drop-column.ts';
import dropColumnInUse from './drop-column-in-use.ts';
import dropForeignKey from './drop-foreign-key.ts';
import dropReferencedTable from './drop-referenced-table.ts';
import dropTable from './drop-table.ts';
import duplicateVersion from './duplicate-version.ts';
import multipleRebuilds from './multiple-rebuilds.ts';
import noForeignKeyCheck from './no-foreign-key-check.ts';
import notInTransaction from './not-in-transaction.ts';
import pageLayoutLate from './page-layout-late.ts';
import rebuildCascade from './rebuild-cascade.ts';
import rebuildLeavesViolations from './rebuild-leaves-violations.ts';
import rebuildLosesObjects from './rebuild-loses-objects.ts';
import rebuildLosesSequence from './rebuild-loses-sequence.ts';
import rebuildNeedless from './rebuild-needless.ts';
import rebuildRenameFirst from './rebuild-rename-first.ts';
import rebuildUnfilledColumn from './rebuild-unfilled-column.ts';
import renameColumn from './rename-column.ts';
import renameTable from './rename-table.ts';
import severalHeads from './several-heads.ts';
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
  deferForeignKeysOff,
  deleteWithoutWhere,
  dropColumn,
  dropColumnInUse,
  dropForeignKey,
  dropReferencedTable,
  dropTable,
  duplicateVersion,
  multipleRebuilds,
  noForeignKeyCheck,
  notInTransaction,
  pageLayoutLate,
  rebuildCascade,
  rebuildLeavesViolations,
  rebuildLosesObjects,
  rebuildLosesSequence,
  rebuildNeedless,
  rebuildRenameFirst,
  rebuildUnfilledColumn,
  renameColumn,
  renameTable,
  severalHeads,
  typeNarrowing,
  uniqueIndexOverRows,
  unsupportedAlter,
];
