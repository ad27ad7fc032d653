/**
 * Rehearses the migrations of every database of SQLite in a checkout, and prints what each did as a RehearsalReport.
 *
 *   node rehearse-checkout.process.ts ROOT
 */
import { nodeFileSystem } from '../../src/host/node/files.ts';
import { Linter } from '../../src/lint/linter.ts';
import { loadProject } from '../../src/lint/load.ts';
import { rehearseProject } from '../../src/lint/rehearse.ts';
import type { RehearsalReport } from '../../src/report/rehearsal.ts';
import { languages, startEngine } from '../../test/support/lint.ts';

/** A database takes about a second; a machine that is busy is slower. */
const budgetMs = 120_000;

const [root = '.'] = process.argv.slice(2);
const engine = startEngine();
const linter = new Linter({ engine, languages });
await loadProject(linter, nodeFileSystem, root);
const { databases } = await rehearseProject(linter, engine, { inside: '', budgetMs });
await engine.dispose();
const report: RehearsalReport = { version: 1, databases };
process.stdout.write(JSON.stringify(report));
