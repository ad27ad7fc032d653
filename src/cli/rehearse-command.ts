import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { defaultRehearsalMs } from '../engine/client.ts';
import { nodeFileSystem } from '../host/node/files.ts';
import { Linter } from '../lint/linter.ts';
import { loadProject } from '../lint/load.ts';
import { rehearseProject } from '../lint/rehearse.ts';
import type { Project } from '../project/project.ts';
import { type RehearsalReport, rehearsalText } from '../report/rehearsal.ts';
import {
  type Command,
  type CommandContext,
  choose,
  parseOptions,
  print,
  readTimeout,
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
    const budgetMs = readTimeout(values.timeout, patienceMs);
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
  database: string | undefined,
  budgetMs: number,
  context: CommandContext,
): Promise<RehearsalReport> {
  const folder = resolve(path);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`${path}: no such folder`);
  const services = startServices(context.bundleFolder);
  const reasons: string[] = [];
  const names: string[] = [];
  try {
    const root = rootOf(folder);
    if (root) {
      const linter = await load(root.root, services, {});
      const found = await rehearseProject(linter, services.engine, {
        inside: root.inside,
        database,
        budgetMs,
      });
      if (found.databases.length > 0) return { version: 1, databases: found.databases };
      names.push(...found.names);
      reasons.push(...whyNone(linter.project, root.inside));
    }
    // What is known to be another database's is not run as SQLite's.
    if (reasons.length === 0 && root?.inside !== '') {
      const inside = basename(folder);
      const linter = await load(dirname(folder), services, { only: inside });
      const found = await rehearseProject(linter, services.engine, { inside, database, budgetMs });
      if (found.databases.length > 0) return { version: 1, databases: found.databases };
      names.push(...found.names);
      reasons.push(...whyNone(linter.project, inside));
    }
  } finally {
    await services.engine.dispose();
  }
  const known = [...new Set(names)].join(', ');
  if (database !== undefined && known !== '' && !names.includes(database))
    throw new UsageError(`${path}: there is no database ${database}; there are ${known}`);
  if (reasons.length > 0) throw new UsageError(`${path}: ${reasons.join('; ')}`);
  throw new UsageError(
    known === ''
      ? `${path}: no migrations of SQLite were found; sqlite-preflight facts tells what was`
      : `${path}: ${known} has no migrations that follow one another; name their folder if there is one`,
  );
}

/**
 * The project in a folder, or one that has nothing but a folder of migrations in it: these are SQLite's unless they say
 * otherwise.
 */
async function load(
  base: string,
  services: ReturnType<typeof startServices>,
  { only }: { readonly only?: string },
): Promise<Linter> {
  const linter = new Linter(services);
  const settings = readSettings({ root: base });
  const ignore = only === undefined ? settings.ignore : ['/*', `!/${only}`];
  linter.settings = settings;
  await loadProject(linter, nodeFileSystem, base, { ignore });
  if (only === undefined || settings.dialect !== undefined) return linter;
  await linter.update([]);
  if (whyNone(linter.project, only).length === 0) linter.settings = { ...settings, dialect: 'sqlite' };
  return linter;
}

const owners: Readonly<Record<string, string>> = { postgresql: 'PostgreSQL’s', mysql: 'MySQL’s' };

/** Why nothing in a folder is rehearsed, where its SQL, or its migrations in another language, are another database's. */
function whyNone({ sqlFiles, scriptVerdicts, signs, usesSqlite }: Project, inside: string): string[] {
  const verdicts = [
    ...[...sqlFiles].map(([file, { verdict }]) => ({ file, verdict })),
    ...[...scriptVerdicts].map(([file, verdict]) => ({ file, verdict })),
  ].filter(({ file }) => inside === '' || file.startsWith(`${inside}/`));
  if (verdicts.some(({ verdict }) => verdict.dialect === 'sqlite')) return [];
  const named = verdicts.find(({ verdict }) => verdict.dialect !== 'unknown');
  const sign = usesSqlite ? undefined : signs.signs.find(({ dialect }) => dialect !== 'sqlite');
  const other = named?.verdict ?? sign;
  if (!other) return [];
  const what = named ? `${named.file} is taken for that: ${other.reason}` : other.reason;
  return [
    `its migrations are ${owners[other.dialect] ?? 'another database’s'}, and only SQLite’s are run. ${what}. Where that is wrong, set "dialect": "sqlite" in sqlite-preflight.json`,
  ];
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
