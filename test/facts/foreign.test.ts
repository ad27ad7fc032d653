import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import { foreignFunctions, foreignSyntax } from '../../src/facts/foreign/index.ts';
import type { Finding } from '../../src/lint/finding.ts';
import { rules } from '../../src/rules/index.ts';
import { readSqlDocument, SyntaxCache } from '../../src/sql/document.ts';
import { acceptedForeign } from '../../src/sql/foreign-functions.ts';
import { readForeign } from '../../src/sql/foreign-syntax.ts';
import { locateSyntaxError } from '../../src/sql/syntax-error.ts';
import { applyEdits } from '../../src/text/edit.ts';
import { foreignSnippets } from '../support/foreign-snippets.ts';
import { linterFor, startEngine } from '../support/lint.ts';
import { openDatabase } from '../support/proof.ts';

const engine = startEngine();
after(() => engine.dispose());

const file = 'queries/report.sqlite.sql';

const own = rules.filter(({ id }) => /^(?:portability|syntax|internal)\//.test(id));

async function lint(sql: string): Promise<Finding[]> {
  const linter = linterFor(engine, { [file]: sql }, { preset: 'all' }, own);
  await linter.update();
  return linter.checkAll();
}

/** The construct that a message names. */
const named = (message: string): string | undefined =>
  /^SQLite has no (?:function |schema )?(.+?)(?: and refuses|, so the|\. It makes|: the statement|, and looks)/.exec(
    message,
  )?.[1];

describe('constructs of other databases', () => {
  for (const [sql, ...expected] of foreignSnippets) {
    test(sql, async () => {
      const findings = await lint(sql);
      assert.deepEqual(
        findings.map(({ rule, message }) => `${rule.replace('portability/', '')}: ${named(message)}`),
        expected,
      );
      for (const { message } of findings) {
        const first = message.split(/[.:](?=\s)/, 1)[0] ?? '';
        assert.ok(first.length <= 90, `${first.length} characters: ${first}`);
      }
      const fixes = findings.flatMap((finding) => finding.fixes.slice(0, 1));
      if (fixes.length === 0) return;
      const fixed = applyEdits(
        sql,
        fixes.flatMap(({ edits }) => edits),
      );
      const left = await lint(fixed);
      assert.equal(left.length, findings.length - fixes.length, fixed);
      if (fixes.length === findings.length) run(fixed);
    });
  }
});

/** Runs what a fix has made in an empty database with some tables. */
function run(sql: string): void {
  const db = openDatabase();
  try {
    if (/^\s*(?:COMMIT|ROLLBACK|END)\b/i.test(sql)) db.run('BEGIN');
    else if (!/^\s*CREATE (?:TEMP )?TABLE/i.test(sql)) {
      db.run('CREATE TABLE t (a, b, c, d, data, title, tags)');
      db.run('CREATE TABLE report (id, data, title)');
      db.run('CREATE TABLE u (id INTEGER PRIMARY KEY, a, b)');
      db.run('INSERT INTO t (a, b) VALUES (\'{"x": 1}\', 2)');
      if (/^\s*DROP INDEX/i.test(sql)) db.run('CREATE INDEX i ON t (a)');
      if (/^\s*DROP TRIGGER/i.test(sql)) db.run('CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END');
    }
    db.exec(sql);
  } finally {
    db.close();
  }
}

describe('a fix is safe only where it means the same', () => {
  for (const [sql, isSafe] of [
    ['SELECT SUBSTRING(a FROM 2 FOR 3) FROM t', true],
    // MySQL gives nothing from 0 on, and nothing from before the start; SQLite counts from there.
    ['SELECT SUBSTRING(a FROM 0 FOR 2) FROM t', false],
    ['SELECT MID(a, b, 2) FROM t', false],
    ['SELECT a <=> b FROM t', true],
    // `2 IS TRUE` is true, `2 <=> TRUE` is false.
    ['SELECT a <=> TRUE FROM t', false],
    // What was JSON becomes text.
    ["UPDATE t SET data = jsonb_set(data, '{a,b}', '1')", false],
    ['CREATE TABLE t (a VARCHAR(10) CHARACTER SET utf8)', true],
    ['CREATE TABLE t (a VARCHAR(10) CHARACTER SET utf8 COLLATE utf8_general_ci)', false],
    ['CREATE TABLE t (a INTEGER) ENGINE=InnoDB DEFAULT CHARSET=utf8', true],
    ['CREATE TABLE t (a INTEGER) ENGINE=InnoDB DEFAULT CHARSET=utf8 COLLATE=utf8_general_ci', false],
    ['CREATE TABLE t (a INTEGER) ENGINE=InnoDB AUTO_INCREMENT=500', false],
  ] as const)
    test(sql, async () => {
      const [finding, ...others] = await lint(sql);
      assert.ok(finding);
      assert.deepEqual(others, []);
      assert.equal(
        finding.fixes.some(({ safe }) => safe),
        isSafe,
      );
    });
});

test('no build of SQLite has the functions', () => {
  const db = openDatabase();
  for (const name of foreignFunctions.flatMap(({ functions }) => functions)) {
    assert.throws(() => db.exec(`SELECT "${name}"()`), { message: `no such function: ${name}` }, name);
  }
  db.close();
});

test('each function is named once, each construct in few words', () => {
  const names = foreignFunctions.flatMap(({ functions }) => functions);
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
  for (const { name, meaning, instead, source } of [...foreignSyntax, ...foreignFunctions]) {
    assert.ok(/^https:\/\/(?:www\.postgresql\.org|dev\.mysql\.com)\/doc/.test(source), name);
    assert.ok(/^[^.]+$/.test(meaning) && meaning.length < 60, `${name}: ${meaning}`);
    assert.ok(/^[A-Z].*[.)]$/s.test(instead), `${name}: ${instead}`);
  }
});

/** Statements with what SQLite says of them. */
const corpus = new URL('../../../shared/corpus/', import.meta.url);

for (const name of ['sqlite-tests.jsonl', 'probes.jsonl']) {
  const path = new URL(name, corpus);
  test(`nothing that SQLite accepts is taken for another database’s: ${name}`, {
    skip: !existsSync(path),
  }, async () => {
    const rows = readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { sql: string; verdict: string })
      .filter(({ verdict }) => verdict === 'ok');
    const found: string[] = [];
    const cache = new SyntaxCache(10);
    for (let at = 0; at < rows.length; at += 500) {
      const statements = rows
        .slice(at, at + 500)
        .flatMap(({ sql }) => readSqlDocument(sql, cache).statements);
      const messages = await engine.judge(statements.map(({ text }) => text));
      for (const [index, { syntax }] of statements.entries()) {
        const message = messages[index];
        const uses =
          message === undefined
            ? Object.values(acceptedForeign(syntax)).flat()
            : readForeign(syntax, locateSyntaxError(syntax, message)).uses;
        if (uses.length > 0) found.push(`${uses[0]?.construct.name}: ${syntax.text}`);
      }
    }
    assert.deepEqual(found, []);
  });
}
