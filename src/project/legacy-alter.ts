import type { Project } from './project.ts';
import { remember } from './remember.ts';
import type { SourceFile } from './source-file.ts';

/**
 * True where a program may switch `legacy_alter_table` on in order to migrate: references to a table that is renamed then
 * stay with its old name (https://sqlite.org/pragma.html#pragma_legacy_alter_table).
 */
export function mayKeepReferences({ sources }: Pick<Project, 'sources'>): boolean {
  return sources.some(speaksOfLegacyAlter);
}

const speaksOfLegacyAlter = remember(
  ({ kind, text }: SourceFile): boolean => kind !== 'sql' && /legacy_?alter_?table/i.test(text),
);
