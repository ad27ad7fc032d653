/** What one line of Litestream makes of the copies of the other: `litestream/mixed-lines` rests on it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { program } from '../programs/programs.ts';
import { oneReplica, replicate } from '../support/litestream-runs.ts';
import { temporaryProject } from '../support/temporary.ts';

const [old, current] = [program('litestream-0.3'), program('litestream-0.5')];

describe('Litestream', { skip: old.skip || current.skip }, () => {
  /** Replicates a database with one program, and restores it with another. */
  async function restored(writer: string, reader: string, flags: readonly string[]) {
    const { root, remove } = temporaryProject({});
    try {
      const copies = join(root, 'copies');
      await replicate(writer, oneReplica(`path: ${copies}`), {
        until: /replicating to/,
        async meanwhile() {
          for (let tries = 0; tries < 100 && !isCopied(copies); tries++) await sleep(50);
        },
      });
      assert.ok(isCopied(copies), 'nothing was replicated');
      const output = join(root, 'restored.db');
      const { status, stdout, stderr } = spawnSync(
        reader,
        ['restore', ...flags, '-o', output, `file://${copies}`],
        { encoding: 'utf8', env: { PATH: process.env.PATH, HOME: root } },
      );
      return { status, output: `${stdout}${stderr}`, isThere: existsSync(output) };
    } finally {
      remove();
    }
  }

  const [path03, path05] = [old.path as string, current.path as string];

  test('0.3 finds no backup in what 0.5 wrote', async () => {
    const { status, output, isThere } = await restored(path05, path03, []);
    assert.match(output, /no matching backups found/);
    assert.deepEqual([status, isThere], [1, false]);
  });

  test('0.3 takes that for success with -if-replica-exists', async () => {
    const { status, output, isThere } = await restored(path05, path03, ['-if-replica-exists']);
    assert.match(output, /no matching backups found/);
    assert.deepEqual([status, isThere], [0, false]);
  });

  test('0.5 restores what 0.3 wrote', async () => {
    const { status, output, isThere } = await restored(path03, path05, []);
    assert.deepEqual([status, isThere], [0, true], output);
  });

  for (const [path, line] of [
    [path03, '0.3'],
    [path05, '0.5'],
  ] as const) {
    test(`${line} refuses restore -v`, () => {
      const { status, stdout, stderr } = spawnSync(path, ['restore', '-v', 'file:///nowhere'], {
        encoding: 'utf8',
      });
      assert.match(`${stdout}${stderr}`, /flag provided but not defined: -v/);
      assert.notEqual(status, 0);
    });
  }
});

function isCopied(folder: string): boolean {
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((name) =>
      /\d\.(?:ltx|snapshot\.lz4)$/.test(name),
    )
  );
}
