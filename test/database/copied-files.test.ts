/** What becomes of a database whose file is copied or replaced without SQLite: the rules in src/rules/backup rest on it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { temporaryProject } from '../support/temporary.ts';

describe('the files of a database in WAL mode', () => {
  test('a copy of the file alone lacks what was committed last', () =>
    withCrashed(({ path, copy }) => {
      copyFileSync(path, copy);
      assert.deepEqual(rows(copy), 1000);
    }));

  test('without its -wal the rows are gone', () =>
    withCrashed(({ path }) => {
      rmSync(`${path}-wal`);
      rmSync(`${path}-shm`, { force: true });
      assert.deepEqual(rows(path), 1000);
    }));

  test('with its -wal they are there', () =>
    withCrashed(({ path }) => {
      assert.deepEqual(rows(path), 1400);
    }));

  test('another file beside the -wal of the first is corrupt', () =>
    withCrashed(({ path, copy }) => {
      copyFileSync(path, copy);
      const other = new DatabaseSync(copy);
      other.exec('DELETE FROM t WHERE x > 100; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
      other.close();
      copyFileSync(copy, path);
      assert.throws(() => rows(path), /malformed/);
    }));

  test('a database that is made anew takes nothing from an old -wal', () =>
    withCrashed(({ path }) => {
      rmSync(path);
      const db = new DatabaseSync(path);
      assert.deepEqual(db.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.tables, 0);
      assert.ok(!existsSync(`${path}-wal`));
      db.close();
    }));
});

function rows(path: string): unknown {
  const db = new DatabaseSync(path);
  try {
    return db.prepare('SELECT count(*) AS n FROM t').get()?.n;
  } finally {
    db.close();
  }
}

/** A database with 1000 rows in its file, and 400 more in the -wal that a killed process has left. */
function withCrashed(body: (files: { readonly path: string; readonly copy: string }) => void): void {
  const { root, remove } = temporaryProject({});
  try {
    const path = join(root, 'app.db');
    const insert = (from: number, to: number): string =>
      `for (let at = ${from}; at < ${to}; at++) db.prepare('INSERT INTO t VALUES (?, ?)').run(at, 'x'.repeat(100));`;
    for (const script of [
      `db.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (x UNIQUE, y)'); ${insert(0, 1000)} db.close();`,
      `${insert(1000, 1400)} process.kill(process.pid, 'SIGKILL');`,
    ])
      spawnSync(process.execPath, [
        '--no-warnings',
        '-e',
        `const db = new (require('node:sqlite').DatabaseSync)(process.argv[1]); ${script}`,
        path,
      ]);
    assert.ok(existsSync(`${path}-wal`));
    body({ path, copy: join(root, 'copy.db') });
  } finally {
    remove();
  }
}
