import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { durationMs } from '../../src/config/litestream/duration.ts';
import { type S3ProviderId, s3Providers } from '../../src/config/litestream/providers.ts';
import { detectLitestreamLine } from '../../src/config/litestream/version.ts';
import { type LitestreamOptions, writeLitestreamConfig } from '../../src/config/litestream/write.ts';

const options: LitestreamOptions = {
  line: '0.5',
  databases: ['/data/app.db'],
  destination: { kind: 'file', path: '/backup' },
  retention: '72h',
  snapshotInterval: '24h',
  syncInterval: '1s',
};

describe('a configuration', () => {
  test('of 0.5 keeps its retention where 0.5 looks for it', () => {
    assert.deepEqual(parse(writeLitestreamConfig(options)), {
      snapshot: { interval: '24h', retention: '72h' },
      dbs: [{ path: '/data/app.db', replica: { type: 'file', path: '/backup/app', 'sync-interval': '1s' } }],
    });
  });

  test('of 0.3 has no key that 0.3 does not know', () => {
    assert.deepEqual(parse(writeLitestreamConfig({ ...options, line: '0.3' })), {
      dbs: [
        {
          path: '/data/app.db',
          replicas: [
            {
              type: 'file',
              path: '/backup/app',
              'sync-interval': '1s',
              retention: '72h',
              'snapshot-interval': '24h',
            },
          ],
        },
      ],
    });
  });

  for (const line of ['0.3', '0.5'] as const) {
    for (const provider of Object.keys(s3Providers) as S3ProviderId[]) {
      test(`of ${line} for ${provider} explains every key and holds no secret`, () => {
        const text = writeLitestreamConfig({
          ...options,
          line,
          destination: {
            kind: 's3',
            provider,
            bucket: 'backups',
            prefix: 'shop',
            region: provider === 'r2' || provider === 'tigris' ? undefined : 'eu-1',
            account: provider === 'r2' || provider === 'supabase' ? 'abc' : undefined,
            endpoint: provider === 'minio' ? 'https://minio.example.org:9000' : undefined,
          },
        });
        const lines = text.trimEnd().split('\n');
        for (const [position, content] of lines.entries()) {
          if (/^\s*#/.test(content) || content === '') continue;
          assert.match(lines[position - 1] ?? '', /^\s*# \S/, `no comment above: ${content}`);
        }
        assert.doesNotMatch(text, /^[^#]*(?:access-key|secret)/m);
        const { dbs } = parse(text);
        const replica = dbs[0].replica ?? dbs[0].replicas[0];
        assert.equal(replica.bucket, 'backups');
        assert.equal(replica.path, 'shop/app');
        assert.equal(replica.endpoint === undefined, provider === 'aws');
        assert.doesNotMatch(replica.endpoint ?? '', /[{}]/);
      });
    }
  }

  test('gives no two databases the same place', () => {
    const { dbs } = parse(
      writeLitestreamConfig({ ...options, databases: ['/a/app.db', '/b/app.sqlite3', '/c/my jobs.db'] }),
    );
    assert.deepEqual(
      dbs.map(({ replica }: { replica: { path: string } }) => replica.path),
      ['/backup/app', '/backup/app-2', '/backup/my-jobs'],
    );
  });

  test('quotes what YAML would read as something else', () => {
    const path = '/data/a: b #c.db';
    const { dbs } = parse(writeLitestreamConfig({ ...options, databases: [path] }));
    assert.equal(dbs[0].path, path);
  });

  const refused: Record<string, [Partial<LitestreamOptions>, RegExp]> = {
    'no database': [{ databases: [] }, /at least one/],
    'a database named twice': [{ databases: ['/a.db', '/a.db'] }, /named twice/],
    'a variable in a name': [{ databases: ['/data/$x.db'] }, /-no-expand-env/],
    'a retention in days': [{ retention: '7d' }, /write 168h/],
    'a retention shorter than the snapshot interval': [{ retention: '1h' }, /shorter than the snapshot/],
    'a bare number': [{ syncInterval: '1' }, /nanoseconds/],
    'R2 without its account': [
      { destination: { kind: 's3', provider: 'r2', bucket: 'b', prefix: '' } },
      /account id/,
    ],
    'B2 without a region': [
      { destination: { kind: 's3', provider: 'b2', bucket: 'b', prefix: '' } },
      /needs the region/,
    ],
    'MinIO without an endpoint': [
      { destination: { kind: 's3', provider: 'minio', bucket: 'b', prefix: '' } },
      /needs its endpoint/,
    ],
    'no bucket': [{ destination: { kind: 's3', provider: 'aws', bucket: '', prefix: '' } }, /the bucket/],
  };
  for (const [name, [change, message]] of Object.entries(refused))
    test(`is refused for ${name}`, () =>
      assert.throws(() => writeLitestreamConfig({ ...options, ...change }), message));
});

test('durations are read as Go reads them', () => {
  const good: Record<string, number> = { '72h': 259_200_000, '1h30m': 5_400_000, '1.5s': 1500, '500ms': 500 };
  for (const [text, ms] of Object.entries(good)) assert.equal(durationMs(text), ms, text);
  for (const text of ['', '1', '7d', '2w', '1 h', 'h', '-1h', '1h3', '0s', '10min', '10S', ''])
    assert.throws(() => durationMs(text), { name: 'DurationError' }, text);
});

describe("the line of Litestream comes from the project's files", () => {
  const cases: Record<string, [Record<string, string>, string | undefined, RegExp]> = {
    "an image's tag": [
      { 'deploy/Dockerfile': 'COPY --from=litestream/litestream:0.3.13 /usr/local/bin/litestream /bin/\n' },
      '0.3',
      /deploy\/Dockerfile names Litestream 0\.3/,
    ],
    'a variable of the build': [{ Dockerfile: 'ARG LITESTREAM_VERSION=0.5.6\n' }, '0.5', /0\.5/],
    "a download's address": [
      {
        'setup.sh':
          'curl -L https://github.com/benbjohnson/litestream/releases/download/v0.3.13/litestream-v0.3.13-linux-amd64.tar.gz',
      },
      '0.3',
      /setup\.sh/,
    ],
    'the Ruby gem, which carries 0.3.13': [{ 'Gemfile.lock': '    litestream (0.14.0)\n' }, '0.3', /Gemfile/],
    'the npm package, which carries 0.3.13': [
      { 'package.json': '{ "dependencies": { "@flydotio/litestream": "^1.0.1" } }' },
      '0.3',
      /package\.json/,
    ],
    'a configuration that is there': [
      { 'litestream.yml': 'dbs:\n  - path: a\n    replica:\n      url: s3://b\n' },
      '0.5',
      /litestream\.yml/,
    ],
    nothing: [
      { 'package.json': '{}', Dockerfile: 'FROM litestream/litestream:latest' },
      undefined,
      /Dockerfile takes whichever Litestream is the newest/,
    ],
    'files that contradict each other': [
      { Dockerfile: 'FROM litestream/litestream:0.3.13', 'compose.yml': 'image: litestream/litestream:0.5' },
      undefined,
      /Dockerfile names Litestream 0\.3\.13, compose\.yml names 0\.5/,
    ],
  };
  for (const [name, [files, line, reason]] of Object.entries(cases)) {
    test(name, () => {
      const found = detectLitestreamLine(new Map(Object.entries(files)));
      assert.equal(found.line, line);
      assert.match(found.reason, reason);
    });
  }
});
