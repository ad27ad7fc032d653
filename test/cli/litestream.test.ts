import assert from 'node:assert/strict';
import type { SpawnSyncReturns } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
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

  test('finds the databases that the services open, and says why', () =>
    within(
      {
        'compose.yaml':
          'services:\n  app:\n    build: .\n    environment:\n      DATABASE_PATH: /data/app.db\n    volumes:\n      - data:/data\nvolumes:\n  data: {}\n',
        Dockerfile: 'FROM node:24\nCOPY . /app\nWORKDIR /app\nCMD ["node", "server.js"]\n',
        'package.json': '{ "dependencies": { "better-sqlite3": "12.0.0" } }',
        'server.js':
          "const Database = require('better-sqlite3');\nconst db = new Database(process.env.DATABASE_PATH);\n",
      },
      (init) => {
        const { status, stdout, stderr } = init('--to', '/backup');
        assert.equal(status, 0, stderr);
        assert.equal(parse(stdout).dbs[0].path, '/data/app.db');
        assert.match(stderr, /\/data\/app\.db: .*DATABASE_PATH/);
      },
    ));

  test('writes what is asked for beside it, and nothing where one of the files is there', () =>
    within({ 'out/litestream.service': 'mine\n' }, (init, root) => {
      const args = ['/data/app.db', '--to', 's3://b/p', '--region', 'eu-1', '--output-dir', 'out'];
      const extras = ['--with', 'start-script,dockerfile,systemd,compose', '--command', 'node server.js'];
      const refused = init(...args, ...extras);
      assert.equal(refused.status, 2);
      assert.match(refused.stderr, /litestream\.service exists: --force/);
      assert.deepEqual(readdirSync(join(root, 'out')), ['litestream.service']);
      const { status, stdout, stderr } = init(...args, ...extras, '--force');
      assert.equal(status, 0, stderr);
      assert.equal(stdout, '');
      assert.match(stderr, /LITESTREAM_ACCESS_KEY_ID \(/);
      assert.deepEqual(readdirSync(join(root, 'out')).sort(), [
        'Dockerfile.litestream',
        'compose.litestream.yaml',
        'litestream-start.sh',
        'litestream.service',
        'litestream.yml',
      ]);
      assert.equal(statSync(join(root, 'out/litestream-start.sh')).mode & 0o111, 0o111);
    }));

  const places: Record<string, [string[], Record<string, unknown>]> = {
    'gs://b/p': [[], { type: 'gs', bucket: 'b', path: 'p/a' }],
    'abs://shop@c/p': [[], { type: 'abs', 'account-name': 'shop', bucket: 'c', path: 'p/a' }],
    'sftp://u@h:2222/p': [
      ['--host-key', 'ssh-ed25519 AAAA', '--key-path', '/k'],
      {
        type: 'sftp',
        host: 'h:2222',
        user: 'u',
        'key-path': '/k',
        'host-key': 'ssh-ed25519 AAAA',
        path: '/p/a',
      },
    ],
    'nats://n:4222/b': [['--credentials', '/c'], { url: 'nats://n:4222/b', creds: '/c' }],
    'oss://b/p': [['--region', 'cn-1'], { type: 'oss', bucket: 'b', region: 'cn-1', path: 'p/a' }],
  };
  for (const [place, [args, replica]] of Object.entries(places)) {
    test(`takes ${place}`, () =>
      within({}, (init) => {
        const { stdout, stderr } = init('/a.db', '--to', place, ...args);
        assert.deepEqual(
          parse(stdout || '{}').dbs?.[0].replica,
          { ...replica, 'sync-interval': '1s' },
          stderr,
        );
      }));
  }

  const wrong: Record<string, [string[], RegExp]> = {
    'no place': [['a.db'], /say where the copies go/],
    'no database': [['--to', '/backup'], /at least one database/],
    'a place of another kind': [['a.db', '--to', 'ftp://x'], /--to takes s3:/],
    'a provider for a folder': [['a.db', '--to', '/x', '--provider', 'r2'], /--provider belongs to/],
    'an unknown provider': [['a.db', '--to', 's3://b', '--provider', 'x'], /--provider takes aws, r2/],
    'a password in a place': [['a.db', '--to', 'sftp://u:p@h/x'], /takes no password/],
    'files without a folder': [['a.db', '--to', '/x', '--with', 'systemd'], /--output-dir/],
    'other files': [['a.db', '--to', '/x', '--with', 'x', '--output-dir', '.'], /--with takes start-script/],
    'metrics for everybody': [['a.db', '--to', '/x', '--metrics', ':9090'], /a host and a port/],
    'a script without a command': [
      ['a.db', '--to', '/x', '--with', 'start-script', '--output-dir', '.'],
      /name its command/,
    ],
    'a command for a shell': [
      ['a.db', '--to', '/x', '--with', 'start-script', '--output-dir', '.', '--command', 'a && b'],
      /write sh -c/,
    ],
    'an SFTP server without its key': [['a.db', '--to', 'sftp://u@h/x'], /ssh-keyscan/],
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
