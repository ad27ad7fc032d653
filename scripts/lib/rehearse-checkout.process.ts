/**
 * Rehearses the migrations of every database of SQLite in a checkout, and prints what each did as a RehearsalReport.
 * Those that another file shows, as Rails' schema.rb does, are run as well.
 *
 *   node rehearse-checkout.process.ts ROOT
 */
import { nodeFileSystem } from '../../src/host/node/files.ts';
import { Linter } from '../../src/lint/linter.ts';
import { loadProject } from '../../src/lint/load.ts';
import { rehearseDatabase, shownMigrations } from '../../src/lint/rehearse.ts';
import { defaultSettings } from '../../src/lint/settings.ts';
import type { RehearsalReport, RehearsedDatabase } from '../../src/report/rehearsal.ts';
import { languages, startEngine } from '../../test/support/lint.ts';

/** A database takes about a second; a machine that is busy is slower. */
const budgetMs = 120_000;

const [root = '.'] = process.argv.slice(2);
const engine = startEngine();
const linter = new Linter({ engine, languages });
await loadProject(linter, nodeFileSystem, root);
await linter.update([]);
const databases: RehearsedDatabase[] = [];
await rehearseAll();
for (const migrations of shownMigrations(linter)) {
  linter.settings = { ...defaultSettings, schema: { migrations } };
  await linter.update([]);
  await rehearseAll();
}
await engine.dispose();
const report: RehearsalReport = { version: 1, databases };
process.stdout.write(JSON.stringify(report));

async function rehearseAll(): Promise<void> {
  for (const database of linter.project.databases) {
    const rehearsed = await rehearseDatabase(database, linter, engine, budgetMs);
    if (rehearsed) databases.push(rehearsed);
  }
}
