/** The generated files against the real programs of both lines. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type S3ProviderId, s3Providers } from '../../src/config/litestream/providers.ts';
import { type LitestreamOptions, writeLitestreamConfig } from '../../src/config/litestream/write.ts';
import { litestream03, litestream05 } from '../support/litestream.ts';
import { temporaryProject } from '../support/temporary.ts';

const programs = { '0.3': await litestream03(), '0.5': await litestream05() } as const;

for (const line of ['0.3', '0.5'] as const) {
  const found = programs[line];
  const skip = found.program === undefined && found.isUnreachable ? found.missing : false;
  describe(`Litestream ${line}`, { skip }, () => {
    const program = found.program as string;
    const base: Omit<LitestreamOptions, 'databases' | 'destination'> = {
      line,
      retention: '72h',
      snapshotInterval: '24h',
      syncInterval: '1s',
    };

    test('is here', () => assert.ok(found.program, 'missing' in found ? found.missing : ''));

    for (const provider of Object.keys(s3Providers) as S3ProviderId[]) {
      test(`accepts the file for ${provider}`, () => {
        const { root, remove } = temporaryProject({
          'litestream.yml': writeLitestreamConfig({
            ...base,
            databases: ['/data/app.db', '/data/other.db'],
            destination: {
              kind: 's3',
              provider,
              bucket: 'backups',
              prefix: 'shop',
              region: provider === 'r2' || provider === 'tigris' ? undefined : 'eu-central-1',
              account: 'abc',
              endpoint: provider === 'minio' ? 'https://minio.example.org:9000' : undefined,
            },
          }),
        });
        try {
          const { status, stdout, stderr } = spawnSync(
            program,
            ['databases', '-config', join(root, 'litestream.yml')],
            { encoding: 'utf8' },
          );
          assert.equal(status, 0, stderr);
          assert.match(stdout, /\/data\/app\.db +s3/);
          assert.match(stdout, /\/data\/other\.db +s3/);
        } finally {
          remove();
        }
      });
    }

    test('replicates and, after the loss of everything, restores the rows', async () => {
      const { root, remove } = temporaryProject({});
      const database = join(root, 'app.db');
      const config = join(root, 'litestream.yml');
      writeFileSync(
        config,
        writeLitestreamConfig({
          ...base,
          databases: [database],
          destination: { kind: 'file', path: join(root, 'backup') },
        }),
      );
      const db = new DatabaseSync(database, { timeout: 5000 });
      db.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)');
      const replicate = spawn(program, ['replicate', '-config', config], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      replicate.stdout.on('data', (data) => {
        output += data;
      });
      replicate.stderr.on('data', (data) => {
        output += data;
      });
      try {
        for (let i = 0; i < 100; i++) {
          db.prepare('INSERT INTO t (a) VALUES (?)').run(`row ${i}`);
          await sleep(5);
        }
        const restored = join(root, 'restored.db');
        const end = Date.now() + 30_000;
        let rows = 0;
        while (rows < 100 && Date.now() < end) {
          await sleep(300);
          for (const suffix of ['', '-wal', '-shm', '.tmp']) rmSync(restored + suffix, { force: true });
          spawnSync(program, ['restore', '-config', config, '-o', restored, database]);
          if (!existsSync(restored)) continue;
          const copy = new DatabaseSync(restored);
          rows = Number(copy.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 't'").get()?.n)
            ? Number(copy.prepare('SELECT count(*) AS n FROM t').get()?.n)
            : 0;
          copy.close();
        }
        assert.equal(rows, 100, output);
        // The machine is lost: no goodbye, and the database is gone.
        replicate.kill('SIGKILL');
        await once(replicate, 'exit');
        db.close();
        for (const suffix of ['', '-wal', '-shm']) rmSync(database + suffix, { force: true });
        rmSync(restored, { force: true });
        const { status, stderr } = spawnSync(
          program,
          ['restore', '-config', config, '-o', restored, database],
          { encoding: 'utf8' },
        );
        assert.equal(status, 0, stderr);
        const copy = new DatabaseSync(restored);
        assert.deepEqual(
          { ...copy.prepare('SELECT count(*) AS n, min(a) AS first, max(id) AS last FROM t').get() },
          { n: 100, first: 'row 0', last: 100 },
        );
        copy.close();
      } finally {
        replicate.kill('SIGKILL');
        remove();
      }
    });
  });
}
