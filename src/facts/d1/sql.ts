/**
 * Pragmas that D1 runs, in lower case; every other is refused with `not authorized: SQLITE_AUTH`. Found by running all of
 * SQLite's pragmas in D1's own engine (workerd, by miniflare 4).
 * https://developers.cloudflare.com/d1/sql-api/sql-statements/#compatible-pragma-statements
 */
export const d1Pragmas: ReadonlySet<string> = new Set([
  'case_sensitive_like',
  'data_version',
  'defer_foreign_keys',
  'foreign_key_check',
  'foreign_key_list',
  'foreign_keys',
  'ignore_check_constraints',
  'index_info',
  'index_list',
  'index_xinfo',
  'legacy_alter_table',
  'optimize',
  'quick_check',
  'recursive_triggers',
  'reverse_unordered_selects',
  'table_info',
  'table_list',
  'table_xinfo',
]);

/** The modules of virtual tables that D1 has. Others are refused in the same way. */
export const d1Modules: ReadonlySet<string> = new Set(['fts5', 'fts5vocab']);

/**
 * Limits of one statement in D1, each with what the engine says beyond it (workerd, by miniflare 4).
 * https://developers.cloudflare.com/d1/platform/limits/
 */
export const d1Limits = {
  /** Columns of a table, and of a result. */
  columns: 100,
  /** Bytes of a statement. */
  statementBytes: 100_000,
  /** Bytes of the pattern of LIKE and GLOB. */
  patternBytes: 50,
  /** SELECTs joined by UNION, EXCEPT or INTERSECT; rows of VALUES do not count. */
  compoundTerms: 5,
} as const;
