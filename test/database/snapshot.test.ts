import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import initSqlJs, { type SqlJsStatic } from 'sql.js';
import { readSnapshot, SnapshotError } from '../../src/database/snapshot.ts';
import type { DatabaseFiles } from '../../src/host/database-files.ts';
import { databaseFilesWithCopies, nodeDatabaseFiles } from '../../src/host/node/database-files.ts';
import { temporaryProject } from '../support/temporary.ts';

const { root, remove } = temporaryProject({});
after(remove);
const at = (name: string): string => join(root, name);

let sql: SqlJsStatic;
before(async () => {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'));
  sql = await initSqlJs({ wasmBinary: new Uint8Array(wasm).buffer });
});

/** The rows of a query on a snapshot, as the engine sees them. */
async function shown(path: string, query: string, files = nodeDatabaseFiles): Promise<unknown[][]> {
  const db = new sql.Database(await readSnapshot(path, files));
  try {
    return db.exec(query)[0]?.values ?? [];
  } finally {
    db.close();
  }
}

/** Copies a database with its log while it is open: what a crash would leave. */
function freeze(from: string, to: string): void {
  for (const suffix of ['', '-wal']) if (existsSync(from + suffix)) copyFileSync(from + suffix, to + suffix);
}

describe('a write-ahead log', () => {
  const open = (name: string): DatabaseSync => {
    const db = new DatabaseSync(at(name));
    db.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (a)');
    return db;
  };

  test('is read up to its last commit', async () => {
    const db = open('committed.db');
    db.exec("INSERT INTO t VALUES (1); INSERT INTO t VALUES ('two')");
    assert.deepEqual(await shown(at('committed.db'), 'SELECT a FROM t'), [[1], ['two']]);
    db.close();
  });

  test('is read without what is not committed, even when that was spilled to it', async () => {
    const db = open('open.db');
    db.exec('INSERT INTO t VALUES (1); PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN');
    const before = readFileSync(at('open.db-wal')).length;
    const insert = db.prepare('INSERT INTO t VALUES (?)');
    for (let i = 0; i < 5000; i++) insert.run('x'.repeat(200));
    assert.ok(readFileSync(at('open.db-wal')).length > before, 'pages were spilled');
    assert.deepEqual(await shown(at('open.db'), 'SELECT count(*) FROM t'), [[1]]);
    db.exec('COMMIT');
    assert.deepEqual(await shown(at('open.db'), 'SELECT count(*) FROM t'), [[5001]]);
    db.close();
  });

  test('ends where a checksum is broken, as SQLite reads it', async () => {
    const db = open('whole.db');
    for (let i = 0; i < 20; i++) db.exec(`INSERT INTO t VALUES (${i})`);
    freeze(at('whole.db'), at('broken.db'));
    db.close();
    const wal = readFileSync(at('broken.db-wal'));
    const frame = 24 + 4096;
    const position = 32 + 12 * frame + 24 + 100;
    wal[position] = (wal[position] as number) ^ 0xff;
    writeFileSync(at('broken.db-wal'), wal);
    const ours = await shown(at('broken.db'), 'SELECT count(*), max(a) FROM t');
    const native = new DatabaseSync(at('broken.db'));
    const theirs = native.prepare('SELECT count(*) AS n, max(a) AS m FROM t').get();
    native.close();
    assert.deepEqual(ours, [[theirs?.n, theirs?.m]]);
    assert.ok(Number(theirs?.n) > 0 && Number(theirs?.n) < 20);
  });

  test('that is cut off in the middle of a frame ends before it', async () => {
    const db = open('cut.db');
    for (let i = 0; i < 5; i++) db.exec(`INSERT INTO t VALUES (${i})`);
    freeze(at('cut.db'), at('short.db'));
    db.close();
    truncateSync(at('short.db-wal'), readFileSync(at('short.db-wal')).length - 1000);
    assert.deepEqual(await shown(at('short.db'), 'SELECT count(*) FROM t'), [[4]]);
  });

  test('of an earlier generation is not put over newer pages', async () => {
    const db = open('again.db');
    for (let i = 0; i < 20; i++) db.exec(`INSERT INTO t VALUES (${i})`);
    db.exec('PRAGMA wal_checkpoint(RESTART); DELETE FROM t WHERE a > 0');
    assert.deepEqual(await shown(at('again.db'), 'SELECT count(*) FROM t'), [[1]]);
    db.close();
  });

  test('that shrinks the database cuts its pages off', async () => {
    const db = open('vacuum.db');
    const insert = db.prepare('INSERT INTO t VALUES (?)');
    for (let i = 0; i < 500; i++) insert.run('x'.repeat(1000));
    db.exec('PRAGMA wal_checkpoint(TRUNCATE); DELETE FROM t; VACUUM');
    const bytes = await readSnapshot(at('vacuum.db'), nodeDatabaseFiles);
    assert.ok(bytes.length < 50_000, `${bytes.length} bytes`);
    assert.deepEqual(await shown(at('vacuum.db'), 'PRAGMA integrity_check'), [['ok']]);
    db.close();
  });

  for (const pageSize of [512, 65_536]) {
    test(`of pages of ${pageSize} bytes is read`, async () => {
      const name = `page-${pageSize}.db`;
      const db = new DatabaseSync(at(name));
      db.exec(`PRAGMA page_size = ${pageSize}; PRAGMA journal_mode = WAL; CREATE TABLE t (a)`);
      db.exec("INSERT INTO t VALUES ('x')");
      assert.deepEqual(await shown(at(name), 'SELECT a FROM t'), [['x']]);
      db.close();
    });
  }
});

