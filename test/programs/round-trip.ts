import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { temporaryProject } from '../support/temporary.ts';
import { kill } from './s3-server.ts';

/** What is replicated, killed and restored. */
export interface RoundTrip {
  /** The path of Litestream. */
  readonly program: string;
  /** The litestream.yml for this database; `folder` is there for a replica that is one. */
  config(database: string, folder: string): string;
  /** The URL of the replica in the folder, where the configuration is no way to restore it. */
  url?(folder: string): string;
  /** With the keys of a bucket. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What a kill cost. */
export interface Loss {
  /** Rows that were committed before the machine was lost. */
  readonly written: number;
  /** Those of them that the restored database does not have. */
  readonly lost: number;
  /** How long before the end the first lost row was committed, in milliseconds. */
  readonly behindMs: number;
  /** All rows that were older than this at the end had to be there: two rounds of copying, as Litestream timed them. */
  readonly boundMs: number;
}

/** How many rows are written before a kill, at least. */
const rows = 1000;

/**
 * Writes under load, loses the machine at a random moment (application and Litestream are killed, the database is gone),
 * restores elsewhere, and asserts that every row is there that Litestream had time for.
 *
 * Which rows that are is decided by Litestream's own log, not by the clock's promise: a round of copying contains all
 * that was committed before the round before it began, however slow the machine was.
 */
export async function killUnderLoad(trip: RoundTrip): Promise<Loss> {
  return within(trip, async ({ database, run, log, acknowledged, config }) => {
    const replicate = run();
    const writer = startWriter(database, acknowledged);
    try {
      await until(
        () => committedIn(acknowledged).length >= rows && roundsIn(log).length >= 4,
        replicate,
        log,
      );
      await sleep(Math.random() * 1000);
    } finally {
      writer.kill('SIGKILL');
      replicate.kill('SIGKILL');
      await Promise.all([kill(writer), kill(replicate)]);
    }
    const killedAt = Date.now();
    const committed = committedIn(acknowledged);
    rmSync(join(database, '..'), { recursive: true });
    const { restored, output } = tryRestore(trip, config, database);
    assert.ok(restored, output);
    // No holes: what is restored is the database at one moment.
    assert.equal(restored.last, restored.count);
    const lost = committed.filter(({ id }) => id > restored.count);
    const promised = roundsIn(log).at(-3) as number;
    const broken = lost.filter(({ at }) => at < promised);
    assert.deepEqual(
      broken,
      [],
      `rows committed before ${promised} are missing\n${readFileSync(log, 'utf8')}`,
    );
    return {
      written: committed.length,
      lost: lost.length,
      behindMs: lost[0] === undefined ? 0 : killedAt - lost[0].at,
      boundMs: killedAt - promised,
    };
  });
}

/**
 * Writes, waits until all of it is copied, loses the machine, restores: every row is there.
 * @returns how many rows
 */
export async function fullRoundTrip(trip: RoundTrip): Promise<number> {
  return within(trip, async ({ database, run, log, acknowledged, config }) => {
    const replicate = run();
    const writer = startWriter(database, acknowledged);
    try {
      await until(() => committedIn(acknowledged).length >= rows, replicate, log);
      await kill(writer);
      const all = committedIn(acknowledged).length;
      await until(() => (tryRestore(trip, config, database).restored?.count ?? 0) >= all, replicate, log);
    } finally {
      await Promise.all([kill(writer), kill(replicate)]);
    }
    const committed = committedIn(acknowledged);
    rmSync(join(database, '..'), { recursive: true });
    const { restored, output } = tryRestore(trip, config, database);
    assert.ok(restored, output);
    assert.ok(restored.count >= committed.length, `${restored.count} of ${committed.length} rows`);
    return committed.length;
  });
}

interface Place {
  readonly database: string;
  readonly config: string;
  readonly log: string;
  readonly acknowledged: string;
  run(): ChildProcess;
}

async function within<T>(
  { program, config: write, environment }: RoundTrip,
  work: (place: Place) => Promise<T>,
): Promise<T> {
  const { root, remove } = temporaryProject({});
  const [machine, replica] = [join(root, 'machine'), join(root, 'replica')];
  mkdirSync(machine);
  const database = join(machine, 'app.db');
  const config = join(root, 'litestream.yml');
  const log = join(root, 'litestream.log');
  const acknowledged = join(root, 'acknowledged');
  // The rounds of copying show in the log of this level only.
  const text = write(database, replica);
  writeFileSync(config, /^logging:/m.test(text) ? text : `${text}\nlogging:\n  level: debug\n`);
  writeFileSync(log, '');
  writeFileSync(acknowledged, '');
  try {
    return await work({
      database,
      config,
      log,
      acknowledged,
      run() {
        const output = openSync(log, 'a');
        const child = spawn(program, ['replicate', '-config', config], {
          env: environmentOf(environment),
          stdio: ['ignore', output, output],
        });
        closeSync(output);
        return child;
      },
    });
  } finally {
    remove();
  }
}

function startWriter(database: string, acknowledged: string): ChildProcess {
  const program = fileURLToPath(new URL('writer.process.ts', import.meta.url));
  return spawn(process.execPath, ['--no-warnings', program, database, acknowledged], { stdio: 'inherit' });
}

/** The rows whose commit was acknowledged; a last line that was cut off counts for none. */
function committedIn(path: string): { id: number; at: number }[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [id = 0, at = 0] = line.split(' ').map(Number);
      return { id, at };
    });
}

