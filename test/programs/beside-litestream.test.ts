/** What an application, and the scripts around it, meet beside the real Litestream of either line. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { litestreamCommands, litestreamOptions } from '../../src/facts/litestream/commands.ts';
import type { LitestreamLine } from '../../src/facts/litestream/key.ts';
import { temporaryProject } from '../support/temporary.ts';
import { program } from './programs.ts';

for (const line of ['0.3', '0.5'] as const) {
  const { path: litestream = '', skip } = program(`litestream-${line}`);

  describe(`beside Litestream ${line}`, { skip }, () => {
    test('checkpoints that wait for readers give up, and hold up writers meanwhile', () =>
      beside(litestream, async ({ db, path }) => {
        fill(db, 100);
        assert.equal(checkpoint(db, 'PASSIVE').busy, 0);
        for (const mode of ['FULL', 'RESTART', 'TRUNCATE']) assert.equal(checkpoint(db, mode).busy, 1, mode);

        const other = spawn(process.execPath, [
          '--no-warnings',
          '-e',
          `const db = new (require('node:sqlite').DatabaseSync)(process.argv[1], { timeout: 1500 });
           const start = Date.now();
           const [row] = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
           console.log(JSON.stringify({ busy: row.busy, tookMs: Date.now() - start }));`,
          path,
        ]);
        let said = '';
        other.stdout.on('data', (data) => {
          said += data;
        });
        const ended = once(other, 'close');
        let refused = 0;
        while (other.exitCode === null) {
          try {
            db.exec('INSERT INTO t VALUES (1)');
          } catch (error) {
            assert.match(String(error), /database is locked/);
            refused++;
          }
          await sleep(20);
        }
        await ended;
        const { busy, tookMs } = JSON.parse(said);
        assert.equal(busy, 1);
        assert.ok(tookMs >= 1400, `${tookMs} ms`);
        assert.ok(refused >= 10, `${refused} writes were refused`);
      }));

    test('another journal mode is refused, by the only other connection too', () =>
      beside(litestream, async ({ db, path }) => {
        for (const mode of ['DELETE', 'TRUNCATE', 'PERSIST'])
          assert.throws(() => db.exec(`PRAGMA journal_mode = ${mode}`), /database is locked/);
        db.close();
        const again = new DatabaseSync(path, { timeout: 1000 });
        assert.throws(() => again.exec('PRAGMA journal_mode = DELETE'), /database is locked/);
        again.close();
      }));

    test('an exclusive lock is not given', () =>
      beside(litestream, async ({ path }) => {
        const other = new DatabaseSync(path, { timeout: 300 });
        other.exec('PRAGMA locking_mode = EXCLUSIVE');
        assert.throws(() => other.exec('INSERT INTO t VALUES (1)'), /database is locked/);
        other.close();
      }));

    test('VACUUM writes the whole database through the WAL', () =>
      beside(litestream, async ({ db, path }) => {
        fill(db, 1000);
        const before = statSync(`${path}-wal`).size;
        db.exec('VACUUM');
        assert.ok(statSync(`${path}-wal`).size - before >= 1_000_000);
      }));

    test('a shell without exec keeps SIGTERM to itself', async () => {
      for (const isHandedOn of [false, true]) {
        await inFolder(async ({ root, config }) => {
          const script = join(root, 'run.sh');
          const start = `${isHandedOn ? 'exec ' : ''}'${litestream}' replicate -config '${config}'`;
          writeFileSync(script, `echo $$\n${start}\n`);
          const shell = spawn('sh', [script], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
          try {
            await hears(shell, /replicating to/);
            const closed = once(shell, 'exit');
            shell.kill('SIGTERM');
            await closed;
            await sleep(300);
            assert.equal(isAlive(-(shell.pid as number)), !isHandedOn);
          } finally {
            kill(-(shell.pid as number));
          }
        });
      }
    });

    test('options behind the path are arguments to restore', () => {
      const { status, output } = run(litestream, ['restore', '/nowhere/a.db', '-o', '/nowhere/b.db']);
      assert.notEqual(status, 0);
      assert.match(output, /too many arguments/);
    });

    test('restore leaves a database that is there', () =>
      beside(litestream, async ({ path, config }) => {
        await sleep(1500);
        const skipping = run(litestream, ['restore', '-config', config, '-if-db-not-exists', path]);
        assert.equal(skipping.status, 0, skipping.output);
        const plain = run(litestream, ['restore', '-config', config, path]);
        assert.notEqual(plain.status, 0);
        assert.match(plain.output, /already exists/);
      }));

    test('it has the commands and options that the table gives it', () => {
      for (const { name, versions } of litestreamCommands) {
        const { output } = run(litestream, [name, '-h']);
        assert.equal(!/unknown command/.test(output), isInNewest(versions, line), name);
      }
      for (const [command, options] of Object.entries(litestreamOptions)) {
        for (const { name, versions, valued } of options) {
          const { output } = run(litestream, [
            command,
            `-${name}`,
            ...(valued ? ['x'] : []),
            '-no-such-option',
          ]);
          const refused = /flag provided but not defined: -([\w-]+)/.exec(output)?.[1];
          assert.equal(refused !== name, isInNewest(versions, line), `${command} -${name}: ${output}`);
        }
      }
    });
  });
}

/** True where the newest release that the tests have knows something. */
function isInNewest(
  versions: (typeof litestreamCommands)[number]['versions'],
  line: LitestreamLine,
): boolean {
  const span = versions[line];
  return span !== undefined && span.until === undefined;
}

