import assert from 'node:assert/strict';
import type { SpawnSyncReturns } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { runCli } from '../support/cli.ts';
import { temporaryProject } from '../support/temporary.ts';

function within(
  files: Record<string, string>,
  work: (init: (...args: string[]) => SpawnSyncReturns<string>, root: string) => void,
): void {
  const { root, remove } = temporaryProject(files);
  try {
    work((...args) => runCli(root, ['litestream', 'init', ...args]), root);
  } finally {
    remove();
  }
}

describe('litestream init', () => {
  test('prints the file alone, and says on standard error what it decided and why', () =>
    within({ Dockerfile: 'FROM litestream/litestream:0.3.13\n' }, (init) => {
      const { status, stdout, stderr } = init(
        '/data/app.db',
        '--to',
        's3://backups/shop',
        '--region',
        'eu-1',
      );
      assert.equal(status, 0);
      assert.deepEqual(parse(stdout).dbs[0].replicas[0].bucket, 'backups');
      assert.match(stderr, /Written for Litestream 0\.3: Dockerfile names Litestream 0\.3/);
      assert.match(stderr, /app\.db: not on this machine/);
    }));

  test('takes 0.5 where nothing names a version, and says so', () =>
    within({}, (init) => {
      const { stdout, stderr } = init('/data/app.db', '--to', 'file:///backup');
      assert.equal(parse(stdout).snapshot.retention, '72h');
      assert.match(stderr, /Written for Litestream 0\.5: no file of the project names a version/);
    }));

  test('writes over nothing without --force, and leaves nothing half written', () =>
    within({ 'litestream.yml': 'mine\n' }, (init, root) => {
      const args = ['/data/app.db', '--to', '/backup', '--output', 'litestream.yml'];
      const refused = init(...args);
      assert.equal(refused.status, 2);
      assert.match(refused.stderr, /litestream\.yml exists: --force writes over it/);
      assert.equal(readFileSync(join(root, 'litestream.yml'), 'utf8'), 'mine\n');
      assert.equal(init(...args, '--force').status, 0);
      assert.match(readFileSync(join(root, 'litestream.yml'), 'utf8'), /path: \/backup\/app/);
      assert.deepEqual(readdirSync(root), ['litestream.yml']);
    }));

  test('warns of a database that is not in WAL mode', () =>
    within({}, (init, root) => {
      const header = Buffer.alloc(4096);
      header.write('SQLite format 3\0');
      header.writeUInt16BE(4096, 16);
      header.fill(1, 18, 20);
      writeFileSync(join(root, 'app.db'), header);
      const { stdout, stderr } = init('app.db', '--to', '/backup');
      assert.match(stderr, /app\.db: not in WAL mode yet/);
      assert.match(stdout, /path: \/.*\/app\.db$/m);
    }));

  const wrong: Record<string, [string[], RegExp]> = {
    'no place': [['a.db'], /say where the copies go/],
    'no database': [['--to', '/backup'], /at least one database/],
    'a place of another kind': [['a.db', '--to', 'ftp://x'], /--to takes s3:/],
    'a provider for a folder': [['a.db', '--to', '/x', '--provider', 'r2'], /--provider belongs to/],
    'an unknown provider': [['a.db', '--to', 's3://b', '--provider', 'x'], /--provider takes aws, r2/],
    days: [['a.db', '--to', '/x', '--retention', '3d'], /write 72h/],
    'a file that is no database': [['notes.txt', '--to', '/x'], /notes\.txt: not a SQLite database/],
    'a folder that is not there': [['a.db', '--to', '/x', '--output', 'none/x.yml'], /not written/],
  };
  for (const [name, [args, message]] of Object.entries(wrong)) {
    test(`refuses ${name}`, () =>
      within({ 'notes.txt': 'text\n'.repeat(50) }, (init, root) => {
        const { status, stdout, stderr } = init(...args);
        assert.equal(status, 2, stderr);
        assert.match(stderr, message);
        assert.equal(stdout, '');
        assert.equal(existsSync(join(root, 'litestream.yml')), false);
      }));
  }
});
