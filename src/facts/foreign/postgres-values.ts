import type { ForeignSyntax } from './construct.ts';
import { both, clauses, postgresPage } from './make.ts';

const date = clauses('foreign-date-function', 'Postgres', postgresPage('functions-datetime'));
const text = clauses('foreign-function', 'Postgres', postgresPage('functions-string'));
const array = clauses('postgres-array', 'Postgres', postgresPage('arrays'));
const literal = clauses('postgres-literal', 'Postgres', postgresPage('sql-syntax-lexical'));

/** Values as Postgres writes them: arrays, strings, dates, and functions with words among their arguments. */
export const postgresValues: readonly ForeignSyntax[] = [
  array(
    'ARRAY[…]',
    String.raw`ARRAY(?= \[0?\])`,
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
    { ...both, neutral: 'IN(' },
  ),
  array(
    'type ARRAY',
    String.raw`(?<=<name> )ARRAY(?: \[0?\])?(?= [,)])`,
    'the type of an array',
    'Keep a list as JSON in TEXT, or a row for each element in a table of its own.',
  ),
  array(
    'type of arrays',
    String.raw`(?<=<name> \( \d+(?: , \d+)? \) )\[0?\](?: \[0?\])*`,
    'the type of an array',
    'Keep a list as JSON in TEXT, or a row for each element in a table of its own.',
  ),
  array(
    'element such as a[1]',
    String.raw`(?<=(?:<name>|\)) )\[0\](?= [=<>,)]|$| FROM| ;| AS)`,
    'an element of an array',
    'Use column ->> 0 on a JSON array, which counts from 0.',
    { neutral: '' },
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
  literal("U&'…'", "U & ''", 'a string with code points', "Write the characters, or unistr('…').", {
    neutral: `''`,
    since: '3.50',
  }),
  literal("B'…'", `B''`, 'a string of bits', "Use an INTEGER, or a blob x'…'.", { neutral: `''` }),
  date(
    'AT TIME ZONE',
    String.raw`AT TIME ZONE (?:''|<name>|\?\d*|[:$@]\w+)`,
    'a time in another time zone',
    "Keep times in UTC, and convert them in the application; datetime(x, 'localtime') knows the zone of the process.",
  ),
  date(
    'OVERLAPS',
    String.raw`\) OVERLAPS \(`,
    'a test whether periods overlap',
    'Compare the ends: a.start < b.end AND b.start < a.end.',
    { neutral: ')=(' },
  ),
  date(
    'EXTRACT',
    String.raw`(?<=DEFAULT )EXTRACT \( (?:[^()]|\( [^()]*\))*\)`,
    'a part of a date',
    "Write (unixepoch()) for the seconds of now, (CAST(strftime('%Y', 'now') AS INTEGER)) for the year.",
    { ...both, neutral: '0' },
  ),
  date(
    'EXTRACT',
    String.raw`EXTRACT \( (?:<name>|'') FROM`,
    'a part of a date',
    "Use CAST(strftime('%Y', x) AS INTEGER), with %m, %d, %H, %M, %w, %j or %s for the other parts.",
    { ...both, neutral: 'max(1,' },
  ),
  date(
    'INTERVAL',
    String.raw`INTERVAL(?: \( \d+ \))? ''(?: (?:YEAR|MONTH|DAY|HOUR|MINUTE|SECOND)(?: TO (?:MONTH|HOUR|MINUTE|SECOND))?)?`,
    'a span of time',
    "Give it to datetime() as a modifier: datetime(x, '+1 day').",
    { neutral: '1' },
  ),
  date(
    "$1 '…'",
    "(TIMESTAMPTZ|TIMESTAMP(?: WITH(?:OUT)? TIME ZONE)?|DATE|TIME(?: WITH(?:OUT)? TIME ZONE)?)(?= '')",
    'a point in time',
    'Write the string alone: SQLite keeps times as text.',
    {
      ...both,
      source: postgresPage('datatype-datetime'),
      rewrites: [{ to: '', title: 'Remove the word in front of the string' }],
    },
  ),
  text(
    'SUBSTRING … FROM',
    String.raw`SUBSTRING \( (<name>|''|\?\d*) FROM ([1-9]\d*)(?: FOR (\d+))? \)`,
    'a part of a text',
    'Write substr(x, start, length).',
    {
      ...both,
      neutral: '1',
      rewrites: [{ to: 'substr($1, $2, $3)', exact: true }],
    },
  ),
  text(
    'SUBSTRING … FROM',
    String.raw`SUBSTRING \( (?:[^()]|\( [^()]* \))*? FROM`,
    'a part of a text',
    'Write substr(x, start, length).',
    { ...both, neutral: 'max(1,' },
  ),
  text(
    'TRIM(BOTH …)',
    String.raw`TRIM \( (?:BOTH|LEADING|TRAILING)\b(?:[^()]|\( [^()]* \))*? FROM`,
    'a text without characters at its ends',
    'Write trim(x, characters), ltrim() or rtrim().',
    { ...both, neutral: 'trim(' },
  ),
  text(
    'OVERLAY',
    String.raw`OVERLAY \( (?:[^()]|\( [^()]* \))*? PLACING`,
    'a text with a part replaced',
    'Combine substr() and ||.',
    { neutral: 'max(' },
  ),
];
