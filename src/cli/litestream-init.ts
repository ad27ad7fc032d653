import { existsSync, statSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  isLitestreamExtra,
  type LitestreamExtra,
  litestreamExtras,
  litestreamFiles,
} from '../config/litestream/files.ts';
import { type S3ProviderId, s3Providers } from '../config/litestream/providers.ts';
import { defaultSetup, variablesOf } from '../config/litestream/setup.ts';
import { findLitestreamLine } from '../config/litestream/version.ts';
import { type LitestreamLine, writeLitestreamConfig } from '../config/litestream/write.ts';
import { readHeader } from '../database/header.ts';
import { nodeFileSystem } from '../host/node/files.ts';
import { Linter } from '../lint/linter.ts';
import { serverDatabases } from '../project/litestream/server-databases.ts';
import { type CommandContext, choose, parseOptions, UsageError } from './command.ts';
import { startServices } from './engine.ts';
import { outputOptions, printOrWrite, refusedAsUsage, say, writeWhole } from './generated-file.ts';
import { placeForms, readPlace } from './litestream-place.ts';
import { loadTarget } from './load-target.ts';
import { readSettings } from './settings.ts';
import { resolveTargets } from './targets.ts';
import { ProgressLine } from './terminal.ts';

const providerIds = Object.keys(s3Providers) as S3ProviderId[];
const extraNames = Object.keys(litestreamExtras);

export const initHelp = `sqlite-preflight litestream init [database]… --to <place>   write a litestream.yml, every key explained

  Databases are paths on the server; without one, those that the project's services open.

  --to <place>                ${placeForms.replaceAll(', ', ',\n                              ')}
  --provider <name>           ${providerIds.join(', ')} (aws)
  --region <region>           of the bucket
  --endpoint <url>            of another service that speaks S3, or of MinIO
  --account <id>              which the endpoints of Cloudflare R2 and Supabase start with
  --key-path <file>           the private key for SFTP, on the server
  --host-key <key>            the public key of the SFTP server: ssh-ed25519 AAAA…
  --credentials <file>        for NATS, on the server
  --dir <folder>              all databases of a folder (0.5), with
  --pattern <names>           *.db
  --watch                     those that come later, too
  --retention <duration>      how far back a restore can go (${defaultSetup.retention})
  --snapshot-interval <d>     how often a full copy is made (${defaultSetup.snapshotInterval})
  --sync-interval <duration>  how often changes are copied (${defaultSetup.syncInterval})
  --metrics <address>|off     where metrics are served (${defaultSetup.metrics})
  --heartbeat <url>           which hears of every round of copying (0.5.6)
  --exec <command>            written into the file: Litestream starts it, and ends with it
  --litestream <version>      0.3, 0.5 or a release (what the project's files name, else 0.5)
  --with <files>              ${extraNames.join(',')}: what goes with it
  --command <command>         which starts the application, for the start script
  --user <name>               who runs it, for systemd and Compose
  --output <file>             the litestream.yml alone; else to standard output
  --output-dir <folder>       all files, under their own names
  --force                     write over existing files
`;

