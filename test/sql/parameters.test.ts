import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readLiteral } from '../../src/sql/literal.ts';
import { readParameters } from '../../src/sql/parameters.ts';

describe('parameters are numbered as SQLite numbers them', () => {
  const cases: Record<string, string[]> = {
    'SELECT ?, ?': ['1 ?', '2 ?'],
    'SELECT ?3, ?': ['3 ?3', '4 ?'],
    'SELECT :a, @b, $c, :a': ['1 :a', '2 @b', '3 $c'],
    'SELECT ?2, :a, ?': ['2 ?2', '3 :a', '4 ?'],
    'SELECT \'?\', "?", [:a], `@b` -- ?\n /* :c */': [],
    'SELECT a$b, c': [],
    'SELECT :größe': ['1 :größe'],
  };
  for (const [sql, expected] of Object.entries(cases)) {
    test(sql, () =>
      assert.deepEqual(
        readParameters(sql).map(({ number, name }) => `${number} ${name}`),
        expected,
      ),
    );
  }
});

test('values are read as SQL writes them, and everything else is text', () => {
  const cases: Record<string, unknown> = {
    NULL: null,
    ' 42 ': 42,
    '-7': -7,
    '9007199254740993': { integer: '9007199254740993' },
    '1.5': { real: '1.5' },
    '1e3': { real: '1e3' },
    true: 1,
    "'42'": '42',
    "'it''s'": "it's",
    "x'00FF'": { blob: '00ff' },
    "x'0'": "x'0'",
    'alice@example.org': 'alice@example.org',
    '2024-01-01': '2024-01-01',
    '': '',
  };
  for (const [text, value] of Object.entries(cases)) assert.deepEqual(readLiteral(text), value, text);
});
