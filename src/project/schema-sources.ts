import type { MigrationScript } from '../embedded/migrations/operations.ts';
import { shapesSchema } from '../schema/steps.ts';
import { parentOf } from '../text/paths.ts';
import type { SchemaSource, Scripts, UnusedMigrations } from './databases.ts';
import {
  firstMissing,
  groupDefinitions,
  isDefinition,
  isMigrationFolder,
  shapedBy,
  tablesOf,
} from './definitions.ts';
import type { DialectVerdict } from './dialect.ts';
import { listedOrder } from './listed-order.ts';
import {
  clashesOf,
  findMigrationFolders,
  type MigrationFolder,
  toolOf,
  upwards,
} from './migration-folders.ts';
import { groupScripts, type ScriptGroup } from './script-groups.ts';
import type { FileSigns } from './signs/sign.ts';
import type { SourceFile } from './source-file.ts';

/** Where the configuration says that the schema is written. */
export interface SchemaSetting {
  readonly migrations?: string | undefined;
  readonly schema?: string | undefined;
}

/**
 * Finds what builds the project's schemas: folders of ordered migrations, scripts of frameworks, files of
 * definitions. Each is one database of its own, unless one only shows what another builds.
 * @param files the `.sql` files that are SQLite's, in production code
 * @param programs other sources in production code
 */
export function findSchemaSources(
  files: readonly SourceFile[],
  programs: readonly SourceFile[],
  scripts: Scripts,
  fileOf: (path: string) => SourceFile | undefined,
  verdictOf: (file: SourceFile) => DialectVerdict,
  verdictOfScripts: (files: readonly SourceFile[], script: MigrationScript, folder: string) => DialectVerdict,
  signs: FileSigns,
  setting: SchemaSetting,
): { sources: SchemaSource[]; unused: UnusedMigrations[] } {
  const unused: UnusedMigrations[] = [];
  const folders = findMigrationFolders(files, signs).filter(({ runs }) => runs);
  const inFolders = new Set(
    folders.flatMap(({ members, unlisted }) => [...members.map(({ file }) => file), ...unlisted]),
  );
  const groups = groupScripts(scripts, fileOf, verdictOfScripts);
  const definitions = groupDefinitions(files.filter((file) => !inFolders.has(file) && isDefinition(file)));

  if (setting.migrations !== undefined || setting.schema !== undefined)
    return chosen(setting, folders, groups, definitions, files, verdictOf, signs);

  const sources: SchemaSource[] = [];
  const shown = new Map<SourceFile, SchemaSource | undefined>();
  for (const group of groups) {
    const dump = definitions.find((list) => list.length === 1 && group.isShownBy(list[0] as SourceFile));
    const source = scriptSource(group, dump?.[0], verdictOf);
    if (dump) shown.set(dump[0] as SourceFile, source);
    sources.push(source);
  }
  for (const folder of folders) {
    const ups = upwards(folder);
    if (!ups.some((file) => file.document.statements.some(({ syntax }) => shapesSchema(syntax)))) continue;
    const touched = new Set(ups.flatMap((file) => [...shapedBy(file)]));
    const dumps = definitions.filter(
      (list) =>
        list.length === 1 &&
        isNear((list[0] as SourceFile).folder, folder.home) &&
        isMostlyIn(tablesOf(list), touched),
    );
    const missing = firstMissing(ups);
    const [dump] = dumps;
    if (dump && missing !== undefined) {
      // The migrations start from a schema that only the other file has.
      shown.set(dump[0] as SourceFile, undefined);
      sources.push({
        ...definitionSource(dump, verdictOf),
        others: ups.map((file) => ({
          file,
          reason: `${missing}: ${(dump[0] as SourceFile).path} has the whole schema`,
        })),
      });
      unused.push({ folder: folder.home, files: folder.members.map(({ file }) => file), reason: missing });
      continue;
    }
    const source: SchemaSource = {
      ...folderSource(folder, ups, verdictOf, signs),
      others: [
        ...dumps.flat().map((file) => ({ file, reason: 'it shows what the migrations build' })),
        ...folder.unlisted.map((file) => ({ file, reason: 'the journal does not list it' })),
      ],
    };
    for (const file of dumps.flat()) shown.set(file, source);
    sources.push(source);
  }
  for (const [folder, list] of unordered(files, inFolders)) {
    const order = listedOrder(list, programs);
    if (!order) {
      unused.push({ folder, files: list, reason: 'the names of its files give no order' });
      continue;
    }
    const tables = [...new Set(order.unlisted.flatMap((file) => [...shapedBy(file)]))];
    const [first] = order.files as [SourceFile];
    sources.push({
      name: folder,
      tool: 'listed',
      verdict: verdictOf(first),
      files: order.files,
      others: order.unlisted.map((file) => ({ file, reason: `${order.by.path} does not list it` })),
      unknowns: [],
      clashes: [
        {
          file: order.files.at(-1) ?? first,
          tables,
          reason: `a file that ${order.by.path} does not list shapes it, and when that runs is not known`,
        },
      ],
    });
  }
  for (const list of definitions) {
    if (list.some((file) => shown.has(file))) continue;
    sources.push(definitionSource(list, verdictOf));
  }
  return { sources: sources.sort((a, b) => (a.name < b.name ? -1 : 1)), unused };
}

