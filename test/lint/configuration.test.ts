import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { readConfiguration } from '../../src/lint/configuration.ts';
import { defaultSettings } from '../../src/lint/settings.ts';
import { lintProject, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

const ids = ['query/full-scan', 'json/unindexed-path'];
const read = (text: string) => readConfiguration(text, ids);

test('comments and trailing commas are allowed', () => {
  const { settings, problems } = read(`{
    // why
    "preset": "strict",
    "dialect": "sqlite",
    "migrations": "db/migrate",
    "ignore": ["old/**"],
    "rules": { "query/full-scan": "off", },
  }`);
  assert.deepEqual(problems, []);
  assert.equal(settings.preset, 'strict');
  assert.equal(settings.dialect, 'sqlite');
  assert.equal(settings.schema?.migrations, 'db/migrate');
  assert.deepEqual(settings.ignore, ['old/**']);
  assert.deepEqual(settings.rules, { 'query/full-scan': 'off' });
});

describe('what cannot be followed is reported at its place, with the way out', () => {
  const cases: Record<string, [string, string, RegExp]> = {
    'a misspelt setting': ['{ "preest": "all" }', '"preest"', /did you mean preset\?/],
    'a misspelt preset': ['{ "preset": "strickt" }', '"strickt"', /did you mean strict\?/],
    'a misspelt rule': ['{ "rules": { "query/fullscan": "off" } }', '"query/fullscan"', /query\/full-scan\?/],
    'a severity that is none': ['{ "rules": { "query/full-scan": 2 } }', '2', /one of error, warning/],
    'a version that is none': ['{ "sqliteVersion": "4.0" }', '"4.0"', /"3\.40" or/],
    'a Litestream that is not known': ['{ "litestreamVersion": "0.4" }', '"0.4"', /"0\.3", "0\.5" or/],
    'rows that are no number': ['{ "rows": { "book": "many" } }', '"many"', /whole number/],
    'a list that is none': ['{ "ignore": "x" }', '"x"', /list of patterns/],
    'a list in place of an object': ['[]', '[]', /is an object/],
    'a comma that is missing': ['{ "preset": "all" "ignore": [] }', '"ignore"', /not JSON/],
  };
  for (const [name, [text, place, message]] of Object.entries(cases)) {
    test(name, () => {
      const [problem] = read(text).problems;
      assert.ok(problem);
      assert.equal(text.slice(problem.range.start, problem.range.end), place);
      assert.match(problem.message, message);
    });
  }
});

test('what can be followed is, beside what cannot', () => {
  const { settings, problems } = read('{ "preset": "all", "dialect": "oracle" }');
  assert.equal(problems.length, 1);
  assert.equal(settings.preset, 'all');
});

test('an empty file changes nothing', () => {
  assert.deepEqual(read('').settings, defaultSettings);
});

test('the version of SQLite that production runs decides what is too new', async () => {
  const files = {
    'schema.sqlite.sql': 'CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL);\n',
    'queries/note.sqlite.sql': 'INSERT INTO note (body) VALUES (?) RETURNING id;\n',
  };
  const found = async (sqliteVersion: string): Promise<string[]> =>
    (await lintProject(engine, files, { sqliteVersion }))
      .map(({ rule }) => rule)
      .filter((rule) => rule.startsWith('portability/'));
  assert.equal(read('{ "sqliteVersion": "3.34" }').settings.sqliteVersion, '3.34');
  assert.deepEqual(await found('3.34'), ['portability/newer-than-target']);
  assert.deepEqual(await found('3.34.1'), ['portability/newer-than-target']);
  assert.deepEqual(await found('3.35'), []);
  assert.deepEqual(await found('3.35.0'), []);
});

test('a table that is said to have few rows gets no advice on indexes', async () => {
  const files = {
    'schema.sqlite.sql':
      'CREATE TABLE book (id INTEGER PRIMARY KEY, isbn TEXT NOT NULL);\nCREATE TABLE note (id INTEGER PRIMARY KEY, book_id INTEGER NOT NULL REFERENCES book (id), body TEXT);\n',
    'queries/book.sqlite.sql': 'SELECT id FROM book WHERE isbn = ?;\n',
  };
  const found = async (rows: string): Promise<string[]> => {
    const { settings, problems } = read(`{ "rows": ${rows} }`);
    assert.deepEqual(problems, []);
    return (await lintProject(engine, files, { rows: settings.rows })).map(({ rule }) => rule);
  };
  assert.deepEqual(await found('{}'), ['query/full-scan', 'schema/unindexed-foreign-key']);
  assert.deepEqual(await found('{ "Book": 250000 }'), ['query/full-scan', 'schema/unindexed-foreign-key']);
  assert.deepEqual(await found('{ "Book": 300, "NOTE": 20 }'), []);
});
