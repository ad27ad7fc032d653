/** What LiteFS really does with configurations: those that are generated, and those that the rules report. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type LitefsOptions, writeLitefsConfig } from '../../src/config/litefs/write.ts';
import { readShellWords } from '../../src/config/shellwords.ts';
import { type LitefsKey, litefsKeys } from '../../src/facts/litefs/keys.ts';
import { lintProject, startEngine } from '../support/lint.ts';
import { base, refused, staticPrimary } from './litefs-claims.ts';
import { freePort, LitefsNode, litefsProgram, runSql } from './litefs-node.ts';

const { path: program, skip } = litefsProgram();
const litefs = program as string;
const engine = startEngine();
after(() => engine.dispose());

/** Runs LiteFS with a configuration for as long as the work takes; several share a folder's parent. */
async function withNode(
  config: string,
  work: (node: LitefsNode) => Promise<void> | void,
  environment: Record<string, string> = {},
): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'sqlite-preflight-litefs-'));
  const node = new LitefsNode(litefs, root, config, environment);
  try {
    await work(node);
  } finally {
    await node.stop();
    rmSync(root, { recursive: true, force: true });
  }
}

/** A generated file with folders and a port of its own. */
function generated(options: Partial<LitefsOptions>, port: number | '0' = '0'): string {
  const text = writeLitefsConfig({
    lease: { type: 'static', role: 'primary', primaryUrl: `http://127.0.0.1:${port}` },
    fuseDir: '/DIR/fuse',
    dataDir: '/DIR/data',
    ...options,
  }).replaceAll('/DIR', 'DIR');
  return `${text}http:\n  addr: "127.0.0.1:${port}"\n`;
}

describe('generated configurations of LiteFS', { skip }, () => {
  test('a primary with migrations, a proxy and an application starts', async () => {
    const [proxy, target] = [await freePort(), await freePort()];
    const text = generated({
      migrate: 'echo migrated',
      exec: 'sleep 60',
      proxy: { addr: `127.0.0.1:${proxy}`, target: `127.0.0.1:${target}`, database: 'app.db' },
    });
    await withNode(text, async (node) => {
      await node.says(/starting background subprocess: sleep \[60\]/);
      assert.match(node.log, /proxy server listening on/);
      assert.match(node.log, /^migrated$/m);
    });
  });

  test('machines of Fly.io ask Consul', async () => {
    const environment = {
      HOSTNAME: 'one',
      FLY_APP_NAME: 'app',
      FLY_REGION: 'ams',
      PRIMARY_REGION: 'ams',
      FLY_CONSUL_URL: 'http://127.0.0.1:1',
    };
    await withNode(
      generated({ lease: { type: 'consul' }, exec: 'sleep 60', migrate: 'true' }),
      (node) =>
        node.says(
          /initializing consul: key=litefs\/app url=http:\/\/127\.0\.0\.1:1 hostname=\S+ advertise-url=http:\/\/one\.vm\.app\.internal:20202/,
        ),
      environment,
    );
  });

  test('what is written on the primary is read on the replica, which takes no writes', async () => {
    const port = await freePort();
    await withNode(generated({}, port), async (primary) => {
      await primary.says(/connected to cluster, ready/);
      const file = join(primary.fuse, 'app.db');
      const write = runSql(file, [
        'PRAGMA journal_mode = WAL',
        'CREATE TABLE t (a)',
        "INSERT INTO t VALUES ('one')",
      ]);
      assert.equal(write.error, '');
      const replica = generated(
        { lease: { type: 'static', role: 'replica', primaryUrl: `http://127.0.0.1:${port}` } },
        await freePort(),
      );
      await withNode(replica, async (node) => {
        await node.says(/connected to cluster, ready/);
        const copy = join(node.fuse, 'app.db');
        assert.deepEqual(runSql(copy, ['SELECT a FROM t']).rows, [{ a: 'one' }]);
        assert.equal(runSql(file, ["INSERT INTO t VALUES ('two')"]).error, '');
        let rows: unknown[] = [];
        for (const end = Date.now() + 5_000; rows.length < 2 && Date.now() < end; await delay(50))
          rows = runSql(copy, ['SELECT a FROM t']).rows;
        assert.deepEqual(rows, [{ a: 'one' }, { a: 'two' }]);
        assert.match(runSql(copy, ["INSERT INTO t VALUES ('three')"]).error, /Error: /);
        assert.deepEqual(runSql(file, ['SELECT count(*) AS n FROM t']).rows, [{ n: 2 }]);
      });
    });
  });
});

