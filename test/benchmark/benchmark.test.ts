import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { durabilityOf } from '../../src/benchmark/durability.ts';
import { benchmarkMarkdown } from '../../src/benchmark/markdown.ts';
import type { BenchmarkResult } from '../../src/benchmark/result.ts';
import { percentile, summarize } from '../../src/benchmark/statistics.ts';
import { cli, runCli } from '../support/cli.ts';
import { temporaryProject } from '../support/temporary.ts';

const { root, remove } = temporaryProject({});
after(remove);

/** Where the runs of a test put their copies: a temp folder of its own, so that what stays there is theirs. */
function scratch(name: string): { TMPDIR: string; NODE_DISABLE_COMPILE_CACHE: string } {
  const folder = join(root, `${name}-tmp`);
  mkdirSync(folder);
  return { TMPDIR: folder, NODE_DISABLE_COMPILE_CACHE: '1' };
}

function makeDatabase(name: string, setUp = ''): DatabaseSync {
  const db = new DatabaseSync(join(root, name));
  db.exec(`${setUp}; CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT, price REAL);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
    INSERT INTO book SELECT i, 'title ' || i, i * 1.5 FROM n`);
  return db;
}

const quick = ['--duration', '0.8', '--rounds', '2', '--format', 'json'];

test('statistics', () => {
  assert.equal(percentile([1, 2, 3, 4], 0.5), 3);
  assert.ok(Number.isNaN(percentile([], 0.5)));
  const { p50Us, p99Us, minUs, maxUs, operations, perSecond, rounds, spread } = summarize([
    [0.001, 0.001, 0.003],
    [0.002, 0.002, 0.002],
  ]);
  assert.deepEqual([p50Us, p99Us, minUs, maxUs, operations, rounds], [2, 3, 1, 3, 6, 2]);
  assert.equal(spread, 0.5);
  assert.equal(Math.round(perSecond), 545_455);
});

test('durability is told by journal mode and synchronous together', () => {
  const pragmas = { busyTimeoutMs: 0, cacheSize: 0, foreignKeys: false, tempStore: 'default' };
  const of = (journalMode: string, synchronous: string): string =>
    durabilityOf({ ...pragmas, journalMode, synchronous });
  assert.match(of('wal', 'normal'), /last commits; the file stays whole/);
  assert.match(of('delete', 'normal'), /rarely, be corrupt/);
  assert.match(of('delete', 'full'), /takes nothing/);
  assert.match(of('wal', 'off'), /corrupt after a power failure/);
  assert.match(of('memory', 'full'), /corrupt after a crash/);
});

