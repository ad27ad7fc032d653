import type { ForeignRule, ForeignSyntax } from './construct.ts';

const docs = (page: string): string => `https://www.postgresql.org/docs/current/${page}.html`;

const clause =
  (rule: ForeignRule, page: string) =>
  (
    name: string,
    pattern: string,
    meaning: string,
    instead: string,
    more: Partial<ForeignSyntax> = {},
  ): ForeignSyntax => ({
    name,
    of: 'Postgres',
    rule,
    pattern,
    meaning,
    instead,
    neutral: '',
    source: docs(page),
    ...more,
  });

const query = clause('postgres-query-clause', 'sql-select');
const index = clause('postgres-index-clause', 'sql-createindex');
const table = clause('postgres-table-clause', 'sql-createtable');
const array = clause('postgres-array', 'arrays');
const sequence = clause('postgres-sequence', 'sql-createsequence');
const literal = clause('postgres-literal', 'sql-syntax-lexical');

const both = { of: 'Postgres and MySQL' } as const;

/** Clauses of Postgres within statements that SQLite has in another form. */
export const postgresClauses: readonly ForeignSyntax[] = [
  query(
    'DISTINCT ON',
    String.raw`DISTINCT ON <list>`,
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
    String.raw`FETCH (?:FIRST|NEXT) .*?WITH TIES`,
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
    String.raw`(?<=^DELETE FROM <table>(?: (?:AS )?<name>)? )USING(?= <table>)`,
    'a join of a DELETE',
    'Use WHERE … IN (SELECT …) or WHERE EXISTS (SELECT 1 …).',
    // An UPDATE reads what stands behind a DELETE's USING.
    { neutral: 'WHERE', source: docs('sql-delete') },
  ),
  query(
    'VALUES … AS t(a, b)',
    String.raw`(?:(?<=\) AS <name> )|(?<=FROM \( VALUES .*\) <name> ))<list>`,
    'a list of columns behind an alias',
    'Use WITH t(a, b) AS (VALUES …), or the names column1, column2, … of VALUES.',
  ),
  query(
    'TABLESAMPLE',
    String.raw`TABLESAMPLE <name> <list>`,
    'a random part of a table',
    'Use WHERE random() % 100 = 0, or ORDER BY random() LIMIT n.',
  ),
  query(
    'WITH ORDINALITY',
    String.raw`WITH ORDINALITY`,
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
    String.raw`(?<=^SELECT .*)INTO(?: TEMP(?:ORARY)?| UNLOGGED)?(?: TABLE)? <table>(?= FROM| WHERE| ;|$)`,
    'a new table of the result',
    'Use CREATE TABLE … AS SELECT ….',
    { source: docs('sql-selectinto') },
  ),
  query(
    'ON CONFLICT ON CONSTRAINT',
    String.raw`ON CONFLICT ON CONSTRAINT <name>`,
    'a conflict by its constraint’s name',
    'Name the columns of the constraint: ON CONFLICT (a, b).',
    { neutral: 'ON CONFLICT', source: docs('sql-insert') },
  ),
  query(
    'OVERRIDING',
    String.raw`OVERRIDING (?:SYSTEM|USER) VALUE`,
    'what becomes of an identity column',
    'Leave it out: SQLite takes the value that is given for the key.',
    { source: docs('sql-insert'), rewrites: [{ to: '' }] },
  ),
  query(
    'DEFAULT among values',
    String.raw`(?<=^(?:INSERT|REPLACE|UPDATE|WITH)\b.*[(,=] )DEFAULT(?= [,)]| ;| WHERE| RETURNING|$)`,
    'a column’s default among values',
    'Leave the column out of the INSERT, or write its default.',
    { ...both, neutral: 'NULL', source: docs('sql-insert') },
  ),
  query(
    'IS DOCUMENT',
    String.raw`IS(?: NOT)? (?:DOCUMENT|NORMALIZED)`,
    'a test of a text',
    'Test it in the application.',
    { neutral: 'ISNULL', source: docs('functions-xml') },
  ),
  query(
    'AT TIME ZONE',
    String.raw`AT TIME ZONE (?:''|<name>|\?\d*|[:$@]\w+)`,
    'a time in another time zone',
    "Keep times in UTC, and convert them in the application; datetime(x, 'localtime') knows the zone of the process.",
    { rule: 'foreign-date-function', source: docs('functions-datetime') },
  ),
  query(
    'OVERLAPS',
    String.raw`\) OVERLAPS \(`,
    'a test whether periods overlap',
    'Compare the ends: a.start < b.end AND b.start < a.end.',
    { rule: 'foreign-date-function', neutral: ')=(', source: docs('functions-datetime') },
  ),
  query(
    'EXTRACT',
    String.raw`EXTRACT \( (?:<name>|'') FROM`,
    'a part of a date',
    "Use CAST(strftime('%Y', x) AS INTEGER), with %m, %d, %H, %M, %w, %j or %s for the other parts.",
    { ...both, rule: 'foreign-date-function', neutral: 'max(1,', source: docs('functions-datetime') },
  ),
  query(
    'INTERVAL',
    String.raw`INTERVAL(?: \( \d+ \))? ''(?: (?:YEAR|MONTH|DAY|HOUR|MINUTE|SECOND)(?: TO (?:MONTH|HOUR|MINUTE|SECOND))?)?`,
    'a span of time',
    "Give it to datetime() as a modifier: datetime(x, '+1 day').",
    { rule: 'foreign-date-function', neutral: '1', source: docs('functions-datetime') },
  ),
  query(
    '$1',
    String.raw`(TIMESTAMPTZ|TIMESTAMP(?: WITH(?:OUT)? TIME ZONE)?|DATE|TIME(?: WITH(?:OUT)? TIME ZONE)?)(?= '')`,
    'a point in time',
    'Write the string alone: SQLite keeps times as text.',
    {
      ...both,
      rule: 'foreign-date-function',
      source: docs('datatype-datetime'),
      rewrites: [{ to: '', title: 'Remove the word in front of the string' }],
    },
  ),
  query(
    'SUBSTRING … FROM',
    String.raw`SUBSTRING \( (<name>|''|\?\d*) FROM (\d+)(?: FOR (\d+))? \)`,
    'a part of a text',
    'Write substr(x, start, length).',
    {
      ...both,
      rule: 'foreign-function',
      neutral: '1',
      source: docs('functions-string'),
      rewrites: [{ to: 'substr($1, $2, $3)', exact: true }],
    },
  ),
  query(
    'SUBSTRING … FROM',
    String.raw`SUBSTRING \( (?:[^()]|\( [^()]* \))*? FROM`,
    'a part of a text',
    'Write substr(x, start, length).',
    { ...both, rule: 'foreign-function', neutral: 'max(1,', source: docs('functions-string') },
  ),
  query(
    'TRIM(BOTH …)',
    String.raw`TRIM \( (?:BOTH|LEADING|TRAILING)\b(?:[^()]|\( [^()]* \))*? FROM`,
    'a text without characters at its ends',
    'Write trim(x, characters), ltrim() or rtrim().',
    { ...both, rule: 'foreign-function', neutral: 'trim(', source: docs('functions-string') },
  ),
  query(
    'OVERLAY',
    String.raw`OVERLAY \( (?:[^()]|\( [^()]* \))*? PLACING`,
    'a text with a part replaced',
    'Combine substr() and ||.',
    { rule: 'foreign-function', neutral: 'max(', source: docs('functions-string') },
  ),

  index(
    'CONCURRENTLY',
    String.raw`(?<=INDEX )CONCURRENTLY(?= (?:IF\b|<table>))`,
    'an index built beside writes',
    'Leave it out: SQLite builds the index in one transaction, and writers wait.',
    { rewrites: [{ to: '', exact: true }] },
  ),
  index(
    'USING btree',
    String.raw`(?<= ON <table> )USING BTREE(?= \()`,
    'the method of an index',
    'Leave it out: every index of SQLite is a B-tree.',
    { ...both, rewrites: [{ to: '', exact: true }] },
  ),
  index(
    'USING gin',
    String.raw`(?<= ON(?: ONLY)? <table> )USING GIN(?= \()`,
    'an index on the elements of a value',
    "Index one path of the JSON as an expression, (data ->> '$.a'); use an FTS5 table for words, or a table with a row for each element.",
  ),
  index(
    'USING gist',
    String.raw`(?<= ON(?: ONLY)? <table> )USING (?:SP)?GIST(?= \()`,
    'an index on shapes or ranges',
    'Use an R*Tree table for shapes and ranges, FTS5 for words.',
  ),
  index(
    'USING brin',
    String.raw`(?<= ON(?: ONLY)? <table> )USING BRIN(?= \()`,
    'a small index on ordered data',
    'Leave it out: a plain index serves.',
    { rewrites: [{ to: '' }] },
  ),
  index(
    'USING hash',
    String.raw`(?<= ON(?: ONLY)? <table> )USING HASH(?= \()`,
    'an index for equality',
    'Leave it out: every index of SQLite is a B-tree.',
    { ...both, rewrites: [{ to: '' }] },
  ),
  index(
    'USING',
    String.raw`(?<= ON(?: ONLY)? <table> )USING <name>(?= \()`,
    'the method of an index',
    'Leave it out: every index of SQLite is a B-tree. Vectors need an extension such as sqlite-vec.',
  ),
  index(
    'INCLUDE',
    String.raw`(?<=\) )INCLUDE <list>`,
    'columns that an index carries along',
    'Add the columns at the end of the index, if it is not UNIQUE.',
    { rewrites: [{ to: '', title: 'Remove INCLUDE' }] },
  ),
  index(
    '$1',
    String.raw`(?<=[(,] (?:<name>|\( .+? \)|<name> \( .+? \)) )(JSONB_PATH_OPS|JSONB_OPS|GIN_TRGM_OPS|GIST_TRGM_OPS|(?:TEXT|VARCHAR|BPCHAR)_PATTERN_OPS|VECTOR_(?:COSINE|L2|IP)_OPS|INET_OPS|ARRAY_OPS|TEXT_OPS|INT[248]?_OPS)`,
    'how an index compares',
    'Leave it out; COLLATE says how a column is compared.',
    { rewrites: [{ to: '' }] },
  ),
  index(
    'NULLS NOT DISTINCT',
    'NULLS(?: NOT)? DISTINCT',
    'whether NULLs are equal in a UNIQUE',
    'Add a partial unique index for the rows with NULL: … WHERE column IS NULL.',
  ),
  index(
    'index without a name',
    String.raw`(?<=^CREATE (?:UNIQUE )?INDEX )ON(?= <table> (?:USING|\())`,
    'an index that Postgres names',
    'Give it a name: CREATE INDEX name ON ….',
    { neutral: undefined },
  ),
  index(
    'ON ONLY',
    String.raw`(?<=INDEX (?:IF NOT EXISTS )?<table> )ON ONLY`,
    'an index of a parent table alone',
    'Write ON.',
    { neutral: 'ON', rewrites: [{ to: 'ON' }] },
  ),

  table(
    'UNLOGGED',
    String.raw`(?<=^CREATE )UNLOGGED(?= TABLE)`,
    'a table without a log',
    'Leave it out; a table in a database of its own may have synchronous = OFF.',
    { rewrites: [{ to: '' }] },
  ),
  table(
    'PARTITION BY',
    String.raw`(?<=\) )PARTITION BY (?:RANGE|LIST|HASH) \(.*$`,
    'a table in partitions',
    'Use one table with an index on that column, or one database file for each part.',
    { ...both },
  ),
  table(
    'PARTITION OF',
    String.raw`(?<=^CREATE TABLE (?:IF NOT EXISTS )?<table> )PARTITION OF .*$`,
    'a partition of a table',
    'Leave it out: SQLite has one table.',
    { neutral: '(a)' },
  ),
  table(
    'TABLESPACE',
    'TABLESPACE <name>',
    'where the data is kept',
    'Leave it out: a database is one file; ATTACH adds another.',
    { ...both, rewrites: [{ to: '', exact: true }] },
  ),
  table(
    'INHERITS',
    String.raw`(?<=\) )INHERITS <list>`,
    'a table with another’s columns',
    'List the columns, or use a view over UNION ALL.',
  ),
  table(
    'LIKE within a table',
    String.raw`(?<=[(,] )LIKE <table>(?: (?:INCLUDING|EXCLUDING) <name>)*`,
    'the columns of another table',
    'List the columns.',
    { neutral: 'a' },
  ),
  table(
    'WITH (…)',
    String.raw`(?<=\) )WITH \( (?:FILLFACTOR|AUTOVACUUM_\w+|TOAST\w*|OIDS|PAGES_PER_RANGE|LISTS|M|EF_CONSTRUCTION|DEDUPLICATE_ITEMS|FASTUPDATE)\b [^()]*\)`,
    'how the data is stored',
    'Leave it out.',
    { rewrites: [{ to: '', exact: true }] },
  ),
  table(
    'EXCLUDE USING',
    String.raw`(?:CONSTRAINT <name> )?EXCLUDE (?:USING <name> )?\( .*? \)(?= [,)])`,
    'a constraint against overlaps',
    'Use a trigger that looks for a row which overlaps, and RAISE(ABORT, …).',
    { neutral: 'CHECK(1)' },
  ),
  table(
    'ON COMMIT',
    String.raw`(?<=\) )ON COMMIT (?:DROP|(?:DELETE|PRESERVE) ROWS)`,
    'what becomes of a temporary table',
    'Drop or empty the table by a statement of its own.',
  ),
  table(
    'DROP … CASCADE',
    String.raw`(?<=^DROP (?:TABLE|VIEW|INDEX|TRIGGER) (?:IF EXISTS )?<table>(?: ON <table>)? )(CASCADE|RESTRICT)(?= ;|$)`,
    'what becomes of dependent objects',
    'Leave it out. Indexes and triggers go with their table; views, and keys that refer to it, stay.',
    {
      of: 'Postgres and MySQL',
      source: docs('sql-droptable'),
      rewrites: [{ to: '', title: 'Remove CASCADE' }],
    },
  ),
  table(
    'DROP of several',
    String.raw`(?<=^DROP (?:TABLE|VIEW|INDEX) (?:IF EXISTS )?<table> ), .*?(?= ;|$)`,
    'a list of what is dropped',
    'Write a DROP for each.',
    { of: 'Postgres and MySQL', source: docs('sql-droptable') },
  ),
  table(
    'DROP TRIGGER … ON',
    String.raw`(?<=^DROP TRIGGER (?:IF EXISTS )?<table> )ON <table>`,
    'the table of a trigger',
    'Leave it out: names of triggers are unique in a database.',
    { source: docs('sql-droptrigger'), rewrites: [{ to: '', exact: true, title: 'Remove ON …' }] },
  ),
  table(
    'DROP INDEX CONCURRENTLY',
    String.raw`(?<=^DROP INDEX )CONCURRENTLY(?= )`,
    'a DROP that waits for nobody',
    'Leave it out.',
    { rewrites: [{ to: '', exact: true, title: 'Remove CONCURRENTLY' }] },
  ),
  table(
    'CREATE OR REPLACE VIEW',
    String.raw`(?<=^CREATE )OR REPLACE(?= (?:TEMP(?:ORARY)? |RECURSIVE )?VIEW)`,
    'a view in place of the one before',
    'Write DROP VIEW IF EXISTS v; in front of CREATE VIEW.',
    { ...both, source: docs('sql-createview') },
  ),
  table('NO INHERIT', String.raw`NO INHERIT`, 'a constraint of one table alone', 'Leave it out.', {
    rewrites: [{ to: '', exact: true }],
  }),
  table(
    'SET NULL (…)',
    String.raw`(?<=ON DELETE SET (?:NULL|DEFAULT) )<list>`,
    'the columns that are set',
    'Leave it out, which sets all columns of the key, or use a trigger.',
  ),
  table(
    'COLLATE a.b',
    String.raw`COLLATE <name> \. <name>`,
    'a collation of a schema',
    'Use BINARY, NOCASE or RTRIM, or a collation that the application registers.',
    { neutral: 'COLLATE a' },
  ),

  array(
    'ARRAY[…]',
    String.raw`ARRAY(?= \[\])`,
    'an array',
    'Keep a list as JSON, json_array(a, b), and read it with json_each(); an ANY over it is IN (a, b).',
    { neutral: '' },
  ),
  array(
    'ARRAY(SELECT …)',
    String.raw`ARRAY \((?= SELECT)`,
    'the rows of a query as an array',
    'Use (SELECT json_group_array(x) FROM …).',
    { neutral: '(' },
  ),
  array(
    'ANY(…)',
    String.raw`(?:=|<>|!=|<|>|<=|>=) (?:ANY|ALL|SOME) \((?= (?:SELECT|ARRAY|'' ::))`,
    'a comparison with each of several',
    'Use IN (…), or EXISTS with json_each().',
    { of: 'Postgres and MySQL', neutral: 'IN(' },
  ),
  array(
    'type ARRAY',
    String.raw`(?<=<name> )ARRAY(?: \[\])?(?= [,)])`,
    'the type of an array',
    'Keep a list as JSON in TEXT, or a row for each element in a table of its own.',
  ),
  array(
    'type of arrays',
    String.raw`(?<=<name> \( \d+(?: , \d+)? \) )(?:\[\])+`,
    'the type of an array',
    'Keep a list as JSON in TEXT, or a row for each element in a table of its own.',
  ),
  array(
    'element such as a[1]',
    String.raw`(?<=(?:<name>|\)) )\[\](?= [=<>,)]|$| FROM| ;| AS)`,
    'an element of an array',
    'Use column ->> 0 on a JSON array, which counts from 0.',
    { neutral: '' },
  ),

  sequence(
    'AS IDENTITY',
    String.raw`GENERATED (?:ALWAYS|BY DEFAULT(?: ON NULL)?) AS IDENTITY(?: <list>)?`,
    'a key that counts by itself',
    'Declare the column INTEGER PRIMARY KEY: SQLite gives it a number.',
    { source: docs('ddl-identity-columns') },
  ),

  literal(
    "E'…'",
    `E''`,
    'a string with escapes',
    "Write '…', with '' for a quote and char(10) for a line end.",
    { neutral: `''` },
  ),
  literal('$$…$$', String.raw`\$\$`, 'a string in dollar quotes', "Write '…', with each ' in it twice.", {
    neutral: `''`,
  }),
  literal("U&'…'", String.raw`U & ''`, 'a string with code points', "Write the characters, or unistr('…').", {
    neutral: `''`,
    since: '3.50',
  }),
  literal("B'…'", `B''`, 'a string of bits', "Use an INTEGER, or a blob x'…'.", { neutral: `''` }),
];