/** The `.sql` files of folders for migrations whose names have no order, by folder. */
function unordered(
  files: readonly SourceFile[],
  ordered: ReadonlySet<SourceFile>,
): Map<string, SourceFile[]> {
  const folders = new Map<string, SourceFile[]>();
  for (const file of files) {
    if (ordered.has(file) || !isMigrationFolder(file.folder)) continue;
    const list = folders.get(file.folder);
    if (list) list.push(file);
    else folders.set(file.folder, [file]);
  }
  for (const [folder, list] of folders)
    if (list.every((file) => shapedBy(file).size === 0)) folders.delete(folder);
  return folders;
}

/** The one source that the configuration names. */
function chosen(
  { migrations, schema }: SchemaSetting,
  folders: readonly MigrationFolder[],
  groups: readonly ScriptGroup[],
  definitions: readonly SourceFile[][],
  files: readonly SourceFile[],
  verdictOf: (file: SourceFile) => DialectVerdict,
  signs: FileSigns,
): { sources: SchemaSource[]; unused: UnusedMigrations[] } {
  const wanted = (migrations ?? schema ?? '').replace(/^\.\/|\/+$/g, '');
  const none = (reason: string): { sources: SchemaSource[]; unused: UnusedMigrations[] } => ({
    sources: [],
    unused: [{ folder: wanted, files: [], reason }],
  });
  if (migrations !== undefined) {
    const folder = folders.find(({ home }) => home === wanted);
    if (folder) return { sources: [folderSource(folder, upwards(folder), verdictOf, signs)], unused: [] };
    const group = groups.find(
      ({ home, files: members }) => home === wanted || members.some((file) => file.folder === wanted),
    );
    if (group) return { sources: [scriptSource(group, undefined, verdictOf)], unused: [] };
    return none(`the configured folder ${wanted} has no ordered migrations of SQLite`);
  }
  const file = files.find(({ path }) => path === wanted);
  if (file) return { sources: [definitionSource([file], verdictOf)], unused: [] };
  const group = groups.find(({ files: members }) => members.some(({ path }) => path === wanted));
  if (group) return { sources: [scriptSource(group, undefined, verdictOf)], unused: [] };
  const list = definitions.find((candidates) => candidates.every(({ folder }) => folder === wanted));
  if (list) return { sources: [definitionSource(list, verdictOf)], unused: [] };
  return none(`the configured schema ${wanted} is not among the project's SQLite files`);
}

function scriptSource(
  group: ScriptGroup,
  dump: SourceFile | undefined,
  verdictOf: (file: SourceFile) => DialectVerdict,
): SchemaSource {
  const { tool, verdict, unknowns } = group;
  const base = { tool, verdict, unknowns, clashes: [] };
  // Rails loads structure.sql into a new database, Laravel its dump before the migrations that came later.
  if (dump && tool === 'rails') {
    const others = group.files.map((file) => ({ file, reason: `${dump.path} holds the schema` }));
    return { ...base, name: dump.path, verdict: verdictOf(dump), files: [dump], others };
  }
  if (dump) return { ...base, name: group.home, files: [dump, ...group.files], others: group.others };
  return { ...base, name: group.home, files: group.files, others: group.others };
}

function folderSource(
  folder: MigrationFolder,
  ups: readonly SourceFile[],
  verdictOf: (file: SourceFile) => DialectVerdict,
  signs: FileSigns,
): SchemaSource {
  return {
    name: folder.home || '.',
    tool: toolOf(folder, signs),
    verdict: verdictOf(ups[0] as SourceFile),
    files: ups,
    others: [],
    unknowns: [],
    clashes: clashesOf(folder),
  };
}

function definitionSource(
  files: readonly SourceFile[],
  verdictOf: (file: SourceFile) => DialectVerdict,
): SchemaSource {
  const [first] = files as [SourceFile];
  return {
    name: files.length > 1 ? first.folder || '.' : first.path,
    tool: 'schema',
    verdict: verdictOf(first),
    files,
    others: [],
    unknowns: [],
    clashes: [],
  };
}

/** A file that shows what migrations build has their tables; one that shares a name or two is another schema. */
function isMostlyIn(tables: ReadonlySet<string>, touched: ReadonlySet<string>): boolean {
  const shared = [...tables].filter((table) => touched.has(table)).length;
  return shared > 0 && shared * 2 >= Math.min(tables.size, touched.size);
}

/** A schema file belongs to migrations in its folder, in one below it, or beside it. */
function isNear(folder: string, home: string): boolean {
  const above = parentOf(folder);
  return (
    folder === '' ||
    home === folder ||
    home.startsWith(`${folder}/`) ||
    (above !== '' && home.startsWith(`${above}/`))
  );
}
