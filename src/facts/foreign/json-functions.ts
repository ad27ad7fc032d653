import type { ForeignFunction } from './construct.ts';
import { mysqlPage, postgresPage } from './make.ts';
import { alike, functions, same } from './make-functions.ts';

const json = functions('foreign-json-function', 'Postgres', postgresPage('functions-json'));
const mysqlJson = functions('foreign-json-function', 'MySQL', mysqlPage('json-function-reference'));
const array = functions('postgres-array', 'Postgres', postgresPage('functions-array'));

/** Functions on JSON and on arrays that no build of SQLite has. */
export const jsonFunctions: readonly ForeignFunction[] = [
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
];
