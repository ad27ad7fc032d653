import type { MigrationScript } from '../embedded/migrations/operations.ts';
import type { SchemaSource, Scripts, UnusedMigrations } from './databases.ts';
import { groupDefinitions, isDefinition, isMigrationFolder, shapedBy } from './definitions.ts';
import type { DialectVerdict } from './dialect.ts';
import { placeLeftovers } from './leftovers.ts';
import { listedOrder } from './listed-order.ts';
import {
  doubtsOf,
  findMigrationFolders,
  type MigrationFolder,
  toolOf,
  upwards,
} from './migration-folders.ts';
import { groupScripts, type ScriptGroup } from './script-groups.ts';
import type { FileSigns } from './signs/sign.ts';
import { findSnapshot, type Snapshot } from './snapshots.ts';
import type { SourceFile } from './source-file.ts';

/** Where the configuration says that the schema is written. */
export interface SchemaSetting {
  readonly migrations?: string | undefined;
  readonly schema?: string | undefined;
}

export interface SourcesInput {
  /** The `.sql` files that are SQLite's, in production code. */
  readonly files: readonly SourceFile[];
  /** Other sources in production code. */
  readonly programs: readonly SourceFile[];
  readonly scripts: Scripts;
  readonly fileOf: (path: string) => SourceFile | undefined;
  readonly verdictOf: (file: SourceFile) => DialectVerdict;
  readonly verdictOfScripts: (
    files: readonly SourceFile[],
    script: MigrationScript,
    folder: string,
  ) => DialectVerdict;
  readonly signs: FileSigns;
  readonly setting: SchemaSetting;
}

export interface Sources {
  readonly sources: readonly SchemaSource[];
  readonly unused: readonly UnusedMigrations[];
}

/**
 * Finds what builds the project's schemas: folders of ordered migrations, scripts of frameworks, files of
 * definitions. Each is one database of its own, unless one only shows what another builds.
 */
export function findSchemaSources(input: SourcesInput): Sources {
  const { files, programs, scripts, signs, setting } = input;
  const all = findMigrationFolders(files, programs, signs).filter(({ runs }) => runs);
  const loose = withoutOrder(files, all);
  // Where most files have no order, the few numbers are no order of the folder.
  const folders = all.filter(
    ({ home, members }) =>
      (loose.get(home)?.length ?? 0) <= members.filter(({ file }) => file.kind === 'sql').length,
  );
  const inFolders = new Set(
    folders.flatMap(({ members, unlisted }) => [...members.map(({ file }) => file), ...unlisted]),
  );
  const groups = groupScripts(
    new Map(
      [...scripts].filter(
        ([path, { whole }]) =>
          !folders.some(({ members }) => members.some(({ file }) => file.path === path)) &&
          // Whoever names the folder of the migrations wants them, and not the file that a tool writes of them.
          !(whole && setting.migrations !== undefined && path !== setting.migrations),
      ),
    ),
    input.fileOf,
    input.verdictOfScripts,
  );
  const definitions = groupDefinitions(files.filter((file) => !inFolders.has(file) && isDefinition(file)));
  if (setting.migrations !== undefined || setting.schema !== undefined) return chosen(input, folders, groups);

  const found: SchemaSource[] = [];
  const unused: UnusedMigrations[] = [];
  const shown = new Set<SourceFile>();
  for (const group of groups) {
    const dump = definitions.find((list) => list.length === 1 && group.isShownBy(list[0] as SourceFile))?.[0];
    if (dump) shown.add(dump);
    found.push(scriptSource(group, dump, input));
  }
  const open = definitions.filter((list) => !list.some((file) => shown.has(file)));
  for (const folder of folders) {
    const snapshot = findSnapshot(folder, open, folders.length === 1 && open.length === 1);
    const source = folderSource(folder, snapshot, loose.get(folder.home) ?? [], input);
    if (!source) continue;
    for (const file of snapshot?.files ?? []) shown.add(file);
    if (snapshot?.isWhole === true)
      unused.push({
        folder: folder.home,
        files: folder.members.map(({ file }) => file),
        reason: snapshot.reason,
      });
    found.push(source);
  }
  for (const [home, list] of loose) {
    if (folders.some((folder) => folder.home === home)) continue;
    const members = all.find((folder) => folder.home === home)?.members.map(({ file }) => file) ?? [];
    const source = listedSource(home, [...list, ...members], input);
    if (source) found.push(source);
    else unused.push({ folder: home, files: list, reason: 'the names of its files give no order' });
  }
  for (const list of definitions)
    if (!list.some((file) => shown.has(file))) found.push(definitionSource(list, input));

  const sources = placeLeftovers(withOwnNames(found), files, programs, scripts, unused, inFolders);
  return { sources: [...sources].sort((a, b) => (a.name < b.name ? -1 : 1)), unused };
}

/** The `.sql` files of folders for migrations whose names have no order and that shape something, by folder. */
function withoutOrder(
  files: readonly SourceFile[],
  folders: readonly MigrationFolder[],
): Map<string, SourceFile[]> {
  const ordered = new Set(
    folders.flatMap(({ members, unlisted }) => [...members.map(({ file }) => file), ...unlisted]),
  );
  const homes = new Set(folders.map(({ home }) => home));
  const loose = new Map<string, SourceFile[]>();
  for (const file of files) {
    if (
      ordered.has(file) ||
      !(isMigrationFolder(file.folder) || (homes.has(file.folder) && !isDefinition(file)))
    )
      continue;
    if (shapedBy(file).size === 0) continue;
    const list = loose.get(file.folder);
    if (list) list.push(file);
    else loose.set(file.folder, [file]);
  }
  return loose;
}

