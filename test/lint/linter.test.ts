import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { rules } from '../../src/rules/index.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { linterFor, startEngine } from '../support/lint.ts';

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
    checkStatement() {
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
