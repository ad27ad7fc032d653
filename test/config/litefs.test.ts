import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import {
  litefsCommands,
  litefsEntry,
  litefsSetting,
  litefsSwitch,
  readLitefsConfig,
} from '../../src/config/litefs/read.ts';
import { type LitefsOptions, writeLitefsConfig } from '../../src/config/litefs/write.ts';
import { OptionsError } from '../../src/config/options-error.ts';
import { readShellWords } from '../../src/config/shellwords.ts';
import { lintProject, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

const primary: LitefsOptions = {
  lease: { type: 'static', role: 'primary', primaryUrl: 'http://primary:20202' },
  fuseDir: '/litefs',
  dataDir: '/var/lib/litefs',
};

describe('a litefs.yml is read with its places', () => {
  const text = `fuse: {dir: '\${LITEFS_DIR}'}\nlease:\n  type: consul\n  candidate: \${FLY_REGION == 'ams'}\n  promote:\n  consul:\n    ttl: "15s"\nexec:\n  - cmd: migrate $URL\n    if-candidate: true\n  - cmd: server\n`;
  const config = readLitefsConfig(text);

  test('keys and values stand where they are written', () => {
    const { nameRange, value } = litefsEntry(config, 'lease.consul.ttl') ?? assert.fail();
    assert.equal(text.slice(nameRange.start, nameRange.end), 'ttl');
    assert.equal(text.slice(value.range.start, value.range.end), '"15s"');
    assert.equal(value.text, '15s');
  });

  test('what a variable decides is open, never empty', () => {
    assert.equal(litefsSetting(config, 'fuse.dir').value, undefined);
    assert.equal(litefsSetting(config, 'fuse.dir').isDefault, false);
    assert.equal(litefsSwitch(config, 'lease.candidate'), undefined);
    assert.deepEqual(litefsEntry(config, 'lease.candidate')?.value.variables[0]?.names, ['FLY_REGION']);
  });

  test('what is left out or empty has its default', () => {
    assert.equal(litefsSetting(config, 'data.dir').value, '/var/lib/litefs');
    assert.equal(litefsSwitch(config, 'lease.promote'), false);
  });

  test('commands come with their conditions', () => {
    const commands = litefsCommands(config).map(({ text, ifCandidate }) => [
      text?.replace(/\uE000+/, '…'),
      ifCandidate,
    ]);
    assert.deepEqual(commands, [
      ['migrate …', true],
      ['server', false],
    ]);
  });

  test('files of other tools, templates and broken files have no entries', () => {
    for (const other of ['services:\n  litefs:\n    image: a\n', 'lease: [', '- hosts: all\n', ''])
      assert.deepEqual(readLitefsConfig(other).entries, []);
  });
});

describe('commands are divided into words', () => {
  test('the first operator outside of quotes ends them', () => {
    const command = "node 'a && b' --x=1 && node c";
    const { words, dropped } = readShellWords(command, 10);
    assert.deepEqual(words, ['node', 'a && b', '--x=1']);
    assert.deepEqual(dropped, { start: 10 + command.lastIndexOf('&&'), end: 10 + command.length });
  });
  test('open quotes and parentheses are refused', () => {
    for (const command of ["echo 'a", 'echo (a)', 'echo a\\'])
      assert.equal(readShellWords(command).isRefused, true);
  });
});

describe('what is written is read without a finding', () => {
  const proxy = { addr: ':8080', target: 'localhost:8081', database: 'app.db' };
  const written: Record<string, LitefsOptions> = {
    'a primary': primary,
    'a replica': {
      ...primary,
      lease: { type: 'static', role: 'replica', primaryUrl: 'http://primary:20202' },
    },
    'with all': { ...primary, migrate: 'node migrate.js', exec: "sh -c 'a && b'", proxy },
    'on Fly.io': {
      ...primary,
      lease: { type: 'consul' },
      migrate: 'node migrate.js',
      exec: 'node server.js',
      proxy,
    },
    variables: { ...primary, fuseDir: `/\${LITEFS_DIR}`, exec: `node server.js --port \${PORT}` },
  };
  for (const [name, options] of Object.entries(written)) {
    test(name, async () => {
      const text = writeLitefsConfig(options);
      assert.ok(readLitefsConfig(text).entries.length > 0);
      assert.deepEqual(await lintProject(engine, { 'litefs.yml': text }), []);
      for (const line of text.split('\n').filter((one) => /^\s*[\w-]+:/.test(one)))
        assert.match(
          text,
          new RegExp(`# .*\\n(?:\\s*# .*\\n)*${line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`),
        );
    });
  }
});

describe('options that make no configuration that works are refused', () => {
  const refused: Record<string, [Partial<LitefsOptions>, RegExp]> = {
    'the same folder': [{ dataDir: '/litefs/' }, /covered/],
    'a relative folder': [{ fuseDir: 'litefs' }, /whole path/],
    'a command for a shell': [{ exec: 'a && b' }, /sh -c/],
    'a command with a variable before it': [{ exec: 'A=1 b' }, /sh -c/],
    'open quotes': [{ exec: "a 'b" }, /quotes/],
    'migrations without an application': [{ migrate: 'a' }, /last command/],
    'a proxy on the port of its target': [
      { proxy: { addr: ':8080', target: 'localhost:8080', database: 'a' } },
      /another listener/,
    ],
    'a path for the proxy': [
      { proxy: { addr: ':8080', target: 'localhost:1', database: '/a/b' } },
      /mounted folder/,
    ],
    'an address that is no URL': [
      { lease: { type: 'static', role: 'replica', primaryUrl: 'primary:20202' } },
      /http:\/\/primary/,
    ],
    'a sign that LiteFS expands': [{ exec: 'a $1' }, /variable/],
  };
  for (const [name, [change, message]] of Object.entries(refused)) {
    test(name, () => {
      assert.throws(
        () => writeLitefsConfig({ ...primary, ...change }),
        (error) => error instanceof OptionsError && message.test(error.message),
      );
    });
  }
});
