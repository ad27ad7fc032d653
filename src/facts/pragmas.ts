/** What values a pragma takes. `query` pragmas report or do something and take no setting of their own. */
export type PragmaValues =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'integer' }
  | {
      readonly kind: 'words';
      readonly words: readonly string[];
      readonly numbers: readonly [number, number] | undefined;
      readonly booleans?: boolean;
    }
  | { readonly kind: 'any' };

export interface PragmaFact {
  readonly name: string;
  readonly values: PragmaValues;
  /** What SQLite does with a value that it does not know, as a clause that follows "SQLite". */
  readonly otherwise?: string;
}

const boolean: PragmaValues = { kind: 'boolean' };
const integer: PragmaValues = { kind: 'integer' };
const any: PragmaValues = { kind: 'any' };
const words = (list: string, numbers?: [number, number], booleans = false): PragmaValues => ({
  kind: 'words',
  words: list.split(' '),
  numbers,
  booleans,
});

const readsOff = 'reads it as OFF, without an error';
const readsZero = 'reads it as 0, without an error';

/**
 * Every pragma of SQLite 3.54 (https://sqlite.org/pragma.html); a test compares the names with the engine's own
 * `PRAGMA pragma_list`, and each `otherwise` with what the engine does.
 */
const table: Record<string, [PragmaValues, string?]> = {
  analysis_limit: [integer],
  application_id: [integer],
  auto_vacuum: [words('none full incremental', [0, 2])],
  automatic_index: [boolean, readsOff],
  busy_timeout: [integer],
  cache_size: [integer, 'reads the digits it starts with, without an error'],
  cache_spill: [any],
  case_sensitive_like: [boolean, readsOff],
  cell_size_check: [boolean, readsOff],
  checkpoint_fullfsync: [boolean, readsOff],
  collation_list: [any],
  compile_options: [any],
  count_changes: [boolean, readsOff],
  data_version: [any],
  database_list: [any],
  default_cache_size: [integer],
  defer_foreign_keys: [boolean, readsOff],
  empty_result_callbacks: [boolean, readsOff],
  encoding: [any],
  foreign_key_check: [any],
  foreign_key_list: [any],
  foreign_keys: [boolean, readsOff],
  freelist_count: [any],
  full_column_names: [boolean, readsOff],
  fullfsync: [boolean, readsOff],
  function_list: [any],
  hard_heap_limit: [integer],
  ignore_check_constraints: [boolean, readsOff],
  incremental_vacuum: [any],
  index_info: [any],
  index_list: [any],
  index_xinfo: [any],
  integrity_check: [any],
  journal_mode: [
    words('delete truncate persist memory wal off'),
    'keeps the mode as it is, without an error',
  ],
  journal_size_limit: [integer, readsZero],
  legacy_alter_table: [boolean, readsOff],
  locking_mode: [words('normal exclusive'), 'keeps the mode as it is, without an error'],
  max_page_count: [integer],
  mmap_size: [integer, readsZero],
  module_list: [any],
  optimize: [any],
  page_count: [any],
  page_size: [integer],
  pragma_list: [any],
  query_only: [boolean, readsOff],
  quick_check: [any],
  read_uncommitted: [boolean, readsOff],
  recursive_triggers: [boolean, readsOff],
  reverse_unordered_selects: [boolean, readsOff],
  schema_version: [integer],
  secure_delete: [words('fast', [0, 1], true), readsOff],
  short_column_names: [boolean, readsOff],
  shrink_memory: [any],
  soft_heap_limit: [integer],
  synchronous: [words('off normal full extra', [0, 3], true), 'reads it as NORMAL, without an error'],
  table_info: [any],
  table_list: [any],
  table_xinfo: [any],
  temp_store: [words('default file memory', [0, 2]), 'reads it as DEFAULT, without an error'],
  temp_store_directory: [any],
  threads: [integer],
  trusted_schema: [boolean, readsOff],
  user_version: [integer],
  wal_autocheckpoint: [integer],
  wal_checkpoint: [
    words('passive full restart truncate noop'),
    'checkpoints as with PASSIVE, without an error',
  ],
  writable_schema: [words('reset', [0, 1], true), readsOff],
};

export const pragmas: ReadonlyMap<string, PragmaFact> = new Map(
  Object.entries(table).map(([name, [values, otherwise]]) => [
    name,
    { name, values, ...(otherwise === undefined ? {} : { otherwise }) },
  ]),
);

/** Pragmas that only other builds know: debugging builds, platforms, the encryption extensions, libSQL, Cloudflare D1. */
const elsewhere = new Set(
  (
    'data_store_directory default_synchronous legacy_file_format lock_proxy_file lock_status parser_trace stats ' +
    'vdbe_addoptrace vdbe_debug vdbe_eqp vdbe_listing vdbe_trace sql_trace filename ' +
    'key rekey hexkey hexrekey textkey textrekey attach_key kdf_iter fast_kdf_iter kdf_algorithm rekey_kdf_iter rekey_cipher ' +
    'legacy legacy_page_size plaintext_header_size hmac_check hmac_use hmac_pgno hmac_salt_mask hmac_algorithm mc_legacy_wal ' +
    'memory_security activate_extensions max_vdbe_op sqlite_dbpage'
  ).split(' '),
);

/** True for a pragma that SQLite itself or a known relative of it understands. */
export function isKnownPragma(name: string): boolean {
  const lower = name.toLowerCase();
  return (
    pragmas.has(lower) ||
    elsewhere.has(lower) ||
    /^(?:cipher|libsql|zipvfs|turso|experimental|unstable|d1)(?:_|$)/.test(lower)
  );
}

const truths = new Set(['on', 'yes', 'true', 'off', 'no', 'false']);

/** True when SQLite takes the value for what it says. `value` is as written, without its quotes. */
export function isKnownPragmaValue(fact: PragmaFact, value: string): boolean {
  const lower = value.toLowerCase();
  const number = /^[+-]?(?:\d+|0x[0-9a-f]+)$/.test(lower) ? Number(lower) : undefined;
  switch (fact.values.kind) {
    case 'any':
      return true;
    case 'boolean':
      return truths.has(lower) || number !== undefined;
    case 'integer':
      return number !== undefined;
    case 'words': {
      const { words: list, numbers, booleans } = fact.values;
      if (list.includes(lower) || (booleans === true && truths.has(lower))) return true;
      return number !== undefined && numbers !== undefined && number >= numbers[0] && number <= numbers[1];
    }
  }
}

/** How SQLite reads a truth value (`sqlite3GetBoolean`): a number is true unless it is 0, an unknown word is false. */
export function pragmaBoolean(value: string): boolean {
  const lower = value.toLowerCase();
  return /^[+-]?\d+$/.test(lower)
    ? Number(lower) !== 0
    : lower === 'on' || lower === 'yes' || lower === 'true';
}

export type Synchronous = 'off' | 'normal' | 'full' | 'extra';

/** How SQLite reads a value of `synchronous`: what it does not know is NORMAL. */
export function readSynchronous(value: string): Synchronous {
  const lower = value.toLowerCase();
  if (/^\d+$/.test(lower))
    return (['off', 'normal', 'full', 'extra'] as const)[Number(lower) & 3] as Synchronous;
  if (lower === 'off' || lower === 'no' || lower === 'false') return 'off';
  return lower === 'full' || lower === 'extra' ? lower : 'normal';
}
