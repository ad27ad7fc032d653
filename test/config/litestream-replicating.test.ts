/** What the real programs of both lines do while they replicate: the rules in src/rules/litestream rest on it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { program } from '../programs/programs.ts';
import { oneReplica, type Replication, replicate } from '../support/litestream-runs.ts';

const plain = oneReplica('path: DIR/r');
const replicating = /replicating to/;

for (const line of ['0.3', '0.5'] as const) {
  const { path, skip } = program(`litestream-${line}`);
  const is05 = line === '0.5';
  const run = (config: string, options: Parameters<typeof replicate>[2] = {}): Promise<Replication> =>
    replicate(path as string, config, options);

  describe(`Litestream ${line} while it replicates`, { skip, concurrency: 4 }, () => {
    test('it says nothing of keys that it does not know', async () => {
      const { output } = await run(oneReplica('path: DIR/r\nretntion: 3h', 'retain: 1\n'), {
        until: replicating,
      });
      assert.match(output, replicating);
      assert.doesNotMatch(output, /WARN|ERROR|retntion|retain/);
    });

    test('a bare number is nanoseconds', async () => {
      const { output } = await run(oneReplica('path: DIR/r\nsync-interval: 10'), { until: replicating });
      assert.match(output, /sync-interval=10ns/);
    });

    test('a bare fraction is cut to whole nanoseconds', async () => {
      const { output } = await run(oneReplica('path: DIR/r\nsync-interval: 1.5'), { until: replicating });
      assert.match(output, /sync-interval=1ns/);
    });

    for (const [command, heard] of [
      ['echo one && echo two', 'one'],
      ['echo one&&echo two', 'one'],
      ['echo one; echo two', 'one'],
      ['echo one | tr o x', 'one'],
      ['echo one > DIR/out', 'one'],
      ['echo one 2>&1', 'one'],
      ['echo $HOME `id`', '$HOME `id`'],
      ["sh -c 'echo one && echo two'", 'one two'],
    ] as const) {
      test(`-exec "${command}" says ${heard}`, async () => {
        const { output, files, status } = await run(plain, { flags: ['-exec', command] });
        const said = output.split('\n').filter((text) => text !== '' && !/level=|^20\d\d/.test(text));
        assert.equal(said.join(' '), heard);
        assert.equal(status, 0);
        assert.ok(!files.includes('out'));
      });
    }

    for (const command of ['FOO=bar env', 'cd /']) {
      test(`-exec "${command}" finds no such program`, async () => {
        const { output, status } = await run(plain, { flags: ['-exec', command] });
        assert.match(output, /executable file not found in \$PATH/);
        assert.equal(status, 1);
      });
    }

    test('-exec "echo (a)" is refused', async () => {
      const { output, status } = await run(plain, { flags: ['-exec', 'echo (a)'] });
      assert.match(output, /invalid command line string/);
      assert.equal(status, 1);
    });

    test('exec in the file gets the variables that the whole file gets', async () => {
      const { output } = await run(`exec: echo $HOME\n${plain}`);
      assert.match(output, /^DIR$/m);
    });

    test('addr without a port is refused, and with a port alone it listens everywhere, with pprof', async () => {
      const refused = await run(`addr: localhost\n${plain}`);
      assert.match(refused.output, /must specify port for bind address/);
      const port = await freePort();
      const other = Object.values(networkInterfaces())
        .flat()
        .find((address) => address && !address.internal && address.family === 'IPv4')?.address;
      await run(`addr: ":${port}"\n${plain}`, {
        until: /serving metrics/,
        meanwhile: async () => {
          for (const host of ['127.0.0.1', ...(other === undefined ? [] : [other])]) {
            const { status } = await fetch(`http://${host}:${port}/debug/pprof/`);
            assert.equal(status, 200, host);
          }
        },
      });
    });

    test('an endpoint without a region is asked in us-east-1, with the bucket in the path', async () => {
      const { requests } = await asked(run, 'type: s3\nbucket: b\npath: p');
      assert.match(requests[0]?.url ?? '', /^\/b(?:[/?]|$)/);
      assert.match(requests[0]?.authorization ?? '', /\/us-east-1\/s3\/aws4_request/);
    });

    test('an endpoint beside a url of s3:// has the bucket in the path, too', async () => {
      const { requests } = await asked(run, 'url: s3://b/p');
      assert.match(requests[0]?.url ?? '', /^\/b(?:[/?]|$)/);
    });

    test('a wildcard in path is the name of one file: nothing is replicated, without a word', async () => {
      const { output, files } = await run(plain.replace('a.db', '*.db'), { limitMs: 2_000 });
      assert.match(output, /initialized db.*\*\.db/);
      assert.match(output, replicating);
      assert.doesNotMatch(output, /WARN|ERROR/);
      assert.ok(!files.some((name) => name === 'r' || name.startsWith('.')), files.join(' '));
    });

    test('a monitor-interval of zero replicates nothing, without a word', async () => {
      const config = plain.replace(
        '    replicas',
        '    monitor-interval: 0s\n    checkpoint-interval: 0s\n    replicas',
      );
      const { output, files } = await run(config, { limitMs: 2_000 });
      assert.match(output, replicating);
      assert.doesNotMatch(output, /WARN|ERROR/);
      assert.ok(!files.some((name) => /^r\/.*\.(?:ltx|lz4)$/.test(name)), files.join(' '));
    });

    if (!is05) {
      test('a sync-interval of zero ends in a panic', async () => {
        const { output, status } = await run(oneReplica('path: DIR/r\nsync-interval: 0s'));
        assert.match(output, /panic: non-positive interval for NewTicker/);
        assert.equal(status, 2);
      });

      for (const [name, config] of [
        ['replica', 'dbs:\n  - path: DIR/a.db\n    replica:\n      path: DIR/r\n'],
        ['dir', 'dbs:\n  - dir: DIR\n    pattern: "*.db"\n    replica:\n      path: DIR/r\n'],
      ] as const) {
        test(`${name}: replicates nothing, without a word`, async () => {
          const { output, files } = await run(config, { limitMs: 1_500 });
          assert.doesNotMatch(output, /replicating to|WARN|write snapshot/);
          assert.ok(!files.includes('r'));
        });
      }

      test('retention of a replica makes a new snapshot each time, and drops the one before', async () => {
        const { output } = await run(
          oneReplica(
            'path: DIR/r\nretention: 1s\nretention-check-interval: 1s\nsnapshot-interval: 24h\nsync-interval: 100ms',
          ),
          { until: /(?:msg="write snapshot"[\s\S]*){2}/ },
        );
        assert.ok([...output.matchAll(/msg="write snapshot"/g)].length >= 2, output);
      });
      return;
    }

    for (const [name, config, hours] of [
      ['of a replica is dropped', oneReplica('path: DIR/r\nretention: 72h'), 24],
      ['for snapshots counts', oneReplica('path: DIR/r', 'snapshot: { retention: 72h }\n'), 72],
      ['as a bare number is over at once', oneReplica('path: DIR/r', 'snapshot: { retention: 72 }\n'), 0],
    ] as const) {
      test(`retention ${name}: copies are kept for ${hours} h`, async () => {
        const before = Date.now();
        const { output } = await run(`logging: { level: debug }\n${config}`, {
          until: /enforcing snapshot retention.*\n/,
        });
        const cutoff = /enforcing snapshot retention.* timestamp=(\S+)/.exec(output)?.[1] ?? output;
        const keptMs = before - Date.parse(cutoff);
        assert.ok(Math.abs(keptMs - hours * 3_600_000) < 60_000, cutoff);
      });
    }

    test('a snapshot interval of a replica is dropped', async () => {
      const { output } = await run(oneReplica('path: DIR/r\nsnapshot-interval: 1h'), {
        until: /level=9 interval.*\n/,
      });
      assert.match(output, /level=9 interval=24h0m0s/);
    });

    test('levels are eight at most', async () => {
      const levels = Array.from({ length: 9 }, (_, index) => `{ interval: ${index + 1}m }`);
      const { output, status } = await run(`levels: [${levels.join(', ')}]\n${plain}`);
      assert.match(output, /compaction level cannot exceed 8/);
      assert.equal(status, 1);
    });

    test('retention.enabled: false is warned of', async () => {
      const { output } = await run(`retention: { enabled: false }\n${plain}`, { until: replicating });
      assert.match(output, /retention disabled; cloud provider lifecycle policies must handle retention/);
    });

    test('the user of a nats:// url is ignored, that of the keys is told', async () => {
      assert.doesNotMatch(
        await natsConnect(run, (port) => `url: nats://kim:secret@127.0.0.1:${port}/b`),
        /kim/,
      );
      assert.match(
        await natsConnect(run, (port) => `url: nats://127.0.0.1:${port}/b\nusername: kim\npassword: s`),
        /kim/,
      );
    });

    test('part-size for all is not inherited', async () => {
      const rows = 'INSERT INTO t VALUES (randomblob(12000000))';
      const parts = async (lines: string, globals: string): Promise<boolean> =>
        (await asked(run, `type: s3\nbucket: b\npath: p\n${lines}`, globals, rows)).requests.some(({ url }) =>
          /partNumber=|uploads/.test(url),
        );
      assert.equal(await parts('', ''), true, 'more than 5 MiB go in parts');
      assert.equal(await parts('part-size: 32MiB', ''), false);
      assert.equal(await parts('', 'part-size: 32MiB\n'), true);
    });
  });
}

interface Request {
  readonly url: string;
  readonly method: string;
  readonly authorization: string;
}

/** What a replica of S3 asks a server that has nothing yet and takes everything. */
async function asked(
  run: (config: string, options?: Parameters<typeof replicate>[2]) => Promise<Replication>,
  lines: string,
  globals = '',
  rows?: string,
): Promise<{ readonly requests: readonly Request[] }> {
  const requests: Request[] = [];
  const server = createHttpServer((request, response) => {
    const { url = '', method = '' } = request;
    requests.push({ url, method, authorization: request.headers.authorization ?? '' });
    request.resume();
    request.on('end', () => {
      response.setHeader('ETag', '"1"');
      if (method === 'PUT') response.end();
      else if (method === 'POST' && /uploads/.test(url))
        response.end(
          '<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><UploadId>1</UploadId></InitiateMultipartUploadResult>',
        );
      else if (method === 'POST')
        response.end(
          '<CompleteMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><ETag>"1"</ETag></CompleteMultipartUploadResult>',
        );
      else
        response.end('<ListBucketResult><Name>b</Name><IsTruncated>false</IsTruncated></ListBucketResult>');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const isDone = (): boolean =>
      rows === undefined ? requests.length > 0 : requests.some(({ method }) => method === 'PUT');
    await run(
      oneReplica(
        `${lines.trim()}\nendpoint: http://127.0.0.1:${port}\naccess-key-id: id\nsecret-access-key: key`,
        globals,
      ),
      {
        until: replicating,
        meanwhile: async () => {
          for (const end = Date.now() + 6_000; !isDone() && Date.now() < end; ) await sleep(50);
        },
        ...(rows !== undefined && { rows }),
      },
    );
    return { requests };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** The first thing that Litestream says to a server of NATS. */
async function natsConnect(
  run: (config: string, options?: Parameters<typeof replicate>[2]) => Promise<Replication>,
  lines: (port: number) => string,
): Promise<string> {
  let said = '';
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('INFO {"server_id":"A","version":"2.10.0","max_payload":1048576,"auth_required":true}\r\n');
    socket.on('data', (data) => {
      said += data;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await run(oneReplica(lines((server.address() as AddressInfo).port)), {
      until: replicating,
      meanwhile: async () => {
        for (const end = Date.now() + 5_000; !/CONNECT \{.*\}/.test(said) && Date.now() < end; )
          await sleep(50);
      },
    });
    assert.match(said, /^CONNECT /);
    return said;
  } finally {
    server.close();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
