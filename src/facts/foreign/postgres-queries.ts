import type { ForeignSyntax } from './construct.ts';
import { both, clauses, postgresPage } from './make.ts';

const query = clauses('postgres-query-clause', 'Postgres', postgresPage('sql-select'));

/** Clauses of Postgres in queries and changes of rows. */
export const postgresQueries: readonly ForeignSyntax[] = [
  query(
    'DISTINCT ON',
    'DISTINCT ON <list>',
    'the first row of each group',
    'Number the rows with row_number() OVER (PARTITION BY … ORDER BY …) in a subquery, and keep those with number 1.',
    { neutral: 'DISTINCT' },
  ),
  query(
    'LATERAL',
    String.raw`LATERAL(?= (?:\( (?:SELECT|VALUES|WITH)\b|<name> \())`,
    'a subquery that sees the tables before it',
    'Use a correlated subquery in the list of columns, or a table-valued function such as json_each(t.column), which sees them anyway.',
  ),
  query(
    'FETCH FIRST',
    String.raw`FETCH (?:FIRST|NEXT) (\d+|\?\d*|[:$@]\w+|\( (?:\d+|\?\d*|[:$@]\w+) \)) ROWS? ONLY`,
    'a limit on the rows',
    'Write LIMIT n.',
    { neutral: 'LIMIT 1', rewrites: [{ to: 'LIMIT $1', exact: true }] },
  ),
  query('FETCH FIRST ROW ONLY', 'FETCH (?:FIRST|NEXT) ROWS? ONLY', 'a limit of one row', 'Write LIMIT 1.', {
    neutral: 'LIMIT 1',
    rewrites: [{ to: 'LIMIT 1', exact: true }],
  }),
  query(
    'FETCH FIRST … WITH TIES',
    'FETCH (?:FIRST|NEXT) .*?WITH TIES',
    'a limit that keeps ties',
    'Compare rank() OVER (ORDER BY …) with the limit in a subquery.',
    { neutral: 'LIMIT 1' },
  ),
  query(
    'OFFSET … ROWS',
    String.raw`OFFSET (\S+) ROWS?(?: FETCH (?:FIRST|NEXT) (\S+) ROWS? ONLY)?`,
    'a page of the result',
    'Write LIMIT n OFFSET m.',
    {
      neutral: 'LIMIT 1',
      rewrites: [{ to: 'LIMIT $2 OFFSET $1', exact: true }],
    },
  ),
  query(
    'LIMIT ALL',
    'LIMIT ALL',
    'the absence of a limit',
    'Leave it out, or write LIMIT -1 in front of an OFFSET.',
    {
      neutral: 'LIMIT 1',
      rewrites: [{ to: 'LIMIT -1', exact: true }],
    },
  ),
  query(
    'OFFSET without LIMIT',
    String.raw`OFFSET (\d+|\?\d*|[:$@]\w+)(?= ;| \)|$)`,
    'a start without an end',
    'Write LIMIT -1 OFFSET n.',
    {
      neutral: 'LIMIT 1',
      rewrites: [{ to: 'LIMIT -1 OFFSET $1', exact: true }],
    },
  ),
  query(
    'OFFSET before LIMIT',
    String.raw`OFFSET (\d+|\?\d*|[:$@]\w+) LIMIT (\d+|\?\d*|[:$@]\w+)`,
    'a page of the result',
    'Write LIMIT before OFFSET.',
    {
      neutral: 'LIMIT 1',
      // Unnamed parameters are bound by their order.
      rewrites: [{ to: 'LIMIT $2 OFFSET $1' }],
    },
  ),
  query(
    'DELETE … USING',
    '(?<=^DELETE FROM <table>(?: (?:AS )?<name>)? )USING(?= <table>)',
    'a join of a DELETE',
    'Use WHERE … IN (SELECT …) or WHERE EXISTS (SELECT 1 …).',
    // An UPDATE reads what stands behind a DELETE's USING.
    { neutral: 'WHERE', source: postgresPage('sql-delete') },
  ),
  query(
    'alias without AS',
    '(?<=^(?:UPDATE|DELETE FROM) <table> )(?!SET |WHERE |AS )(<name>)(?= (?:SET|WHERE) )',
    'another name for the table',
    'Write AS in front of the alias of an UPDATE or DELETE.',
    { ...both, source: postgresPage('sql-update'), rewrites: [{ to: 'AS $1', exact: true }] },
  ),
  query(
    'change of rows within WITH',
    String.raw`(?<= AS (?:(?:NOT )?MATERIALIZED )?\( )(?:INSERT INTO|UPDATE|DELETE FROM)(?= )`,
    'a statement whose rows are read',
    'Run it by itself, and hand its RETURNING rows on in the application.',
    { neutral: undefined, source: postgresPage('queries-with') },
  ),
  query(
    'VALUES … AS t(a, b)',
    String.raw`(?:(?<=\) AS (?!SELECT |WITH |VALUES )<name> )|(?<=FROM \( VALUES .*\) <name> ))<list>`,
    'a list of columns behind an alias',
    'Use WITH t(a, b) AS (VALUES …), or the names column1, column2, … of VALUES.',
  ),
  query(
    'TABLESAMPLE',
    'TABLESAMPLE <name> <list>',
    'a random part of a table',
    'Use WHERE random() % 100 = 0, or ORDER BY random() LIMIT n.',
  ),
  query(
    'WITH ORDINALITY',
    'WITH ORDINALITY',
    'a number for each element',
    'Use the column key of json_each().',
  ),
  query(
    'GROUPING SETS',
    String.raw`GROUPING SETS \(`,
    'several groupings at once',
    'Combine several GROUP BY queries with UNION ALL.',
    { neutral: '(' },
  ),
  query(
    'SELECT … INTO',
    '(?<=^SELECT .*)INTO(?: TEMP(?:ORARY)?| UNLOGGED)?(?: TABLE)? <table>(?= FROM| WHERE| ;|$)',
    'a new table of the result',
    'Use CREATE TABLE … AS SELECT ….',
    { source: postgresPage('sql-selectinto') },
  ),
  query(
    'ON CONFLICT ON CONSTRAINT',
    'ON CONFLICT ON CONSTRAINT <name>',
    'a conflict by its constraint’s name',
    'Name the columns of the constraint: ON CONFLICT (a, b).',
    { neutral: 'ON CONFLICT', source: postgresPage('sql-insert') },
  ),
  query(
    'OVERRIDING',
    'OVERRIDING (?:SYSTEM|USER) VALUE',
    'what becomes of an identity column',
    'Leave it out: SQLite takes the value that is given for the key.',
    { source: postgresPage('sql-insert'), rewrites: [{ to: '' }] },
  ),
  query(
    'DEFAULT among values',
    String.raw`(?<=^(?:INSERT|REPLACE|UPDATE|WITH)\b.*[(,=] )DEFAULT(?= [,)]| ;| WHERE| RETURNING|$)`,
    'a column’s default among values',
    'Leave the column out of the INSERT, or write its default.',
    { ...both, neutral: 'NULL', source: postgresPage('sql-insert') },
  ),
  query(
    'IS DOCUMENT',
    'IS(?: NOT)? (?:DOCUMENT|NORMALIZED)',
    'a test of a text',
    'Test it in the application.',
    { neutral: 'ISNULL', source: postgresPage('functions-xml') },
  ),
];
