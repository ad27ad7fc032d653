/** An operator of Postgres that SQLite's grammar does not have. */
export interface PostgresOperator {
  /** As Postgres writes it. */
  readonly operator: string;
  /** What it does, as a noun phrase. */
  readonly meaning: string;
  /** The form that SQLite has for it. */
  readonly instead: string;
}

/** Longer operators before those that they start with. Each is tested against SQLite, which refuses it. */
export const postgresOperators: readonly PostgresOperator[] = [
  { operator: '::', meaning: 'a cast', instead: 'CAST(value AS type)' },
  {
    operator: '@>',
    meaning: 'containment in JSONB or arrays',
    instead: 'EXISTS (SELECT 1 FROM json_each(column, path) WHERE value = ?)',
  },
  {
    operator: '<@',
    meaning: 'containment in JSONB or arrays',
    instead: 'EXISTS (SELECT 1 FROM json_each(column, path) WHERE value = ?)',
  },
  { operator: '@?', meaning: 'a JSON path test', instead: "json_type(column, '$.path') IS NOT NULL" },
  {
    operator: '@@',
    meaning: 'a text search or JSON path match',
    instead: 'an FTS5 table with MATCH, or json_extract()',
  },
  { operator: '#>>', meaning: 'a value at a JSON path', instead: "column ->> '$.a.b'" },
  { operator: '#>', meaning: 'JSON at a path', instead: "column -> '$.a.b'" },
  { operator: '#-', meaning: 'the removal of a JSON path', instead: "json_remove(column, '$.a.b')" },
  {
    operator: '?|',
    meaning: 'a test for any of several JSON keys',
    instead: "EXISTS (SELECT 1 FROM json_each(column) WHERE key IN ('a', 'b'))",
  },
  {
    operator: '?&',
    meaning: 'a test for all of several JSON keys',
    instead: "json_type(column, '$.a') IS NOT NULL AND json_type(column, '$.b') IS NOT NULL",
  },
  { operator: '?', meaning: 'a test for a JSON key', instead: "json_type(column, '$.key') IS NOT NULL" },
  {
    operator: 'ILIKE',
    meaning: 'a LIKE without regard to case',
    instead: 'LIKE, which ignores the case of ASCII letters',
  },
  {
    operator: 'SIMILAR TO',
    meaning: 'a match of an SQL regular expression',
    instead: 'LIKE or GLOB, or REGEXP where the application defines it',
  },
  {
    operator: '!~*',
    meaning: 'a regular expression',
    instead: 'NOT REGEXP, where the application defines it',
  },
  {
    operator: '!~',
    meaning: 'a regular expression',
    instead: 'NOT REGEXP, where the application defines it',
  },
  { operator: '~*', meaning: 'a regular expression', instead: 'REGEXP, where the application defines it' },
  { operator: '~', meaning: 'a regular expression', instead: 'REGEXP or GLOB' },
];
