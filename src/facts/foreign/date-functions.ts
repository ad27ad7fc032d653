import type { ForeignFunction } from './construct.ts';
import { both, mysqlPage, postgresPage } from './make.ts';
import { alike, functions, same } from './make-functions.ts';

const date = functions('foreign-date-function', 'Postgres', postgresPage('functions-datetime'));
const mysqlDate = functions('foreign-date-function', 'MySQL', mysqlPage('date-and-time-functions'));

/** Functions on dates that no build of SQLite has. */
export const dateFunctions: readonly ForeignFunction[] = [
  date('now', 'the time of now', 'Write CURRENT_TIMESTAMP, which is UTC as text.', {
    ...both,
    ...alike('CURRENT_TIMESTAMP', 0),
  }),
  date(
    'clock_timestamp statement_timestamp transaction_timestamp',
    'the time of now',
    'Write CURRENT_TIMESTAMP, which is UTC as text.',
    alike('CURRENT_TIMESTAMP', 0),
  ),
  date('timeofday', 'the time of now', 'Write CURRENT_TIMESTAMP, which is UTC as text.'),
  date(
    'date_trunc',
    'the start of a period',
    "Use date(x, 'start of month'), date(x, 'start of year'), date(x) for the day, strftime('%Y-%m-%d %H:00:00', x) for the hour.",
  ),
  date(
    'date_part',
    'a part of a date',
    "Use CAST(strftime('%Y', x) AS INTEGER), with %m, %d, %H, %M, %w, %j or %s for the other parts.",
  ),
  date('date_bin', 'the start of a period', 'Use unixepoch(x) / 900 * 900.'),
  date('to_char', 'a date or a number as text', "Use strftime('%Y-%m-%d', x), or printf('%.2f', n)."),
  date(
    'to_timestamp',
    'a date of a text or a number',
    "Use datetime(n, 'unixepoch') for seconds; keep dates as YYYY-MM-DD.",
    alike("datetime($1, 'unixepoch')", 1),
  ),
  date('to_date', 'a date of a text', 'Keep dates as YYYY-MM-DD, which date() reads.'),
  date(
    'age',
    'a span of time',
    'Use julianday(a) - julianday(b) for days, unixepoch(a) - unixepoch(b) for seconds.',
  ),
  date(
    'make_date make_time make_timestamp make_timestamptz make_interval',
    'a date of its parts',
    "Use printf('%04d-%02d-%02d', y, m, d).",
  ),
  date(
    'justify_days justify_hours justify_interval',
    'a span of time',
    'Compute with julianday() or unixepoch().',
  ),
  mysqlDate('curdate', 'today', 'Write CURRENT_DATE, which is UTC.', alike('CURRENT_DATE', 0)),
  mysqlDate('curtime', 'the time of day', 'Write CURRENT_TIME, which is UTC.', alike('CURRENT_TIME', 0)),
  mysqlDate(
    'utc_timestamp',
    'the time of now in UTC',
    'Write CURRENT_TIMESTAMP.',
    same('CURRENT_TIMESTAMP', 0),
  ),
  mysqlDate('utc_date', 'today in UTC', 'Write CURRENT_DATE.', same('CURRENT_DATE', 0)),
  mysqlDate(
    'sysdate',
    'the time of now',
    'Write CURRENT_TIMESTAMP, which is UTC as text.',
    alike('CURRENT_TIMESTAMP', 0),
  ),
  mysqlDate(
    'date_add date_sub adddate subdate addtime subtime',
    'a date plus a span',
    "Use datetime(x, '+1 day') or date(x, '-7 days').",
  ),
  mysqlDate(
    'datediff',
    'the days between dates',
    'Use julianday(date(a)) - julianday(date(b)).',
    alike('CAST(julianday(date($1)) - julianday(date($2)) AS INTEGER)', 2),
  ),
  mysqlDate(
    'timestampdiff timestampadd',
    'a span of time',
    'Use julianday(a) - julianday(b) for days, unixepoch(a) - unixepoch(b) for seconds.',
  ),
  mysqlDate(
    'date_format time_format',
    'a date as text',
    "Use strftime('%Y-%m-%d', x): the letters of the format differ.",
  ),
  mysqlDate('str_to_date', 'a date of a text', 'Keep dates as YYYY-MM-DD, which date() reads.'),
  mysqlDate('unix_timestamp', 'the seconds since 1970', "Write unixepoch(x), or strftime('%s', 'now').", {
    since: '3.38',
    rewrites: [
      { to: 'unixepoch()', args: 0, exact: true },
      { to: 'unixepoch($1)', args: 1 },
    ],
  }),
  mysqlDate(
    'from_unixtime',
    'a date of seconds',
    "Write datetime(x, 'unixepoch').",
    alike("datetime($1, 'unixepoch')", 1),
  ),
  mysqlDate(
    'year',
    'the year of a date',
    "Write CAST(strftime('%Y', x) AS INTEGER).",
    alike("CAST(strftime('%Y', $1) AS INTEGER)", 1),
  ),
  mysqlDate(
    'month',
    'the month of a date',
    "Write CAST(strftime('%m', x) AS INTEGER).",
    alike("CAST(strftime('%m', $1) AS INTEGER)", 1),
  ),
  mysqlDate(
    'dayofmonth',
    'the day of a date',
    "Write CAST(strftime('%d', x) AS INTEGER).",
    alike("CAST(strftime('%d', $1) AS INTEGER)", 1),
  ),
  mysqlDate(
    'dayofweek dayofyear weekday weekofyear yearweek last_day to_days from_days dayname monthname',
    'a part of a date',
    "Use strftime() with %w, %j, %W or %u, or date(x, 'start of month', '+1 month', '-1 day').",
  ),
  mysqlDate(
    'convert_tz',
    'a time in another time zone',
    'Keep times in UTC, and convert them in the application.',
  ),
];
