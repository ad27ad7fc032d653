import type { Mount } from '../../config/deployment.ts';
import { isComputed } from '../../config/litestream/read.ts';
import { commandsWith } from '../../project/commands.ts';
import { isWritableFile } from '../../project/connections/connection.ts';
import { type DatabaseUse, databasesOf } from '../../project/deployment/databases.ts';
import { hasOwnReplication } from '../../project/deployment/own-replication.ts';
import { isBuiltFrom, type PlacedService, runningOf, servicesOf } from '../../project/deployment/services.ts';
import { startTextsOf } from '../../project/deployment/start-scripts.ts';
import { litestreamCommandsOf } from '../../project/litestream/commands.ts';
import { litestreamUses } from '../../project/litestream/use.ts';
import type { Project } from '../../project/project.ts';
import type { SourceFile } from '../../project/source-file.ts';
import { isAtOrBelow, nameOf } from '../../text/paths.ts';
import type { Range } from '../../text/range.ts';
import { nodeProgram } from '../examples.ts';
import { defineRule } from '../rule.ts';

const program = (path: string): Record<string, string> =>
  nodeProgram(
    `const db = new DatabaseSync(${path}, { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n`,
  );
const config = (path: string): string =>
  `dbs:\n  - path: ${path}\n    replica:\n      url: s3://shop-backups/shop\n`;

/** One container with the application under Litestream. */
const image = (entry = ''): string =>
  `FROM node:24\nWORKDIR /app\nCOPY . .\n${entry}CMD ["litestream", "replicate", "-exec", "node db.js"]\n`;
const fly = (database: string): string =>
  `app = "shop"\n[env]\nDATABASE_PATH = "${database}"\n[mounts]\nsource = "data"\ndestination = "/data"\n`;

/** Litestream in a container beside the application's, with the same volume. */
const compose = (target: string, database: string): string =>
  `services:\n  app:\n    build: .\n    environment:\n      DATABASE_PATH: ${database}\n    volumes: ["data:/data"]\n  litestream:\n    image: litestream/litestream:0.5.17\n    command: replicate\n    volumes: ["data:${target}", "./litestream.yml:/etc/litestream.yml"]\nvolumes:\n  data:\n`;

