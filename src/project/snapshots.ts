import { nameOf, parentOf } from '../text/paths.ts';
import { firstMissing, indexesLeft, isMigrationFolder, shapedBy, tablesOf } from './definitions.ts';
import { type MigrationFolder, upwards } from './migration-folders.ts';
import type { SourceFile } from './source-file.ts';

/** Files of definitions that show the schema which a folder of migrations builds. */
export interface Snapshot {
  readonly files: readonly SourceFile[];
  /** True where the migrations start in the middle, so that only the files have the whole schema. */
  readonly isWhole: boolean;
  /** Why the migrations don't build the schema by themselves. */
  readonly reason: string;
  /** Tables on which the migrations have made indexes that the files do not show, in lower case. */
  readonly behind: ReadonlySet<string>;
}

/**
 * Finds the file beside a folder of migrations that shows what they build, or what they start from.
 * @param isOnly true where the project has one folder of migrations and one schema: at its top, the folder is that of
 *   the whole project
 */
export function findSnapshot(
  folder: MigrationFolder,
  definitions: readonly (readonly SourceFile[])[],
  isOnly: boolean,
): Snapshot | undefined {
  const ups = upwards(folder).filter(({ kind }) => kind === 'sql');
  const touched = new Set(ups.flatMap((file) => [...shapedBy(file)]));
  const near = definitions.filter(
    (list) =>
      ((isOnly && parentOf(folder.home) === '') || isNear((list[0] as SourceFile).folder, folder.home)) &&
      isMostlyIn(tablesOf(list), touched),
  );
  const [first] = near;
  if (!first) return undefined;
  const missing = firstMissing(ups);
  if (missing === undefined) return { files: near.flat(), isWhole: false, reason: '', behind: new Set() };
  const shown = indexesLeft(first);
  const behind = [...indexesLeft(ups)].flatMap(([table, names]) =>
    [...names].every((name) => shown.get(table)?.has(name)) ? [] : table,
  );
  return { files: first, isWhole: true, reason: missing, behind: new Set(behind) };
}

/** A file that shows what migrations build has their tables; one that shares a name or two is another schema. */
function isMostlyIn(tables: ReadonlySet<string>, touched: ReadonlySet<string>): boolean {
  const shared = [...tables].filter((table) => touched.has(table)).length;
  return shared > 0 && shared * 2 >= Math.min(tables.size, touched.size);
}

/** A schema file belongs to migrations in its folder, not far below it, or beside it. */
function isNear(folder: string, home: string): boolean {
  if (home === folder) return true;
  const below = folder === '' || home.startsWith(`${folder}/`);
  if (below) return home.slice(folder === '' ? 0 : folder.length + 1).split('/').length <= 3;
  const isSchemaFolder = /^(?:schemas?|sql|ddl|db|database|dump)$/i.test(nameOf(folder));
  return parentOf(folder) === parentOf(home) && isSchemaFolder && isMigrationFolder(home);
}
