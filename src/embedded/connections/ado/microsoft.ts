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

/** Microsoft.Data.Sqlite: https://learn.microsoft.com/dotnet/standard/data/sqlite/connection-strings */
export const microsoftDialect: AdoDialect = {
  driver: 'Microsoft.Data.Sqlite',
  read(keywords) {
    const mode = lastOf(keywords, 'mode')?.value ?? '';
    const cache = lastOf(keywords, 'cache');
    return {
      source: lastOf(keywords, 'datasource', 'filename'),
      readOnly: /^readonly$/i.test(mode),
      isMemory: /^memory$/i.test(mode),
      sharedCache: /^shared$/i.test(cache?.value ?? '') ? cache?.range : undefined,
      settings: keywords.flatMap((keyword) => settingOf(keyword) ?? []),
      ignored: keywords.filter(({ name }) => !known.test(plainKeyword(name))).map(unknownKeyword),
      begin: undefined,
      explained: [],
    };
  },
  keywordFor(pragma, value) {
    if (pragma === 'foreign_keys') return `Foreign Keys=${isTrue(value) ? 'True' : 'False'}`;
    if (pragma === 'busy_timeout' && /^\d+000$/.test(value)) return `Default Timeout=${Number(value) / 1000}`;
    return undefined;
  },
};

const known =
  /^(?:datasource|filename|mode|cache|password|foreignkeys|recursivetriggers|defaulttimeout|commandtimeout|pooling|vfs)$/;

function settingOf(keyword: Keyword): Setting | undefined {
  const { name, value } = keyword;
  switch (plainKeyword(name)) {
    case 'foreignkeys':
      return value === '' ? undefined : settingFrom(keyword, 'foreign_keys', value);
    case 'recursivetriggers':
      return value === undefined || isTrue(value)
        ? settingFrom(keyword, 'recursive_triggers', value)
        : undefined;
    case 'defaulttimeout':
    case 'commandtimeout':
      return settingFrom(keyword, 'busy_timeout', timeoutOf(value));
    case 'password':
      return value === '' ? undefined : settingFrom(keyword, 'key', value);
    default:
      return undefined;
  }
}

function unknownKeyword({ name, value, range }: Keyword): IgnoredParameter {
  const pragma = pragmaOfKeyword.get(plainKeyword(name));
  const isBusy = pragma === 'busy_timeout' && /^\d+000$/.test(value ?? '');
  return {
    name,
    range,
    reason: `Microsoft.Data.Sqlite has no keyword ${name}, and throws an ArgumentException`,
    instead: isBusy
      ? `Default Timeout=${Number(value) / 1000}`
      : pragma && `PRAGMA ${pragma} = ${value ?? '…'}`,
    replacement: isBusy ? `Default Timeout=${Number(value) / 1000}` : undefined,
  };
}