export default defineRule({
  id: 'deploy/replica-path-mismatch',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'unsafe',
  docs: {
    what: 'Finds a Litestream that replicates another file than the one database that the application beside it opens, after both paths are followed through their mounts.',
    why: 'Litestream waits for a file that is not there, without an error. There is no replica of the database, and the first restore tells.',
    sources: ['https://litestream.io/reference/config/', 'https://litestream.io/guides/docker/'],
    bad: [
      {
        ...program('process.env.DATABASE_PATH'),
        Dockerfile: image(),
        'fly.toml': fly('/data/shop.db'),
        'litestream.yml': config('/data/shop.sqlite3'),
      },
      {
        ...program('process.env.DATABASE_PATH'),
        Dockerfile: 'FROM node:24\nWORKDIR /app\nCOPY . .\nCMD ["node", "db.js"]\n',
        'compose.yaml': compose('/srv/data', '/data/shop.db'),
        'litestream.yml': config('/data/shop.db'),
      },
    ],
    good: [
      {
        ...program('process.env.DATABASE_PATH'),
        Dockerfile: image(),
        'fly.toml': fly('/data/shop.db'),
        'litestream.yml': config('/data/shop.db'),
      },
      // The volume is mounted elsewhere in the container of Litestream.
      {
        ...program('process.env.DATABASE_PATH'),
        Dockerfile: 'FROM node:24\nWORKDIR /app\nCOPY . .\nCMD ["node", "db.js"]\n',
        'compose.yaml': compose('/srv/data', '/data/shop.db'),
        'litestream.yml': config('/srv/data/shop.db'),
      },
      // A link leads from one to the other.
      {
        ...program('process.env.DATABASE_PATH'),
        Dockerfile: image('RUN ln -s /data/shop.db /app/shop.db\n'),
        'fly.toml': fly('/app/shop.db'),
        'litestream.yml': config('/data/shop.db'),
      },
      // A second database, which another program of the project opens.
      {
        ...program('process.env.DATABASE_PATH'),
        'jobs.py':
          'import sqlite3\njobs = sqlite3.connect("/data/jobs.db", timeout=5)\njobs.execute("PRAGMA journal_mode = WAL")\n',
        Dockerfile: image(),
        'fly.toml': fly('/data/shop.db'),
        'litestream.yml': config('/data/jobs.db'),
      },
    ],
  },
  *checkProject(project) {
    const replicated = onlyReplicated(project);
    if (!replicated || !project.usesSqlite || mayBeLinked(project) || hasOwnReplication(project)) return;
    const services = deployed(project);
    const all = services.map((placed) => ({ placed, uses: databasesOf(placed, project) }));
    const running = services.filter((placed) => runsLitestream(placed, project));
    if (running.length === 0) return;
    const apps = running.map((litestream) => appBeside(litestream, all, project));
    const [first] = apps;
    if (!first || apps.some((app) => app === undefined || app.use.path !== first.use.path)) return;
    for (const [index, litestream] of running.entries()) {
      const app = apps[index];
      if (!app || !isElsewhere(replicated.path, litestream, app)) return;
    }
    // Wherever else the path is spoken of, something may open it.
    const isOpened = all.some(
      ({ placed, uses }) => placed !== first.placed && uses.some(({ path }) => path === replicated.path),
    );
    if (isOpened) return;
    if (isNamedElsewhere(replicated, first, project)) return;
    const { use } = first;
    const isInside = running.every((one, index) => apps[index]?.placed === one);
    const of = `The database of ${first.placed.service.name} is ${use.path} (${use.why})`;
    yield {
      file: replicated.file.path,
      range: replicated.range,
      message: isInside
        ? `Litestream replicates ${replicated.path}, a file that nothing opens. ${of}, and has no replica: Litestream waits for a file that is not there without an error.`
        : `Litestream replicates ${replicated.path}, which in its container is no database. ${of} in a container of its own, and has no replica: Litestream waits for a file that is not there without an error.`,
      help: 'Name the same file in both places, as the container of Litestream sees it.',
      fixes: isInside
        ? [
            {
              title: `Replicate ${use.path}`,
              safe: false,
              edits: [{ range: replicated.range, text: use.path }],
            },
          ]
        : [],
    };
  },
});

interface Replicated {
  readonly file: SourceFile;
  readonly path: string;
  readonly range: Range;
}

interface App {
  readonly placed: PlacedService;
  readonly use: DatabaseUse;
}

/** The one file that the project has Litestream replicate, where it is written in full. */
function onlyReplicated(project: Project): Replicated | undefined {
  const commands = litestreamCommandsOf(project).flatMap(({ file, name, operands }): Replicated[] => {
    const [path, url] = operands;
    return name?.text === 'replicate' && path && url
      ? [{ file, path: path.text ?? '$', range: path.range }]
      : [];
  });
  const uses = litestreamUses(project);
  if (uses.some(({ config: { isTemplate } }) => isTemplate)) return undefined;
  const listed = uses.flatMap(({ file, config: { databases } }) =>
    databases.map(
      ({ path }): Replicated => ({
        file,
        path: path && !path.isFolder ? path.value : '$',
        range: path?.range ?? { start: 0, end: 0 },
      }),
    ),
  );
  const [only, ...others] = [...listed, ...commands];
  return only && others.length === 0 && only.path.startsWith('/') && !isComputed(only.path)
    ? only
    : undefined;
}

const linking = commandsWith(/\b(?:ln|mount)\b/);

function mayBeLinked(project: Project): boolean {
  return linking(project).some(([, texts]) =>
    texts.some(({ commands }) => commands.some(({ program }) => program === 'ln' || program === 'mount')),
  );
}

/** The services of a project; an image counts where no other file runs it. */
function deployed(project: Project): readonly PlacedService[] {
  const all = servicesOf(project);
  return all.filter(
    ({ service, file }) =>
      service.tool !== 'docker' ||
      !all.some(({ image, file: other }) => other !== file && image?.file === file),
  );
}

function runsLitestream(placed: PlacedService, project: Project): boolean {
  const runs = startTextsOf(placed, project).some(({ text }) =>
    text.commands.some(({ program, words }) => program === 'litestream' && words[1]?.text === 'replicate'),
  );
  // The image’s entrypoint is Litestream itself.
  const own = runningOf(placed).start.flatMap(({ commands }) => commands)[0];
  return runs || (isLitestream(placed) && own?.words[0]?.text === 'replicate');
}

