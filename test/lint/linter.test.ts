import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { rules } from '../../src/rules/index.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { linterFor, lintProject, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

test('a change parses one statement and asks the engine about one', async () => {
  const queries = Array.from({ length: 100 }, (_, n) => `SELECT a FROM t WHERE b = ${n};`);
  const text = (last: string): string => `${[...queries, last].join('\n')}\n`;
  const path = 'sqlite/queries.sql';
  const linter = linterFor(engine, {
    'sqlite/migrations/1.sql': 'CREATE TABLE t (a, b);',
    [path]: text('SELECT b FROM t;'),
  });
  await linter.update();
  linter.check(path);
  const before = linter.counters;
  linter.setFile(path, text('SELECT b FROM t WHERE a = 1;'));
  await linter.update();
  linter.check(path);
  assert.deepEqual(
    { parsed: linter.counters.parsed - before.parsed, asked: linter.counters.asked - before.asked },
    // One question about its grammar, one about its plan.
    { parsed: 1, asked: 2 },
  );
});

test('a rule that throws becomes a finding, and the others report', async () => {
  const broken: Rule = {
    ...(rules.find(({ id }) => id === 'pragma/synchronous-off') as Rule),
    id: 'test/broken',
    checkPragma() {
      throw new Error('made to fail');
    },
  };
  const linter = linterFor(engine, { 'a.sqlite.sql': 'PRAGMA synchronous = OFF;' }, {}, [...rules, broken]);
  await linter.update();
  const findings = linter.checkAll();
  assert.deepEqual(findings.map(({ rule }) => rule).sort(), [
    'internal/rule-error',
    'pragma/synchronous-off',
  ]);
  const failure = findings.find(({ rule }) => rule === 'internal/rule-error');
  assert.match(failure?.message ?? '', /test\/broken failed: made to fail/);
});

test('a file is pending until the engine was asked about its present text', async () => {
  const path = 'a.sqlite.sql';
  const linter = linterFor(engine, { [path]: 'CREATE TABLE t (a); SELECT a FROM t;' });
  assert.equal(linter.isPending(path), true);
  await linter.update();
  assert.equal(linter.isPending(path), false);
  linter.setFile(path, 'CREATE TABLE t (a); SELECT a FROM t WHERE a = 1;');
  assert.equal(linter.isPending(path), true);
});

test('a file that is removed takes its findings and its part of the schema along', async () => {
  const linter = linterFor(engine, {
    'sqlite/migrations/1.sql': 'CREATE TABLE p (id INTEGER PRIMARY KEY);',
    'sqlite/migrations/2.sql': 'CREATE TABLE c (id INTEGER PRIMARY KEY, p_id INTEGER REFERENCES p (id));',
  });
  await linter.update();
  assert.deepEqual(
    linter.checkAll().map(({ rule }) => rule),
    ['schema/unindexed-foreign-key'],
  );
  linter.removeFile('sqlite/migrations/2.sql');
  await linter.update();
  assert.deepEqual(linter.checkAll(), []);
  assert.deepEqual([...(linter.project.databases[0]?.timeline?.tables.keys() ?? [])], ['p']);
});

test('a migration of another dialect stays one while it is edited', async () => {
  const folder = 'db/migrations';
  const edited = `${folder}/002_loan.sql`;
  const linter = linterFor(engine, {
    'package.json': JSON.stringify({ dependencies: { 'better-sqlite3': '1' } }),
    [`${folder}/001_book.sql`]:
      'CREATE TABLE book (id INT);\nALTER TABLE book ALTER COLUMN id TYPE bigint;\nALTER TABLE book ADD CONSTRAINT one UNIQUE (id);\n',
    [edited]: 'CREATE TABLE loan (id INT);\n',
  });
  await linter.update();
  assert.equal(linter.project.sqlFiles.get(edited)?.verdict.dialect, 'postgresql');
  linter.setFile(edited, `${linter.file(edited)?.text}ALTER TABLE loan ALTER COLUMN id TYPE bigint;\n`);
  await linter.update([edited]);
  assert.equal(linter.project.sqlFiles.get(edited)?.verdict.dialect, 'postgresql');
  assert.deepEqual(linter.check(edited), []);
});

