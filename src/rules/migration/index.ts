import addNotNullColumn from './add-not-null-column.ts';
import rebuildCascade from './rebuild-cascade.ts';

export const migrationRules = [addNotNullColumn, rebuildCascade];