function isLitestream({ service: { image } }: PlacedService): boolean {
  return /(?:^|\/)litestream(?:[:@]|$)/.test(image?.value ?? '');
}

/** The application that a Litestream is for, with the only database that it opens; undefined where that is not sure. */
function appBeside(
  litestream: PlacedService,
  all: readonly { readonly placed: PlacedService; readonly uses: readonly DatabaseUse[] }[],
  project: Project,
): App | undefined {
  const near = isLitestream(litestream)
    ? all.filter(({ placed }) => placed !== litestream && sharesWith(placed, litestream))
    : all.filter(({ placed }) => placed === litestream);
  const [only, ...others] = near;
  const [use, ...more] = only?.uses ?? [];
  if (!only || !use || others.length > 0 || more.length > 0) return undefined;
  return isAllOf(use, only.placed, project) ? { placed: only.placed, use } : undefined;
}

/** True where two services of one file have the same storage. */
function sharesWith(one: PlacedService, other: PlacedService): boolean {
  if (one.file !== other.file || one.service.workload !== other.service.workload) return false;
  const sources = storageOf(other).map(({ source }) => source);
  return storageOf(one).some(({ source }) => source !== undefined && sources.includes(source));
}

function storageOf(placed: PlacedService): readonly Mount[] {
  return runningOf(placed).mounts.filter(
    ({ kind, target, source }) => kind !== 'settings' && !/\.ya?ml$/.test(`${target} ${source}`),
  );
}

/** True where all that an application opens is known to be one file, and where that is written, nothing overrides it. */
function isAllOf(use: DatabaseUse, placed: PlacedService, project: Project): boolean {
  const { service } = placed;
  if (!service.mountsAreWhole && service.tool !== 'docker') return false;
  const own = project.connections.filter(
    (connection) => isWritableFile(connection) && isBuiltFrom(placed, connection.file.path, project),
  );
  const database = use.connection?.site.database;
  // What an image is started with may be told where it is run.
  if (service.tool === 'docker' && database?.kind !== 'text') return false;
  if (!database) return false;
  return own.every(({ site }) => {
    const other = site.database;
    return (
      (other.kind === 'text' && database.kind === 'text' && other.text === database.text) ||
      (other.kind === 'env' && database.kind === 'env' && other.name === database.name)
    );
  });
}

/** True where the path that Litestream has is surely not the file that the application opens. */
function isElsewhere(path: string, litestream: PlacedService, { placed, use }: App): boolean {
  const [here, there] = [placeOf(path, litestream), placeOf(use.path, placed)];
  if (!here || !there) return false;
  if (litestream === placed) return here.source !== there.source || here.path !== there.path;
  // A file of a container of its own, which the other never sees.
  if (here.source === undefined) return litestream.service.mountsAreWhole && there.source !== undefined;
  return here.source === there.source && here.path !== there.path;
}

/** The storage that a path lies on, by its name, with the path there; undefined where a mount is not known. */
function placeOf(
  path: string,
  placed: PlacedService,
): { readonly source: string | undefined; readonly path: string } | undefined {
  const { mounts } = runningOf(placed);
  if (mounts.some(({ target }) => target === undefined)) return undefined;
  const [nearest] = mounts
    .filter(({ target = '' }) => isAtOrBelow(path, target))
    .sort((a, b) => (b.target?.length ?? 0) - (a.target?.length ?? 0));
  if (!nearest) return { source: undefined, path };
  if (nearest.source === undefined) return undefined;
  return { source: nearest.source, path: path.slice(nearest.target?.length ?? 0) };
}

/** True where the file that Litestream has, or one of that name, is spoken of beside Litestream. */
function isNamedElsewhere({ path, file }: Replicated, { use }: App, { sources }: Project): boolean {
  const name = nameOf(path);
  const wanted = name === nameOf(use.path) ? path : name;
  return sources.some(
    (other) =>
      other !== file &&
      other.text.includes(wanted) &&
      other.text
        .split('\n')
        .some((line) => line.includes(wanted) && !/litestream/i.test(line) && !line.includes(use.path)),
  );
}
