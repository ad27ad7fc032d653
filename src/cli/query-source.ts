import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readSnapshot, SnapshotError } from '../database/snapshot.ts';
import type { QuerySource } from '../engine/query-protocol.ts';
import { databaseFilesWithCopies } from '../host/node/database-files.ts';
import { nodeFileSystem } from '../host/node/files.ts';
import { Linter } from '../lint/linter.ts';
import { loadProject } from '../lint/load.ts';
import { queriesTo } from '../lint/planned.ts';
import { engineSteps } from '../schema/timeline.ts';
import { withoutSemicolon } from '../sql/scan.ts';
import { type CommandContext, UsageError } from './command.ts';
import { startServices } from './engine.ts';
import { readSettings } from './settings.ts';

/**
 * What a query is run on: a copy of a database file, or the schema of a project's folder.
 * @param database which of a project's databases, where it has several
 */
export async function openSource(
  target: string,
  database: string | undefined,
  context: CommandContext,
): Promise<QuerySource> {
  const path = resolve(target);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    return (await readProject(path, database, context)).source;
  if (database !== undefined) throw new UsageError('--database chooses among the schemas of a folder');
  try {
    const files = databaseFilesWithCopies(join(context.bundleFolder, 'copy.cjs'));
    return { kind: 'file', bytes: await readSnapshot(path, files) };
  } catch (error) {
    if (error instanceof SnapshotError) throw new UsageError(error.message);
    throw error;
  }
}

/**
 * A database of a project: what builds its schema, what its programs and scripts ask of it, and how many rows its
 * tables have as the configuration says.
 * @param wanted the database's name, where the project has several
 */
export async function readProject(
  root: string,
  wanted: string | undefined,
  context: CommandContext,
): Promise<{ source: QuerySource; queries: readonly string[]; rows: Readonly<Record<string, number>> }> {
  const settings = readSettings({ root });
  const services = startServices(context.bundleFolder);
  try {
    const linter = new Linter(services);
    linter.settings = settings;
    await loadProject(linter, nodeFileSystem, root, { ignore: settings.ignore });
    await linter.update([]);
    const databases = linter.project.databases.filter(({ steps }) => steps.length > 0);
    const chosen = wanted === undefined ? databases : databases.filter(({ name }) => name === wanted);
    const [database, ...more] = chosen;
    const names = databases.map(({ name }) => name).join(', ');
    if (!database) {
      throw new UsageError(
        names === ''
          ? `${root}: no schema is known; name a database file, or set "migrations" or "schema" in sqlite-preflight.json`
          : `${root}: there is no database ${wanted}; there are ${names}`,
      );
    }
    if (more.length > 0)
      throw new UsageError(`${root} has several databases; choose one with --database: ${names}`);
    // To put in rows that are written out, nothing is searched.
    const queries = queriesTo(database.name, linter.project, () => true)
      .filter(({ tree, text }) => tree?.type !== 'InsertStmt' || /\bSELECT\b/i.test(text))
      .map(({ text }) => withoutSemicolon(text));
    return {
      source: { kind: 'schema', steps: engineSteps(database.steps) },
      queries: [...new Set(queries)],
      rows: settings.rows,
    };
  } finally {
    await services.engine.dispose();
  }
}