describe('the keys of LiteFS', { skip }, () => {
  const scalars = Object.entries<LitefsKey>(litefsKeys).filter(
    ([path, { type }]) => type !== 'map' && type !== 'commands' && !path.startsWith('exec'),
  );

  test('it knows each, and reads it as the table says', async () => {
    // Each gets a map, which none takes: LiteFS names the types that it wanted, line by line.
    const lines = nested(scalars.map(([path]) => [path, '{a: b}']));
    await withNode(`${lines.map(([line]) => line).join('\n')}\n`, async (node) => {
      await node.says(/ERROR/);
      const wanted = new Map(
        [...node.log.matchAll(/line (\d+): cannot unmarshal !!map into (\S+)/g)].map(([, line, type]) => [
          lines[Number(line) - 1]?.[1],
          type,
        ]),
      );
      const names = {
        string: 'string',
        boolean: 'bool',
        integer: 'int',
        duration: 'time.Duration',
        strings: '[]string',
      };
      assert.deepEqual(
        Object.fromEntries(wanted),
        Object.fromEntries(scalars.map(([path, { type }]) => [path, names[type as keyof typeof names]])),
      );
      assert.doesNotMatch(node.log, /not found/);
    });
  });

  test('it starts with each default that the table names', async () => {
    const given = scalars.flatMap(([path, { default: value, type }]): [string, string][] => {
      const own = { 'fuse.dir': '"DIR/fuse"', 'data.dir': '"DIR/data"', 'http.addr': '"127.0.0.1:0"' }[path];
      const text = own ?? (path === 'lease.type' ? 'static' : value);
      return text === undefined ? [] : [[path, type === 'string' && !own ? JSON.stringify(text) : text]];
    });
    await withNode(
      `${nested(given)
        .map(([line]) => line)
        .join('\n')}\n`,
      (node) => node.says(/connected to cluster, ready/),
    );
  });
});

/** Lines of YAML for values by their paths, each with the path that it sets. */
function nested(
  values: readonly (readonly [path: string, value: string])[],
): [line: string, path: string | undefined][] {
  const lines: [string, string | undefined][] = [];
  let open: string[] = [];
  for (const [path, value] of values) {
    const parts = path.split('.');
    const heading = parts.slice(0, -1);
    for (const [depth, part] of heading.entries()) {
      if (open[depth] !== part) {
        lines.push([`${'  '.repeat(depth)}${part}:`, undefined]);
        open = heading.slice(0, depth + 1);
      }
    }
    open = heading;
    lines.push([`${'  '.repeat(heading.length)}${parts.at(-1)}: ${value}`, path]);
  }
  return lines;
}

