/** Statements that a SQLite database does not show in its tables, columns, keys and indexes. */
const harmlessStatements: ReadonlySet<string> = new Set([
  'add_check_constraint',
  'add_exclusion_constraint',
  'add_unique_constraint',
  'announce',
  'assume_migrated_upto_version',
  'begin_db_transaction',
  'change_column_comment',
  'change_table_comment',
  'clear_cache!',
  'commit_db_transaction',
  'create_enum',
  'create_schema',
  'delete',
  'disable_extension',
  'drop_enum',
  'drop_schema',
  'enable_extension',
  'insert',
  'loop',
  'p',
  'print',
  'private',
  'protected',
  'public',
  'puts',
  'raise',
  'remove_check_constraint',
  'remove_exclusion_constraint',
  'remove_unique_constraint',
  'require',
  'require_dependency',
  'require_relative',
  'reset_pk_sequence!',
  'say',
  'set_pk_sequence!',
  'sleep',
  'update',
  'validate_check_constraint',
  'validate_constraint',
  'validate_foreign_key',
  'warn',
  'write',
]);

/** Questions, statements about rows, and functions and triggers, which change no table. */
const harmlessName =
  /\?$|^(?:select|quote|exec_insert|exec_delete|set_)|^(?:create|update|drop|replace)_(?:function|trigger)$|^(?:tables|views|data_sources|columns|indexes|foreign_keys|check_constraints|primary_keys?|index_name|column_for)$/;

/** True for a call on the migration or the connection that changes no table, no column, no key and no index. */
export function isHarmless(name: string): boolean {
  return harmlessStatements.has(name) || harmlessName.test(name);
}

/** Calls whose block runs once, as if it stood there by itself. */
export const runsBlockOnce: ReadonlySet<string> = new Set([
  'benchmark',
  'disable_referential_integrity',
  'disable_statement_timeout',
  'say_with_time',
  'safety_assured',
  'suppress_messages',
  'tap',
  'transaction',
  'up_only',
  'with_connection',
  'with_lock_retries',
  'without_statement_timeout',
]);

/** Calls whose block runs for every item. */
export const runsBlockForEach: ReadonlySet<string> = new Set([
  'each',
  'each_pair',
  'each_with_index',
  'map',
  'flat_map',
  'each_with_object',
  'reverse_each',
]);

const schemaWord =
  /(?:^|_)(?:column|columns|table|tables|index|indexes|indices|schema|reference|references|foreign_key|foreign_keys|constraint|primary_key|migrat(?:e|ion|ions)|trigger|view|partition|partitions)(?:_|!|$)/;

/** True for a method of a class that may change the schema by its name (`create_translation_table!`). */
export function soundsLikeSchema(name: string): boolean {
  if (/\?$|^(?:reset_|table_name|primary_key$|clear_|column_|columns|schema_migration|quoted_)/.test(name))
    return false;
  return (
    schemaWord.test(name) || /^(?:up|down|change|create_or_update_schema|exec_query|execute)$/.test(name)
  );
}

/** True for a call whose name says that its first argument is the table that it changes. */
export function namesItsTable(name: string): boolean {
  return /^(?:add|remove|rename|change|create|drop|validate|replace|swap|cleanup|undo|finalize|prepare)_/.test(
    name,
  );
}
