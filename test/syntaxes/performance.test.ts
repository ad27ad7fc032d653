import assert from 'node:assert/strict';
import { test } from 'node:test';
import { innermostScope, type Token, tokenize } from './tokenize.ts';

/** Far above what any of these takes: it only tells a slow machine from an expression that backtracks forever. */
const timeout = 180_000;

function count(tokens: readonly Token[], text: string, scope: string): number {
  return tokens.filter((token) => token.text === text && token.scopes.at(-1) === `${scope}.sqlite`).length;
}

test('2,000 nested calls', { timeout }, async () => {
  const depth = 2000;
  const tokens = await tokenize(`SELECT ${'REPLACE('.repeat(depth)}name${", 'a', 'b')".repeat(depth)} AS x;`);
  assert.equal(count(tokens, 'REPLACE', 'support.function.scalar'), depth);
  assert.equal(count(tokens, 'a', 'string.quoted.single'), depth);
  assert.equal(innermostScope(tokens, 'AS'), 'keyword.other.dml');
});

test('2,000 nested calls in a CHECK constraint', { timeout }, async () => {
  const depth = 2000;
  const nested = `${'replace('.repeat(depth)}a${", 'a', 'b')".repeat(depth)}`;
  const tokens = await tokenize(
    `CREATE TABLE t (a TEXT CHECK (${nested} <> ''), last_column INT) STRICT;\nSELECT 1;`,
  );
  assert.equal(count(tokens, 'replace', 'support.function.scalar'), depth);
  assert.equal(innermostScope(tokens, 'last_column'), 'variable.other.property.column');
  assert.equal(innermostScope(tokens, 'STRICT'), 'storage.modifier');
  assert.deepEqual(tokens.find((token) => token.text === 'SELECT')?.scopes, [
    'source.sqlite',
    'keyword.other.dml.sqlite',
  ]);
});

test('an INSERT of one megabyte on one line', { timeout }, async () => {
  const row = `(12345, 'it''s ${'a text '.repeat(25)}', NULL, 1.5e-3, x'00ff')`;
  const rows = Math.ceil(1_000_000 / row.length);
  const tokens = await tokenize(`INSERT INTO t VALUES ${Array(rows).fill(row).join(',')};\nSELECT 1;`);
  assert.equal(count(tokens, 'NULL', 'constant.language.null'), rows);
  assert.equal(count(tokens, '1.5e-3', 'constant.numeric.exponential'), rows);
  assert.equal(innermostScope(tokens, 'SELECT'), 'keyword.other.dml');
});

test('a string of one megabyte', { timeout }, async () => {
  const tokens = await tokenize(`INSERT INTO t VALUES ('${'x'.repeat(1_000_000)}', 7);`);
  assert.equal(innermostScope(tokens, '7'), 'constant.numeric.integer');
});

// Each repeats what an expression of the grammar accepts, then fails to end as the expression wants.
const almost: Record<string, string> = {
  'quotes that are never closed': `SELECT "${'""'.repeat(20_000)}`,
  'a column name that is never closed': `CREATE TABLE t ("${'""'.repeat(20_000)}a`,
  'blanks between the words of a phrase': `SELECT NOT${' '.repeat(20_000)}x`,
  'blanks behind CREATE TABLE': `CREATE TABLE IF${' '.repeat(20_000)}`,
  'words behind AS in a CAST': `SELECT CAST(x AS ${'word '.repeat(10_000)}`,
  'words of a join': `SELECT ${'LEFT '.repeat(5_000)}`,
  'names with periods': `SELECT ${'a.'.repeat(20_000)}`,
  'digits with separators': `SELECT ${'1_'.repeat(20_000)}x`,
  'a blob that is none': `SELECT x'${'0'.repeat(50_001)}g`,
  'minus signs': `SELECT ${'- '.repeat(20_000)}`,
  'rules of an ignore comment': `-- preflight-ignore ${'a/b, '.repeat(10_000)}!`,
  'quotes of a shell command': `.print ${'\\"'.repeat(10_000)}`,
  'parentheses that are never closed': `CREATE TABLE t (a CHECK ${'('.repeat(5_000)}`,
  'CASE without END': `SELECT ${'CASE WHEN '.repeat(5_000)}`,
  'a pragma without a name': `PRAGMA ${'a . '.repeat(10_000)}`,
};

for (const [name, text] of Object.entries(almost)) {
  test(`finishes on ${name}`, { timeout }, async () => {
    const tokens = await tokenize(text);
    assert.equal(
      tokens
        .map((token) => token.text)
        .join('')
        .trimEnd(),
      text.trimEnd(),
    );
  });
}
