import type { EngineClient } from '../engine/client.ts';
import type { LogicalDatabase } from '../project/databases.ts';
import { planRehearsal } from '../rehearsal/plan.ts';
import { readRehearsal } from '../rehearsal/read.ts';
import { describeRehearsal, type RehearsedDatabase } from '../report/rehearsal.ts';
import { isAtOrBelow } from '../text/paths.ts';
import type { Linter } from './linter.ts';

/** What of a project is rehearsed, and for how long. */
export interface RehearsalWish {
  /** A folder of the project; empty for all of it. */
  readonly inside: string;
  /** The name of one database; undefined for all. */
  readonly database?: string | undefined;
  /** How long one database may take. */
  readonly budgetMs: number;
}

export interface RehearsedProject {
  readonly databases: readonly RehearsedDatabase[];
  /** The names of all databases of SQLite in the folder, also of those that no migrations build. */
  readonly names: readonly string[];
}

/**
 * Runs the migrations of a project on made-up rows. Those that build no database for the linter, because another file
 * has the whole schema (Rails' schema.rb, a dump), are run as well, from an empty database: each as the only one.
 */
export async function rehearseProject(
  linter: Linter,
  engine: EngineClient,
  wish: RehearsalWish,
): Promise<RehearsedProject> {
  const { settings } = linter;
  const { inside } = wish;
  await linter.update([]);
  const names = linter.project.databases.filter((database) => isIn(database, inside)).map(({ name }) => name);
  const databases = await rehearseAll(linter, engine, wish);
  const shown = shownMigrations(linter).filter(({ folder }) => isAtOrBelow(folder, inside));
  if (databases.length === 0 && inside !== '' && !shown.some(({ folder }) => folder === inside))
    shown.push({ folder: inside, reason: undefined });
  for (const { folder, reason } of shown) {
    linter.settings = { ...settings, schema: { migrations: folder } };
    await linter.update([]);
    const rehearsed = await rehearseAll(linter, engine, { ...wish, inside: '' });
    databases.push(...rehearsed.map((one) => (reason === undefined ? one : { ...one, note: reason })));
    if (rehearsed.length > 0) names.push(folder);
  }
  if (shown.length > 0) {
    linter.settings = settings;
    await linter.update([]);
  }
  return { databases, names };
}

async function rehearseAll(
  linter: Linter,
  engine: EngineClient,
  { inside, database: wanted, budgetMs }: RehearsalWish,
): Promise<RehearsedDatabase[]> {
  const { project } = linter;
  const rehearsed: RehearsedDatabase[] = [];
  for (const database of project.databases) {
    if (!isIn(database, inside) || (wanted !== undefined && database.name !== wanted)) continue;
    const plan = planRehearsal(database, project);
    if (!plan) continue;
    const results = await engine.rehearse(plan.items, new Map(), budgetMs);
    const rehearsal = readRehearsal(plan, results);
    rehearsed.push(describeRehearsal(database, rehearsal, (path) => linter.file(path)));
  }
  return rehearsed;
}

function isIn({ files }: LogicalDatabase, folder: string): boolean {
  return folder === '' || files.some(({ path }) => path.startsWith(`${folder}/`));
}

/** The folders of migrations that build no database by themselves, because another file shows the whole schema. */
function shownMigrations({ project }: Linter): { folder: string; reason: string | undefined }[] {
  const folders = new Map<string, string | undefined>();
  for (const { folder, reason } of project.unusedMigrations) folders.set(folder, reason);
  for (const { tool, others } of project.databases)
    for (const { file } of others)
      if (tool === 'rails' && project.scripts.has(file.path)) folders.set(file.folder, undefined);
  return [...folders]
    .map(([folder, reason]) => ({ folder, reason }))
    .sort((a, b) => (a.folder < b.folder ? -1 : 1));
}
