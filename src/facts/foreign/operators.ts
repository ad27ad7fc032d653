import type { ForeignSyntax } from './construct.ts';
import { postgresPage } from './make.ts';

const json = postgresPage('functions-json');
const matching = postgresPage('functions-matching');
const value = String.raw`(?:<name>|''|\d[\w.]*|\)|\]|"")`;

const operator = (
  name: string,
  meaning: string,
  instead: string,
  more: Pick<ForeignSyntax, 'source'> & Partial<ForeignSyntax>,
): ForeignSyntax => ({
  name,
  of: 'Postgres',
  rule: 'postgres-operator',
  meaning,
  instead: `Write ${instead}.`,
  pattern: name.replace(/[?|^*+.]/g, String.raw`\$&`),
  neutral: '=',
  ...more,
});

const containment = 'EXISTS (SELECT 1 FROM json_each(column, path) WHERE value = ?)';

/** Operators of Postgres that SQLite's grammar does not have. Longer ones stand before those that they start with. */
export const foreignOperators: readonly ForeignSyntax[] = [
  operator('::', 'a cast', 'CAST(value AS type)', {
    source: `${postgresPage('sql-expressions')}#SQL-SYNTAX-TYPE-CASTS`,
    pattern: String.raw`:: (?:DOUBLE PRECISION|CHARACTER VARYING|BIT VARYING|(?:TIMESTAMP|TIME)(?: \( \d+ \))? WITH(?:OUT)? TIME ZONE|<table>)(?: \( \d+(?: , \d+)? \))?(?: \[0?\])*`,
    neutral: '',
  }),
  operator('@>', 'containment in JSONB or arrays', containment, { source: json }),
  operator('<@', 'containment in JSONB or arrays', containment, { source: json }),
  operator('@?', 'a JSON path test', "json_type(column, '$.path') IS NOT NULL", { source: json }),
  operator('@@', 'a text search or JSON path match', 'an FTS5 table with MATCH, or json_extract()', {
    source: postgresPage('functions-textsearch'),
  }),
  operator('#>>', 'a value at a JSON path', "column ->> '$.a.b'", { source: json }),
  operator('#>', 'JSON at a path', "column -> '$.a.b'", { source: json }),
  operator('#-', 'the removal of a JSON path', "json_remove(column, '$.a.b')", { source: json }),
  operator(
    '?|',
    'a test for any of several JSON keys',
    "EXISTS (SELECT 1 FROM json_each(column) WHERE key IN ('a', 'b'))",
    { source: json },
  ),
  operator(
    '?&',
    'a test for all of several JSON keys',
    "json_type(column, '$.a') IS NOT NULL AND json_type(column, '$.b') IS NOT NULL",
    { source: json },
  ),
  operator('?', 'a test for a JSON key', "json_type(column, '$.key') IS NOT NULL", {
    source: json,
    // One character says little by itself: it counts only between a value and another one.
    pattern: String.raw`(?<=${value} )\?(?= (?:''|\$\d+|:\w+))`,
  }),
  operator('ILIKE', 'a LIKE without regard to case', 'LIKE, which ignores the case of ASCII letters', {
    source: matching,
    neutral: 'LIKE',
    rewrites: [{ to: 'LIKE', title: 'Change to LIKE (ignores the case of ASCII letters only)' }],
  }),
  operator(
    'SIMILAR TO',
    'a match of an SQL regular expression',
    'LIKE or GLOB, or REGEXP where the application defines it',
    { source: matching, neutral: 'LIKE' },
  ),
  operator('!~~*', 'NOT ILIKE', 'NOT LIKE, which ignores the case of ASCII letters', { source: matching }),
  operator('!~~', 'NOT LIKE with regard to case', 'NOT GLOB, with * and ? in the pattern', {
    source: matching,
  }),
  operator('~~*', 'ILIKE', 'LIKE, which ignores the case of ASCII letters', { source: matching }),
  operator('~~', 'LIKE with regard to case', 'GLOB, with * and ? in the pattern', { source: matching }),
  operator('!~*', 'a regular expression', 'NOT REGEXP, where the application defines it', {
    source: matching,
  }),
  operator('!~', 'a regular expression', 'NOT REGEXP, where the application defines it', {
    source: matching,
  }),
  operator('~*', 'a regular expression', 'REGEXP, where the application defines it', { source: matching }),
  operator('~', 'a regular expression', 'REGEXP or GLOB', {
    source: matching,
    pattern: String.raw`(?<=${value} )~(?= (?:''|\?|\$\d+|:\w+|@\w+))`,
  }),
  operator('-|-', 'a test whether ranges are adjacent', 'a comparison of the ranges’ ends', {
    source: postgresPage('functions-range'),
  }),
  operator('<->', 'a distance', 'a function of an extension for vectors, or R*Tree for shapes', {
    source: postgresPage('functions-geometry'),
  }),
  operator(
    '&&',
    'a test whether arrays or ranges overlap',
    'EXISTS with json_each(), or a comparison of the ends',
    {
      source: postgresPage('functions-array'),
      // With a condition on either side it is MySQL's AND.
      pattern: String.raw`&&(?= ARRAY\b)`,
    },
  ),
];
