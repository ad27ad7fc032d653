import { isAtOrBelow, nameOf } from '../text/paths.ts';
import type { SchemaSource } from './databases.ts';
import { isMigrationFolder, shapedBy } from './definitions.ts';
import {
  compareMigrations,
  type MigrationFile,
  type MigrationTool,
  migrationFileOf,
  programFileOf,
} from './migration-files.ts';
import type { FileSigns } from './signs/sign.ts';
import type { SourceFile } from './source-file.ts';

/** The `.sql` files of one migration folder. */
export interface MigrationFolder {
  readonly home: string;
  readonly members: readonly MigrationFile[];
  /** Files that the tool's journal does not list. */
  readonly unlisted: readonly SourceFile[];
  /** False for numbered files that no migration tool would run: a single one, outside of a folder for migrations. */
  readonly runs: boolean;
}

/**
 * Sorts the `.sql` files that are named like migrations into their folders, and with them programs that are named so
 * and stand among them: they are steps, too.
 */
export function findMigrationFolders(
  files: readonly SourceFile[],
  programs: readonly SourceFile[],
  signs: FileSigns,
): MigrationFolder[] {
  const byHome = new Map<string, MigrationFile[]>();
  const unlisted = new Map<string, SourceFile[]>();
  for (const file of files) {
    const migration = journaled(file, signs) ?? migrationFileOf(file);
    if (!migration) continue;
    if (migration === 'unlisted') {
      unlisted.set(file.folder, [...(unlisted.get(file.folder) ?? []), file]);
      continue;
    }
    const list = byHome.get(migration.home);
    if (list) list.push(migration);
    else byHome.set(migration.home, [migration]);
  }
  for (const program of programs) {
    const step = programFileOf(program);
    if (step) byHome.get(step.home)?.push(step);
  }
  return [...byHome].map(([home, members]) => ({
    home,
    members,
    unlisted: unlisted.get(home) ?? [],
    runs:
      members.length > 1 ||
      isMigrationFolder(home) ||
      members.some(
        ({ file, tool }) =>
          (tool !== 'numbered' && tool !== 'golang-migrate') ||
          file.document.markers.some(({ marker }) => marker.kind === 'up'),
      ) ||
      signs.migrationFolders.some(({ folder }) => folder === home),
  }));
}

/** A file that a tool's journal lists, whatever its name; one that it does not list is none of the tool's. */
function journaled(file: SourceFile, { journals }: FileSigns): MigrationFile | 'unlisted' | undefined {
  const journal = journals.find(({ folder }) => folder === file.folder);
  if (!journal) return undefined;
  const name = nameOf(file.path).replace(/\.sql$/i, '');
  const at = journal.names.indexOf(name);
  if (at < 0) return 'unlisted';
  return {
    file,
    home: file.folder,
    version: name,
    order: [BigInt(at)],
    direction: 'up',
    repeatable: false,
    tool: 'drizzle',
  };
}

/** The files of the way up, in the order in which they run. */
export function upwards({ members }: MigrationFolder): SourceFile[] {
  return members
    .filter(({ direction }) => direction === 'up')
    .sort(compareMigrations)
    .map(({ file }) => file);
}

/** The tool that runs a folder: by its markers, its configuration, or its files' names. */
export function toolOf({ home, members }: MigrationFolder, signs: FileSigns): MigrationTool {
  const marker = members.flatMap(({ file }) => file.document.markers)[0]?.marker.tool;
  if (marker) return marker;
  const configured = signs.migrationFolders.find(({ folder }) => folder === home)?.tool;
  if (configured !== undefined) return configured as MigrationTool;
  const { tool } = members[0] as MigrationFile;
  // Drizzle 1.0 names its files as Prisma does, and divides them with a comment of its own.
  if (tool === 'prisma' && members.some(({ file }) => file.text.includes('--> statement-breakpoint')))
    return 'drizzle';
  // sqlx and golang-migrate name their files alike.
  const sqlx = signs.tools.some(({ folder }) => isAtOrBelow(home, folder));
  return sqlx && (tool === 'numbered' || tool === 'golang-migrate') ? 'sqlx' : tool;
}

const sameNumber = 'two migrations with the same number shape it, and their order is not known';

/** Files with the same number that shape the same table: their order is anybody's guess. */
export function doubtsOf({ members }: MigrationFolder): SchemaSource['doubts'] {
  const versions = new Map<string, MigrationFile[]>();
  for (const member of members) {
    if (
      member.direction === 'down' ||
      member.repeatable ||
      member.tool === 'drizzle' ||
      member.tool === 'prisma'
    )
      continue;
    const list = versions.get(member.version);
    if (list) list.push(member);
    else versions.set(member.version, [member]);
  }
  return [...versions.values()].flatMap((list) => {
    if (list.length < 2) return [];
    const touched = list.map(({ file }) => shapedBy(file));
    const shared = [...new Set(touched.flatMap((names) => [...names]))].filter(
      (name) => touched.filter((names) => names.has(name)).length > 1,
    );
    const last = list.at(-1);
    return shared.length > 0 && last ? [{ file: last.file, tables: shared, reason: sameNumber }] : [];
  });
}