describe('commands are divided as LiteFS does it', { skip }, () => {
  const commands = [
    "echo 'a b'  c\\ d \"e'f\"",
    'echo http://localhost/?a=1&b=2',
    'echo one; echo two',
    'echo one>file',
    'echo one 2>file',
    'echo a"b"c \'\'',
    'echo "a && b" \'c | d\'',
  ];
  for (const command of commands) {
    test(command, async () => {
      const { words } = readShellWords(command);
      await withNode(`${staticPrimary}exec: ${JSON.stringify(command)}\n`, async (node) => {
        await node.says(/starting background subprocess: .*/);
        await node.says(/subprocess exited successfully/);
        const shown = /starting background subprocess: echo \[(.*?)\](?:"|$)/m.exec(node.log)?.[1];
        assert.equal(shown?.replaceAll('\\"', '"'), words.slice(1).join(' '));
      });
    });
  }
});

describe('LiteFS does what the rules say', { skip }, () => {
  for (const [rule, config, says, never] of refused) {
    test(`${rule}: ${says.source}`, async () => {
      // The folder of the test is nobody's business: what is reported is the file as a server has it.
      const findings = await lintProject(
        engine,
        { 'litefs.yml': config.replaceAll('DIR', '/srv') },
        { preset: 'all' },
      );
      assert.deepEqual([...new Set(findings.map((finding) => finding.rule))], [`litefs/${rule}`]);
      await withNode(config, async (node) => {
        await node.says(says);
        if (never) {
          await delay(300);
          assert.doesNotMatch(node.log, never);
        }
      });
    });
  }

  test('proxy-port-conflict: the port of its own server', async () => {
    const port = await freePort();
    const config = `${staticPrimary.replace('127.0.0.1:0', `127.0.0.1:${port}`)}proxy:\n  addr: "127.0.0.1:${port}"\n  target: "localhost:1"\n  db: "a"\n`;
    const findings = await lintProject(
      engine,
      { 'litefs.yml': config.replaceAll('DIR', '/srv') },
      { preset: 'all' },
    );
    assert.deepEqual(
      findings.map((finding) => finding.rule),
      ['litefs/proxy-port-conflict'],
    );
    await withNode(config, (node) => node.says(/cannot run proxy server: .*address already in use/));
  });

  test('proxy-database-path: a path gets no cookie, a name does', async () => {
    for (const [name, hasCookie] of [
      ['DIR/fuse/app.db', false],
      ['app.db', true],
    ] as const) {
      const application = createServer((_, response) => response.end('ok'));
      await new Promise<void>((resolve) => application.listen(0, '127.0.0.1', resolve));
      const address = application.address();
      const target = typeof address === 'object' ? address?.port : undefined;
      const port = await freePort();
      const config = `${staticPrimary}proxy:\n  addr: "127.0.0.1:${port}"\n  target: "127.0.0.1:${target}"\n  db: "${name}"\n`;
      try {
        await withNode(config, async (node) => {
          await node.says(/proxy server listening/);
          assert.equal(runSql(join(node.fuse, 'app.db'), ['CREATE TABLE t (a)']).error, '');
          const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST' });
          assert.equal(/__txid/.test(response.headers.get('set-cookie') ?? ''), hasCookie);
          await response.arrayBuffer();
        });
      } finally {
        application.closeAllConnections();
        application.close();
      }
    }
  });

  test('consul-ttl-too-short: it asks Consul for what the file says, and never gets ready', async () => {
    const asked: string[] = [];
    // Answers as Consul does where it matters: it refuses sessions below ten seconds.
    const consul = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        if (request.url?.startsWith('/v1/session/create')) {
          const ttl = /"TTL":"([^"]+)"/.exec(body)?.[1] ?? '';
          asked.push(ttl);
          response.statusCode = 500;
          response.end(`Invalid Session TTL '${ttl}', must be between [10s=24h0m0s]`);
        } else if (request.method === 'GET') {
          response.statusCode = 404;
          response.end();
        } else response.end('true');
      });
    });
    await new Promise<void>((resolve) => consul.listen(0, '127.0.0.1', resolve));
    const address = consul.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    try {
      const config = `${base}lease:\n  type: "consul"\n  consul:\n    url: "http://127.0.0.1:${port}"\n    key: "app/primary"\n    ttl: "5s"\n`;
      await withNode(config, async (node) => {
        await node.says(/Invalid Session TTL/);
        assert.deepEqual([...new Set(asked)], ['5s']);
        assert.doesNotMatch(node.log, /connected to cluster, ready/);
      });
    } finally {
      consul.closeAllConnections();
      consul.close();
    }
  });

  test('retired-cloud: the variable alone switches it on', async () => {
    await withNode(staticPrimary, (node) => node.says(/backup stream failed, retrying/), {
      LITEFS_CLOUD_TOKEN: 'a',
      LITEFS_CLOUD_ENDPOINT: 'http://127.0.0.1:1',
    });
  });

  test('missing-fuse: without fusermount3 it stops', async () => {
    await withNode(staticPrimary, (node) => node.says(/"fusermount3": executable file not found/), {
      PATH: '/none',
    });
  });

  test('database-outside-mount: there are no subfolders', async () => {
    await withNode(staticPrimary, async (node) => {
      await node.says(/connected to cluster, ready/);
      assert.throws(() => mkdirSync(join(node.fuse, 'db')), /EPERM/);
      assert.match(
        runSql(join(node.fuse, 'db', 'app.db'), ['SELECT 1']).error,
        /unable to open database file/,
      );
    });
  });

  test('exposed-port: its server hands a database to whoever asks', async () => {
    const port = await freePort();
    await withNode(staticPrimary.replace('127.0.0.1:0', `127.0.0.1:${port}`), async (node) => {
      await node.says(/connected to cluster, ready/);
      assert.equal(runSql(join(node.fuse, 'app.db'), ['CREATE TABLE t (a)']).error, '');
      const response = await fetch(`http://127.0.0.1:${port}/export?name=app.db`);
      assert.equal(response.status, 200);
      assert.match(Buffer.from(await response.arrayBuffer()).toString('latin1'), /^SQLite format 3/);
    });
  });

  test('pragma/locking-mode-exclusive: it refuses to write the log', async () => {
    await withNode(staticPrimary, async (node) => {
      await node.says(/connected to cluster, ready/);
      const { error } = runSql(join(node.fuse, 'app.db'), [
        'PRAGMA journal_mode = WAL',
        'PRAGMA locking_mode = EXCLUSIVE',
        'CREATE TABLE t (a)',
      ]);
      assert.match(error, /disk I\/O error/);
      await node.says(/exclusive locking not allowed/);
    });
  });
});
