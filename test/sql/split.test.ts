import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readSqlDocument, SyntaxCache } from '../../src/sql/document.ts';
import { splitScript } from '../../src/sql/split.ts';

const pieces = (text: string): string[] =>
  splitScript(text).pieces.map(({ range }) => text.slice(range.start, range.end));

describe('a script is divided where SQLite would divide it', () => {
  const trigger =
    "CREATE TEMP TRIGGER a AFTER INSERT ON t BEGIN UPDATE t SET x = CASE WHEN new.y THEN ';' ELSE 2 END; SELECT 1; END;";
  const cases: Record<string, [string, string[]]> = {
    'plain statements': ['SELECT 1;\nSELECT 2', ['SELECT 1;', 'SELECT 2']],
    nothing: ['', []],
    'only comments and semicolons': ['-- a;\n/* b; */;;', []],
    'semicolons in quotes and comments': [
      `SELECT ';', ";", [;], \`;\` -- ;\n, 1 /* ; */;SELECT 2`,
      [`SELECT ';', ";", [;], \`;\` -- ;\n, 1 /* ; */;`, 'SELECT 2'],
    ],
    'the body of a trigger': [`${trigger} SELECT 3;`, [trigger, 'SELECT 3;']],
    'a trigger without its END': [
      'CREATE TRIGGER b AFTER INSERT ON t BEGIN SELECT 1;\nCREATE TABLE q (a);\nSELECT 2;',
      ['CREATE TRIGGER b AFTER INSERT ON t BEGIN SELECT 1;', 'CREATE TABLE q (a);', 'SELECT 2;'],
    ],
    'a trigger without its body': [
      'CREATE TRIGGER b AFTER INSERT ON t; SELECT 1;',
      ['CREATE TRIGGER b AFTER INSERT ON t;', 'SELECT 1;'],
    ],
    'breakpoints of Drizzle': [
      'SELECT 1--> statement-breakpoint\nSELECT 2;--> statement-breakpoint\nSELECT 3',
      ['SELECT 1', 'SELECT 2;', 'SELECT 3'],
    ],
    'commands of the shell': [
      '.mode box\nSELECT 1;\n  .read "x;y.sql"\nSELECT a\n.5;',
      ['SELECT 1;', 'SELECT a\n.5;'],
    ],
    'a byte order mark and Windows line ends': [
      '\uFEFFSELECT 1;\r\nSELECT 2;\r\n',
      ['SELECT 1;', 'SELECT 2;'],
    ],
    'letters beyond ASCII': ["SELECT 'é🙂' AS größe; SELECT 2", ["SELECT 'é🙂' AS größe;", 'SELECT 2']],
    'a function of Postgres': [
      'CREATE FUNCTION f() AS $$ a; b; $$ LANGUAGE x; SELECT 1',
      ['CREATE FUNCTION f() AS $$ a; b; $$ LANGUAGE x;', 'SELECT 1'],
    ],
  };
  for (const [name, [text, expected]] of Object.entries(cases))
    test(name, () => assert.deepEqual(pieces(text), expected));
});

describe('a broken statement leaves its neighbours alone', () => {
  const good = [
    "INSERT INTO a VALUES ('x;\ny');",
    'SELECT 1;',
    'CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;',
    'SELECT "c" FROM [d];',
    'SELECT 2;',
  ];
  for (const broken of [
    "SELECT 'open FROM t;",
    'SELECT "open FROM t;',
    'SELECT (1;',
    'SELEC 1;',
    'CREATE TRIGGER x AFTER INSERT ON a BEGIN SELECT 1;',
    'SELECT 1 WHERE `a;',
  ]) {
    for (let at = 0; at <= good.length; at++) {
      test(`${broken} at ${at}`, () => {
        const list = good.toSpliced(at, 0, broken);
        // A trigger's body ends at the first statement that can't stand in one.
        if (broken.startsWith('CREATE TRIGGER') && !/^CREATE/.test(list[at + 1] ?? 'CREATE')) return;
        const found = pieces(list.join('\n'));
        for (const statement of good)
          assert.ok(found.includes(statement), `${statement} is not among ${JSON.stringify(found)}`);
      });
    }
  }
});

test('sections know their direction and whether their tool opens a transaction', () => {
  const sections = (text: string) =>
    readSqlDocument(text, new SyntaxCache()).statements.map(
      ({ section }) => section && `${section.tool} ${section.direction} ${section.inTransaction}`,
    );
  assert.deepEqual(sections('-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;'), [
    'goose up true',
    'goose down true',
  ]);
  assert.deepEqual(sections('-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;'), ['goose up false']);
  assert.deepEqual(
    sections('SELECT 0;\n-- migrate:up transaction:false\nSELECT 1;\n-- migrate:down\nSELECT 2;'),
    [undefined, 'dbmate up false', 'dbmate down true'],
  );
  assert.deepEqual(sections('-- +migrate Up notransaction\nSELECT 1;'), ['sql-migrate up false']);
  assert.deepEqual(sections('-- migrate: a comment\nSELECT 1;'), [undefined]);
});

test('an edit parses one statement again', () => {
  const cache = new SyntaxCache();
  const text = Array.from({ length: 100 }, (_, n) => `SELECT ${n};`).join('\n');
  readSqlDocument(text, cache);
  assert.equal(cache.parsed, 100);
  readSqlDocument(`-- moved\n${text.replace('SELECT 50;', 'SELECT 5 + 0;')}`, cache);
  assert.equal(cache.parsed, 101);
});
