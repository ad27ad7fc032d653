/**
 * Generated configurations at work with the real programs of both lines; that those accept every form of them, is a test of the writer. `KILLS` says how often each is killed (3); the
 * figures are printed.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { type LitestreamOptions, writeLitestreamConfig } from '../../src/config/litestream/write.ts';
import { temporaryProject } from '../support/temporary.ts';
import { program } from './programs.ts';
import { environmentOf, fullRoundTrip, killUnderLoad, type Loss, type RoundTrip } from './round-trip.ts';
import { freePort, type S3Server, startS3 } from './s3-server.ts';

const kills = Number(process.env.KILLS ?? 3);

for (const line of ['0.3', '0.5'] as const) {
  const { path, skip } = program(`litestream-${line}`);
  describe(`Litestream ${line}`, { skip }, () => {
    const litestream = path as string;
    const base: Omit<LitestreamOptions, 'databases' | 'destination'> = {
      line,
      retention: '72h',
      snapshotInterval: '24h',
      syncInterval: '1s',
    };

    const toFolder: RoundTrip = {
      program: litestream,
      config: (database, folder) =>
        writeLitestreamConfig({
          ...base,
          databases: [database],
          destination: { kind: 'file', path: folder },
        }),
    };

    test('replicates to a folder and gives back all rows after the loss of everything', async () => {
      assert.ok((await fullRoundTrip(toFolder)) >= 1000);
    });

    test('the same with metrics', async () => {
      const metrics = `127.0.0.1:${await freePort()}`;
      const config: RoundTrip['config'] = (database, folder) =>
        writeLitestreamConfig({
          ...base,
          databases: [database],
          destination: { kind: 'file', path: folder },
          metrics,
        });
      assert.ok((await fullRoundTrip({ ...toFolder, config })) >= 1000);
    });

    test('the same of a folder of databases', { skip: line === '0.3' }, async () => {
      const config: RoundTrip['config'] = (database, folder) => {
        // It finds what is a database when it starts, and restores it by its URL alone.
        const db = new DatabaseSync(database);
        db.exec('PRAGMA journal_mode = WAL; CREATE TABLE before (a)');
        db.close();
        return writeLitestreamConfig({
          ...base,
          databases: [],
          folders: [{ dir: dirname(database), pattern: '*.db' }],
          destination: { kind: 'file', path: folder },
        });
      };
      assert.ok(
        (await fullRoundTrip({ ...toFolder, config, url: (folder) => `file://${folder}/machine/app.db` })) >=
          1000,
      );
    });

    test(`gives back all that it had time for, from a folder, ${kills} times`, async (context) => {
      for (let kill = 1; kill <= kills; kill++)
        context.diagnostic(figures(line, 'folder', await killUnderLoad(toFolder)));
    });

    const s3 = program('s3');
    describe('and a bucket', { skip: s3.skip }, () => {
      const { root, remove } = temporaryProject({});
      let server: S3Server;
      let buckets = 0;
      before(async () => {
        server = await startS3(s3.path as string, root);
      });
      after(async () => {
        await server?.stop();
        remove();
      });
      const toBucket = (): RoundTrip => ({
        program: litestream,
        environment: server.environment,
        config: (database) =>
          writeLitestreamConfig({
            ...base,
            databases: [database],
            destination: {
              kind: 's3',
              provider: 'minio',
              bucket: server.bucket,
              prefix: `place-${buckets++}`,
              endpoint: server.endpoint,
            },
          }),
      });

      test('replicates to it and gives back all rows after the loss of everything', async () => {
        assert.ok((await fullRoundTrip(toBucket())) >= 1000);
      });

      test(`gives back all that it had time for, from it, ${kills} times`, async (context) => {
        for (let kill = 1; kill <= kills; kill++)
          context.diagnostic(figures(line, 'bucket', await killUnderLoad(toBucket())));
      });

      test('gets nothing from it with wrong keys', async () => {
        const environment = { ...server.environment, LITESTREAM_SECRET_ACCESS_KEY: 'another' };
        const trip = { ...toBucket(), environment };
        const { root: folder, remove: removeFolder } = temporaryProject({});
        try {
          const config = join(folder, 'litestream.yml');
          writeFileSync(config, trip.config(join(folder, 'app.db'), folder));
          const { status, stderr, stdout } = spawnSync(
            litestream,
            ['restore', '-config', config, '-o', join(folder, 'restored.db'), join(folder, 'app.db')],
            { encoding: 'utf8', env: environmentOf(environment) },
          );
          assert.notEqual(status, 0);
          assert.match(stdout + stderr, /SignatureDoesNotMatch/);
        } finally {
          removeFolder();
        }
      });
    });
  });
}

function figures(line: string, place: string, { written, lost, behindMs, boundMs }: Loss): string {
  return `${line}, ${place}: ${lost} of ${written} rows lost, the first written ${behindMs} ms before the end; all older than ${boundMs} ms had to be there`;
}
