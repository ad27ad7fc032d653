import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readConfiguration } from '../../src/lint/configuration.ts';
import { defaultSettings } from '../../src/lint/settings.ts';

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