test('a file that another dialect had for itself is SQLite’s again when it is rewritten', async () => {
  const foreign = ['bigint', 'numeric', 'text']
    .map((type) => `ALTER TABLE book ALTER COLUMN id TYPE ${type};\n`)
    .join('');
  const linter = linterFor(engine, {
    'package.json': JSON.stringify({ dependencies: { 'better-sqlite3': '1' } }),
    'sql/one.sql': foreign,
    'sql/two.sql': foreign,
  });
  await linter.update();
  assert.equal(linter.project.sqlFiles.get('sql/one.sql')?.verdict.dialect, 'postgresql');
  linter.setFile('sql/one.sql', 'SELECT 1;\n');
  await linter.update(['sql/one.sql']);
  assert.equal(linter.project.sqlFiles.get('sql/one.sql')?.verdict.dialect, 'sqlite');
  assert.equal(linter.project.sqlFiles.get('sql/two.sql')?.verdict.dialect, 'postgresql');
});

test('a keystroke in a project of 500 migrations recomputes one document', async () => {
  const files: Record<string, string> = { 'package.json': '{"dependencies":{"better-sqlite3":"12.0.0"}}' };
  const nameOf = (number: number): string => `migrations/${String(number).padStart(4, '0')}_change.sql`;
  for (let number = 1; number <= 500; number++) {
    const table = `t${Math.floor((number - 1) / 5)}`;
    files[nameOf(number)] =
      number % 5 === 1
        ? `CREATE TABLE ${table} (id INTEGER PRIMARY KEY, a TEXT);`
        : `ALTER TABLE ${table} ADD COLUMN c${number} TEXT;`;
  }
  for (let table = 0; table < 100; table++)
    files[`queries/q${table}.sql`] = `SELECT id FROM t${table} WHERE a = ?;`;
  const linter = linterFor(engine, files);
  await linter.update();
  assert.equal(linter.checkAll().length, 100);

  /** What an edit costs, until everything about the document is known again. */
  const edit = async (path: string, text: string): Promise<typeof linter.counters> => {
    const before = linter.counters;
    linter.setFile(path, text);
    await linter.update([path]);
    linter.check(path);
    const after = linter.counters;
    return {
      parsed: after.parsed - before.parsed,
      scripts: after.scripts - before.scripts,
      asked: after.asked - before.asked,
      replayed: after.replayed - before.replayed,
    };
  };
  assert.deepEqual(await edit('queries/q7.sql', 'SELECT id FROM t7 WHERE a = ? AND id > 1;'), {
    parsed: 1,
    scripts: 0,
    // Once for its syntax and once for its plan.
    asked: 2,
    replayed: 0,
  });
  const { replayed, ...rest } = await edit(nameOf(500), 'ALTER TABLE t99 ADD COLUMN other TEXT;');
  assert.deepEqual(rest, { parsed: 1, scripts: 0, asked: 1 });
  assert.ok(replayed <= 16, `${replayed} steps were replayed`);
  assert.deepEqual(await edit(nameOf(1), `-- a comment\n${files[nameOf(1)]}`), {
    parsed: 0,
    scripts: 0,
    asked: 0,
    replayed: 0,
  });
});

test('the beginning of a statement that a program goes on with is no error', async () => {
  const begun = 'SELECT DISTINCT name FROM field WHERE note_id IN';
  const files = (program: string): Record<string, string> => ({
    'schema.sqlite.sql': 'CREATE TABLE field (id INTEGER PRIMARY KEY, note_id INTEGER, name TEXT);\n',
    'src/field_names.sqlite.sql': begun,
    'src/names.rs': program,
  });
  const found = async (program: string): Promise<string[]> =>
    (await lintProject(engine, files(program))).map(({ rule }) => rule);
  assert.deepEqual(await found('let sql = include_str!("field_names.sqlite.sql").to_string();\n'), []);
  assert.deepEqual(await found('let sql = include_str!("other.sqlite.sql").to_string();\n'), [
    'syntax/error',
  ]);
});
