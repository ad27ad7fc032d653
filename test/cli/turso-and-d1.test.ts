import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { runCli } from '../support/cli.ts';
import { temporaryProject } from '../support/temporary.ts';

describe('turso init and d1 init', () => {
  test('write a client without secrets, and write over nothing unasked', () => {
    const { root, remove } = temporaryProject({});
    try {
      const args = ['turso', 'init', '--kind', 'replica', '--output', 'db.ts'];
      assert.equal(runCli(root, args).status, 0);
      assert.match(readFileSync(join(root, 'db.ts'), 'utf8'), /authToken: process\.env\.TURSO_AUTH_TOKEN/);
      assert.match(runCli(root, args).stderr, /db\.ts exists: --force writes over it/);
      assert.match(runCli(root, ['turso', 'init', '--env-example']).stdout, /^TURSO_AUTH_TOKEN=$/m);
    } finally {
      remove();
    }
  });

  test('add a database for each environment to the file that is there', () => {
    const { root, remove } = temporaryProject({ 'wrangler.toml': 'name = "mine"\n' });
    try {
      const { status, stdout } = runCli(root, ['d1', 'init', 'app', '--environment', 'staging=app-staging']);
      assert.equal(status, 0);
      assert.match(stdout, /^name = "mine"$/m);
      assert.match(stdout, /^\[\[env\.staging\.d1_databases\]\]$/m);
    } finally {
      remove();
    }
  });

  test('add to the file that wrangler reads of several', () => {
    const files = { 'wrangler.toml': '', 'wrangler.jsonc': '{}', 'wrangler.json': '{ "name": "mine" }' };
    const { root, remove } = temporaryProject(files);
    try {
      assert.match(runCli(root, ['d1', 'init', 'app']).stdout, /"mine"/);
    } finally {
      remove();
    }
  });

  test('write no TOML into a file of JSON', () => {
    const { root, remove } = temporaryProject({ 'wrangler.toml': 'name = "mine"\n' });
    try {
      const { status, stderr } = runCli(root, ['d1', 'init', 'app', '--output', 'wrangler.jsonc']);
      assert.equal(status, 2);
      assert.match(stderr, /added to wrangler\.toml, which wrangler\.jsonc cannot hold/);
      assert.deepEqual(readdirSync(root), ['wrangler.toml']);
    } finally {
      remove();
    }
  });

  const refused: Record<string, [string[], RegExp]> = {
    'a path without a file': [['turso', 'init', '--path', 'a.db'], /--path belongs to/],
    'an interval without a replica': [
      ['turso', 'init', '--sync-interval', '5'],
      /--sync-interval belongs to/,
    ],
    'no database': [['d1', 'init'], /takes the name of one database/],
    'a malformed environment': [['d1', 'init', 'app', '--environment', 'staging'], /name=database/],
  };
  for (const [name, [args, message]] of Object.entries(refused)) {
    test(`refuse ${name}`, () => {
      const { root, remove } = temporaryProject({});
      try {
        const { status, stderr } = runCli(root, args);
        assert.equal(status, 2);
        assert.match(stderr, message);
      } finally {
        remove();
      }
    });
  }
});