describe('beside a process that writes and checkpoints at full speed', () => {
  let writer: ChildProcess;
  const path = at('busy.db');
  before(async () => {
    const db = new DatabaseSync(path);
    db.exec(`CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER, padding TEXT);
      CREATE TABLE entry (id INTEGER PRIMARY KEY, amount INTEGER);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
      INSERT INTO account SELECT i, 1000, hex(randomblob(400)) FROM n;`);
    db.close();
    writer = fork(fileURLToPath(new URL('../support/wal-writer.ts', import.meta.url)), [path]);
    await once(writer, 'message');
  });
  after(async () => {
    writer.kill('SIGKILL');
    await once(writer, 'exit');
  });

  const query = `SELECT (SELECT sum(balance) FROM account), (SELECT count(*) FROM entry),
    (SELECT integrity_check FROM pragma_integrity_check)`;
  const look = async (files: DatabaseFiles): Promise<number> => {
    const [[total, count, ok] = []] = await shown(path, query, files);
    assert.equal(total, 1_000_000, 'what one account loses another gains');
    assert.equal(ok, 'ok');
    return Number(count);
  };

  test('a hundred snapshots are each consistent, or refused', async (t) => {
    const counts: number[] = [];
    let refused = 0;
    for (let run = 0; run < 100; run++) {
      try {
        counts.push(await look(nodeDatabaseFiles));
      } catch (error) {
        if (!(error instanceof SnapshotError)) throw error;
        assert.match(error.message, /Try again/);
        refused++;
      }
    }
    t.diagnostic(`${counts.length} snapshots, ${refused} refused; entries ${counts[0]} to ${counts.at(-1)}`);
    assert.ok(counts.length >= 10, `${refused} of 100 were refused`);
    assert.ok(Number(counts.at(-1)) > Number(counts[0]), 'the writer went on');
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => a - b),
      'time does not run backwards',
    );
  });

  test('none is refused where SQLite can make a copy; nothing is left behind', async () => {
    const files = databaseFilesWithCopies(fileURLToPath(new URL('../../dist/copy.cjs', import.meta.url)));
    for (let run = 0; run < 10; run++) await look(files);
    assert.deepEqual(
      readdirSync(root)
        .filter((name) => name.startsWith('busy.db'))
        .sort(),
      ['busy.db', 'busy.db-shm', 'busy.db-wal'],
    );
  });
});

describe('a database in a rollback mode', () => {
  test('is read, and nothing of it changes', async () => {
    const db = new DatabaseSync(at('plain.db'));
    db.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)');
    db.close();
    const before = readFileSync(at('plain.db'));
    assert.deepEqual(await shown(at('plain.db'), 'SELECT a FROM t'), [[1]]);
    assert.deepEqual(readFileSync(at('plain.db')), before);
    assert.equal(existsSync(at('plain.db-wal')), false);
  });

  test('with a journal of a transaction under way is refused with the reason', async () => {
    const db = new DatabaseSync(at('hot.db'));
    db.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1); PRAGMA cache_size = 1; BEGIN');
    const insert = db.prepare('INSERT INTO t VALUES (?)');
    for (let i = 0; i < 5000; i++) insert.run('x'.repeat(200));
    await assert.rejects(readSnapshot(at('hot.db'), nodeDatabaseFiles), /transaction was under way/);
    db.exec('ROLLBACK');
    assert.deepEqual(await shown(at('hot.db'), 'SELECT count(*) FROM t'), [[1]]);
    db.close();
  });

  test('with a journal that PERSIST leaves behind is read', async () => {
    const db = new DatabaseSync(at('persist.db'));
    db.exec('PRAGMA journal_mode = PERSIST; CREATE TABLE t (a); INSERT INTO t VALUES (1)');
    assert.ok(existsSync(at('persist.db-journal')));
    assert.deepEqual(await shown(at('persist.db'), 'SELECT a FROM t'), [[1]]);
    db.close();
  });
});

describe('what is no database is refused with its name and the reason', () => {
  test('a missing file', async () => {
    await assert.rejects(readSnapshot(at('none.db'), nodeDatabaseFiles), /none\.db: no such file/);
  });
  test('another file', async () => {
    writeFileSync(at('text.db'), 'no database at all\n'.repeat(20));
    await assert.rejects(readSnapshot(at('text.db'), nodeDatabaseFiles), /text\.db: not a SQLite database/);
  });
  test('a file beyond the memory that is given to it', async () => {
    writeFileSync(at('large.db'), '');
    truncateSync(at('large.db'), 600 * 1024 * 1024);
    await assert.rejects(readSnapshot(at('large.db'), nodeDatabaseFiles), /600 MB is more than the 512 MB/);
  });
  test('but an empty file is an empty database', async () => {
    writeFileSync(at('empty.db'), '');
    assert.deepEqual(await shown(at('empty.db'), 'SELECT count(*) FROM sqlite_schema'), [[0]]);
  });
});