/** When those rounds of copying began that copied something, in milliseconds since 1970. */
function roundsIn(path: string): number[] {
  const rounds: { at: number; copied: boolean }[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (/msg="replica sync"/.test(line)) {
      const at = Date.parse(/time=(\S+)/.exec(line)?.[1] ?? '');
      rounds.push({ at, copied: false });
    }
    const last = rounds.at(-1);
    if (last && /msg="(?:wal segment written|ltx file uploaded)"/.test(line)) last.copied = true;
  }
  return rounds.filter(({ copied }) => copied).map(({ at }) => at);
}

/** What Litestream makes of the replica, elsewhere; undefined where it makes nothing of it. */
function tryRestore(
  { program, environment, url }: RoundTrip,
  config: string,
  database: string,
): { restored: { count: number; last: number } | undefined; output: string } {
  const target = join(config, '../restored.db');
  for (const suffix of ['', '-wal', '-shm', '.tmp']) rmSync(target + suffix, { force: true });
  const { status, stdout, stderr } = spawnSync(
    program,
    url
      ? ['restore', '-o', target, url(join(config, '../replica'))]
      : ['restore', '-config', config, '-o', target, database],
    { encoding: 'utf8', env: environmentOf(environment) },
  );
  const output = stdout + stderr;
  if (status !== 0 || !existsSync(target)) return { restored: undefined, output };
  const copy = new DatabaseSync(target);
  try {
    assert.deepEqual({ ...copy.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
    if (!copy.prepare("SELECT 1 FROM sqlite_schema WHERE name = 't'").get())
      return { restored: { count: 0, last: 0 }, output };
    const { count, last } = copy.prepare('SELECT count(*) AS count, max(id) AS last FROM t').get() ?? {};
    return { restored: { count: Number(count), last: Number(last) }, output };
  } finally {
    copy.close();
  }
}

/** Waits for what may take long on a busy machine, as long as Litestream runs. */
async function until(isThere: () => boolean, litestream: ChildProcess, log: string): Promise<void> {
  for (const end = Date.now() + 60_000; !isThere(); await sleep(100))
    if (Date.now() > end || litestream.exitCode !== null)
      throw new Error(`it did not come to it\n${readFileSync(log, 'utf8')}`);
}

/** The tests' own, and nothing of the user's AWS: 0.5 refuses to start where AWS_CA_BUNDLE is set. */
export function environmentOf(own: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:AWS|LITESTREAM)_/.test(name));
  return { ...Object.fromEntries(inherited), ...own };
}
