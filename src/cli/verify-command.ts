import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { litestreamConfigFiles } from '../config/litestream/read.ts';
import { nodeFileSystem } from '../host/node/files.ts';
import { backupText } from '../report/backup.ts';
import { type BackupVerdict, VerifyRefused, type VerifyResult } from '../verify/result.ts';
import { defaultTimeoutMs, verifyBackups } from '../verify/verify.ts';
import { verifyServices } from './backup.ts';
import {
  type CommandContext,
  choose,
  interruptible,
  parseOptions,
  positiveNumber,
  print,
  readTimeout,
  UsageError,
} from './command.ts';
import { ProgressLine, paintFor } from './terminal.ts';

export const verifyHelp = `sqlite-preflight litestream verify   restore the backups to a private folder, check and compare them

  --config <file>             the litestream.yml (the one of this folder's files, else /etc/litestream.yml)
  --database <path>           only this one of its databases
  --litestream <program>      the Litestream to restore with (PATH, else a package of the project)
  --check full|quick          PRAGMA integrity_check or quick_check (full)
  --wait <seconds>            how long is waited for rows that the backup lacks (10, and the sync interval)
  --timeout <seconds>         how long the place of a backup may take to answer (${defaultTimeoutMs / 1000})
  --format pretty|json        the form of the report (pretty)

Exit code: 0 the backup is good, 1 it is not good, 2 it could not be checked. The databases are only read.
`;

const exitCodes: Record<BackupVerdict, number> = { good: 0, bad: 1, unchecked: 2 };

/** `sqlite-preflight litestream verify`; returns the exit code. */
export async function runVerify(args: readonly string[], { bundleFolder }: CommandContext): Promise<number> {
  const { values, positionals } = parseOptions(args, {
    config: { type: 'string' },
    database: { type: 'string' },
    litestream: { type: 'string' },
    check: { type: 'string' },
    wait: { type: 'string' },
    timeout: { type: 'string' },
    format: { type: 'string' },
  });
  if (positionals.length > 0)
    throw new UsageError(`litestream verify takes no ${positionals[0]}; name a database with --database`);
  const format = choose(values.format, ['pretty', 'json'], '--format') ?? 'pretty';
  const check = choose(values.check, ['full', 'quick'], '--check') ?? 'full';
  const wait = values.wait === '0' ? 0 : positiveNumber(values.wait, '--wait');
  const config = await findConfig(values.config);
  const progress = new ProgressLine();
  let result: VerifyResult | undefined;
  try {
    result = await interruptible((signal) =>
      verifyBackups(
        {
          config,
          configText: readText(config),
          root: process.cwd(),
          database: values.database === undefined ? undefined : resolve(values.database),
          litestream:
            values.litestream === undefined
              ? undefined
              : { path: resolve(values.litestream), foundBy: '--litestream' },
          check,
          timeoutMs: readTimeout(values.timeout, defaultTimeoutMs),
          waitMs: wait === undefined ? undefined : wait * 1000,
          onProgress: (done, of, label) => progress.update(`${done + 1} of ${of}: ${label}`),
        },
        verifyServices(bundleFolder),
        signal,
      ).catch((error: unknown) => {
        if (signal.aborted) return undefined;
        throw error;
      }),
    );
  } catch (error) {
    if (error instanceof VerifyRefused) throw new UsageError(error.message);
    throw error;
  } finally {
    progress.clear();
  }
  if (!result) {
    process.stderr.write('sqlite-preflight: cancelled\n');
    return exitCodes.unchecked;
  }
  await print(
    format === 'json' ? `${JSON.stringify(result, null, 2)}\n` : backupText(result, paintFor(process.stdout)),
  );
  return exitCodes[result.verdict];
}

async function findConfig(named: string | undefined): Promise<string> {
  if (named !== undefined) return resolve(named);
  const root = process.cwd();
  const { paths } = await nodeFileSystem.list(root);
  const found = paths.filter((path) => litestreamConfigFiles.test(path));
  const atRoot = found.filter((path) => dirname(path) === '.');
  const [first, ...more] = atRoot.length === 1 ? atRoot : found;
  if (first !== undefined && more.length === 0) return resolve(first);
  if (first !== undefined)
    throw new UsageError(`there are several configurations, name one with --config: ${found.join(', ')}`);
  if (existsSync('/etc/litestream.yml')) return '/etc/litestream.yml';
  throw new UsageError('there is no litestream.yml here; name one with --config');
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(
      `${relative(process.cwd(), path)}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
