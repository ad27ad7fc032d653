import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sqliteVersionOf } from '../../src/facts/drivers/driver.ts';
import { driverOf } from '../../src/facts/drivers/index.ts';
import { effectivePragmas, effectiveValue } from '../../src/facts/effective-pragmas.ts';
import type { Connection } from '../../src/project/connections/connection.ts';
import { linterFor, startEngine } from '../support/lint.ts';
import { assertAsInTable, type Probe } from './probe.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const bin = join(here, '../../.cache/drivers/go/bin');
const hasGo = spawnSync('go', ['version']).status === 0;
const skip = hasGo && existsSync(bin) ? false : 'test/drivers/install.sh go was not run, or Go is missing';

/** The programs, with the modules whose versions they are built with. */
const modules: Readonly<Record<string, string>> = {
  mattn: 'github.com/mattn/go-sqlite3',
  modernc: 'modernc.org/sqlite',
  glebarez: 'github.com/glebarez/go-sqlite',
  ncruces: 'github.com/ncruces/go-sqlite3',
  'earlier-modernc': 'modernc.org/sqlite',
  'earlier-ncruces': 'github.com/ncruces/go-sqlite3',
};
const names: Readonly<Record<string, string>> = {
  mattn: 'sqlite3',
  ncruces: 'sqlite3',
  'earlier-ncruces': 'sqlite3',
};

interface Answer {
  readonly error?: string;
  readonly pragmas: Record<string, string | number>;
  readonly second: Record<string, string | number>;
  readonly begin?: string;
  readonly made: boolean;
  readonly tables: number;
  readonly secondTables: number;
}

const versions = new Map<string, string>();

