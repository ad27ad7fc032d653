import { isComputed } from '../../config/litestream/read.ts';
import { type Connection, isWritableFile } from '../connections/connection.ts';
import { filePathOf } from '../connections/database-path.ts';
import { databasesOf } from '../deployment/databases.ts';
import { servicesOf } from '../deployment/services.ts';
import type { Project } from '../project.ts';
import { remember } from '../remember.ts';
import type { SourceFile } from '../source-file.ts';
import { litestreamCommandsOf } from './commands.ts';
import { litestreamUses } from './use.ts';

/** A database file that Litestream replicates. */
export interface ReplicatedDatabase {
  /** The configuration, or the script with the command. */
  readonly file: SourceFile;
  /** As it is written there. */
  readonly path: string;
}

/** The database files that a project has Litestream replicate. */
export const replicatedDatabases = remember((project: Project): readonly ReplicatedDatabase[] => [
  ...litestreamUses(project).flatMap(({ file, config }) =>
    config.isTemplate
      ? []
      : config.databases.flatMap(({ path }) => (path && !path.isFolder ? [{ file, path: path.value }] : [])),
  ),
  // `litestream replicate DB URL`
  ...litestreamCommandsOf(project).flatMap(({ file, name, operands }) => {
    const [path, url] = operands;
    return name?.text === 'replicate' && path && url
      ? [{ file, path: path.text ?? path.written.replace(/^"(.*)"$/, '$1') }]
      : [];
  }),
]);

/** What has Litestream replicate the database of a connection; undefined where nothing surely does. */
export function replicationOf(connection: Connection, project: Project): ReplicatedDatabase | undefined {
  return replicationsIn(project)(connection);
}

const replicationsIn = remember((project: Project) =>
  remember((connection: Connection): ReplicatedDatabase | undefined => {
    const all = replicatedDatabases(project);
    const [only, ...others] = all;
    if (!only || !isWritableFile(connection) || isOfTool(connection)) return undefined;
    const { database } = connection.site;
    if (database.kind === 'env') {
      const named = all.find(({ path }) => /^\$\{?(\w+)\}?$/.exec(path)?.[1] === database.name);
      if (named) return named;
    }
    const written =
      database.kind === 'text' ? database.text : database.kind === 'env' ? database.otherwise : undefined;
    const same =
      written === undefined ? undefined : all.find(({ path }) => isSamePath(path, filePathOf(written)));
    if (same) return same;
    const opened = servicesOf(project)
      .flatMap((placed) => databasesOf(placed, project))
      .filter((use) => use.connection === connection);
    const deployed = all.find(({ path }) => opened.some((use) => use.path === path));
    if (deployed) return deployed;
    // One database, and one that is replicated: what else could it be?
    return others.length === 0 && written === undefined && isOnlyDatabase(project) ? only : undefined;
  }),
);

/** True for a project whose own code writes to one database only, as far as its connections are called. */
const isOnlyDatabase = remember(
  (project: Project): boolean =>
    new Set(
      project.connections.filter((one) => isWritableFile(one) && one.isOwn).map(({ database }) => database),
    ).size === 1,
);

function isSamePath(replicated: string, opened: string): boolean {
  if (isComputed(replicated)) return false;
  const path = opened.replace(/^(?:\.\/)+/, '').replace(/\/(?:\.?\/)+/g, '/');
  return path !== '' && (replicated === path || (!path.startsWith('/') && replicated.endsWith(`/${path}`)));
}

/**
 * What has Litestream replicate each database that the project's own code writes to; undefined where one of them is not
 * surely replicated. What is known of no connection in particular is run on one of these.
 */
export const replicationOfAll = remember((project: Project): ReplicatedDatabase | undefined => {
  const own = project.connections.filter((one) => isWritableFile(one) && one.isOwn && !isOfTool(one));
  const found = own.map((connection) => replicationOf(connection, project));
  return found.every((one) => one !== undefined) ? found[0] : undefined;
});

/** Migrations and scripts are mostly run by hand, on a copy or where Litestream does not run. */
function isOfTool({ file }: Connection): boolean {
  return /(?:^|[/_-])(?:migrat|scripts?\/|tools?\/)/i.test(file.path);
}
