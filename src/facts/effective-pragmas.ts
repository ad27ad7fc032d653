import { pragmaBoolean, readSynchronous } from './pragmas.ts';

/** The pragmas whose values on a connection are worked out. */
export const effectivePragmas = [
  'journal_mode',
  'busy_timeout',
  'synchronous',
  'foreign_keys',
  'cache_size',
  'temp_store',
  'mmap_size',
  'wal_autocheckpoint',
  'journal_size_limit',
  'locking_mode',
] as const;

/** One of `effectivePragmas`. */
export type EffectivePragma = (typeof effectivePragmas)[number];

/** True for a pragma whose value is worked out; its name in lower case. */
export function isEffectivePragma(name: string): name is EffectivePragma {
  return (effectivePragmas as readonly string[]).includes(name);
}

/**
 * What SQLite itself starts a connection with, in the form of `effectiveValue`. A test opens a connection and compares.
 * https://sqlite.org/pragma.html
 */
export const sqliteDefaults: Readonly<Record<EffectivePragma, string>> = {
  journal_mode: 'delete',
  busy_timeout: '0',
  synchronous: 'full',
  foreign_keys: 'off',
  cache_size: '-2000',
  temp_store: 'default',
  mmap_size: '0',
  wal_autocheckpoint: '1000',
  journal_size_limit: '-1',
  locking_mode: 'normal',
};

/**
 * A written value in one form, however it is spelt: `1`, `ON` and `yes` are `on`, `WAL` is `wal`, `2` is `full` for
 * `synchronous`; integers stay as they are. Undefined where SQLite would not take the value for what it says.
 */
export function effectiveValue(pragma: EffectivePragma, written: string): string | undefined {
  const lower = written.trim().toLowerCase();
  switch (pragma) {
    case 'journal_mode':
      return /^(?:delete|truncate|persist|memory|wal|off)$/.test(lower) ? lower : undefined;
    case 'synchronous':
      return readSynchronous(lower);
    case 'foreign_keys':
      return pragmaBoolean(lower) ? 'on' : 'off';
    case 'temp_store':
      if (/^[012]$/.test(lower)) return ['default', 'file', 'memory'][Number(lower)];
      return lower === 'file' || lower === 'memory' ? lower : 'default';
    case 'locking_mode':
      return lower === 'normal' || lower === 'exclusive' ? lower : undefined;
    default:
      return /^[+-]?\d+$/.test(lower) ? String(Number(lower)) : undefined;
  }
}

/** What fixes set pragmas to. */
export const advisedPragmas = {
  busy_timeout: '5000',
  journal_mode: 'WAL',
  synchronous: 'NORMAL',
  foreign_keys: 'ON',
  cache_size: '-64000',
  temp_store: 'MEMORY',
  /** 64 MiB. */
  journal_size_limit: '67108864',
} as const satisfies Partial<Record<EffectivePragma, string>>;

/** A pragma that fixes set. */
export type AdvisedPragma = keyof typeof advisedPragmas;

/**
 * The pragmas whose names a text has as words of their own, as SQLite writes them or in camel case: `busy_timeout`,
 * `BUSY_TIMEOUT`, `setBusyTimeout`; `asynchronous` and `lockingModel` name none. So do the short names that
 * mattn/go-sqlite3 takes in connection strings: `_fk=1`.
 */
export function pragmasNamedIn(text: string): ReadonlySet<EffectivePragma> {
  const plain = withoutCase(text);
  const named = new Set(
    names.flatMap(({ name, patterns, pragma }) =>
      plain.includes(name) && patterns.some((pattern) => pattern.test(text)) ? [pragma] : [],
    ),
  );
  for (const [, short = ''] of text.matchAll(
    /(?<![A-Za-z0-9])_(fk|journal|locking|sync|timeout)(?=["'`]|=)/g,
  )) {
    const pragma = shortNames.get(short);
    if (pragma) named.add(pragma);
  }
  return named;
}

/** https://github.com/mattn/go-sqlite3#connection-string */
const shortNames: ReadonlyMap<string, EffectivePragma> = new Map([
  ['fk', 'foreign_keys'],
  ['journal', 'journal_mode'],
  ['locking', 'locking_mode'],
  ['sync', 'synchronous'],
  ['timeout', 'busy_timeout'],
]);

const withoutCase = (text: string): string => text.toLowerCase().replaceAll(/[_-]/g, '');

const names = effectivePragmas.map((pragma) => {
  const words = pragma.split('_');
  const capitals = words.map((word) => `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`);
  const [first = '', ...others] = capitals;
  // `defer_foreign_keys` is a pragma of its own.
  const own = '(?<!defer[_-]?)';
  const camel = [`${own}(?:(?<![A-Za-z])${words[0] ?? ''}|${first})`, ...others].join('[_-]?');
  // PostgreSQL has settings of such names, and in a sentence another word follows.
  const end = pragma === 'synchronous' ? '(?![a-z]|[_-]?(?:commit|standby)|[ \\t]+[A-Za-z])' : '(?![a-z])';
  return {
    pragma,
    name: withoutCase(pragma),
    patterns: [new RegExp(`${own}(?<![a-z])${words.join('[_-]?')}${end}`, 'i'), new RegExp(`${camel}${end}`)],
  };
});