/** The one source that the configuration names. */
function chosen(
  input: SourcesInput,
  folders: readonly MigrationFolder[],
  groups: readonly ScriptGroup[],
): Sources {
  const { migrations, schema } = input.setting;
  const wanted = (migrations ?? schema ?? '').replace(/^\.\/|\/+$/g, '');
  const only = (source: SchemaSource): Sources => ({ sources: [source], unused: [] });
  const group = groups.find(
    ({ home, files }) =>
      home === wanted || files.some(({ path, folder }) => path === wanted || folder === wanted),
  );
  if (migrations !== undefined) {
    const folder = folders.find(({ home }) => home === wanted);
    const source = folder && folderSource(folder, undefined, [], input);
    if (source) return only(source);
  } else {
    const list = input.files.filter(
      (file) => file.path === wanted || (file.folder === wanted && shapedBy(file).size > 0),
    );
    if (list.length > 0) return only(definitionSource(list, input));
  }
  if (group) return only(scriptSource(group, undefined, input));
  const reason =
    migrations === undefined
      ? `the configured schema ${wanted} is not among the project's SQLite files`
      : `the configured folder ${wanted} has no ordered migrations of SQLite`;
  return { sources: [], unused: [{ folder: wanted, files: [], reason }] };
}

function scriptSource(
  group: ScriptGroup,
  dump: SourceFile | undefined,
  { verdictOf }: SourcesInput,
): SchemaSource {
  const { tool, verdict, unknowns } = group;
  const base = { tool, verdict, unknowns, doubts: [] };
  // Rails loads structure.sql into a new database, Laravel its dump before the migrations that came later.
  if (dump && tool === 'rails') {
    const others = group.files.map((file) => ({ file, reason: `${dump.path} holds the schema` }));
    return { ...base, name: dump.path, verdict: verdictOf(dump), files: [dump], others };
  }
  return {
    ...base,
    name: group.home,
    files: dump ? [dump, ...group.files] : group.files,
    others: group.others,
  };
}

/** A folder of migrations, or the file that shows the whole schema where the migrations start in the middle. */
function folderSource(
  folder: MigrationFolder,
  snapshot: Snapshot | undefined,
  loose: readonly SourceFile[],
  input: SourcesInput,
): SchemaSource | undefined {
  const ups = upwards(folder);
  if (!ups.some((file) => file.kind === 'sql' && shapedBy(file).size > 0)) return undefined;
  if (snapshot?.isWhole) {
    const reason = `${snapshot.reason}: ${snapshot.files[0]?.path} has the whole schema`;
    const source = definitionSource(snapshot.files, input);
    const doubts =
      snapshot.behind.size > 0
        ? [
            {
              file: source.files.at(-1) as SourceFile,
              tables: [...snapshot.behind],
              reason: `${folder.home} is ahead of it`,
            },
          ]
        : [];
    return { ...source, others: ups.map((file) => ({ file, reason })), doubts };
  }
  const last = ups.at(-1) as SourceFile;
  const tables = [...new Set(loose.flatMap((file) => [...shapedBy(file)]))];
  return {
    name: folder.home || '.',
    tool: toolOf(folder, input.signs),
    verdict: input.verdictOf(ups.find(({ kind }) => kind === 'sql') as SourceFile),
    files: ups,
    others: [
      ...(snapshot?.files ?? []).map((file) => ({ file, reason: 'it shows what the migrations build' })),
      ...folder.unlisted.map((file) => ({ file, reason: 'the journal does not list it' })),
      ...loose.map((file) => ({ file, reason: 'its name does not tell when it runs' })),
    ],
    unknowns: [],
    doubts: [
      ...doubtsOf(folder),
      ...(tables.length > 0
        ? [
            {
              file: last,
              tables,
              reason: `${loose[0]?.path} shapes it, and its name does not tell when it runs`,
            },
          ]
        : []),
    ],
  };
}

/** Files that a program of the project lists in the order in which it runs them. */
function listedSource(
  name: string,
  files: readonly SourceFile[],
  { programs, verdictOf }: SourcesInput,
): SchemaSource | undefined {
  const order = listedOrder(files, programs);
  const [first] = order?.files ?? [];
  if (!order || !first) return undefined;
  const reason = `${order.by.path} does not list it`;
  const tables = [...new Set(order.unlisted.flatMap((file) => [...shapedBy(file)]))];
  return {
    name,
    tool: 'listed',
    verdict: verdictOf(first),
    files: order.files,
    others: order.unlisted.map((file) => ({ file, reason })),
    unknowns: [],
    doubts: [{ file: order.files.at(-1) ?? first, tables, reason: 'a file that no list orders shapes it' }],
  };
}

function definitionSource(files: readonly SourceFile[], { verdictOf }: SourcesInput): SchemaSource {
  const [first] = files as [SourceFile];
  return {
    name: files.length > 1 ? first.folder || '.' : first.path,
    tool: 'schema',
    verdict: verdictOf(first),
    files,
    others: [],
    unknowns: [],
    doubts: [],
  };
}

/** Two databases of one folder go by their first files, or by their tools. */
function withOwnNames(sources: readonly SchemaSource[]): SchemaSource[] {
  const seen = new Set<string>();
  return sources.map((source) => {
    const { tool, files, name } = source;
    const shared = sources.some((other) => other !== source && other.name === name);
    const own = !shared ? name : tool === 'schema' ? (files[0]?.path ?? name) : `${name} (${tool})`;
    const unique = seen.has(own) ? `${own} ${seen.size}` : own;
    seen.add(unique);
    return unique === name ? source : { ...source, name: unique };
  });
}