/** Asks nothing: what it decides by itself is said. Writes what was asked for, and no secret. */
export async function runInit(args: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = parseOptions(args, {
    to: { type: 'string' },
    provider: { type: 'string' },
    region: { type: 'string' },
    endpoint: { type: 'string' },
    account: { type: 'string' },
    'key-path': { type: 'string' },
    'host-key': { type: 'string' },
    credentials: { type: 'string' },
    dir: { type: 'string', multiple: true, default: [] },
    pattern: { type: 'string', default: '*.db' },
    watch: { type: 'boolean' },
    retention: { type: 'string', default: defaultSetup.retention },
    'snapshot-interval': { type: 'string', default: defaultSetup.snapshotInterval },
    'sync-interval': { type: 'string', default: defaultSetup.syncInterval },
    metrics: { type: 'string', default: defaultSetup.metrics },
    heartbeat: { type: 'string' },
    exec: { type: 'string' },
    litestream: { type: 'string' },
    with: { type: 'string' },
    command: { type: 'string' },
    user: { type: 'string' },
    ...outputOptions,
    'output-dir': { type: 'string' },
  });
  if (values.to === undefined)
    throw new UsageError('say where the copies go: --to s3://bucket/path or --to file:///backup');
  const destination = readPlace(values.to, {
    provider: choose(values.provider, providerIds, '--provider'),
    region: values.region,
    endpoint: values.endpoint,
    account: values.account,
    keyPath: values['key-path'],
    hostKey: values['host-key'],
    credentials: values.credentials,
  });
  const extras = readExtras(values.with);
  const folder = values['output-dir'];
  if (folder === undefined && extras.length > 0)
    throw new UsageError('say where the files go: --output-dir .');
  if (folder !== undefined && values.output !== undefined)
    throw new UsageError('--output names one file, --output-dir the folder of all: take one of them');
  const version = await decideVersion(values.litestream);
  for (const database of positionals) say(await describeDatabase(database));
  const databases =
    positionals.length + values.dir.length > 0
      ? positionals.map((path) => resolve(path))
      : await findDatabases(context);
  const setup = {
    ...defaultSetup,
    ...version,
    databases,
    folders: values.dir.map((dir) => ({ dir, pattern: values.pattern, watch: values.watch })),
    destination,
    retention: values.retention,
    snapshotInterval: values['snapshot-interval'],
    syncInterval: values['sync-interval'],
    metrics: values.metrics === 'off' ? undefined : values.metrics,
    heartbeat: values.heartbeat,
    exec: values.exec,
    command: values.command,
    user: values.user,
  };
  const force = values.force === true;
  if (folder === undefined)
    await printOrWrite(
      refusedAsUsage(() => writeLitestreamConfig(setup)),
      values,
    );
  else {
    const files = refusedAsUsage(() => litestreamFiles(setup, extras));
    const there = files.find(({ path }) => existsSync(join(folder, path)));
    if (there && !force) throw new UsageError(`${join(folder, there.path)} exists: --force writes over it`);
    await mkdir(folder, { recursive: true });
    for (const { path, text, isExecutable } of files) {
      await writeWhole(join(folder, path), text, force);
      if (isExecutable) await chmod(join(folder, path), 0o755);
    }
  }
  const variables = variablesOf(setup);
  if (variables.length > 0)
    say(`Set where Litestream runs: ${variables.map(({ name, what }) => `${name} (${what})`).join(', ')}.`);
  return 0;
}

function readExtras(names: string | undefined): LitestreamExtra[] {
  return (names ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
    .map((name) => {
      if (isLitestreamExtra(name)) return name;
      throw new UsageError(`--with takes ${extraNames.join(', ')}, not ${name}`);
    });
}

async function decideVersion(
  wanted: string | undefined,
): Promise<{ line: LitestreamLine; release: string | undefined }> {
  if (wanted !== undefined) {
    const [, line, patch] = /^(0\.[35])(\.\d+)?$/.exec(wanted) ?? [];
    if (line === undefined)
      throw new UsageError(`--litestream takes 0.3, 0.5 or a release of them, as in 0.5.17, not ${wanted}`);
    return { line: line as LitestreamLine, release: patch === undefined ? undefined : wanted };
  }
  const found = await findLitestreamLine(process.cwd(), nodeFileSystem);
  if (found.line === undefined) {
    say(`Written for Litestream 0.5: ${found.reason}; --litestream 0.3 writes the older form.`);
    return { line: '0.5', release: undefined };
  }
  say(`Written for Litestream ${found.line}: ${found.reason}.`);
  return { line: found.line, release: found.release };
}

/** The databases that the project's services open. @throws UsageError where none is known */
async function findDatabases({ bundleFolder }: CommandContext): Promise<string[]> {
  const [target] = resolveTargets([], process.cwd());
  const services = startServices(bundleFolder);
  const progress = new ProgressLine();
  try {
    const linter = new Linter(services);
    if (target) {
      linter.settings = readSettings(target, { config: undefined });
      await loadTarget(target, linter, progress, (path) => path);
    }
    const found = serverDatabases(linter.project);
    if (found.length === 0) {
      throw new UsageError(
        'name at least one database by its path on the server, as in litestream init /data/app.db: no service of the project says which it opens',
      );
    }
    for (const { path, why } of found) say(`${path}: ${why}.`);
    return found.map(({ path }) => path);
  } finally {
    progress.clear();
    await services.engine.dispose();
  }
}

/** What there is to know of a database before it is replicated; undefined when all is well. */
async function describeDatabase(path: string): Promise<string | undefined> {
  const info = statSync(path, { throwIfNoEntry: false });
  if (!info) return `${path}: not on this machine; taken as the server's path.`;
  if (!info.isFile()) throw new UsageError(`${path}: not a file`);
  const header = readHeader((await nodeFileSystem.readHead(resolve(path), 100)) ?? new Uint8Array());
  if (!header && info.size > 0) throw new UsageError(`${path}: not a SQLite database`);
  if (header?.journalMode === 'rollback')
    return `${path}: not in WAL mode yet; Litestream will switch it. Set busy_timeout in the application.`;
  return undefined;
}
