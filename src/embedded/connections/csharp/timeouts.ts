import type { Setting } from '../site.ts';

/** For how long commands are tried again where nothing says otherwise, in milliseconds. */
const byDefault = '30000';

/**
 * Settings with the time that commands really wait: both Microsoft.Data.Sqlite and System.Data.SQLite try a command
 * again until its timeout, however soon SQLite itself gives up, so that a busy timeout that SQL sets can prolong the
 * wait and not shorten it. https://learn.microsoft.com/dotnet/standard/data/sqlite/database-errors#locking-retries-and-timeouts
 */
export function withRetries<T extends Setting>(settings: readonly T[]): T[] {
  let wait: string | undefined = byDefault;
  return settings.map((setting) => {
    if (setting.pragma !== 'busy_timeout') return setting;
    const { value } = setting;
    if (setting.by === 'dsn' || setting.by === 'builder') {
      wait = setting.maybe ? undefined : value;
      return setting;
    }
    const isLonger = value !== undefined && wait !== undefined && Number(value) > Number(wait);
    return isLonger ? setting : { ...setting, value: value === undefined ? undefined : wait };
  });
}
