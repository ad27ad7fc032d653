/** What SIGTERM to a container does to Litestream: the rule litestream/entrypoint-without-exec rests on it. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { place } from '../support/litestream-runs.ts';
import { program } from './programs.ts';

/** A container, as far as signals go: what runs in it is killed when its first process ends. */
const container = ['--pid', '--fork', '--mount-proc', '--kill-child'];
const hasContainers = spawnSync('unshare', [...container, 'true']).status === 0;

for (const line of ['0.3', '0.5'] as const) {
  const { path, skip } = program(`litestream-${line}`);
  describe(`SIGTERM to Litestream ${line} in a container`, {
    skip: skip || (!hasContainers && 'unshare --pid is not allowed: run as root on Linux'),
  }, () => {
    for (const [init, ...options] of [[], ['tini', '--'], ['tini', '-g', '--'], ['dumb-init', '--']]) {
      const lacks = init !== undefined && spawnSync(init, ['--version']).error !== undefined;
      const under = init === undefined ? 'as the first process' : `under ${[init, ...options].join(' ')}`;
      for (const exec of ['', 'exec '] as const) {
        test(`a script ${under} ${exec ? 'with' : 'without'} exec ${exec ? 'loses nothing' : 'loses the last rows'}`, {
          skip: lacks && `${init} is not installed: apt-get install ${init}`,
        }, async () => {
          const rows = await rowsAfterStop(
            path as string,
            init === undefined ? [] : [init, ...options],
            exec,
          );
          assert.equal(rows, exec ? 2 : 1);
        });
      }
    }
  });
}

/** How many rows a restored database has: one from the start, one that was written shortly before the stop. */
async function rowsAfterStop(litestream: string, init: readonly string[], exec: string): Promise<unknown> {
  const { root, remove } = place();
  const [database, config, script, app] = ['a.db', 'litestream.yml', 'run.sh', 'app.sh'].map((name) =>
    join(root, name),
  ) as [string, string, string, string];
  const started = join(root, 'started');
  writeFileSync(
    config,
    `dbs:\n  - path: ${database}\n    replicas:\n      - type: file\n        path: ${root}/r\n        sync-interval: 1h\n`,
  );
  writeFileSync(
    app,
    `#!/bin/sh\ntrap 'sleep 0.2; exit 0' TERM\n: > ${started}\nwhile :; do sleep 0.1; done\n`,
  );
  writeFileSync(script, `#!/bin/sh\nset -e\n${exec}${litestream} replicate -config ${config} -exec ${app}\n`);
  for (const file of [script, app]) chmodSync(file, 0o755);
  const outside = spawn('unshare', [...container, ...init, script], { stdio: 'ignore' });
  const exit = once(outside, 'exit');
  try {
    await until(() => existsSync(started));
    // The first syncs come within a second or two of the start, the next one after an hour.
    await until(() => isCopied(join(root, 'r')));
    await sleep(3_000);
    const db = new DatabaseSync(database);
    db.exec('INSERT INTO t VALUES (2)');
    db.close();
    const first = readFileSync(`/proc/${outside.pid}/task/${outside.pid}/children`, 'utf8').trim();
    process.kill(Number(first), 'SIGTERM');
    // The time of grace.
    await Promise.race([exit, sleep(2_500)]);
    outside.kill('SIGKILL');
    await exit;
    const restored = join(root, 'restored.db');
    spawnSync(litestream, ['restore', '-config', config, '-o', restored, database]);
    const copy = new DatabaseSync(restored, { readOnly: true });
    const count = copy.prepare('SELECT count(*) AS n FROM t').get()?.n;
    copy.close();
    return count;
  } finally {
    outside.kill('SIGKILL');
    remove();
  }
}

/** True once the replica holds a copy: no file is at work under another name any more. */
function isCopied(replica: string): boolean {
  if (!existsSync(replica)) return false;
  const names = readdirSync(replica, { recursive: true, encoding: 'utf8' });
  return names.some((name) => /\.(?:ltx|lz4)$/.test(name)) && !names.some((name) => name.endsWith('.tmp'));
}

async function until(isTrue: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !isTrue() && Date.now() < end; ) await sleep(50);
}
