import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DurationError } from '../config/litestream/duration.ts';
import { type S3ProviderId, s3Providers } from '../config/litestream/providers.ts';
import { findLitestreamLine } from '../config/litestream/version.ts';
import {
  type LitestreamDestination,
  type LitestreamLine,
  LitestreamOptionsError,
  writeLitestreamConfig,
} from '../config/litestream/write.ts';
import { readHeader } from '../database/header.ts';
import { nodeFileSystem } from '../host/node/files.ts';
import { type Command, choose, parseOptions, UsageError } from './command.ts';
import { printOrWrite, say } from './generated-file.ts';
import { runVerify, verifyHelp } from './verify-command.ts';

const providerIds = Object.keys(s3Providers) as S3ProviderId[];

export const litestreamCommand: Command = {
  help: `sqlite-preflight litestream init <database>… --to <place>   write a litestream.yml, every key explained

  --to <place>                file:///backup, or s3://bucket/path
  --provider <name>           ${providerIds.join(', ')} (aws)
  --region <region>           of the bucket
  --endpoint <url>            of another service that speaks S3, or of MinIO
  --account <id>              which Cloudflare R2's endpoint starts with
  --retention <duration>      how far back a restore can go (72h)
  --snapshot-interval <d>     how often a full copy is made (24h)
  --sync-interval <duration>  how often changes are copied (1s)
  --litestream 0.3|0.5        the line of Litestream (what the project's files name, else 0.5)
  --output <file>             written there; else to standard output
  --force                     write over an existing file

${verifyHelp}`,
  async run(args, context) {
    const [action, ...rest] = args;
    if (action === 'verify') return runVerify(rest, context);
    if (action !== 'init')
      throw new UsageError('litestream has two actions: litestream init, litestream verify');
    const { values, positionals } = parseOptions(rest, {
      to: { type: 'string' },
      provider: { type: 'string' },
      region: { type: 'string' },
      endpoint: { type: 'string' },
      account: { type: 'string' },
      retention: { type: 'string', default: '72h' },
      'snapshot-interval': { type: 'string', default: '24h' },
      'sync-interval': { type: 'string', default: '1s' },
      litestream: { type: 'string' },
      output: { type: 'string' },
      force: { type: 'boolean' },
    });
    if (values.to === undefined)
      throw new UsageError('say where the copies go: --to s3://bucket/path or --to file:///backup');
    const destination = readDestination(values.to, {
      provider: choose(values.provider, providerIds, '--provider'),
      region: values.region,
      endpoint: values.endpoint,
      account: values.account,
    });
    const line = await decideLine(choose(values.litestream, ['0.3', '0.5'], '--litestream'));
    for (const database of positionals) say(await describeDatabase(database));
    const text = refusedAsUsage(() =>
      writeLitestreamConfig({
        line,
        databases: positionals.map((path) => resolve(path)),
        destination,
        retention: values.retention,
        snapshotInterval: values['snapshot-interval'],
        syncInterval: values['sync-interval'],
      }),
    );
    await printOrWrite(text, values.output, values.force === true);
    return 0;
  },
};

function readDestination(
  to: string,
  options: {
    provider: S3ProviderId | undefined;
    region: string | undefined;
    endpoint: string | undefined;
    account: string | undefined;
  },
): LitestreamDestination {
  const s3 = /^s3:\/\/([^/]*)\/?(.*?)\/?$/.exec(to);
  if (s3) {
    const [, bucket = '', prefix = ''] = s3;
    return { ...options, kind: 's3', provider: options.provider ?? 'aws', bucket, prefix };
  }
  const given = Object.entries(options).find(([, value]) => value !== undefined)?.[0];
  if (given !== undefined)
    throw new UsageError(`--${given} belongs to a place like s3://bucket/path, not to ${to}`);
  if (to.startsWith('file:')) {
    try {
      return { kind: 'file', path: fileURLToPath(to) };
    } catch {
      throw new UsageError(`${to}: write a folder as file:///backup`);
    }
  }
  if (/^[a-z][a-z0-9+.-]+:/i.test(to))
    throw new UsageError(`${to}: --to takes s3://bucket/path or file:///backup`);
  return { kind: 'file', path: resolve(to) };
}

async function decideLine(wanted: LitestreamLine | undefined): Promise<LitestreamLine> {
  if (wanted !== undefined) return wanted;
  const { line, reason } = await findLitestreamLine(process.cwd(), nodeFileSystem);
  if (line === undefined) {
    say(`Written for Litestream 0.5: ${reason}; --litestream 0.3 writes the older form.`);
    return '0.5';
  }
  say(`Written for Litestream ${line}: ${reason}.`);
  return line;
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

function refusedAsUsage<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof LitestreamOptionsError || error instanceof DurationError)
      throw new UsageError(error.message);
    throw error;
  }
}