describe('a benchmark', () => {
  test('measures both profiles, reads their pragmas back, and leaves nothing changed and nothing behind', () => {
    makeDatabase('plain.db').close();
    const before = readFileSync(join(root, 'plain.db'));
    const env = scratch('plain');
    const { status, stdout, stderr } = runCli(root, ['bench', 'plain.db', ...quick], env);
    assert.equal(status, 0, stderr);
    const result: BenchmarkResult = JSON.parse(stdout);
    assert.equal(result.engine.name, 'node:sqlite');
    assert.deepEqual(
      result.profiles.map(({ name, pragmas }) => [name, pragmas]),
      [
        [
          'as it is',
          {
            journalMode: 'delete',
            synchronous: 'full',
            busyTimeoutMs: 0,
            cacheSize: -2000,
            foreignKeys: false,
            tempStore: 'default',
          },
        ],
        [
          'recommended',
          {
            journalMode: 'wal',
            synchronous: 'normal',
            busyTimeoutMs: 5000,
            cacheSize: -64000,
            foreignKeys: true,
            tempStore: 'memory',
          },
        ],
      ],
    );
    assert.deepEqual(
      result.measurements.map(({ profile, workload, rounds }) => `${profile} ${workload} ${rounds}`),
      ['as it is read 2', 'as it is insert 2', 'recommended read 2', 'recommended insert 2'],
    );
    for (const { p50Us, p99Us, operations, durability, workload } of result.measurements) {
      assert.ok(p50Us > 0 && p99Us >= p50Us && operations > 0);
      assert.equal(durability === undefined, workload === 'read');
    }
    assert.deepEqual(readFileSync(join(root, 'plain.db')), before);
    assert.deepEqual(
      readdirSync(root).filter((name) => name.startsWith('plain.db')),
      ['plain.db'],
    );
    assert.deepEqual(readdirSync(env.TMPDIR), []);
  });

  test('takes what is only in the log of a live database, and changes neither', () => {
    const db = makeDatabase('live.db', 'PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0');
    const bytes = (): Buffer[] => ['', '-wal'].map((suffix) => readFileSync(join(root, `live.db${suffix}`)));
    const before = bytes();
    const { status, stdout, stderr } = runCli(root, ['bench', 'live.db', ...quick], scratch('live'));
    assert.equal(status, 0, stderr);
    const result: BenchmarkResult = JSON.parse(stdout);
    assert.equal(result.profiles[0]?.pragmas.journalMode, 'wal');
    assert.match(result.measurements[0]?.operation ?? '', /one row of book/);
    assert.deepEqual(bytes(), before);
    db.close();
  });

  test('takes a table of its own where another row can not be inserted, and says so', () => {
    const db = new DatabaseSync(join(root, 'unique.db'));
    db.exec("CREATE TABLE user (id INTEGER PRIMARY KEY, mail TEXT UNIQUE); INSERT INTO user VALUES (1, 'a')");
    db.close();
    const { stdout } = runCli(root, ['bench', 'unique.db', ...quick], scratch('unique'));
    const result: BenchmarkResult = JSON.parse(stdout);
    assert.deepEqual(result.notes, [
      "Another row like those of user can't be inserted: inserts go to a table of the benchmark.",
    ]);
    assert.match(benchmarkMarkdown(result), /## Notes\n\n- Another row/);
  });

  const numbers = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)';
  for (const [name, [sql, ownTable]] of Object.entries({
    // Refused under the recommended profile only.
    'dangling references': [
      `CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p);
       ${numbers} INSERT INTO c SELECT i, i FROM n`,
      true,
    ],
    // As from https://en.wikipedia.org/wiki/Snowflake_ID: no JavaScript number holds them.
    'large integers': [
      `CREATE TABLE t (id INTEGER PRIMARY KEY, author INT);
       ${numbers} INSERT INTO t SELECT (1 << 60) + i, (1 << 60) - i FROM n`,
      false,
    ],
    // A copied key is refused, and rows without one would be like no other.
    'a text key': [
      `CREATE TABLE t (id TEXT PRIMARY KEY, v INT); ${numbers} INSERT INTO t SELECT hex(randomblob(8)), i FROM n`,
      true,
    ],
    'a check of the type': [
      `CREATE TABLE t (id INTEGER PRIMARY KEY, v CHECK (typeof(v) = 'integer')); ${numbers} INSERT INTO t SELECT i, i FROM n`,
      false,
    ],
    'a few rows that are unique': [
      `CREATE TABLE t (id INTEGER PRIMARY KEY, v INT); ${numbers} INSERT INTO t SELECT i, i FROM n;
       CREATE UNIQUE INDEX i ON t (v) WHERE v > 2970`,
      false,
    ],
    // 2000 rows are tried.
    'a quota that the run reaches': [
      `CREATE TABLE t (id INTEGER PRIMARY KEY, v INT); ${numbers} INSERT INTO t SELECT i, i FROM n;
       CREATE TRIGGER q BEFORE INSERT ON t WHEN (SELECT max(id) FROM t) > 5050 BEGIN SELECT raise(ABORT, 'full'); END`,
      true,
    ],
    "a table of the benchmark's name": [
      'CREATE TABLE preflight_benchmark (a UNIQUE); INSERT INTO preflight_benchmark VALUES (1)',
      true,
    ],
  } satisfies Record<string, [string, boolean]>)) {
    test(`inserts into the same table under both profiles, with ${name}`, () => {
      const file = `${name.replaceAll(/\W+/g, '-')}.db`;
      const db = new DatabaseSync(join(root, file), { enableForeignKeyConstraints: false });
      db.exec(sql);
      db.close();
      const { status, stdout, stderr } = runCli(root, ['bench', file, ...quick], scratch(file));
      assert.equal(status, 0, stderr);
      const { measurements }: BenchmarkResult = JSON.parse(stdout);
      const inserts = measurements.filter(({ workload }) => workload === 'insert');
      assert.equal(inserts.length, 2);
      for (const { operation } of inserts)
        assert.equal(/a table of the benchmark/.test(operation), ownTable, operation);
    });
  }

  for (const [name, sql] of Object.entries({
    'without rowid':
      "CREATE TABLE t (a TEXT, b INT, PRIMARY KEY (b, a)) WITHOUT ROWID; INSERT INTO t VALUES ('x', 1)",
    empty: '',
    'odd names': `CREATE TABLE "a ""b" ("rowid" TEXT, "select" INT); INSERT INTO "a ""b" VALUES ('x', 1)`,
    'generated columns': 'CREATE TABLE t (a INT, b INT AS (a + 1) STORED); INSERT INTO t (a) VALUES (1)',
  })) {
    test(`measures a database ${name === 'empty' ? 'without tables' : `with ${name}`}`, () => {
      const file = `${name.replace(' ', '-')}.db`;
      const db = new DatabaseSync(join(root, file));
      db.exec(`PRAGMA user_version = 1; ${sql}`);
      db.close();
      const { status, stdout, stderr } = runCli(root, ['bench', file, ...quick], scratch(file));
      assert.equal(status, 0, stderr);
      assert.equal(JSON.parse(stdout).measurements.length, 4);
    });
  }

  test('refuses what is no database, with its name and the reason', () => {
    writeFileSync(join(root, 'notes.txt'), 'text\n'.repeat(50));
    const env = scratch('refused');
    for (const [file, reason] of [
      ['none.db', /none\.db: no such file/],
      ['notes.txt', /notes\.txt: not a SQLite database/],
    ] as const) {
      const { status, stderr, stdout } = runCli(root, ['bench', file, ...quick], env);
      assert.equal(status, 2);
      assert.match(stderr, reason);
      assert.equal(stdout, '');
    }
    assert.deepEqual(readdirSync(env.TMPDIR), []);
  });

  const oldNode = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .map((folder) => join(folder, 'node'))
    .find(
      (path) =>
        existsSync(path) && /^v(?:20|21)\./.test(spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout),
    );
  test('on Node 20 measures in memory, and says that this tells nothing of disks', {
    skip: oldNode ? false : 'no Node 20 on the PATH',
  }, () => {
    const { status, stdout, stderr } = spawnSync(
      oldNode as string,
      [cli, 'bench', join(root, 'plain.db'), ...quick],
      { encoding: 'utf8' },
    );
    assert.equal(status, 0, stderr);
    const result: BenchmarkResult = JSON.parse(stdout);
    assert.match(result.engine.name, /WebAssembly/);
    assert.deepEqual(
      result.measurements.map(({ profile, durability }) => [profile, durability]),
      [
        ['in memory', undefined],
        ['in memory', undefined],
      ],
    );
    assert.match(result.notes.join(), /nothing about WAL, disks or concurrency/);
  });
});

