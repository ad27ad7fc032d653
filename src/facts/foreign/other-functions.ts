import type { ForeignFunction } from './construct.ts';
import { both, mysqlPage, postgresPage } from './make.ts';
import { alike, functions, same, several } from './make-functions.ts';

const text = functions('foreign-function', 'Postgres', postgresPage('functions-string'));
const mysqlText = functions('foreign-function', 'MySQL', mysqlPage('string-functions'));
const system = functions('foreign-function', 'Postgres', postgresPage('functions-info'));
const sequence = functions('postgres-sequence', 'Postgres', postgresPage('functions-sequence'));
const lock = functions('row-lock', 'Postgres', postgresPage('functions-admin'));

/** Functions on text and numbers and of the server that no build of SQLite has. Those that extensions for SQLite bring are left out. */
export const otherFunctions: readonly ForeignFunction[] = [
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
    ...several('max($*)'),
  }),
  text('least', 'the smallest of several values', 'Write min(a, b), which is NULL where one of them is.', {
    ...both,
    ...several('min($*)'),
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
  mysqlText('mid', 'a part of a text', 'Write substr(x, start, length).', alike('substr($*)', 3)),
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
