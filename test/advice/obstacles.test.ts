import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Obstacle } from '../../src/advice/advice.ts';
import { adviseOn } from '../support/advice.ts';

const schema = `
CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL, born TEXT, code TEXT, rank INTEGER);
CREATE INDEX author_name ON author (name);
CREATE INDEX author_born ON author (born);
CREATE INDEX author_code ON author (code);
CREATE INDEX author_rank ON author (rank);
CREATE TABLE book (
  id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL, title TEXT COLLATE NOCASE, deleted INTEGER NOT NULL DEFAULT 0,
  isbn TEXT, data TEXT, lang AS (json_extract(data, '$.lang')), old_code TEXT
);
CREATE INDEX book_author ON book (author_id);
CREATE INDEX book_title ON book (title);
CREATE INDEX book_isbn ON book (isbn) WHERE deleted = 0;
CREATE INDEX book_year ON book (json_extract(data, '$.year'));
CREATE INDEX book_lang ON book (lang);
`;

interface Expected {
  readonly kind: Obstacle['kind'];
  readonly index?: string;
  readonly rewrite?: string;
  readonly indexes?: readonly string[];
}

const cases: readonly (readonly [query: string, expected: Expected | undefined])[] = [
  ["SELECT id FROM author WHERE name LIKE '%x'", { kind: 'leading-wildcard' }],
  ["SELECT id FROM author WHERE name LIKE '%' || ? || '%'", { kind: 'leading-wildcard' }],
  ["SELECT id FROM author WHERE name GLOB '*x'", { kind: 'leading-wildcard' }],
  ['SELECT id FROM author WHERE name LIKE ?', undefined],
  [
    "SELECT id FROM author WHERE name LIKE 'x%'",
    { kind: 'case-sensitive-index', index: 'author_name', indexes: ['name COLLATE NOCASE'] },
  ],
  ["SELECT id FROM book WHERE title LIKE 'x%'", undefined],
  ["SELECT id FROM book WHERE title LIKE ? || '%'", { kind: 'bound-pattern', index: 'book_title' }],
  [
    "SELECT id FROM author WHERE code LIKE '12-%'",
    {
      kind: 'case-sensitive-index',
      index: 'author_code',
      indexes: ['code COLLATE NOCASE'],
      rewrite: "SELECT id FROM author WHERE code GLOB '12-*'",
    },
  ],
  [
    'SELECT id FROM author WHERE lower(name) = ?',
    { kind: 'function-on-column', index: 'author_name', indexes: ['lower(name)'] },
  ],
  [
    'SELECT id FROM author WHERE rank + 0 = 7',
    {
      kind: 'function-on-column',
      index: 'author_rank',
      indexes: ['rank + 0'],
      rewrite: 'SELECT id FROM author WHERE rank = 7',
    },
  ],
  [
    "SELECT id FROM author WHERE coalesce(code, '') = 'a'",
    {
      kind: 'function-on-column',
      index: 'author_code',
      indexes: ["coalesce(code, '')"],
      rewrite: "SELECT id FROM author WHERE code = 'a'",
    },
  ],
  [
    "SELECT id FROM author WHERE coalesce(code, '') = ''",
    {
      kind: 'function-on-column',
      index: 'author_code',
      indexes: ["coalesce(code, '')"],
      rewrite: "SELECT id FROM author WHERE (code = '' OR code IS NULL)",
    },
  ],
  ['SELECT id FROM author WHERE +rank = 7', undefined],
  ['DELETE FROM author WHERE ? > rank + ?', { kind: 'function-on-column', index: 'author_rank' }],
  ['SELECT name FROM author WHERE length(code) = 7', undefined],
  ['SELECT id FROM author WHERE upper(name) = upper(code)', undefined],
  [
    "SELECT id FROM author WHERE strftime('%Y', born) = '1929'",
    {
      kind: 'date-function',
      index: 'author_born',
      rewrite: "SELECT id FROM author WHERE born >= '1929-01-01' AND born < '1930-01-01'",
    },
  ],
  [
    'SELECT id FROM author WHERE date(born) = :day',
    {
      kind: 'date-function',
      index: 'author_born',
      rewrite: "SELECT id FROM author WHERE born >= :day AND born < date(:day, '+1 day')",
    },
  ],
  [
    "SELECT id FROM author WHERE name = 'x' COLLATE NOCASE",
    { kind: 'collation', index: 'author_name', indexes: ['name COLLATE NOCASE'] },
  ],
  [
    'SELECT a.id FROM author a JOIN book b ON a.code = b.author_id WHERE b.id = ?',
    {
      kind: 'affinity',
      index: 'author_code',
      rewrite: 'SELECT a.id FROM author a JOIN book b ON a.code = CAST(b.author_id AS TEXT) WHERE b.id = ?',
    },
  ],
  [
    'SELECT a.id FROM author a JOIN book b ON b.author_id = a.id WHERE a.name = ? OR b.title = ?',
    { kind: 'or-across-tables', index: 'book_title' },
  ],
  [
    "SELECT DISTINCT a.id FROM author a JOIN book b ON b.author_id = a.id WHERE a.name = 'x' OR b.title = 'y'",
    {
      kind: 'or-across-tables',
      index: 'author_name',
      rewrite:
        "SELECT a.id FROM author a JOIN book b ON b.author_id = a.id WHERE a.name = 'x' UNION SELECT a.id FROM author a JOIN book b ON b.author_id = a.id WHERE b.title = 'y'",
    },
  ],
  ["SELECT id FROM author WHERE code = ? OR name LIKE '%x'", { kind: 'leading-wildcard' }],
  ['SELECT id FROM author WHERE code = ? OR length(name) = 7', { kind: 'or-branch', index: 'author_code' }],
  ['SELECT id FROM author WHERE code = ? OR name = ?', undefined],
  // With a value bound, LIKE is looked up as well.
  ['SELECT id FROM book WHERE author_id = ? OR title LIKE ?', undefined],
  ['SELECT id FROM book WHERE title LIKE ? AND lower(old_code) = ?', undefined],
  ['SELECT id FROM author WHERE code = ? OR name LIKE ?', { kind: 'or-branch', index: 'author_code' }],
  [
    'SELECT id FROM author WHERE (:code IS NULL OR code = :code)',
    { kind: 'optional-filter', index: 'author_code' },
  ],
  ['SELECT name FROM author WHERE (? OR code = ?)', { kind: 'optional-filter', index: 'author_code' }],
  ['SELECT name FROM author WHERE (1 = ? OR code = ?)', { kind: 'optional-filter', index: 'author_code' }],
  [
    'SELECT id FROM author WHERE code = ifnull(:code, code)',
    { kind: 'optional-filter', index: 'author_code' },
  ],
  [
    "SELECT id FROM author WHERE strftime('%Y-%m', born) = '2024-13'",
    { kind: 'date-function', index: 'author_born' },
  ],
  ['SELECT id FROM book WHERE isbn = ?', { kind: 'partial-index', index: 'book_isbn' }],
  ['SELECT id FROM book WHERE isbn = ? AND deleted = 0', undefined],
  ['SELECT id FROM book WHERE isbn = ? AND deleted = ?', undefined],
  [
    'SELECT id FROM book WHERE isbn = ? AND NOT deleted',
    {
      kind: 'partial-index',
      index: 'book_isbn',
      rewrite: 'SELECT id FROM book WHERE isbn = ? AND deleted = 0',
    },
  ],
  [
    "SELECT id FROM book WHERE data ->> '$.year' = ?",
    {
      kind: 'expression-spelling',
      index: 'book_year',
      rewrite: "SELECT id FROM book WHERE json_extract(data, '$.year') = ?",
    },
  ],
  [
    "SELECT b.id FROM book b WHERE b.data ->> 'year' = ?",
    {
      kind: 'expression-spelling',
      index: 'book_year',
      rewrite: "SELECT b.id FROM book b WHERE json_extract(b.data, '$.year') = ?",
    },
  ],
  [
    "SELECT id FROM book WHERE data ->> '$.lang' = ?",
    {
      kind: 'generated-column',
      index: 'book_lang',
      rewrite: 'SELECT id FROM book WHERE lang = ?',
    },
  ],
  ["SELECT id FROM book WHERE data -> '$.year' = ?", undefined],
  // Of the table that an outer join keeps whole, a condition of that join spares no row.
  ["SELECT b.id FROM author a LEFT JOIN book b ON b.author_id = a.id AND a.name LIKE '%x'", undefined],
  [
    "SELECT a.id, b.id FROM author a LEFT JOIN book b ON b.isbn LIKE '%x' WHERE a.name = ?",
    { kind: 'leading-wildcard' },
  ],
  ["SELECT a.id FROM author a RIGHT JOIN book b ON b.isbn LIKE '%x' AND a.name = b.isbn", undefined],
  ["SELECT a.id FROM author a FULL JOIN book b ON b.isbn LIKE '%x' AND a.name = b.isbn", undefined],
];

for (const [query, expected] of cases) {
  test(query, async () => {
    const obstacles = (await adviseOn(schema, query))?.obstacles ?? [];
    assert.deepEqual(
      obstacles.map(({ kind, index, rewrite, indexes }) => ({
        kind,
        ...(index !== undefined && { index }),
        ...(rewrite && { rewrite: rewrite.sql }),
        ...(indexes.length > 0 && { indexes: indexes.flatMap(({ terms }) => terms) }),
      })),
      expected ? [expected] : [],
    );
  });
}

test('no index is proposed for what is searched once values are bound', async () => {
  for (const query of [
    'SELECT id FROM book WHERE title LIKE ? AND old_code = ?',
    'SELECT id FROM book WHERE isbn = ? AND deleted = ?',
  ])
    assert.equal(await adviseOn(schema, query), undefined, query);
  const advice = await adviseOn(schema, 'SELECT data FROM book WHERE isbn LIKE ? AND old_code = ?');
  assert.deepEqual(
    advice?.indexes.flatMap(({ terms }) => terms),
    ['old_code'],
  );
});