describe('a benchmark that is ended early leaves nothing behind', () => {
  /** Starts a long run and waits until its copies are there. */
  async function begin(name: string) {
    makeDatabase(`${name}.db`).close();
    const env = scratch(name);
    const child = spawn(process.execPath, [cli, 'bench', join(root, `${name}.db`), '--duration', '60'], {
      // A process group of its own, to which signals go as from a terminal.
      detached: true,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (let tries = 0; tries < 200; tries++) {
      const [folder] = readdirSync(env.TMPDIR);
      if (folder && readdirSync(join(env.TMPDIR, folder)).includes('recommended.db')) break;
      await sleep(20);
    }
    assert.equal(readdirSync(env.TMPDIR).length, 1);
    return { child, folder: env.TMPDIR };
  }

  async function emptied(folder: string): Promise<string[]> {
    for (let tries = 0; tries < 100 && readdirSync(folder).length > 0; tries++) await sleep(50);
    return readdirSync(folder);
  }

  test('by Ctrl+C', async () => {
    const { child, folder } = await begin('interrupted');
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    assert.equal(code, 1);
    assert.deepEqual(readdirSync(folder), []);
  });

  for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const)
    test(`by ${signal} to the whole process group`, {
      skip: process.platform === 'win32' ? 'no process groups' : false,
    }, async () => {
      const { child, folder } = await begin(`group-${signal}`);
      process.kill(-(child.pid as number), signal);
      await once(child, 'exit');
      assert.deepEqual(await emptied(folder), []);
    });

  test('by a kill of the command', async () => {
    const { child, folder } = await begin('killed');
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.deepEqual(await emptied(folder), []);
  });

  test('by a kill of its process', async () => {
    const { child, folder } = await begin('orphaned');
    const { stdout } = spawnSync('pgrep', ['-P', String(child.pid)], { encoding: 'utf8' });
    process.kill(Number(stdout.trim().split('\n')[0]), 'SIGKILL');
    const [code] = await once(child, 'exit');
    assert.equal(code, 3);
    assert.deepEqual(readdirSync(folder), []);
  });

  test('by a kill of both, at the next run', async () => {
    const { child, folder } = await begin('both');
    const { stdout } = spawnSync('pgrep', ['-P', String(child.pid)], { encoding: 'utf8' });
    process.kill(Number(stdout.trim().split('\n')[0]), 'SIGKILL');
    child.kill('SIGKILL');
    await once(child, 'exit');
    runCli(root, ['bench', 'both.db', ...quick], { TMPDIR: folder, NODE_DISABLE_COMPILE_CACHE: '1' });
    assert.deepEqual(readdirSync(folder), []);
  });
});
