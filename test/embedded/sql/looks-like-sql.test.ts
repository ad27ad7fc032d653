import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWholeStatement, startsLikeStatement } from '../../../src/embedded/sql/looks-like-sql.ts';

const whole = [
  'SELECT * FROM t',
  'select id, name from users where id = ?',
  'SELECT id FROM ?',
  'SELECT COUNT(*)FROM t',
  'SELECT `group` FROM t',
  'SELECT a FROM (SELECT 1 AS a)',
  '-- active ones\nSELECT a FROM b',
  '/* all */ SELECT a FROM b',
  'WITH x AS (SELECT 1) SELECT * FROM x',
  'WITH RECURSIVE tree(id) AS (SELECT 1) DELETE FROM t WHERE id IN tree',
  'INSERT INTO t (a, b) VALUES (?, ?) ON CONFLICT DO NOTHING',
  'INSERT OR IGNORE INTO t SELECT * FROM other',
  'insert into t(a) values(1)',
  'REPLACE INTO t VALUES (1)',
  'UPDATE t SET a = 1',
  'UPDATE OR IGNORE t AS old SET (a, b) = (1, 2)',
  'DELETE FROM t',
  "delete from t where name = ''",
  'CREATE TABLE a (x)',
  'create table if not exists users (id integer primary key)',
  'CREATE TABLE b AS SELECT * FROM a',
  'CREATE UNIQUE INDEX i ON t (a)',
  'create index i on t (a)',
  'CREATE VIEW v AS SELECT 1',
  'CREATE VIRTUAL TABLE docs USING fts5(body)',
  'CREATE TRIGGER g AFTER INSERT ON a BEGIN SELECT 1; END',
  'ALTER TABLE t RENAME TO u',
  'alter table t add column c text',
  'DROP TABLE IF EXISTS t;',
  'PRAGMA foreign_keys = ON',
  'PRAGMA main.journal_mode',
  'EXPLAIN QUERY PLAN SELECT * FROM t',
  "VACUUM INTO 'copy.db'",
];

const none = [
  'Select a file from the list',
  'select a file from your computer',
  'SELECT must come before FROM in a query',
  'SELECT the rows FROM the table',
  'Update the settings',
  'update a set of things',
  'Delete from the list',
  'delete from cart',
  'Insert into the table',
  'Create a table',
  'CREATE TABLE',
  'Drop table here',
  'drop table here',
  'replace into the box',
  'with love as (always)',
  'pragma once',
  'pragma solidity ^0.8.0',
  'PRAGMA of_the_day',
  'select option',
  'select[name=from]',
  'select > option',
  'BEGIN',
  'commit',
  'SELECT 1',
  'SELECT * FROM t WHERE',
  'SELECT a, FROM',
  'INSERT INTO t (a) VALUES (',
  'SELECT * FROM %s',
  'SELECT * FROM {table}',
  'query { select from }',
  '<select> from </select>',
  'DELETE /api/items/1',
  'UPDATE t',
];

test('whole statements', () => {
  assert.deepEqual(
    whole.filter((sql) => !isWholeStatement(sql)),
    [],
  );
});

test('prose, selectors and parts of statements are no statements', () => {
  assert.deepEqual(none.filter(isWholeStatement), []);
});

test('every whole statement starts like one', () => {
  assert.deepEqual(
    whole.filter((sql) => !startsLikeStatement(sql, 'run')),
    [],
  );
});

test('what is handed to a method needs less', () => {
  const handed = [
    'SELECT 1',
    'BEGIN IMMEDIATE',
    'SELECT * FROM t WHERE',
    'INSERT INTO t VALUE (1)',
    'PRAGMA ?',
    'VACUUM;',
    'ROLLBACK TO sp',
  ];
  assert.deepEqual(
    handed.filter((sql) => !startsLikeStatement(sql, 'run')),
    [],
  );
});

test('small letters need a receiver that is called like a database', () => {
  for (const sql of ['commit', 'begin immediate', 'select 1', 'delete from disk', 'vacuum']) {
    assert.deepEqual(
      [startsLikeStatement(sql, 'git.run'), startsLikeStatement(sql, 'this.db.run')],
      [false, true],
      sql,
    );
  }
  for (const callee of [
    'conn.execute',
    'tx.Exec',
    'sqlx::query',
    'cursor.execute',
    's.getDB().Exec',
    '$pdo_db->exec',
  ]) {
    assert.ok(startsLikeStatement('begin', callee), callee);
  }
});

test('what starts like no statement is none, whatever it is handed to', () => {
  const others = [
    '',
    'journal_mode = WAL',
    'Select an option',
    'select option',
    'select[name=x]',
    'update-alternatives',
    'create user',
    'end of file',
    'WHERE a = 1',
  ];
  assert.deepEqual(
    others.filter((sql) => startsLikeStatement(sql, 'db.run')),
    [],
  );
});
