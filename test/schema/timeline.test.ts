import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { TableState, Timeline } from '../../src/schema/timeline.ts';
import { linterFor, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

async function timelineOf(migrations: Readonly<Record<string, string>>): Promise<Timeline> {
  const files = Object.entries(migrations).map(([name, text]) => [`sqlite/migrations/${name}`, text]);
  const linter = linterFor(engine, Object.fromEntries(files));
  await linter.update();
  const timeline = linter.project.databases[0]?.timeline;
  assert.ok(timeline, 'the project has a timeline');
  return timeline;
}

function table(timeline: Timeline, name: string): TableState {
  const state = timeline.tables.get(name);
  assert.ok(state, `the table ${name} survives`);
  return state;
}

const fileOf = (place: { file: string } | undefined): string | undefined => place?.file.split('/').at(-1);

test('a table is as its last definition made it', async () => {
  const timeline = await timelineOf({
    '001.sql': 'CREATE TABLE t (old);',
    '002.sql': 'DROP TABLE t; CREATE TABLE t (new);',
  });
  const t = table(timeline, 't');
  assert.equal(fileOf(t.created), '002.sql');
  assert.deepEqual(
    t.table.columns.map(({ name }) => name),
    ['new'],
  );
});

test('a renamed table keeps its history, and an added column has its own', async () => {
  const timeline = await timelineOf({
    '001.sql': 'CREATE TABLE "Old" (a);',
    '002.sql': 'ALTER TABLE "Old" RENAME TO new;',
    '003.sql': 'ALTER TABLE new ADD COLUMN b; CREATE INDEX new_b ON new (b);',
  });
  const state = table(timeline, 'new');
  assert.equal(timeline.tables.has('old'), false);
  assert.equal(fileOf(state.created), '001.sql');
  assert.equal(fileOf(state.columns.get('a')), '001.sql');
  assert.equal(fileOf(state.columns.get('b')), '003.sql');
  assert.equal(fileOf(state.indexes.get('new_b')), '003.sql');
});

test('the recommended rebuild leaves the table with the definition of its copy', async () => {
  const timeline = await timelineOf({
    '001.sql': 'CREATE TABLE t (a);',
    '002.sql':
      'CREATE TABLE new_t (a NOT NULL); INSERT INTO new_t SELECT a FROM t; DROP TABLE t; ALTER TABLE new_t RENAME TO t;',
  });
  assert.deepEqual([...timeline.tables.keys()], ['t']);
  assert.equal(fileOf(table(timeline, 't').created), '002.sql');
});

test('a step that fails makes what it touched uncertain, and nothing else', async () => {
  const timeline = await timelineOf({
    '001.sql': 'CREATE TABLE sure (a); CREATE TABLE doubtful (a);',
    '002.sql': 'ALTER TABLE doubtful RENAME COLUMN gone TO there;',
  });
  assert.equal(timeline.failures.length, 1);
  assert.match(timeline.failures[0]?.error ?? '', /no such column/);
  assert.match(table(timeline, 'doubtful').uncertain ?? '', /no such column/);
  assert.equal(table(timeline, 'sure').uncertain, undefined);
});

test('dropping what is not there casts no doubt', async () => {
  const timeline = await timelineOf({ '001.sql': 'DROP INDEX nothing; CREATE TABLE t (a);' });
  assert.equal(table(timeline, 't').uncertain, undefined);
});

test('the schema before a dropped table is what the statements before it made', async () => {
  const dropping = 'sqlite/migrations/002.sql';
  const linter = linterFor(engine, {
    'sqlite/migrations/001.sql': 'CREATE TABLE a (x); CREATE TABLE b (x);',
    [dropping]: 'CREATE TABLE c (x); DROP TABLE a;',
  });
  await linter.update();
  const timeline = linter.project.databases[0]?.timeline;
  const [made, dropped] = linter.project.sqlFiles.get(dropping)?.source.document.statements ?? [];
  assert.ok(timeline && made && dropped);
  assert.deepEqual([...(timeline.before(dropping, dropped)?.keys() ?? [])], ['a', 'b', 'c']);
  assert.equal(timeline.before(dropping, made), undefined, 'kept only where a rule asks for it');
  assert.deepEqual([...timeline.tables.keys()], ['b', 'c']);
  assert.deepEqual(timeline.changes(dropping), ['+c', '-a']);
});

test('a renaming without its references that fails leaves later ones as they are', async () => {
  const timeline = await timelineOf({
    '001.sql': 'CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a REFERENCES a (id));',
    '002.sql':
      'PRAGMA legacy_alter_table = ON; ALTER TABLE gone RENAME TO x; PRAGMA legacy_alter_table = OFF;',
    '003.sql': 'ALTER TABLE a RENAME TO c;',
  });
  assert.deepEqual(
    table(timeline, 'b').table.foreignKeys.map(({ parent }) => parent),
    ['c'],
  );
});
