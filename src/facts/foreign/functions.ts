import type { ForeignFunction, ForeignOrigin, ForeignRule, Rewrite } from './construct.ts';

const postgres = (page: string): string => `https://www.postgresql.org/docs/current/${page}.html`;
const mysql = (page: string): string => `https://dev.mysql.com/doc/refman/8.4/en/${page}.html`;

interface Row {
  readonly of?: ForeignOrigin;
  readonly rewrites?: readonly Rewrite[];
  readonly since?: string;
}

const group =
  (rule: ForeignRule, of: ForeignOrigin, source: string) =>
  (functions: string, meaning: string, instead: string, row: Row = {}): ForeignFunction => ({
    name: `${functions.split(' ')[0]}()`,
    of,
    rule,
    functions: functions.split(' '),
    meaning,
    instead,
    source,
    ...row,
  });

const json = group('foreign-json-function', 'Postgres', postgres('functions-json'));
const mysqlJson = group('foreign-json-function', 'MySQL', mysql('json-function-reference'));
const date = group('foreign-date-function', 'Postgres', postgres('functions-datetime'));
const mysqlDate = group('foreign-date-function', 'MySQL', mysql('date-and-time-functions'));
const text = group('foreign-function', 'Postgres', postgres('functions-string'));
const mysqlText = group('foreign-function', 'MySQL', mysql('string-functions'));
const array = group('postgres-array', 'Postgres', postgres('functions-array'));
const system = group('foreign-function', 'Postgres', postgres('functions-info'));
const sequence = group('postgres-sequence', 'Postgres', postgres('functions-sequence'));
const lock = group('row-lock', 'Postgres', postgres('functions-admin'));

const both = { of: 'Postgres and MySQL' } as const;
const same = (to: string, args?: number): { rewrites: Rewrite[] } => ({
  rewrites: [args === undefined ? { to, exact: true } : { to, args, exact: true }],
});
const alike = (to: string, args?: number): { rewrites: Rewrite[] } => ({
  rewrites: [args === undefined ? { to } : { to, args }],
});

