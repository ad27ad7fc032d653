/** The generated start script under real Litestream: what it restores, what it starts, and what is left when it stops. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { litestreamFiles } from '../../src/config/litestream/files.ts';
import { temporaryProject } from '../support/temporary.ts';
import { program } from './programs.ts';
import { environmentOf } from './round-trip.ts';
import { kill } from './s3-server.ts';

/** Says how many rows it found, and writes one more when it is told to stop: the last write there is. */
const application = `
const { DatabaseSync } = require('node:sqlite');
const { appendFileSync } = require('node:fs');
const [, , database, log, title] = process.argv;
const db = new DatabaseSync(database);
db.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000; CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, a)');
appendFileSync(log, 'started ' + title + ' ' + db.prepare('SELECT count(*) AS n FROM t').get().n + '\\n');
db.exec("INSERT INTO t (a) VALUES ('start')");
process.on('SIGTERM', () => {
  db.exec("INSERT INTO t (a) VALUES ('end')");
  db.close();
  process.exit(0);
});
setInterval(() => {}, 1000);
`;

for (const line of ['0.3', '0.5'] as const) {
  const { path, skip } = program(`litestream-${line}`);
  describe(`the start script with Litestream ${line}`, { skip }, () => {
    test('starts without a copy, copies the last write, and restores it on a new disk', async () => {
      const { root, remove } = temporaryProject({ 'app.cjs': application });
      try {
        const data = join(root, 'the data');
        const log = join(root, 'log');
        const config = join(root, 'litestream.yml');
        const command = `'${process.execPath}' --no-warnings '${root}/app.cjs' '${data}/app.db' '${log}' 'a "b"'`;
        const files = litestreamFiles(
          {
            line,
            databases: [join(data, 'app.db')],
            destination: { kind: 'file', path: join(root, 'replica') },
            retention: '72h',
            snapshotInterval: '24h',
            // The last write is there because Litestream copies when it stops, not because its time had come.
            syncInterval: '1h',
            configPath: config,
            program: path as string,
            command,
          },
          ['start-script'],
        );
        for (const file of files) writeFileSync(join(root, file.path), file.text);
        writeFileSync(log, '');
        for (const [run, found] of [0, 2, 4].entries()) {
          mkdirSync(data);
          const script = spawn('sh', [join(root, 'litestream-start.sh')], {
            env: environmentOf(),
            stdio: ['ignore', 'pipe', 'pipe'],
          });
          let output = '';
          for (const stream of [script.stdout, script.stderr])
            stream.on('data', (chunk) => {
              output += chunk;
            });
          try {
            await started(script, log, run + 1, () => output);
            script.kill('SIGTERM');
            await once(script, 'exit');
          } finally {
            await kill(script);
          }
          assert.deepEqual(
            readFileSync(log, 'utf8').trim().split('\n')[run],
            `started a "b" ${found}`,
            output,
          );
          const db = new DatabaseSync(join(data, 'app.db'));
          assert.equal(db.prepare('SELECT count(*) AS n FROM t').get()?.n, found + 2, output);
          db.close();
          // The disk is lost, with all that Litestream keeps there.
          rmSync(data, { recursive: true });
        }
      } finally {
        remove();
      }
    });

    test('ends when a restore fails, and starts nothing on an empty database', async () => {
      const { root, remove } = temporaryProject({ replica: 'a file, not a folder\n' });
      try {
        const files = litestreamFiles(
          {
            line,
            databases: [join(root, 'app.db')],
            destination: { kind: 'file', path: join(root, 'replica') },
            retention: '72h',
            snapshotInterval: '24h',
            syncInterval: '1s',
            configPath: join(root, 'none.yml'),
            program: path as string,
            command: `touch '${root}/started'`,
          },
          ['start-script'],
        );
        for (const file of files) writeFileSync(join(root, file.path), file.text);
        const script = spawn('sh', [join(root, 'litestream-start.sh')], {
          stdio: 'ignore',
          env: environmentOf(),
        });
        const [status] = await once(script, 'exit');
        assert.notEqual(status, 0);
        assert.equal(existsSync(join(root, 'started')), false);
      } finally {
        remove();
      }
    });
  });
}

async function started(
  script: ChildProcess,
  log: string,
  times: number,
  output: () => string,
): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (readFileSync(log, 'utf8').split('\n').length <= times) {
    if (Date.now() > deadline || script.exitCode !== null) throw new Error(`not started: ${output()}`);
    await sleep(50);
  }
  // Litestream has to have seen the database before it is told to stop.
  for (
    let tries = 0;
    tries < 100 && !/(?:write snapshot|snapshot written|replicating to)/.test(output());
    tries++
  )
    await sleep(50);
  await sleep(1500);
}
