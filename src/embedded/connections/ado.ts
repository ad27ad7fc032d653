import type { Range } from '../../text/range.ts';
import type { TextPiece } from '../sql/builder.ts';
import { readDsn } from './dsn.ts';
import type { ConnectionSite, IgnoredParameter, Setting, SettingBy, SiteFix } from './site.ts';

/** A keyword of a connection string of ADO.NET, or the property of its builder. */
export interface Keyword {
  /** As written: `Foreign Keys`, `ForeignKeys`. */
  readonly name: string;
  /** Undefined where it is computed. */
  readonly value: string | undefined;
  readonly range: Range;
  readonly by: SettingBy;
  readonly maybe?: boolean | undefined;
}

/** What the keywords of a connection string say of a connection. */
export interface AdoFacts
  extends Pick<ConnectionSite, 'settings' | 'ignored' | 'begin' | 'sharedCache' | 'readOnly'> {
  /** The keyword that names the database. */
  readonly source: Keyword | undefined;
  readonly isMemory: boolean;
  /** Keywords that name a pragma and make no difference. */
  readonly explained: readonly Range[];
}

/** What one driver makes of its keywords. */
export interface AdoDialect {
  readonly driver: string;
  readonly read: (keywords: readonly Keyword[]) => AdoFacts;
  /** What is written into a connection string for a pragma; undefined where it has no keyword. */
  readonly keywordFor: (pragma: string, value: string) => string | undefined;
}

