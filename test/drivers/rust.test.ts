import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sqliteVersionOf } from '../../src/facts/drivers/driver.ts';
import { driverOf } from '../../src/facts/drivers/index.ts';
import { type EffectivePragma, effectivePragmas, effectiveValue } from '../../src/facts/effective-pragmas.ts';
import { effective } from '../../src/project/connections/connection.ts';
import { linterFor, startEngine } from '../support/lint.ts';
import { assertAsInTable, type Probe } from './probe.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const bin = join(here, '../../.cache/drivers/rust/bin');
const hasCargo = spawnSync('cargo', ['--version']).status === 0;
const skip =
  hasCargo && existsSync(bin) ? false : 'test/drivers/install.sh rust was not run, or Cargo is missing';

const lock = readFileSync(join(here, 'rust/Cargo.lock'), 'utf8');

function lockedVersion(name: string): string {
  const version = new RegExp(`^name = "${name}"\\nversion = "([^"]+)"`, 'm').exec(lock)?.[1];
  assert.ok(version, `${name} is not locked`);
  return version;
}

/** What was read after something was done, in the order of `claim()` in test/drivers/rust/probe. */
interface Claim {
  readonly claim: string;
  readonly read: readonly string[];
}

/** What each program prints of what was done. */
const claims: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  rusqlite: {
    'rusqlite: transaction_with_behavior': ['immediate'],
    'rusqlite: set_transaction_behavior': ['immediate'],
    'rusqlite: execute of a pragma that answers': ['Execute returned results - did you mean to call query?'],
    'r2d2_sqlite: with_init reaches every connection': ['1234', '1234'],
    'r2d2_sqlite: a pragma on one connection stays there': ['0', '2'],
  },
  diesel: {
    'diesel: sql_query': ['-4000'],
    'diesel: immediate_transaction': ['immediate'],
    'diesel: on_acquire reaches every connection': ['1234', '1234'],
  },
  sqlx: {
    'sqlx: a pragma that is run on the pool reaches one connection': ['0', '1'],
    'sqlx: begin_with': ['immediate'],
    'sqlx: an unknown parameter of the URL': [
      'error with configuration: unknown query parameter `_journal_mode` while parsing connection URL',
    ],
    'sqlx: after_connect reaches every connection': ['0', '0'],
  },
};

/** Programs whose pragmas the linter has to know as the real driver reads them back. */
const known: readonly { readonly program: string; readonly claim: string; readonly source: string }[] = [
  {
    program: 'rusqlite',
    claim: 'rusqlite: pragma_update, pragma_update_and_check, busy_timeout and execute_batch',
    source: `use rusqlite::Connection;
use std::time::Duration;
fn main() -> rusqlite::Result<()> {
    let connection = Connection::open("claims.db")?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.busy_timeout(Duration::from_secs(7))?;
    connection.execute_batch("PRAGMA cache_size = -4000; PRAGMA temp_store = MEMORY")?;
    Ok(())
}
`,
  },
  {
    program: 'sqlx',
    claim: 'sqlx: the builder reaches every connection',
    source: `use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
async fn open() -> Result<(), sqlx::Error> {
    let options = SqliteConnectOptions::from_str("sqlite://claims.db")?
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .busy_timeout(Duration::from_millis(1234))
        .foreign_keys(false)
        .pragma("cache_size", "-4000");
    let pool = SqlitePoolOptions::new().max_connections(2).connect_with(options).await?;
    Ok(())
}
`,
  },
];

describe('real drivers of Rust', { skip }, () => {
  const engine = startEngine();
  after(() => engine.dispose());
  before(() => execFileSync(join(here, 'install.sh'), ['rust'], { stdio: 'inherit' }), {
    timeout: 1_800_000,
  });

  const printed = new Map<string, readonly (Probe | Claim)[]>();
  const linesOf = (program: string): readonly (Probe | Claim)[] => {
    let lines = printed.get(program);
    if (!lines) {
      lines = execFileSync(join(bin, program), { encoding: 'utf8' })
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Probe | Claim);
      printed.set(program, lines);
    }
    return lines;
  };

  for (const program of ['sqlx', 'rusqlite-bundled', 'diesel-bundled', 'rusqlite-system', 'diesel-system']) {
    const isBundled = !program.endsWith('-system');
    const name = program.replace(/-.*/, '');

    test(`${program}: its drivers do by themselves what the table says`, (context) => {
      if (!existsSync(join(bin, program))) return context.skip('the machine has no SQLite to link to');
      const probes = linesOf(program).filter((line): line is Probe => 'driver' in line);
      assert.ok(probes.length > 0);
      for (const probe of probes) {
        const [crate = ''] = driverOf(probe.driver)?.packages ?? [];
        const features = isBundled ? ['bundled'] : [];
        assertAsInTable({ ...probe, version: lockedVersion(crate), features });
        const bundler = driverOf('libsqlite3-sys');
        assert.ok(bundler);
        const sqlite = sqliteVersionOf(bundler, lockedVersion('libsqlite3-sys'));
        if (isBundled) assert.deepEqual(sqlite, { from: probe.sqlite, to: probe.sqlite });
      }
    });

    test(`${program}: what was done reaches what it is said to reach`, (context) => {
      if (!existsSync(join(bin, program))) return context.skip('the machine has no SQLite to link to');
      const read = new Map(
        linesOf(program).flatMap((line) => ('claim' in line ? [[line.claim, line.read] as const] : [])),
      );
      for (const [claim, values] of Object.entries(claims[name] ?? {}))
        assert.deepEqual(read.get(claim), values, claim);
    });
  }

  for (const { program, claim, source } of known) {
    test(`the linter knows what the real driver reads back: ${claim}`, async () => {
      const file = program === 'sqlx' ? 'sqlx' : `${program}-bundled`;
      const line = linesOf(file).find((one): one is Claim => 'claim' in one && one.claim === claim);
      assert.ok(line);
      const linter = linterFor(engine, {
        'src/main.rs': source,
        'Cargo.toml': `[dependencies]\n${program} = { version = "*", features = ["bundled", "sqlite"] }\n`,
        'Cargo.lock': lock,
      });
      await linter.update();
      const [connection] = linter.project.connections;
      assert.ok(connection);
      for (const [index, pragma] of effectivePragmas.entries()) {
        const expected = effectiveValue(pragma as EffectivePragma, line.read[index] ?? '');
        assert.equal(effective(connection, pragma), expected, pragma);
      }
    });
  }
});
