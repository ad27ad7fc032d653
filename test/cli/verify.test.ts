/** Backups of real Litestream, of both lines, sound and not. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { BackupResult, VerifyResult } from '../../src/verify/result.ts';
import { program } from '../programs/programs.ts';
import { environmentOf } from '../programs/round-trip.ts';
import { cli } from '../support/cli.ts';
import { temporaryProject } from '../support/temporary.ts';

const validate = new Ajv2020({ allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(new URL('../../docs/verify-output.schema.json', import.meta.url), 'utf8')),
);

/** A machine with one replicated database of 100 rows. */
class Machine {
  readonly root: string;
  readonly remove: () => void;
  readonly database: string;
  readonly replica: string;
  readonly config: string;
  readonly #program: string;

  constructor(litestream: string, line: '0.3' | '0.5') {
    ({ root: this.root, remove: this.remove } = temporaryProject({}));
    this.#program = litestream;
    this.database = join(this.root, 'data', 'app.db');
    this.replica = join(this.root, 'replica');
    this.config = join(this.root, 'litestream.yml');
    for (const folder of ['data', 'tmp']) mkdirSync(join(this.root, folder));
    const replica = `{ type: file, path: ${this.replica}, sync-interval: 100ms }`;
    writeFileSync(
      this.config,
      `dbs:\n  - path: ${this.database}\n    monitor-interval: 100ms\n    ${line === '0.3' ? `replicas: [${replica}]` : `replica: ${replica}`}\n`,
    );
    this.write(
      `CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) INSERT INTO t SELECT i, 'row ' || i FROM n`,
    );
  }

  write(sql: string): void {
    const db = new DatabaseSync(this.database, { timeout: 5000 });
    db.exec(`PRAGMA journal_mode = WAL; ${sql}`);
    db.close();
  }

  replicate(): ChildProcess {
    const log = openSync(join(this.root, 'litestream.log'), 'a');
    const child = spawn(this.#program, ['replicate', '-config', this.config], {
      env: environmentOf(),
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    return child;
  }

  /** Replicates until the backup has everything, and stops. */
  async backUp(): Promise<this> {
    const litestream = this.replicate();
    try {
      for (const end = Date.now() + 60_000; ; ) {
        await sleep(200);
        const { status, stdout, stderr } = this.verify('--wait', '0');
        if (status === 0) break;
        if (Date.now() > end)
          throw new Error(stdout + stderr + readFileSync(join(this.root, 'litestream.log'), 'utf8'));
      }
    } finally {
      litestream.kill('SIGTERM');
      await once(litestream, 'exit');
    }
    return this;
  }

  get environment(): NodeJS.ProcessEnv {
    return { ...environmentOf(), TMPDIR: join(this.root, 'tmp'), NODE_DISABLE_COMPILE_CACHE: '1' };
  }

  verify(...args: string[]): { status: number | null; stdout: string; stderr: string } {
    const named = args.includes('--litestream') ? [] : ['--litestream', this.#program];
    return this.run('--config', this.config, ...named, ...args);
  }

  run(...args: string[]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'litestream', 'verify', ...args], {
      cwd: this.root,
      encoding: 'utf8',
      env: this.environment,
    });
    assert.deepEqual(readdirSync(join(this.root, 'tmp')), [], 'nothing temporary is left');
    return { status, stdout, stderr };
  }

  /** The only backup of a report that its schema describes. */
  report(...args: string[]): BackupResult & { status: number | null } {
    const { status, stdout, stderr } = this.verify('--format', 'json', ...args);
    assert.notEqual(stdout, '', stderr);
    const result = JSON.parse(stdout) as VerifyResult;
    assert.ok(validate(result), JSON.stringify(validate.errors));
    const [backup, ...more] = result.backups;
    assert.ok(backup);
    assert.equal(more.length, 0);
    return { ...backup, status };
  }

  /** Everything of the user's: names, contents and times. */
  files(): string[] {
    return ['data', 'replica', 'litestream.yml']
      .flatMap((place) => {
        const path = join(this.root, place);
        if (!statSync(path).isDirectory()) return [path];
        return readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name));
      })
      .map((path) => {
        const { mtimeMs, size } = statSync(path);
        const content = statSync(path).isFile() ? readFileSync(path) : '';
        return `${path} ${size} ${mtimeMs} ${createHash('sha256').update(content).digest('hex')}`;
      })
      .sort();
  }
}

