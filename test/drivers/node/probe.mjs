// Opens a connection with one driver, without options, and prints what is in effect as a Probe of test/drivers/probe.ts.
// Usage: probe.mjs <folder of the install> <driver's id>
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { openers } from './openers.mjs';

const [, , folder, id] = process.argv;
const require = createRequire(join(folder, 'package.json'));
const names = [
  'journal_mode',
  'busy_timeout',
  'synchronous',
  'foreign_keys',
  'cache_size',
  'temp_store',
  'mmap_size',
  'wal_autocheckpoint',
  'journal_size_limit',
  'locking_mode',
];

async function pragmasOf(connection) {
  const read = {};
  for (const name of names) read[name] = Object.values(await connection.get(`PRAGMA ${name}`))[0];
  return read;
}

const { driver, goesBy, open } = openers(require)[id];
const file = join(process.cwd(), 'probe.db');
const first = await open(file);
const pragmas = await pragmasOf(first);
const { sqlite } = await first.get('SELECT sqlite_version() AS sqlite');
await first.run('CREATE TABLE probe (x)');
const begin = first.transaction && (await modeOf(first, await open(file)));
await first.run('PRAGMA journal_mode = WAL');
await first.close();
const inWal = await pragmasOf(await open(file));
const version = goesBy
  ? JSON.parse(readFileSync(join(folder, 'node_modules', goesBy, 'package.json'), 'utf8')).version
  : process.versions.node;
process.stdout.write(JSON.stringify({ driver, version, sqlite, pragmas, inWal, ...(begin && { begin }) }));
// Pools and replicas keep the process alive.
process.exit(0);

/** Whether a second connection can write while the first is in a transaction that has not read or written yet. */
async function modeOf(connection, other) {
  await other.run('PRAGMA busy_timeout = 0');
  let mode = 'deferred';
  await connection.transaction(async () => {
    try {
      await other.run('INSERT INTO probe VALUES (1)');
    } catch {
      mode = 'immediate';
    }
  });
  await other.close();
  return mode;
}
