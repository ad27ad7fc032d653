/** What is generated for Litestream: read back, linted with every rule, and given to the real programs. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { parse } from 'yaml';
import type { LitestreamDestination } from '../../src/config/litestream/destination.ts';
import {
  type LitestreamExtra,
  litestreamExtras,
  litestreamFiles,
} from '../../src/config/litestream/files.ts';
import { type S3Provider, type S3ProviderId, s3Providers } from '../../src/config/litestream/providers.ts';
import { defaultSetup, type LitestreamSetup } from '../../src/config/litestream/setup.ts';
import type { LitestreamLine } from '../../src/facts/litestream/key.ts';
import { program } from '../programs/programs.ts';
import { lintProject, startEngine } from '../support/lint.ts';
import { databases } from '../support/litestream-runs.ts';
import { temporaryProject } from '../support/temporary.ts';

const engine = startEngine();
after(() => engine.dispose());

const variable = (name: string): string => `\${${name}}`;

const hostKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJt8Zr2v0d9GqKQXkYt3m1mF0v0cV1cX2b7d6tQ4b1aS';

const buckets: [string, LitestreamDestination][] = Object.entries<S3Provider>(s3Providers).map(
  ([provider, { region, account, endpoint }]) => [
    provider,
    {
      kind: 's3',
      provider: provider as S3ProviderId,
      bucket: 'backups',
      prefix: 'shop',
      ...(region === undefined && { region: 'eu-central-1' }),
      ...(account !== undefined && { account: 'abc' }),
      ...(endpoint === undefined && provider !== 'aws' && { endpoint: 'http://minio:9000' }),
    },
  ],
);

const others: [string, LitestreamDestination, LitestreamLine[]][] = [
  ['a folder', { kind: 'file', path: '/backup' }, ['0.3', '0.5']],
  ['Google Cloud Storage', { kind: 'gs', bucket: 'backups', prefix: 'shop' }, ['0.3', '0.5']],
  ['Azure', { kind: 'abs', account: 'shop', bucket: 'backups', prefix: '' }, ['0.3', '0.5']],
  [
    'SFTP with a key',
    { kind: 'sftp', host: 'backup.example.org', user: 'shop', path: 'backups', keyPath: '/etc/id', hostKey },
    ['0.3', '0.5'],
  ],
  [
    'SFTP with a password',
    { kind: 'sftp', host: 'backup.example.org:2222', user: 'shop', path: '/backups', hostKey },
    ['0.3', '0.5'],
  ],
  ['NATS with a password', { kind: 'nats', host: 'nats:4222', bucket: 'backups' }, ['0.5']],
  [
    'NATS with credentials',
    { kind: 'nats', host: 'nats.example.org:4222', bucket: 'backups', credentials: '/etc/shop.creds' },
    ['0.5'],
  ],
  ['WebDAV', { kind: 'webdav', url: 'https://dav.example.org', path: '/backups' }, ['0.5']],
  ['OSS', { kind: 'oss', bucket: 'backups', prefix: 'shop', region: 'eu-central-1' }, ['0.5']],
];

const destinations: [string, LitestreamDestination, LitestreamLine[]][] = [
  ...buckets.map(([name, destination]): [string, LitestreamDestination, LitestreamLine[]] => [
    name,
    destination,
    ['0.3', '0.5'],
  ]),
  ...others,
];

function setupOf(line: LitestreamLine, destination: LitestreamDestination): LitestreamSetup {
  return {
    ...defaultSetup,
    line,
    release: line === '0.3' ? '0.3.13' : '0.5.17',
    databases: ['/data/app.db'],
    destination,
    command: "node server.js --title 'a b'",
  };
}

const extras = Object.keys(litestreamExtras) as LitestreamExtra[];

for (const line of ['0.3', '0.5'] as const) {
  const { path, skip } = program(`litestream-${line}`);
  for (const [name, destination, lines] of destinations) {
    if (!lines.includes(line)) {
      test(`${name} is refused for ${line}`, () =>
        assert.throws(
          () => litestreamFiles(setupOf(line, destination), []),
          /0\.3 cannot write there; use 0\.5/,
        ));
      continue;
    }
    const variants: [string, Partial<LitestreamSetup>][] = [
      ['', {}],
      [', two databases', { databases: ['/data/app.db', '/data/my jobs.db'] }],
      ...(line === '0.5'
        ? ([[', a heartbeat', { heartbeat: variable('HEARTBEAT_URL') }]] as [
            string,
            Partial<LitestreamSetup>,
          ][])
        : []),
      ...(line === '0.5' && destination.kind !== 'nats'
        ? ([[', a folder', { folders: [{ dir: '/tenants', pattern: '*.db', watch: true }] }]] as [
            string,
            Partial<LitestreamSetup>,
          ][])
        : []),
    ];
    for (const [variant, change] of variants) {
      describe(`${name}, ${line}${variant}`, () => {
        const files = litestreamFiles({ ...setupOf(line, destination), ...change }, extras);
        const text = files[0]?.text ?? '';

        test('explains every line, and holds no secret', () => {
          const rows = text.trimEnd().split('\n');
          for (const [at, row] of rows.entries()) {
            if (/^\s*#/.test(row) || row === '') continue;
            assert.match(rows[at - 1] ?? '', /^\s*# \S/, `no comment above: ${row}`);
          }
          for (const [, value = ''] of text.matchAll(
            /^ *[\w-]*(?:password|secret|key-id|key|token): (.*)$/gm,
          ))
            assert.match(value, /^'\$\{\w+\}'$|^ssh-ed25519 /);
        });

        for (const preset of ['recommended', 'strict', 'all'] as const) {
          test(`has no finding of ${preset}`, async () => {
            const project = Object.fromEntries(files.map((file) => [file.path, file.text]));
            const findings = await lintProject(engine, project, { preset });
            if (name === 'r2' && line === '0.5' && preset !== 'recommended') assert.equal(findings.length, 1);
            // R2 is to be told so: there is nothing to write against it.
            const told = findings.filter(
              ({ rule }) => !(name === 'r2' && rule === 'litestream/deletes-may-fail'),
            );
            assert.deepEqual(
              told.map(({ rule, message }) => `${rule}: ${message}`),
              [],
            );
          });
        }

        test('is read by the real program', { skip }, () => {
          const { status, output } = databases(path as string, text, {
            LITESTREAM_SFTP_PASSWORD: 'x',
            LITESTREAM_NATS_USERNAME: 'x',
            LITESTREAM_NATS_PASSWORD: 'x',
            LITESTREAM_WEBDAV_USERNAME: 'x',
            LITESTREAM_WEBDAV_PASSWORD: 'x',
            HEARTBEAT_URL: 'https://example.org',
          });
          assert.equal(status, 0, output);
          assert.match(output, /\/data\/app\.db/);
        });
      });
    }
  }
}

const shells = ['sh', 'bash', 'dash'].filter((name) => existsSync(`/bin/${name}`));

describe('a start script', () => {
  const [, script] = litestreamFiles(setupOf('0.5', { kind: 'file', path: '/backup' }), ['start-script']);
  for (const shell of shells) {
    test(`is a script of ${shell}`, () => {
      const { status, stderr } = spawnSync(shell, ['-n'], { input: script?.text, encoding: 'utf8' });
      assert.equal(status, 0, stderr);
    });
  }
  const refused: Record<string, [string, RegExp]> = {
    'an operator': [
      'npm run migrate && node server.js',
      /write sh -c 'npm run migrate && exec node server\.js'/,
    ],
    'a variable': ['node server.js --port 3000 -H $HOST', /without a shell/],
    nothing: [' ', /name the command/],
  };
  for (const [name, [command, message]] of Object.entries(refused)) {
    test(`refuses a command with ${name}`, () =>
      assert.throws(
        () =>
          litestreamFiles({ ...setupOf('0.5', { kind: 'file', path: '/backup' }), command }, [
            'start-script',
          ]),
        message,
      ));
  }
});

const analyze = '/usr/bin/systemd-analyze';
test('systemd takes the unit', { skip: !existsSync(analyze) && 'systemd-analyze is not installed' }, () => {
  const { root, remove } = temporaryProject({});
  try {
    const setup = {
      ...setupOf('0.5', { kind: 'file', path: '/backup' }),
      program: '/bin/true',
      databases: ['/data/a b.db'],
    };
    const unit = litestreamFiles(setup, ['systemd'])[1]?.text ?? '';
    const file = join(root, 'litestream.service');
    spawnSync('tee', [file], { input: unit });
    const { status, stderr } = spawnSync(analyze, ['verify', file], { encoding: 'utf8' });
    assert.doesNotMatch(stderr, /litestream\.service/);
    assert.equal(status, 0, stderr);
  } finally {
    remove();
  }
});

test('Compose gets one service that copies, after those that restore', () => {
  const setup = {
    ...setupOf('0.5', { kind: 'gs', bucket: 'b', prefix: '' }),
    databases: ['/a/x.db', '/b/y.db'],
  };
  const { services, volumes } = parse(litestreamFiles(setup, ['compose'])[1]?.text ?? '');
  assert.deepEqual(Object.keys(services), ['litestream-restore-1', 'litestream-restore-2', 'litestream']);
  assert.deepEqual(Object.keys(volumes), ['data-1', 'data-2']);
  assert.equal(services.litestream.image, 'litestream/litestream:0.5.17');
  assert.deepEqual(Object.keys(services.litestream.depends_on), [
    'litestream-restore-1',
    'litestream-restore-2',
  ]);
  assert.ok(
    services.litestream.volumes.includes(
      `${variable('GOOGLE_APPLICATION_CREDENTIALS')}:/run/secrets/google.json:ro`,
    ),
  );
});