describe('real drivers of Go', { skip }, () => {
  const engine = startEngine();
  after(() => engine.dispose());
  before(() => execFileSync(join(here, 'install.sh'), ['go'], { stdio: 'inherit' }), { timeout: 1_200_000 });

  for (const program of [
    ...Object.keys(modules),
    'zombiezen',
    'mattn-foreign-keys',
    'pocketbase',
    'libsql',
  ]) {
    const isThere = !/^(?:pocketbase|libsql)$/.test(program) || existsSync(join(bin, program));
    const missing = isThere ? false : 'test/drivers/install.sh go_more was not run';
    test(`${program} does by itself what the table says`, { skip: missing }, () => {
      const lines = execFileSync(join(bin, program), { encoding: 'utf8' }).trim().split('\n');
      for (const line of lines) {
        const probe = JSON.parse(line) as Probe & { carrier: string };
        assertAsInTable(probe);
        versions.set(program, probe.version);
        const driver = driverOf(probe.driver);
        const carrier = driver?.standsOn === undefined ? undefined : driverOf(driver.standsOn);
        const sqlite = carrier && sqliteVersionOf(carrier, probe.carrier);
        if (sqlite && sqlite.from === sqlite.to) assert.equal(sqlite.from, probe.sqlite);
      }
    });
  }

  /** What the real driver makes of a data source name, and what we say of it. */
  async function compare(
    program: string,
    dsn: string,
    exec: readonly string[] = [],
  ): Promise<{ answer: Answer; connection: Connection }> {
    const name = names[program] ?? 'sqlite';
    const question = JSON.stringify({ driver: name, dsn: dsn.replace('app.db', 'PATH'), exec });
    const output = execFileSync(join(bin, program), ['answer'], { encoding: 'utf8', input: question });
    const answer = JSON.parse(output) as Answer;
    assert.equal(answer.error, undefined);
    const module = modules[program] ?? '';
    const version = versions.get(program) ?? '';
    const path = module.includes('ncruces') ? `${module}/driver` : module;
    const linter = linterFor(engine, {
      'go.mod': `module example.com/app\n\nrequire ${module} v${version}\n`,
      'main.go': `package main\n\nimport (\n\t"database/sql"\n\t_ "${path}"\n)\n\nfunc main() {\n\tdb, err := sql.Open("${name}", "${dsn}")\n${exec.map((one) => `\tdb.Exec("${one}")\n`).join('')}}\n`,
    });
    await linter.update();
    const [connection] = linter.project.connections;
    assert.ok(connection);
    return { answer, connection };
  }

  /** Asserts that all pragmas are as we say, on two connections of the pool. */
  function assertSame({ answer, connection }: { answer: Answer; connection: Connection }): void {
    for (const pragma of effectivePragmas) {
      const fact = connection.pragmas[pragma];
      assert.ok(fact.known, `${pragma}: ${JSON.stringify(fact)}`);
      for (const read of [answer.pragmas, answer.second])
        assert.equal(effectiveValue(pragma, String(read[pragma])), fact.value, pragma);
    }
    if (answer.begin !== undefined && connection.begin.known)
      assert.equal(answer.begin, connection.begin.value);
  }

  const mattnNames =
    '_busy_timeout=7000&_journal_mode=TRUNCATE&_foreign_keys=on&_synchronous=FULL&_cache_size=-4000&_locking_mode=NORMAL&_txlock=immediate';
  const pragmas =
    '_pragma=busy_timeout(7000)&_pragma=journal_mode(TRUNCATE)&_pragma=foreign_keys(1)&_pragma=synchronous=FULL&_pragma=cache_size(-4000)&_pragma=temp_store(MEMORY)&_pragma=mmap_size(65536)&_pragma=wal_autocheckpoint(10)&_pragma=journal_size_limit(9000)';

  const effects: Readonly<Record<string, readonly string[]>> = {
    mattn: [
      `app.db?${mattnNames}`,
      `file:app.db?${mattnNames}`,
      'app.db?_timeout=1000&_busy_timeout=2000&_journal=WAL&_fk=1&_sync=2',
      'app.db?_busy_timeout=0&_sync=OFF&_locking=EXCLUSIVE&_txlock=exclusive',
      'app.db?_fk=true&_fk=false',
      'app.db?_journal_mode=wal',
    ],
    modernc: [
      `app.db?${pragmas}`,
      `file:app.db?${pragmas}&_txlock=immediate`,
      'app.db?_pragma=foreign_keys(1)&_pragma=foreign_keys(0)',
      'app.db?_pragma=cache_size(-9)&_pragma=cache_size(-10)',
      'app.db?_busy_timeout=7000&_journal_mode=WAL&_fk=1&_sync=1&_txlock=immediate',
      'app.db?_busy_timeout=7000&_pragma=busy_timeout(10)&_pragma=foreign_keys(0)&_fk=1',
      'app.db?_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)',
    ],
    glebarez: [
      `app.db?${pragmas}&_txlock=exclusive`,
      `file:app.db?${pragmas}`,
      'app.db?_pragma=foreign_keys(1)&_pragma=foreign_keys(0)',
      'app.db?_pragma=cache_size(-9)&_pragma=cache_size(-10)',
    ],
    ncruces: [
      `file:app.db?${pragmas}`,
      'file:app.db?_txlock=exclusive',
      'file:app.db?_txlock=deferred',
      'file:app.db?_pragma=foreign_keys(0)',
      'file:app.db?_pragma=busy_timeout(100)&_pragma=journal_mode(wal)',
    ],
    'earlier-modernc': [`app.db?${pragmas}`, 'app.db?_pragma=foreign_keys(1)&_txlock=immediate'],
    'earlier-ncruces': ['file:app.db?_pragma=foreign_keys(0)&_txlock=immediate', 'file:app.db'],
  };
  for (const [program, all] of Object.entries(effects)) {
    for (const dsn of all)
      test(`${program} takes ${dsn}`, async () => {
        const compared = await compare(program, dsn);
        assertSame(compared);
        assert.deepEqual(compared.connection.site.ignored, []);
      });
  }

  /** Each parameter of these is ignored. */
  const ignored: Readonly<Record<string, readonly string[]>> = {
    mattn: [
      'app.db?_pragma=busy_timeout(9000)&_pragma=foreign_keys(1)',
      'app.db?_jounal_mode=WAL&synchronous=off&foreign_keys=1&busy_timeout=9',
      'app.db?mode=memory&cache=shared',
      'app.db?_time_format=sqlite&_inttotime=1',
      'app.db?_temp_store=memory&_mmap_size=9000&_wal_autocheckpoint=5&_journal_size_limit=4',
    ],
    glebarez: [
      'app.db?_busy_timeout=7000&_journal_mode=TRUNCATE&_foreign_keys=on&_synchronous=OFF&_cache_size=-4000',
      'app.db?_fk=1&_journal=WAL&_sync=0&_timeout=4',
      'app.db?mode=memory&cache=shared',
    ],
    modernc: [
      'app.db?_cache_size=-4000&_locking_mode=EXCLUSIVE&_loc=auto',
      'app.db?mode=memory&cache=shared',
    ],
    ncruces: [
      'app.db?_pragma=busy_timeout(9000)&_pragma=foreign_keys(0)&_txlock=exclusive',
      'file:app.db?_busy_timeout=7000&_journal_mode=TRUNCATE&_foreign_keys=off&_time_format=sqlite',
    ],
    'earlier-modernc': [
      'app.db?_busy_timeout=7000&_journal_mode=TRUNCATE&_foreign_keys=on&_synchronous=OFF&_cache_size=-4000',
      'app.db?_fk=1&_journal=WAL&_sync=0&_timeout=4',
    ],
  };
  for (const [program, all] of Object.entries(ignored)) {
    for (const dsn of all)
      test(`${program} ignores ${dsn}`, async () => {
        const compared = await compare(program, dsn);
        assertSame(compared);
        assert.equal(compared.connection.site.ignored.length, dsn.split('&').length);
      });
  }

  test('glebarez forgets _txlock behind _time_format', async () => {
    const compared = await compare('glebarez', 'app.db?_time_format=sqlite&_txlock=immediate');
    assert.equal(compared.answer.begin, 'deferred');
    assertSame(compared);
  });

  test('ncruces takes parameters without file: for a part of the file’s name', async () => {
    const { answer } = await compare('ncruces', 'app.db?_pragma=foreign_keys(0)');
    assert.equal(answer.made, false);
  });

  for (const program of ['mattn', 'modernc', 'glebarez', 'ncruces']) {
    test(`each connection of ${program} has a memory database of its own, unless they share it`, async () => {
      const separate = await compare(program, 'file::memory:', ['CREATE TABLE a (b)']);
      assert.deepEqual([separate.answer.tables, separate.answer.secondTables], [1, 0]);
      assert.equal(separate.connection.driver.memory, 'separate');
      // ncruces has no shared cache: https://github.com/ncruces/go-sqlite3/blob/main/vfs/memdb/README.md
      if (program === 'ncruces') return;
      const shared = await compare(program, 'file::memory:?cache=shared', ['CREATE TABLE a (b)']);
      assert.deepEqual([shared.answer.tables, shared.answer.secondTables], [1, 1]);
      assert.ok(shared.connection.site.sharedCache);
    });
  }

  for (const [program, other] of [
    ['mattn', '0'],
    ['modernc', '0'],
    ['glebarez', '0'],
  ] as const) {
    test(`a pragma that is run on a pool of ${program} reaches one connection, WAL all`, async () => {
      const { answer, connection } = await compare(program, 'app.db', [
        'PRAGMA foreign_keys = ON',
        'PRAGMA journal_mode = WAL',
      ]);
      assert.equal(String(answer.pragmas.foreign_keys), '1');
      assert.equal(String(answer.second.foreign_keys), other);
      assert.equal(answer.second.journal_mode, 'wal');
      assert.equal(connection.pragmas.foreign_keys.known, false);
      const mode = connection.pragmas.journal_mode;
      assert.equal(mode.known && mode.value, 'wal');
    });
  }
});
