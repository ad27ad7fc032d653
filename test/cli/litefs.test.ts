import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { runCli } from '../support/cli.ts';
import { temporaryProject } from '../support/temporary.ts';

describe('litefs init', () => {
  test('writes the file, says what LiteFS’s status is, and writes over nothing unasked', () => {
    const { root, remove } = temporaryProject({});
    try {
      const args = ['litefs', 'init', '--exec', 'node server.js', '--output', 'litefs.yml'];
      const first = runCli(root, args);
      assert.equal(first.status, 0, first.stderr);
      assert.match(first.stderr, /no support/);
      assert.match(first.stderr, /Litestream/);
      assert.match(readFileSync(join(root, 'litefs.yml'), 'utf8'), /cmd: "node server\.js"/);
      assert.match(runCli(root, args).stderr, /litefs\.yml exists: --force writes over it/);
      assert.equal(runCli(root, [...args, '--force']).status, 0);
    } finally {
      remove();
    }
  });

  const refused: Record<string, [string[], RegExp]> = {
    'a command for a shell': [['--exec', 'a && b'], /sh -c/],
    'a role with a Consul lease': [
      ['--lease', 'consul', '--role', 'primary'],
      /--role belongs to --lease static/,
    ],
    'a proxy without a database': [['--proxy-target', 'localhost:1'], /--proxy-db/],
    'a proxy without a target': [['--proxy-addr', ':1'], /--proxy-target/],
    'a database as an argument': [['app.db'], /options only/],
  };
  for (const [name, [args, message]] of Object.entries(refused)) {
    test(`refuses ${name}`, () => {
      const { root, remove } = temporaryProject({});
      try {
        const { status, stderr } = runCli(root, ['litefs', 'init', '--output', 'litefs.yml', ...args]);
        assert.equal(status, 2);
        assert.match(stderr, message);
        assert.equal(existsSync(join(root, 'litefs.yml')), false);
      } finally {
        remove();
      }
    });
  }
});
