import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { temporaryProject } from '../support/temporary.ts';
import { assertAsInTable, type Probe } from './probe.ts';

const install = fileURLToPath(new URL('../../.cache/drivers/node', import.meta.url));
const lock = (folder: string): string => readFileSync(join(folder, 'package-lock.json'), 'utf8');
const isInstalled =
  existsSync(join(install, 'installed')) &&
  lock(install) === lock(fileURLToPath(new URL('node', import.meta.url)));
const skip = isInstalled
  ? false
  : 'the drivers are not installed, or not those of the lock file: run test/drivers/node/install.sh';
const programs = new URL('node/', import.meta.url);

/** better-sqlite3 12 aborts where Node 24 collects its objects: there is room enough that nothing is collected. */
const flags = ['--no-warnings', '--min-semi-space-size=64'];

/** Drivers do not get on with each other in one process: each is given its own. */
async function run(program: string, ...args: string[]): Promise<unknown> {
  const isOfBun = args[0] === 'bun:sqlite';
  const { root, remove } = temporaryProject({});
  try {
    const { stdout } = await promisify(execFile)(
      isOfBun ? join(install, 'node_modules', '.bin', 'bun') : process.execPath,
      [...(isOfBun ? [] : flags), fileURLToPath(new URL(program, programs)), install, ...args],
      { cwd: root },
    );
    return JSON.parse(stdout);
  } finally {
    remove();
  }
}

for (const id of [
  'node:sqlite',
  'better-sqlite3',
  'better-sqlite3-13',
  'libsql',
  'bun:sqlite',
  'node-sqlite3',
  'sqlite',
  '@libsql/client',
  'drizzle/better-sqlite3',
  'kysely',
  'knex/sqlite3',
  'knex/better-sqlite3',
  'typeorm/better-sqlite3',
  'sequelize',
  '@prisma/adapter-better-sqlite3',
  '@prisma/adapter-libsql',
]) {
  test(`${id}: a real connection is as in the table`, { skip }, async () => {
    assertAsInTable((await run('probe.mjs', id)) as Probe);
  });
}

/** What options do and do not, as readers of connections claim it: the program’s answer by the claim. */
const claims: Readonly<Record<string, unknown>> = {
  'node:sqlite takes timeout and enableForeignKeyConstraints': { busy_timeout: 700, foreign_keys: 0 },
  'better-sqlite3 takes timeout': 700,
  'better-sqlite3 takes no URI': ['file:claim.db?mode=memory'],
  'libsql takes timeout': 700,
  'libsql takes a URI': ['claim.db'],
  'node-sqlite3 takes busyTimeout by configure()': 700,
  'node-sqlite3 takes no URI without OPEN_URI': ['file:claim.db?mode=memory'],
  'node-sqlite3 takes a URI with OPEN_URI': [],
  'the client of libSQL takes timeout': 700,
  'what is set on the client of libSQL does not reach the connection beside a transaction': [700, 0],
  'Drizzle passes timeout on': 700,
  'Knex does not pass timeout on to better-sqlite3, nor fileMustExist': [5000, 5000, true],
  'Knex passes readonly on to better-sqlite3': true,
  'Knex keeps one connection to node-sqlite3': 1,
  'Knex runs pool.afterCreate on each connection': [700, 700],
  'TypeORM takes timeout and enableWAL': { busy_timeout: 700, journal_mode: 'wal' },
  'TypeORM runs prepareDatabase, and turns foreign keys on after it': { busy_timeout: 700, foreign_keys: 1 },
  'Sequelize does not call afterConnect': [1000, false],
  'Sequelize takes foreignKeys': 0,
  'Sequelize takes transactionType': 'immediate',
  'Sequelize opens a connection for each transaction': [700, 1000],
  'the adapter of Prisma takes timeout': 700,
  'the adapter of Prisma takes parameters of the URL for a part of the name': ['claim.db?connection_limit=1'],
};

for (const [claim, answer] of Object.entries(claims)) {
  test(claim, { skip }, async () => {
    assert.deepEqual(await run('claims.mjs', claim), answer);
  });
}