/** Takes a connection string apart: `Data Source=app.db;Foreign Keys=True`. */
export function readKeywords(
  pieces: readonly TextPiece[],
  whole: Range,
): { readonly keywords: Keyword[]; readonly isComplete: boolean } {
  const dsn = readDsn([{ text: ';', host: undefined }, ...pieces], whole, () => true, {
    start: ';',
    separator: ';',
  });
  return {
    keywords: dsn.parameters.map(({ name, value, range }) => {
      return { name, value: value?.replace(/^(["'])(.*)\1$/s, '$2'), range, by: 'dsn' as const };
    }),
    isComplete: dsn.isComplete,
  };
}

/** A keyword without what makes no difference: `Foreign Keys` and `ForeignKeys` are one. */
export function plainKeyword(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_]/g, '');
}

const isTrue = (value: string | undefined): boolean => /^(?:true|yes|1|on)$/i.test(value ?? '');

const nothing: AdoFacts = {
  settings: [],
  ignored: [],
  begin: undefined,
  sharedCache: undefined,
  readOnly: false,
  source: undefined,
  isMemory: false,
  explained: [],
};

function settingFrom(
  { name, range, by, maybe }: Keyword,
  pragma: string,
  value: string | undefined,
): Setting {
  return { pragma, value, by, written: name, range, everyConnection: true, maybe };
}

/** Seconds as milliseconds; 0 is to wait for ever. */
function timeoutOf(seconds: string | undefined): string | undefined {
  if (seconds === undefined || !/^\d+$/.test(seconds)) return undefined;
  return seconds === '0' ? '2147483647' : String(Number(seconds) * 1000);
}

const ofMicrosoft =
  /^(?:datasource|filename|mode|cache|password|foreignkeys|recursivetriggers|defaulttimeout|commandtimeout|pooling|vfs)$/;

/** Keywords of System.Data.SQLite that name a pragma. */
const pragmaOfOthers: ReadonlyMap<string, string> = new Map([
  ['journalmode', 'journal_mode'],
  ['synchronous', 'synchronous'],
  ['syncmode', 'synchronous'],
  ['busytimeout', 'busy_timeout'],
  ['cachesize', 'cache_size'],
  ['pagesize', 'page_size'],
  ['tempstore', 'temp_store'],
  ['lockingmode', 'locking_mode'],
]);

/** Microsoft.Data.Sqlite: https://learn.microsoft.com/dotnet/standard/data/sqlite/connection-strings */
export const microsoftDialect: AdoDialect = {
  driver: 'Microsoft.Data.Sqlite',
  read(keywords) {
    let facts = nothing;
    for (const keyword of keywords) {
      const { name, value, range } = keyword;
      const settings = [...facts.settings];
      switch (plainKeyword(name)) {
        case 'datasource':
        case 'filename':
          facts = { ...facts, source: keyword };
          continue;
        case 'mode':
          facts = {
            ...facts,
            readOnly: /^readonly$/i.test(value ?? ''),
            isMemory: /^memory$/i.test(value ?? ''),
          };
          continue;
        case 'cache':
          facts = { ...facts, sharedCache: /^shared$/i.test(value ?? '') ? range : undefined };
          continue;
        case 'foreignkeys':
          if (value !== '') settings.push(settingFrom(keyword, 'foreign_keys', value));
          break;
        case 'recursivetriggers':
          if (value === undefined || isTrue(value))
            settings.push(settingFrom(keyword, 'recursive_triggers', value));
          break;
        case 'defaulttimeout':
        case 'commandtimeout':
          settings.push(settingFrom(keyword, 'busy_timeout', timeoutOf(value)));
          break;
        case 'password':
          if (value !== '') settings.push(settingFrom(keyword, 'key', value));
          break;
        default:
          if (!ofMicrosoft.test(plainKeyword(name)))
            facts = { ...facts, ignored: [...facts.ignored, unknownToMicrosoft(keyword)] };
          continue;
      }
      facts = { ...facts, settings };
    }
    return facts;
  },
  keywordFor(pragma, value) {
    if (pragma === 'foreign_keys') return `Foreign Keys=${/^(?:1|on|true)$/i.test(value) ? 'True' : 'False'}`;
    if (pragma === 'busy_timeout' && /^\d+000$/.test(value)) return `Default Timeout=${Number(value) / 1000}`;
    return undefined;
  },
};

function unknownToMicrosoft({ name, value, range }: Keyword): IgnoredParameter {
  const pragma = pragmaOfOthers.get(plainKeyword(name));
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

/**
 * System.Data.SQLite: SQLiteConnection.Open() of
 * https://system.data.sqlite.org/home/doc/trunk/System.Data.SQLite/SQLiteConnection.cs. What it doesn't know it leaves.
 */
export const systemDataDialect: AdoDialect = {
  driver: 'System.Data.SQLite',
  read(keywords) {
    let facts = nothing;
    const seconds = keywords.findLast(({ name }) => plainKeyword(name) === 'defaulttimeout')?.value ?? '30';
    for (const keyword of keywords) {
      const { name, value, range } = keyword;
      const plain = plainKeyword(name);
      const settings = [...facts.settings];
      switch (plain) {
        case 'datasource':
        case 'uri':
        case 'fulluri':
          facts = { ...facts, source: keyword };
          continue;
        case 'readonly':
          facts = { ...facts, readOnly: isTrue(value) };
          continue;
        case 'foreignkeys':
        case 'recursivetriggers':
        case 'journalmode':
        case 'synchronous':
        case 'syncmode':
        case 'cachesize':
        case 'pagesize': {
          // The word for what it does without the keyword.
          if (/^default$/i.test(value ?? '')) {
            facts = { ...facts, explained: [...facts.explained, range] };
            continue;
          }
          const pragma =
            pragmaOfOthers.get(plain) ?? (plain === 'foreignkeys' ? 'foreign_keys' : 'recursive_triggers');
          settings.push(settingFrom(keyword, pragma, value));
          break;
        }
        case 'defaulttimeout':
          settings.push(settingFrom(keyword, 'busy_timeout', timeoutOf(value)));
          break;
        case 'busytimeout':
          // The commands are tried again until the default timeout, whatever SQLite's own is.
          if (value !== undefined && Number(value) <= Number(timeoutOf(seconds) ?? 0)) {
            facts = { ...facts, explained: [...facts.explained, range] };
            continue;
          }
          settings.push(settingFrom(keyword, 'busy_timeout', value));
          break;
        case 'password':
          if (value !== '') settings.push(settingFrom(keyword, 'key', value));
          break;
        case 'defaultisolationlevel':
          facts = { ...facts, begin: { mode: isolationMode(value), range, written: name } };
          continue;
        case 'mode':
        case 'cache':
          facts = { ...facts, ignored: [...facts.ignored, unknownToSystemData(keyword)] };
          continue;
        default:
          continue;
      }
      facts = { ...facts, settings };
    }
    return { ...facts, isMemory: /^:memory:$|mode=memory/i.test(facts.source?.value ?? '') };
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
        return `Foreign Keys=${/^(?:1|on|true)$/i.test(value) ? 'True' : 'False'}`;
      default:
        return undefined;
    }
  },
};

/** Serializable begins transactions with BEGIN IMMEDIATE, ReadCommitted with BEGIN. */
function isolationMode(level: string | undefined): 'immediate' | 'deferred' | undefined {
  if (/^serializable$/i.test(level ?? '')) return 'immediate';
  return /^readcommitted$/i.test(level ?? '') ? 'deferred' : undefined;
}

function unknownToSystemData({ name, value, range }: Keyword): IgnoredParameter {
  const isReadOnly = plainKeyword(name) === 'mode' && /^readonly$/i.test(value ?? '');
  return {
    name,
    range,
    reason: `System.Data.SQLite has no keyword ${name}`,
    instead: isReadOnly ? 'Read Only=True' : undefined,
    replacement: isReadOnly ? 'Read Only=True' : undefined,
  };
}

/** What kind of database the keywords name. */
export function storageOfAdo({ source, isMemory }: AdoFacts): ConnectionSite['storage'] {
  const path = source?.value;
  if (isMemory || path === ':memory:' || /[?&]mode=memory\b/.test(path ?? '')) return 'memory';
  if (path === '' || /^(?:file:)?\/(?:var\/)?tmp\//.test(path ?? '')) return 'temporary';
  return source ? 'file' : 'unknown';
}

/** Puts a keyword behind the others of a connection string that ends at an offset. */
export function keywordBehind(
  end: number,
  keyword: string | undefined,
  endsInSeparator: boolean,
): SiteFix | undefined {
  if (keyword === undefined) return undefined;
  return { range: { start: end, end }, text: `${endsInSeparator ? '' : ';'}${keyword}` };
}
