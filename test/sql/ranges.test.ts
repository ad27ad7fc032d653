import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StatementSyntax } from '../../src/sql/statement.ts';
import { locateSyntaxError } from '../../src/sql/syntax-error.ts';
import { type AstNode, walk } from '../../src/sql/tree.ts';
import { utf16OffsetOfByte } from '../../src/text/bytes.ts';

const statements = [
  'SELECT  a , /* x */ "b" AS c , t . * , count( * ) FROM  t0 AS u JOIN t1 ON u.x = t1.y LEFT JOIN ( SELECT 1 ) USING ( id ) , t2 WHERE a IN ( SELECT y FROM v ) AND d ->> \'$.x\' = ?1 GROUP BY a , b HAVING 1 ORDER BY a DESC , b COLLATE NOCASE LIMIT 1 OFFSET 2',
  'WITH c ( x , y ) AS ( VALUES ( 1 , 2 ) , ( 3 , 4 ) UNION ALL SELECT x + 1 , y FROM c ) INSERT INTO t ( a , b ) SELECT * FROM c WHERE 1 ON CONFLICT ( a ) DO UPDATE SET b = excluded . b , a = 1 WHERE 1 RETURNING a , *',
  "CREATE TABLE IF NOT EXISTS main . t ( id INTEGER PRIMARY KEY , -- the key\n a TEXT NOT NULL DEFAULT 'x' CHECK ( a <> '' ) , b REFERENCES p ( id ) ON DELETE CASCADE , UNIQUE ( a , b ) , FOREIGN KEY ( a , b ) REFERENCES q ( c , d ) ) STRICT",
  'UPDATE OR IGNORE t SET a = 1 , ( b , c ) = ( 2 , 3 ) FROM u WHERE t . id = u . id RETURNING *',
  'CREATE TRIGGER r AFTER UPDATE OF a , b ON t WHEN new . a > 1 BEGIN DELETE FROM u WHERE id = old . id ; INSERT INTO v VALUES ( 1 ) ; END',
  'CREATE UNIQUE INDEX i ON t ( lower ( a ) DESC , b COLLATE NOCASE ) WHERE c IS NOT NULL',
  "SELECT CASE WHEN a THEN 1 WHEN b THEN 2 ELSE 3 END , sum ( x ) FILTER ( WHERE y ) OVER ( PARTITION BY a ORDER BY b ) , CAST ( a AS TEXT ) , a BETWEEN 1 AND 2 , a NOT LIKE 'x' ESCAPE 'y' , EXISTS ( SELECT 1 ) FROM a UNION SELECT 1 , 2 , 3 , 4 , 5 , 6",
  'ALTER TABLE "a b" ADD COLUMN c INT REFERENCES d',
  'PRAGMA main . synchronous = -5',
  "ATTACH DATABASE 'x.db' AS aux",
];

for (const sql of statements) {
  test(`every node has its exact range: ${sql.slice(0, 40)}`, () => {
    const syntax = new StatementSyntax(sql);
    assert.ok(syntax.tree, syntax.failure?.message);
    const taken = new Map<AstNode, { start: number; end: number }[]>();
    walk(syntax.tree, (node, parent) => {
      const range = syntax.rangeOf(node);
      const text = sql.slice(range.start, range.end);
      const where = `${node.type} «${text}»`;
      // A join by comma starts with it.
      if (node.type !== 'CommaJoinOperator')
        assert.ok(text.length > 0 && !/^[\s)]|[\s,]$|^--|^\/\*/.test(text), where);
      if (parent) {
        const outer = syntax.rangeOf(parent);
        assert.ok(outer.start <= range.start && range.end <= outer.end, `${where} outside of ${parent.type}`);
        const siblings = taken.get(parent) ?? [];
        assert.ok(
          siblings.every((other) => other.end <= range.start || range.end <= other.start),
          `${where} overlaps a sibling`,
        );
        taken.set(parent, [...siblings, range]);
      }
      return undefined;
    });
  });
}

test('names stand where they are written', () => {
  const syntax = new StatementSyntax('SELECT 1 , t . "a b" , c FROM t');
  const names: string[] = [];
  assert.ok(syntax.tree);
  walk(syntax.tree, (node) => {
    if (node.type === 'ExprResultColumn') names.push(syntax.textOf(node));
    return undefined;
  });
  assert.deepEqual(names, ['1', 't . "a b"', 'c']);
});

test('errors stand at the token that SQLite names', () => {
  const place = (sql: string, message: string): string => {
    const { start, end } = locateSyntaxError(new StatementSyntax(sql), message).range;
    return `${start} ${sql.slice(start, end)}`;
  };
  assert.equal(place("SELECT 'é🙂', FROM t", 'near "FROM": syntax error'), '14 FROM');
  assert.equal(place('SELECT (1', 'incomplete input'), '9 ');
  assert.equal(place('SELECT a::text', 'unrecognized token: ":"'), '8 :');
  // The parser takes OVER for a name where SQLite reads on.
  assert.equal(
    place('SELECT percent_rank() ,OVER (PARTITION BY b) FROM t', 'near "BY": syntax error'),
    '39 BY',
  );
});

test('byte offsets become UTF-16 offsets', () => {
  const text = 'aé€🙂b';
  assert.deepEqual(
    [0, 1, 3, 6, 10, 11, 99].map((byte) => utf16OffsetOfByte(text, byte)),
    [0, 1, 2, 3, 5, 6, 6],
  );
});

test('what a template completes is told apart from what it only quotes', () => {
  const has = (sql: string): boolean => new StatementSyntax(sql).hasPlaceholder;
  for (const sql of [
    'SELECT {{ x }}',
    'SELECT %s',
    `SELECT $${'{a}'}`,
    'SELECT sqlc.arg(a)',
    "SELECT :'v'",
    'SELECT <%= a %>',
  ])
    assert.ok(has(sql), sql);
  for (const sql of [
    "SELECT '{{ x }}', '%s'",
    'SELECT a % s',
    'SELECT :a, $b, @c',
    'SELECT \'{"a":"b"}\'',
    'SELECT 1 -- %s',
  ])
    assert.ok(!has(sql), sql);
});
