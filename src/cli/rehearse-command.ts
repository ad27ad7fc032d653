import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { defaultRehearsalMs } from '../engine/client.ts';
import { nodeFileSystem } from '../host/node/files.ts';
import { Linter } from '../lint/linter.ts';
import { loadProject } from '../lint/load.ts';
import type { LogicalDatabase } from '../project/databases.ts';
import { planRehearsal } from '../rehearsal/plan.ts';
import { readRehearsal } from '../rehearsal/read.ts';
import { describeRehearsal, type RehearsalReport, rehearsalText } from '../report/rehearsal.ts';
import {
  type Command,
  type CommandContext,
  choose,
  parseOptions,
  positiveNumber,
  print,
  UsageError,
} from './command.ts';
import { startServices } from './engine.ts';
import { readSettings } from './settings.ts';
import { rootMarkers } from './targets.ts';
import { paintFor } from './terminal.ts';

/** How long a rehearsal may take here, where somebody waits for all of it. */
const patienceMs = 6 * defaultRehearsalMs;

export const rehearseCommand: Command = {
  help: `sqlite-preflight rehearse [<folder>]       run migrations on made-up rows, in memory

  <folder>                    a project or a folder of migrations (the working directory); nothing in it is written
  --database <name>           which of a project's databases, where it has several
  --all                       list every migration and note, also those that nothing speaks against
  --format text|json          the form of the report (text)
  --timeout <seconds>         how long it may take (${patienceMs / 1000})

Exit code 1: a migration fails on a table with rows, or loses something.
`,
  async run(args, context) {
    const { values, positionals } = parseOptions(args, {
      all: { type: 'boolean' },
      database: { type: 'string' },
      format: { type: 'string' },
      timeout: { type: 'string' },
    });
    const [path = '.', ...more] = positionals;
    if (more.length > 0) throw new UsageError('rehearse takes one folder');
    const format = choose(values.format, ['text', 'json'], '--format') ?? 'text';
    const budgetMs = (positiveNumber(values.timeout, '--timeout') ?? patienceMs / 1000) * 1000;
    const report = await rehearse(path, values.database, budgetMs, context);
    await print(
      format === 'json'
        ? `${JSON.stringify(report, null, 2)}\n`
        : rehearsalText(report, paintFor(process.stdout), { all: values.all ?? false }),
    );
    const isBad = report.databases.some(({ migrations }) =>
      migrations.some(({ events }) => events.some(({ level }) => level === 'failure')),
    );
    return isBad ? 1 : 0;
  },
};

async function rehearse(
  path: string,
  wanted: string | undefined,
  budgetMs: number,
  context: CommandContext,
): Promise<RehearsalReport> {
  const folder = resolve(path);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`${path}: no such folder`);
  const services = startServices(context.bundleFolder);
  try {
    const found = await findDatabases(folder, services);
    const chosen = chooseDatabases(found.databases, path, wanted);
    const rehearsed = [];
    for (const database of chosen) {
      const plan = planRehearsal(database, found.linter.project);
      if (!plan) continue;
      const results = await services.engine.rehearse(plan.items, new Map(), budgetMs);
      const fileOf = (file: string) => found.linter.file(file);
      rehearsed.push(describeRehearsal(database, readRehearsal(plan, results), fileOf));
    }
    if (rehearsed.length === 0)
      throw new UsageError(
        `${path}: ${chosen.map(({ name }) => name).join(', ')} has no migrations that follow one another`,
      );
    return { version: 1, databases: rehearsed };
  } finally {
    await services.engine.dispose();
  }
}

/**
 * The databases whose files lie in a folder. It is read with the project that it belongs to; where that says nothing of
 * SQLite, or there is none, it is taken for a folder of migrations that are SQLite's.
 */
async function findDatabases(
  folder: string,
  services: ReturnType<typeof startServices>,
): Promise<{ linter: Linter; databases: readonly LogicalDatabase[] }> {
  const alone = { root: dirname(folder), inside: relative(dirname(folder), folder), alone: true };
  const root = rootOf(folder);
  const inProject = root === undefined ? [] : [{ ...root, alone: false }];
  let last: { linter: Linter; databases: readonly LogicalDatabase[] } | undefined;
  for (const { root: base, inside, alone: isAlone } of [...inProject, alone]) {
    const linter = new Linter(services);
    const settings = readSettings(
      { root: base, named: undefined, alone: false, above: [] },
      { config: undefined, preset: undefined },
      process.cwd(),
    );
    linter.settings = isAlone ? { ...settings, dialect: settings.dialect ?? 'sqlite' } : settings;
    const ignore = isAlone ? ['/*', `!/${inside}`] : settings.ignore;
    await loadProject(linter, nodeFileSystem, base, { ignore });
    await linter.update([]);
    const databases = linter.project.databases.filter(
      ({ files }) => inside === '' || files.some((file) => file.path.startsWith(`${inside}/`)),
    );
    last = { linter, databases };
    if (databases.length > 0) break;
  }
  return last as { linter: Linter; databases: readonly LogicalDatabase[] };
}

function chooseDatabases(
  databases: readonly LogicalDatabase[],
  path: string,
  wanted: string | undefined,
): LogicalDatabase[] {
  const named = databases.filter(({ name }) => wanted === undefined || name === wanted);
  if (named.length > 0) return named;
  const names = databases.map(({ name }) => name).join(', ');
  throw new UsageError(
    names === ''
      ? `${path}: no migrations of SQLite were found; sqlite-preflight facts tells what was`
      : `${path}: there is no database ${wanted}; there are ${names}`,
  );
}

/** The nearest project that a folder belongs to, and the folder's path in it: empty for the project itself. */
function rootOf(folder: string): { root: string; inside: string } | undefined {
  for (let root = folder, depth = 0; depth < 12; depth++) {
    if (rootMarkers.some((name) => existsSync(join(root, name))))
      return { root, inside: relative(root, folder).split(sep).join('/') };
    const parent = dirname(root);
    if (parent === root) return undefined;
    root = parent;
  }
  return undefined;
}
