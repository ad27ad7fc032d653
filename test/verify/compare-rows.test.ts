import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { compareRows, countRows, type Database } from '../../src/verify/compare-rows.ts';
import type { TableRows } from '../../src/verify/result.ts';

/** Compares a database made by `schema` with itself after `later`. */
function compare(schema: string, later: string): { tables: TableRows[]; notes: string[] } {
  const native = new DatabaseSync(':memory:');
  native.exec("ATTACH ':memory:' AS live");
  const inLive = (sql: string): string =>
    sql.replace(/\b(TABLE|INTO|UPDATE|FROM) (?=\w)/g, (word) => `${word}live.`);
  native.exec(schema + inLive(schema));
  native.exec(inLive(later));
  const notes: string[] = [];
  const db: Database = { all: (sql) => native.prepare(sql).all() };
  const tables = compareRows(db, notes);
  native.close();
  return { tables, notes };
}

const rows = (
  name: string,
  [backupRows, liveRows, missing, changed, extra]: readonly (number | null)[],
): object => ({ name, backupRows, liveRows, missing, changed, extra });

describe('rows of a backup and of the live database', () => {
  test('are told apart by the rowid', () => {
    const { tables, notes } = compare(
      "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (NULL), ('x');",
      "UPDATE t SET a = 9 WHERE a = 1; DELETE FROM t WHERE a = 2; INSERT INTO t VALUES ('new');",
    );
    assert.deepEqual(tables, [rows('t', [4, 4, 1, 1, 1])]);
    assert.deepEqual(notes, []);
  });

  test('are told apart by the primary key of a table without one', () => {
    const { tables } = compare(
      "CREATE TABLE t (k TEXT, n INT, v, PRIMARY KEY (k, n)) WITHOUT ROWID; INSERT INTO t VALUES ('a', 1, 1), ('a', 2, 1);",
      "UPDATE t SET v = 2 WHERE n = 2; INSERT INTO t VALUES ('b', 1, 1);",
    );
    assert.deepEqual(tables, [rows('t', [2, 3, 1, 1, 0])]);
  });

  test('differ where their collation says they are the same', () => {
    const { tables } = compare(
      "CREATE TABLE t (a TEXT COLLATE NOCASE); INSERT INTO t VALUES ('a');",
      "UPDATE t SET a = 'A';",
    );
    assert.deepEqual(tables, [rows('t', [1, 1, 0, 1, 0])]);
  });

  test('of a table with a column named rowid', () => {
    const { tables } = compare(
      'CREATE TABLE t (rowid TEXT); INSERT INTO t VALUES (1), (1);',
      'INSERT INTO t VALUES (1);',
    );
    assert.deepEqual(tables, [rows('t', [2, 3, 1, 0, 0])]);
  });

  test('are all changed where the columns are other ones, and that is said', () => {
    const { tables, notes } = compare(
      'CREATE TABLE t (a); INSERT INTO t VALUES (1);',
      'ALTER TABLE t ADD COLUMN b; INSERT INTO t VALUES (1, 2);',
    );
    assert.deepEqual(tables, [rows('t', [1, 2, 1, 1, 0])]);
    assert.match(notes[0] ?? '', /^t: its columns are not the same/);
  });

  test('of a table that only one of them has', () => {
    const { tables } = compare('', 'CREATE TABLE n (a); INSERT INTO n VALUES (1), (2);');
    assert.deepEqual(tables, [rows('n', [null, 2, 2, 0, 0])]);
  });

  test("leave Litestream's and SQLite's own tables out", () => {
    const native = new DatabaseSync(':memory:');
    native.exec(
      'CREATE TABLE _litestream_seq (a); CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT); CREATE VIRTUAL TABLE f USING fts5(x)',
    );
    const names = countRows({ all: (sql) => native.prepare(sql).all() }).map(({ name }) => name);
    assert.deepEqual(names, ['a', 'f_config', 'f_content', 'f_data', 'f_docsize', 'f_idx']);
    native.close();
  });
});