/** Functions of Postgres and MySQL that no build of SQLite has. Those that extensions for SQLite bring are left out. */
export const foreignFunctions: readonly ForeignFunction[] = [
  // JSON.
  json(
    'jsonb_build_object json_build_object',
    'a JSON object',
    'Write json_object(…).',
    alike('json_object($*)'),
  ),
  json('jsonb_build_array json_build_array', 'a JSON array', 'Write json_array(…).', alike('json_array($*)')),
  json(
    'jsonb_agg json_agg jsonb_agg_strict json_agg_strict',
    'the values of a group as JSON',
    'Write json_group_array(x), which is [] for no rows.',
    alike('json_group_array($*)', 1),
  ),
  json(
    'jsonb_object_agg json_object_agg',
    'pairs of a group as JSON',
    'Write json_group_object(key, value).',
    alike('json_group_object($*)', 2),
  ),
  json(
    'to_jsonb to_json',
    'a value as JSON',
    'Write json_quote(x), or json_object(…) for a row.',
    alike('json_quote($1)', 1),
  ),
  json('row_to_json', 'a row as JSON', "Write json_object('a', a, 'b', b)."),
  json(
    'array_to_json json_populate_record jsonb_populate_record json_populate_recordset jsonb_populate_recordset json_to_record jsonb_to_record json_to_recordset jsonb_to_recordset',
    'a turn from or into JSON',
    "Use json_each(data), and value ->> '$.a' for each column.",
  ),
  json(
    'jsonb_array_elements json_array_elements',
    'the elements of a JSON array as rows',
    'Use json_each(data) and its column value.',
    {},
  ),
  json(
    'jsonb_array_elements_text json_array_elements_text',
    'the elements of a JSON array as rows',
    'Use json_each(data) and its column value.',
  ),
  json(
    'jsonb_each_text json_each_text',
    'the pairs of a JSON object as rows',
    'Use json_each(data) and its columns key and value.',
  ),
  json(
    'jsonb_object_keys json_object_keys',
    'the keys of a JSON object as rows',
    'Use json_each(data) and its column key.',
  ),
  json(
    'jsonb_array_length',
    'the length of a JSON array',
    'Write json_array_length(x).',
    same('json_array_length($1)', 1),
  ),
  json(
    'jsonb_typeof json_typeof',
    'the type of a JSON value',
    'Write json_type(x), which says integer, real, text, true or false where Postgres says number, string or boolean.',
    alike('json_type($1)', 1),
  ),
  json('jsonb_pretty', 'JSON with indents', 'Write json_pretty(x).', {
    since: '3.46',
    ...alike('json_pretty($1)', 1),
  }),
  json(
    'jsonb_strip_nulls json_strip_nulls',
    'JSON without its nulls',
    "Build it again from json_each() WHERE type <> 'null'.",
  ),
  json('jsonb_extract_path json_extract_path', 'JSON at a path', "Write column -> '$.a.b'."),
  json(
    'jsonb_extract_path_text json_extract_path_text',
    'a value at a JSON path',
    "Write column ->> '$.a.b'.",
  ),
  json(
    'jsonb_path_query jsonb_path_query_array jsonb_path_query_first jsonb_path_exists jsonb_path_match jsonb_path_query_tz jsonb_path_exists_tz',
    'a query by a JSON path',
    "Use json_tree(data) with conditions on fullkey and value, or json_extract(data, '$.a.b').",
  ),
  json(
    'jsonb_set_lax jsonb_concat jsonb_delete jsonb_delete_path jsonb_exists jsonb_exists_any jsonb_exists_all jsonb_contains jsonb_contained',
    'an operation on JSONB',
    'Use json_set(), json_remove(), json_patch() or json_type().',
  ),
  mysqlJson(
    'json_contains json_overlaps',
    'containment in JSON',
    'Use EXISTS (SELECT 1 FROM json_each(column, path) WHERE value = ?).',
  ),
  mysqlJson('json_contains_path', 'a JSON path test', "Use json_type(column, '$.a') IS NOT NULL."),
  mysqlJson(
    'json_unquote',
    'a JSON string as text',
    "Write column ->> '$.a', or json_extract(), which gives text without quotes.",
  ),
  mysqlJson(
    'json_arrayagg',
    'the values of a group as JSON',
    'Write json_group_array(x).',
    alike('json_group_array($1)', 1),
  ),
  mysqlJson(
    'json_objectagg',
    'pairs of a group as JSON',
    'Write json_group_object(key, value).',
    alike('json_group_object($*)', 2),
  ),
  mysqlJson(
    'json_length',
    'the length of a JSON value',
    'Write json_array_length(x), or count(*) over json_each(x).',
  ),
  mysqlJson(
    'json_keys',
    'the keys of a JSON object',
    'Use (SELECT json_group_array(key) FROM json_each(x)).',
    alike('(SELECT json_group_array(key) FROM json_each($1))', 1),
  ),
  mysqlJson(
    'json_search json_depth json_storage_size json_schema_valid',
    'a question about JSON',
    'Use json_tree(x) with conditions on its columns.',
  ),
  mysqlJson(
    'json_merge_patch',
    'one JSON value over another',
    'Write json_patch(a, b).',
    same('json_patch($*)', 2),
  ),
  mysqlJson(
    'json_merge json_merge_preserve json_array_append',
    'JSON values put together',
    "Use json_insert(a, '$[#]', b), or json_patch(a, b).",
  ),
  mysqlJson('json_table', 'JSON as a table', "Use json_each(x), and value ->> '$.a' for each column."),

  // Dates.
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

  // Text, numbers, choices.
  text(
    'gen_random_uuid uuid_generate_v4 uuidv4 uuid_generate_v1 uuidv7',
    'a random UUID',
    'Make it in the application; lower(hex(randomblob(16))) is a random key of 32 digits.',
    alike('lower(hex(randomblob(16)))', 0),
  ),
  text('gen_random_bytes', 'random bytes', 'Write randomblob(n).', same('randomblob($1)', 1)),
  text('left', 'the start of a text', 'Write substr(x, 1, n).', {
    ...both,
    ...alike('substr($1, 1, $2)', 2),
  }),
  text('right', 'the end of a text', 'Write substr(x, -n).', { ...both, ...alike('substr($1, -$2)', 2) }),
  text(
    'lpad',
    'a text filled up to a length',
    "Use printf('%5s', x) for blanks, printf('%05d', n) for zeros.",
    both,
  ),
  text('rpad', 'a text filled up to a length', "Use printf('%-5s', x) for blanks.", both),
  text('position', 'the place of a text in another', 'Write instr(text, part).', both),
  text('strpos', 'the place of a text in another', 'Write instr(text, part).', same('instr($1, $2)', 2)),
  text('btrim', 'a text without characters at its ends', 'Write trim(x, characters).', same('trim($*)')),
  text('char_length character_length', 'the length of a text', 'Write length(x).', {
    ...both,
    ...alike('length($1)', 1),
  }),
  text('greatest', 'the largest of several values', 'Write max(a, b), which is NULL where one of them is.', {
    ...both,
    ...alike('max($*)'),
  }),
  text('least', 'the smallest of several values', 'Write min(a, b), which is NULL where one of them is.', {
    ...both,
    ...alike('min($*)'),
  }),
  text(
    'split_part string_to_array regexp_split_to_array regexp_split_to_table string_to_table',
    'a text cut at a separator',
    "Use json_each('[\"' || replace(x, ',', '\",\"') || '\"]'), or substr() and instr().",
  ),
  text(
    'regexp_replace regexp_substr regexp_instr regexp_like regexp_count',
    'a regular expression',
    'Do it in the application, or register the function.',
    both,
  ),
  text(
    'regexp_match regexp_matches',
    'a regular expression',
    'Use REGEXP, where the application defines it.',
  ),
  text('initcap', 'a text with capitals', 'Use upper(substr(x, 1, 1)) || substr(x, 2) for the first word.'),
  text(
    'translate to_number to_hex to_ascii quote_ident quote_literal quote_nullable convert_from convert_to',
    'a change of a text',
    'Use replace(), printf() or CAST.',
  ),
  text(
    'starts_with',
    'a test for the start of a text',
    'Write substr(x, 1, length(part)) = part.',
    alike('(substr($1, 1, length($2)) = $2)', 2),
  ),
  text('chr', 'a character by its number', 'Write char(n).', same('char($1)', 1)),
  text(
    'to_tsvector to_tsquery plainto_tsquery websearch_to_tsquery phraseto_tsquery ts_rank ts_rank_cd ts_headline setweight',
    'a search for words',
    'Use an FTS5 table with MATCH, bm25() and snippet().',
  ),
  text('bool_and every', 'a test whether all are true', 'Write min(x).', alike('min($1)', 1)),
  text('bool_or', 'a test whether one is true', 'Write max(x).', alike('max($1)', 1)),
  text(
    'stddev stddev_samp stddev_pop var_samp var_pop regr_slope corr covar_pop',
    'statistics',
    'Compute them of sum(x), sum(x * x) and count(*), or register the function.',
    both,
  ),
  text('width_bucket', 'the number of a group', 'Compute it with / and CAST.'),
  text('num_nulls num_nonnulls', 'a count of NULLs', 'Write (a IS NULL) + (b IS NULL).'),
  mysqlText(
    'locate',
    'the place of a text in another',
    'Write instr(text, part): the order is the other one.',
    alike('instr($2, $1)', 2),
  ),
  mysqlText('ucase', 'a text in capitals', 'Write upper(x).', alike('upper($1)', 1)),
  mysqlText('lcase', 'a text in small letters', 'Write lower(x).', alike('lower($1)', 1)),
  mysqlText('mid', 'a part of a text', 'Write substr(x, start, length).', same('substr($*)', 3)),
  mysqlText(
    'find_in_set',
    'the place of a text in a list',
    "Use instr(',' || list || ',', ',' || x || ',') > 0, or a table with a row for each.",
  ),
  mysqlText('field elt', 'the place of a value in a list', 'Use CASE x WHEN ….'),
  mysqlText('substring_index', 'a text up to a separator', 'Use substr() and instr().'),
  mysqlText('truncate', 'a number without decimals', 'Use trunc(x), or CAST(x * 100 AS INTEGER) / 100.0.'),
  mysqlText('rand', 'a random number', 'Write random(), which is an integer.'),
  mysqlText('isnull', 'a test for NULL', 'Write x IS NULL.', same('($1 IS NULL)', 1)),
  mysqlText(
    'uuid_short uuid_to_bin bin_to_uuid',
    'a UUID',
    'Make it in the application; lower(hex(randomblob(16))) is a random key of 32 digits.',
  ),
  mysqlText(
    'inet_aton inet_ntoa inet6_aton inet6_ntoa',
    'an address as a number',
    'Do it in the application.',
  ),
  mysqlText('found_rows', 'the number of rows without LIMIT', 'Use count(*) OVER ().'),
  mysqlText(
    'last_insert_id',
    'the number of the last row',
    'Write last_insert_rowid(), or INSERT … RETURNING id.',
    alike('last_insert_rowid()', 0),
  ),
  mysqlText('row_count', 'the number of changed rows', 'Write changes().', alike('changes()', 0)),
  mysqlText(
    'get_lock release_lock is_free_lock',
    'a lock of the application',
    'Start the transaction with BEGIN IMMEDIATE, or lock in the application.',
  ),

  // Arrays.
  array(
    'unnest',
    'the elements of an array as rows',
    'Use json_each(?) on a list that is handed in as JSON.',
  ),
  array(
    'array_agg',
    'the values of a group as an array',
    'Write json_group_array(x).',
    alike('json_group_array($1)', 1),
  ),
  array(
    'array_length cardinality array_upper array_lower array_ndims',
    'the length of an array',
    'Write json_array_length(x).',
  ),
  array(
    'array_append array_prepend array_cat array_remove array_replace array_fill trim_array',
    'a change of an array',
    "Use json_insert(x, '$[#]', value) on a JSON array.",
  ),
  array(
    'array_position array_positions array_to_string',
    'a question about an array',
    'Use json_each() on a JSON array.',
  ),
  array('any', 'a comparison with each of several', 'Use IN (…), or IN (SELECT value FROM json_each(?)).'),

  // Sequences, locks, the server.
  sequence(
    'nextval',
    'the next number of a counter',
    'Leave the column out of the INSERT: INTEGER PRIMARY KEY counts by itself.',
  ),
  sequence(
    'currval lastval setval pg_get_serial_sequence',
    'the number of a counter',
    'Use last_insert_rowid(), or INSERT … RETURNING id.',
  ),
  lock(
    'pg_advisory_lock pg_advisory_unlock pg_advisory_xact_lock pg_try_advisory_lock pg_try_advisory_xact_lock pg_advisory_lock_shared pg_advisory_unlock_all',
    'a lock of the application',
    'Start the transaction with BEGIN IMMEDIATE, or lock in the application.',
  ),
  system('current_setting set_config', 'a setting of the session', 'Use a PRAGMA, or a table of settings.'),
  system(
    'pg_notify',
    'a message to other connections',
    'Let the application tell its own parts; PRAGMA data_version tells that another connection has written.',
  ),
  system('pg_sleep', 'a pause', 'Wait in the application.'),
  system(
    'pg_size_pretty pg_total_relation_size pg_relation_size pg_database_size pg_table_size pg_indexes_size',
    'the size of a table',
    'Use the dbstat table, or PRAGMA page_count and page_size.',
  ),
  system('pg_typeof', 'the type of a value', 'Write typeof(x).', alike('typeof($1)', 1)),
  system(
    'pg_get_constraintdef pg_get_indexdef pg_get_viewdef pg_get_functiondef obj_description col_description to_regclass has_table_privilege',
    'a question about the schema',
    'Query sqlite_schema.',
  ),
  system(
    'current_database current_schema pg_backend_pid pg_is_in_recovery inet_client_addr txid_current pg_current_wal_lsn',
    'a question about the server',
    'Leave it out.',
  ),
];
