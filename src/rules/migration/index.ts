import addNotNullColumn from './add-not-null-column.ts';
import addUniqueColumn from './add-unique-column.ts';
import rebuildCascade from './rebuild-cascade.ts';
import unsupportedAlter from './unsupported-alter.ts';

export const migrationRules = [addNotNullColumn, addUniqueColumn, rebuildCascade, unsupportedAlter];
