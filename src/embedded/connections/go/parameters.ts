/**
 * The parameters of mattn/go-sqlite3, by pragma, in the order in which they take effect; of several names for one
 * pragma the last that is given holds. https://github.com/mattn/go-sqlite3#connection-string
 */
export const mattnPragmas: ReadonlyMap<string, readonly string[]> = new Map([
  ['busy_timeout', ['_busy_timeout', '_timeout']],
  ['auto_vacuum', ['_auto_vacuum', '_vacuum']],
  ['case_sensitive_like', ['_case_sensitive_like', '_cslike']],
  ['defer_foreign_keys', ['_defer_foreign_keys', '_defer_fk']],
  ['foreign_keys', ['_foreign_keys', '_fk']],
  ['ignore_check_constraints', ['_ignore_check_constraints']],
  ['journal_mode', ['_journal_mode', '_journal']],
  ['locking_mode', ['_locking_mode', '_locking']],
  ['query_only', ['_query_only']],
  ['recursive_triggers', ['_recursive_triggers', '_rt']],
  ['secure_delete', ['_secure_delete']],
  ['synchronous', ['_synchronous', '_sync']],
  ['writable_schema', ['_writable_schema']],
  ['cache_size', ['_cache_size']],
]);

/** All names that mattn/go-sqlite3 reads. */
export const mattnNames: ReadonlySet<string> = new Set([
  ...[...mattnPragmas.values()].flat(),
  '_auth',
  '_auth_user',
  '_auth_pass',
  '_auth_crypt',
  '_auth_salt',
  '_crypto_key',
  '_loc',
  '_mutex',
  '_stmt_cache_size',
  '_txlock',
]);

/** Names of mattn/go-sqlite3 that modernc.org/sqlite takes from 1.55.0 on. */
export const moderncPragmas: ReadonlyMap<string, readonly string[]> = new Map(
  [...mattnPragmas].filter(([pragma]) =>
    /^(?:busy_timeout|foreign_keys|journal_mode|synchronous|auto_vacuum|query_only)$/.test(pragma),
  ),
);

/** All names that modernc.org/sqlite reads. https://pkg.go.dev/modernc.org/sqlite#Driver.Open */
export const moderncNames: ReadonlySet<string> = new Set([
  ...[...moderncPragmas.values()].flat(),
  '_pragma',
  '_defensive',
  '_dqs',
  '_error_rc',
  '_inttotime',
  '_texttotime',
  '_time_format',
  '_time_integer_format',
  '_timezone',
  '_txlock',
]);

/** All names that glebarez/go-sqlite reads. */
export const glebarezNames: ReadonlySet<string> = new Set(['_pragma', '_time_format', '_txlock']);

/** All names that ncruces/go-sqlite3 reads. https://pkg.go.dev/github.com/ncruces/go-sqlite3/driver */
export const ncrucesNames: ReadonlySet<string> = new Set(['_pragma', '_timefmt', '_txlock']);

/** The parameters that SQLite reads in URIs. https://sqlite.org/uri.html#recognized_query_parameters */
export const uriNames: ReadonlySet<string> = new Set([
  'cache',
  'immutable',
  'mode',
  'modeof',
  'nolock',
  'psow',
  'vfs',
]);
