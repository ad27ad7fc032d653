import { d1MigrationOf } from '../project/d1/use.ts';
import type { Project } from '../project/project.ts';

/** True for a migration that wrangler applies to D1, where foreign keys cannot be switched off. */
export function isForD1(path: string, project: Project): boolean {
  const file = project.sqlFiles.get(path);
  return file !== undefined && d1MigrationOf(file, project) !== undefined;
}

/**
 * What to do where a table is dropped to which others refer. In D1 the pragma has no effect, and
 * `defer_foreign_keys` neither keeps CASCADE from deleting nor lets the migration end: run in its engine.
 */
export function rebuildHelp(path: string, project: Project): string {
  return isForD1(path, project)
    ? 'D1 always enforces foreign keys: change the table by ALTER TABLE, or put the rows that refer to it aside, drop their table first, and make both again.'
    : 'Run PRAGMA foreign_keys = OFF before the transaction, PRAGMA foreign_key_check in it, and switch them on again behind it.';
}