interface Folder {
  readonly root: string;
  readonly path: string;
  readonly config: string;
}

/** A folder with a database in WAL mode, and a configuration that replicates it. */
async function inFolder(body: (folder: Folder) => Promise<void>): Promise<void> {
  const { root, remove } = temporaryProject({});
  const path = join(root, 'a.db');
  const config = join(root, 'litestream.yml');
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (x)');
  db.close();
  writeFileSync(
    config,
    `dbs:\n  - path: ${path}\n    replicas:\n      - path: ${root}/replica\n        sync-interval: 200ms\n`,
  );
  try {
    await body({ root, path, config });
  } finally {
    remove();
  }
}

/** The same while Litestream replicates, with a connection that waits for nobody. */
async function beside(
  litestream: string,
  body: (folder: Folder & { readonly db: DatabaseSync }) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const child = spawn(litestream, ['replicate', '-config', folder.config], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const db = new DatabaseSync(folder.path, { timeout: 0 });
    try {
      await hears(child, /replicating to/);
      await waitFor(() => existsSync(`${folder.root}/replica`));
      await body({ ...folder, db });
    } finally {
      if (db.isOpen) db.close();
      const closed = once(child, 'exit');
      child.kill('SIGKILL');
      await closed;
    }
  });
}

async function hears(child: ChildProcess, what: RegExp): Promise<void> {
  let said = '';
  const hear = (data: Buffer): void => {
    said += data;
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  await waitFor(() => what.test(said));
}

async function waitFor(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !isSo(); tries++) await sleep(50);
  assert.ok(isSo(), 'it did not start within ten seconds');
}

function run(litestream: string, words: readonly string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(litestream, words, { encoding: 'utf8', timeout: 10_000 });
  return { status, output: `${stdout}${stderr}` };
}

function checkpoint(db: DatabaseSync, mode: string): { readonly busy: number } {
  return db.prepare(`PRAGMA wal_checkpoint(${mode})`).get() as { busy: number };
}

function fill(db: DatabaseSync, rows: number): void {
  db.exec('BEGIN');
  const insert = db.prepare('INSERT INTO t VALUES (?)');
  for (let at = 0; at < rows; at++) insert.run('x'.repeat(1000));
  db.exec('COMMIT');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function kill(pid: number): void {
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}