for (const line of ['0.3', '0.5'] as const) {
  const { path, skip } = program(`litestream-${line}`);
  describe(`litestream verify with Litestream ${line}`, { skip }, () => {
    const litestream = path as string;
    const within = async (work: (machine: Machine) => unknown): Promise<void> => {
      const machine = new Machine(litestream, line);
      try {
        await machine.backUp();
        await work(machine);
      } finally {
        machine.remove();
      }
    };

    test('a good backup, of a database that nobody has open, and of one in use: nothing of it is touched', () =>
      within((machine) => {
        const before = machine.files();
        const closed = machine.report();
        assert.deepEqual([closed.status, closed.verdict, closed.differingRows], [0, 'good', 0]);
        assert.deepEqual(closed.tables, [
          { name: 't', backupRows: 100, liveRows: 100, missing: 0, changed: 0, extra: 0 },
        ]);
        assert.deepEqual(closed.integrity, { check: 'full', problems: [] });
        assert.ok(closed.replicatedAt && closed.writtenAt);
        assert.deepEqual(machine.files(), before);
        const db = new DatabaseSync(machine.database);
        db.exec('BEGIN; SELECT count(*) FROM t');
        const inUse = machine.files();
        assert.equal(machine.report('--check', 'quick').verdict, 'good');
        assert.deepEqual(machine.files(), inUse);
        db.close();
        const { stdout } = machine.verify();
        assert.match(stdout, /Its rows are those of the live database\./);
        assert.match(stdout, new RegExp(`The backup is good\\. Litestream ${line}\\.\\d+ \\(--litestream`));
      }));

    test('one that keeps up with an application at work is good', () =>
      within(async (machine) => {
        const replicate = machine.replicate();
        const writer = spawn(
          process.execPath,
          [
            '--no-warnings',
            fileURLToPath(new URL('../programs/writer.process.ts', import.meta.url)),
            machine.database,
            join(machine.root, 'acknowledged'),
          ],
          { stdio: 'inherit' },
        );
        try {
          await sleep(1500);
          const { status, verdict, isMoving, differingRows, notes } = machine.report('--wait', '30');
          assert.deepEqual([status, verdict], [0, 'good'], notes.join());
          if (differingRows !== 0) assert.equal(isMoving, true);
        } finally {
          for (const child of [writer, replicate]) {
            child.kill('SIGKILL');
            await once(child, 'exit');
          }
        }
      }));

    test('one that is behind is not, and the report tells by how many rows', () =>
      within((machine) => {
        machine.write(
          "INSERT INTO t (a) VALUES ('x'), ('y'), ('z'); UPDATE t SET a = 'changed' WHERE id = 5; DELETE FROM t WHERE id = 7",
        );
        const { status, verdict, notes, differingRows, tables, isMoving } = machine.report('--wait', '1');
        assert.deepEqual([status, verdict, differingRows, isMoving], [1, 'bad', 5, false]);
        assert.deepEqual(tables, [
          { name: 't', backupRows: 100, liveRows: 102, missing: 3, changed: 1, extra: 1 },
        ]);
        assert.match(notes.join(), /It is behind: it differs from the live database in 5 rows/);
        assert.match(
          machine.verify('--wait', '0').stdout,
          /t: 100 in the backup, 102 live \(3 missing, 1 changed, 1 more\)/,
        );
      }));

    test('where Node has no SQLite of its own, rows are counted, and no more is said of them', () =>
      within((machine) => {
        machine.write("UPDATE t SET a = 'changed' WHERE id = 5");
        const { status, stdout } = spawnSync(
          process.execPath,
          [cli, 'litestream', 'verify', '--litestream', litestream, '--wait', '0'],
          {
            cwd: machine.root,
            encoding: 'utf8',
            env: { ...machine.environment, NODE_OPTIONS: '--no-experimental-sqlite' },
          },
        );
        assert.equal(status, 0);
        assert.match(stdout, /Numbers of rows were compared, not their values/);
        assert.match(stdout, /Its tables have as many rows as those of the live database\./);
        assert.doesNotMatch(stdout, /Its rows are those/);
      }));

    test('one that lacks a column is behind', () =>
      within((machine) => {
        machine.write('ALTER TABLE t ADD COLUMN b');
        const { status, verdict, differingRows, notes } = machine.report('--wait', '1');
        assert.deepEqual([status, verdict, differingRows], [1, 'bad', 100]);
        assert.match(notes.join(), /t: its columns are not the same in the backup/);
      }));

    test('one whose database is elsewhere is checked by itself', () =>
      within((machine) => {
        rmSync(join(machine.root, 'data'), { recursive: true });
        const { status, differingRows, tables, notes } = machine.report();
        assert.deepEqual([status, differingRows, tables[0]?.backupRows], [0, null, 100]);
        assert.match(notes.join(), /not on this machine/);
      }));

    test('one that is not there is not good', () =>
      within((machine) => {
        rmSync(machine.replica, { recursive: true });
        const { status, verdict, notes } = machine.report();
        assert.deepEqual([status, verdict], [1, 'bad']);
        assert.match(notes.join(), /^There is no backup of it: no matching backup/);
      }));

    test('one with a damaged file is not good', () =>
      within((machine) => {
        for (const name of readdirSync(machine.replica, { recursive: true, encoding: 'utf8' })) {
          if (!/\.(?:ltx|lz4)$/.test(name)) continue;
          const file = join(machine.replica, name);
          const bytes = readFileSync(file);
          writeFileSync(file, bytes.fill(0xff, bytes.length >> 1, (bytes.length >> 1) + 60));
        }
        const { status, verdict, notes, restored } = machine.report();
        assert.deepEqual([status, verdict, restored], [1, 'bad', null]);
        assert.match(notes.join(), /^It cannot be restored: /);
      }));

    // 0.5 reads both forms.
    test('a replica that Litestream does not read is none', { skip: line === '0.5' }, () =>
      within((machine) => {
        writeFileSync(
          machine.config,
          `dbs:\n  - path: ${machine.database}\n    replica: { type: file, path: ${machine.replica} }\n`,
        );
        const { status, replica, notes } = machine.report();
        assert.deepEqual([status, replica], [1, null]);
        assert.match(notes.join(), /reads no replica for it, so nothing is backed up/);
      }),
    );

    test('a place that cannot be asked says nothing of the backup', () =>
      within((machine) => {
        const s3 = `{ type: s3, bucket: b, path: p, region: us-east-1, endpoint: "http://127.0.0.1:9", access-key-id: a, secret-access-key: b }`;
        writeFileSync(
          machine.config,
          `dbs:\n  - path: ${machine.database}\n    ${line === '0.3' ? `replicas: [${s3}]` : `replica: ${s3}`}\n`,
        );
        const { status, verdict, notes } = machine.report('--timeout', '3');
        assert.deepEqual([status, verdict], [2, 'unchecked'], notes.join());
        assert.match(notes.join(), /could not be asked: .*(?:connection refused|no answer in 3 s)/);
      }));

    test('databases of a folder are not taken for good ones beside others', () =>
      within((machine) => {
        const folder = join(machine.root, 'many');
        const config = readFileSync(machine.config, 'utf8');
        const replica = config.split('\n').find((text) => text.includes('replica'));
        writeFileSync(machine.config, `${config}  - dir: ${folder}\n    pattern: '*.db'\n${replica}\n`);
        const { status, stdout } = machine.verify('--format', 'json');
        const { verdict, backups } = JSON.parse(stdout) as VerifyResult;
        const expected = line === '0.3' ? 'bad' : 'unchecked';
        assert.deepEqual(
          backups.map((one) => [one.database, one.verdict]),
          [
            [machine.database, 'good'],
            [folder, expected],
          ],
        );
        assert.match(backups[1]?.notes.join() ?? '', line === '0.3' ? /reads no `dir:`/ : /URL/);
        assert.deepEqual([status, verdict], [line === '0.3' ? 1 : 2, expected]);
      }));

    test('what cannot begin is said, with exit code 2', () =>
      within((machine) => {
        const wrong: readonly (readonly [RegExp, string[]])[] = [
          [/has no database \/nowhere\.db; it has .*app\.db/, ['--database', '/nowhere.db']],
          [/\/nowhere \(--litestream\) is no program/, ['--litestream', '/nowhere']],
          [/is no Litestream that is known here/, ['--litestream', process.execPath]],
          [/--check takes full, quick/, ['--check', 'some']],
        ];
        for (const [message, args] of wrong) {
          const { status, stderr, stdout } = machine.verify(...args);
          assert.deepEqual([status, stdout], [2, '']);
          assert.match(stderr, message);
        }
        writeFileSync(machine.config, 'dbs:\n  - path: [1]\n');
        const refused = machine.verify();
        assert.equal(refused.status, 2);
        assert.match(refused.stderr, /Litestream refuses .*litestream\.yml: yaml: unmarshal errors/);
      }));

    test('the program and the configuration are found by themselves', () =>
      within((machine) => {
        const missing = machine.run();
        assert.equal(missing.status, 2);
        assert.match(missing.stderr, /Litestream is not on this machine.*Install it/);
        const folder = join(machine.root, 'node_modules/@flydotio/litestream-linux-x64');
        mkdirSync(folder, { recursive: true });
        symlinkSync(litestream, join(folder, 'litestream'));
        const { status, stdout } = machine.run();
        assert.equal(status, 0);
        assert.match(stdout, /npm package @flydotio\/litestream/);
      }));

    test('an interrupt ends it, and what was temporary goes', () =>
      within(async (machine) => {
        machine.write("INSERT INTO t (a) VALUES ('late')");
        const child = spawn(
          process.execPath,
          [cli, 'litestream', 'verify', '--litestream', litestream, '--wait', '60'],
          { cwd: machine.root, env: machine.environment, stdio: ['ignore', 'ignore', 'pipe'] },
        );
        let said = '';
        child.stderr.setEncoding('utf8').on('data', (text) => {
          said += text;
        });
        for (let tries = 0; readdirSync(join(machine.root, 'tmp')).length === 0 && tries < 200; tries++)
          await sleep(50);
        await sleep(1000);
        child.kill('SIGINT');
        const [code] = await once(child, 'exit');
        assert.equal(code, 2);
        assert.match(said, /cancelled/);
        assert.deepEqual(readdirSync(join(machine.root, 'tmp')), []);
      }));
  });
}
