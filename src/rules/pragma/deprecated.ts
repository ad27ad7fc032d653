import { defineRule } from '../rule.ts';

/** What stands for each, as an imperative (https://sqlite.org/pragma.html marks them as deprecated). */
const instead: Readonly<Record<string, string>> = {
  case_sensitive_like: 'Use GLOB where case matters, or a column with COLLATE NOCASE where it does not.',
  count_changes: 'Use changes().',
  data_store_directory: 'Leave it out.',
  default_cache_size: 'Set cache_size on each connection.',
  empty_result_callbacks: 'Leave it out.',
  full_column_names: 'Name columns with AS.',
  short_column_names: 'Name columns with AS.',
  temp_store_directory: 'Set the environment variable SQLITE_TMPDIR.',
};

export default defineRule({
  id: 'pragma/deprecated',
  severity: 'info',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'none',
  docs: {
    what: 'Finds pragmas that SQLite keeps for old programs only: `case_sensitive_like`, `count_changes`, `default_cache_size`, `temp_store_directory` and others.',
    why: 'SQLite can be built without them, and may drop them. A schema with LIKE in an index or a CHECK also looks corrupt to a connection on which `case_sensitive_like` is set differently.',
    sources: ['https://sqlite.org/pragma.html'],
    bad: [
      'PRAGMA case_sensitive_like = ON;',
      'PRAGMA default_cache_size = 10000;',
      'PRAGMA count_changes = 1;',
    ],
    good: ['PRAGMA cache_size = -64000;', 'PRAGMA fullfsync = ON;'],
  },
  *checkPragma({ name, value, range, nameRange, written }) {
    const help = instead[name];
    if (help === undefined || value === undefined) return;
    yield { range: nameRange ?? range, message: `${written} is deprecated: SQLite may drop it.`, help };
  },
});
