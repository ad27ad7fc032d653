import type { BeginMode } from '../../../facts/drivers/driver.ts';
import type { IgnoredParameter, Setting } from '../site.ts';
import {
  type AdoDialect,
  isTrue,
  type Keyword,
  lastOf,
  plainKeyword,
  pragmaOfKeyword,
  settingFrom,
  timeoutOf,
} from './keywords.ts';

/**
 * System.Data.SQLite: SQLiteConnection.Open() of
 * https://system.data.sqlite.org/home/doc/trunk/System.Data.SQLite/SQLiteConnection.cs. What it doesn't know it leaves.
 */
export const systemDataDialect: AdoDialect = {
  driver: 'System.Data.SQLite',
  read(keywords) {
    const source = lastOf(keywords, 'datasource', 'uri', 'fulluri');
    const level = lastOf(keywords, 'defaultisolationlevel');
    const seconds = lastOf(keywords, 'defaulttimeout')?.value ?? '30';
    const neutral = keywords.filter((keyword) => isNeutral(keyword, timeoutOf(seconds)));
    return {
      source,
      readOnly: isTrue(lastOf(keywords, 'readonly')?.value),
      isMemory: /^:memory:$|mode=memory/i.test(source?.value ?? ''),
      sharedCache: undefined,
      settings: keywords
        .filter((keyword) => !neutral.includes(keyword))
        .flatMap((keyword) => settingOf(keyword) ?? []),
      ignored: keywords.filter(({ name }) => /^(?:mode|cache)$/.test(plainKeyword(name))).map(unknownKeyword),
      begin: level && { mode: isolationMode(level.value), range: level.range, written: level.name },
      explained: neutral.map(({ range }) => range),
    };
  },
  keywordFor(pragma, value) {
    switch (pragma) {
      case 'journal_mode':
        return `Journal Mode=${value}`;
      case 'synchronous':
        return `Synchronous=${value}`;
      case 'cache_size':
        return `Cache Size=${value}`;
      case 'busy_timeout':
        return `BusyTimeout=${value}`;
      case 'foreign_keys':
        return `Foreign Keys=${isTrue(value) ? 'True' : 'False'}`;
      default:
        return undefined;
    }
  },
};

/** The pragmas that have a keyword of the same value. */
const plainPragmas: ReadonlyMap<string, string> = new Map([
  ...[...pragmaOfKeyword].filter(([keyword]) => !/^(?:busytimeout|tempstore|lockingmode)$/.test(keyword)),
  ['foreignkeys', 'foreign_keys'],
  ['recursivetriggers', 'recursive_triggers'],
]);

/**
 * True for a keyword that makes no difference: one that asks for what is so without it, and a busy timeout below that of
 * commands, which are tried again until theirs is over.
 * @param timeout that of commands, in milliseconds; undefined where it is computed
 */
function isNeutral({ name, value }: Keyword, timeout: string | undefined): boolean {
  const plain = plainKeyword(name);
  if (plain === 'busytimeout') return value !== undefined && Number(value) <= Number(timeout ?? 0);
  return plainPragmas.has(plain) && /^default$/i.test(value ?? '');
}

function settingOf(keyword: Keyword): Setting | undefined {
  const { name, value } = keyword;
  const plain = plainKeyword(name);
  const pragma = plainPragmas.get(plain);
  if (pragma !== undefined) return settingFrom(keyword, pragma, value);
  switch (plain) {
    case 'defaulttimeout':
      return settingFrom(keyword, 'busy_timeout', timeoutOf(value));
    case 'busytimeout':
      return settingFrom(keyword, 'busy_timeout', value);
    case 'password':
      return value === '' ? undefined : settingFrom(keyword, 'key', value);
    default:
      return undefined;
  }
}

/** Serializable begins transactions with BEGIN IMMEDIATE, ReadCommitted with BEGIN. */
function isolationMode(level: string | undefined): BeginMode | undefined {
  if (/^serializable$/i.test(level ?? '')) return 'immediate';
  return /^readcommitted$/i.test(level ?? '') ? 'deferred' : undefined;
}

function unknownKeyword({ name, value, range }: Keyword): IgnoredParameter {
  const isReadOnly = plainKeyword(name) === 'mode' && /^readonly$/i.test(value ?? '');
  return {
    name,
    range,
    reason: `System.Data.SQLite has no keyword ${name}`,
    instead: isReadOnly ? 'Read Only=True' : undefined,
    replacement: isReadOnly ? 'Read Only=True' : undefined,
  };
}
