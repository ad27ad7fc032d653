/**
 * Pragmas that a libSQL server takes with a value; with any other it answers `unsupported statement`. All of SQLite's were
 * run on libsql-server of August 2026, through @libsql/client 0.18.0, directly and through an embedded replica. Without a
 * value most are answered.
 * https://docs.turso.tech/cloud/limitations
 */
export const serverPragmas: ReadonlySet<string> = new Set([
  'collation_list',
  'compile_options',
  'data_version',
  'database_list',
  'defer_foreign_keys',
  'encoding',
  'foreign_key_check',
  'foreign_key_list',
  'foreign_keys',
  'freelist_count',
  'function_list',
  'index_info',
  'index_list',
  'index_xinfo',
  'integrity_check',
  'module_list',
  'page_count',
  'pragma_list',
  'quick_check',
  'table_info',
  'table_list',
  'table_xinfo',
  // The server takes it; Turso Cloud's documentation says that it is read-only there.
  'user_version',
]);

/** Pragmas that it refuses without a value as well. */
export const refusedPragmas: ReadonlySet<string> = new Set([
  'case_sensitive_like',
  'ignore_check_constraints',
  'incremental_vacuum',
  'optimize',
  'shrink_memory',
  'wal_checkpoint',
  'writable_schema',
]);
