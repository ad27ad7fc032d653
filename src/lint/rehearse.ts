import type { EngineClient } from '../engine/client.ts';
import type { LogicalDatabase } from '../project/databases.ts';
import { planRehearsal } from '../rehearsal/plan.ts';
import { readRehearsal } from '../rehearsal/read.ts';
import { describeRehearsal, type RehearsedDatabase } from '../report/rehearsal.ts';
import type { Linter } from './linter.ts';

/**
 * Runs the migrations of a database on made-up rows, and tells what they did.
 * @param budgetMs how long it may take
 * @returns undefined for a database that no migrations build
 */
export async function rehearseDatabase(
  database: LogicalDatabase,
  linter: Linter,
  engine: EngineClient,
  budgetMs: number,
): Promise<RehearsedDatabase | undefined> {
  const plan = planRehearsal(database, linter.project);
  if (!plan) return undefined;
  const results = await engine.rehearse(plan.items, new Map(), budgetMs);
  return describeRehearsal(database, readRehearsal(plan, results), (path) => linter.file(path));
}

/** The folders whose migrations build no database by themselves, because another file shows the whole schema. */
export function shownMigrations({ project }: Linter): string[] {
  const folders = new Set(project.unusedMigrations.map(({ folder }) => folder));
  for (const { tool, others } of project.databases)
    for (const { file } of others)
      if (tool === 'rails' && project.scripts.has(file.path)) folders.add(file.folder);
  return [...folders].sort();
}
