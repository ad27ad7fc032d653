import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const url = new URL('../../syntaxes/sqlite.language-configuration.json', import.meta.url);
const configuration = JSON.parse(readFileSync(url, 'utf8'));

test('a word is an identifier or a number', () => {
  const word = new RegExp(configuration.wordPattern, 'g');
  const text = 'SELECT "größe", t.a$1, :id, 0x1F_F, 1.5e-3 FROM user_names';
  assert.deepEqual(text.match(word), [
    'SELECT',
    'größe',
    't',
    'a$1',
    'id',
    '0x1F_F',
    '1.5e-3',
    'FROM',
    'user_names',
  ]);
});

test('lines that open a block indent, lines that close one do not', () => {
  const { increaseIndentPattern, decreaseIndentPattern } = configuration.indentationRules;
  const increase = new RegExp(increaseIndentPattern.pattern, increaseIndentPattern.flags);
  const decrease = new RegExp(decreaseIndentPattern.pattern, decreaseIndentPattern.flags);
  for (const line of ['CREATE TABLE t (', 'begin', '  SELECT CASE', 'CREATE TABLE t ( -- people']) {
    assert.match(line, increase);
  }
  for (const line of ['BEGIN;', 'BEGIN IMMEDIATE;', 'SELECT count(*)', '-- an opening (', 'SELECT a_case']) {
    assert.doesNotMatch(line, increase);
  }
  for (const line of [');', '  END;', 'end']) assert.match(line, decrease);
  for (const line of ['endpoint TEXT,', 'SELECT (1)', 'CASE 1 END']) assert.doesNotMatch(line, decrease);
});

test('regions fold', () => {
  const { start, end } = configuration.folding.markers;
  assert.match('  -- #region tables', new RegExp(start));
  assert.match('--#endregion', new RegExp(end));
  assert.doesNotMatch('-- the #region', new RegExp(start));
});
