import type { Range } from '../../../text/range.ts';
import type { TextPiece } from '../../sql/builder.ts';
import { readDsn, storageOf } from '../dsn.ts';
import type { ConnectionSite, Setting, SettingBy, SiteFix } from '../site.ts';

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

/** The keyword of one of some names that holds: of several the last. */
export function lastOf(keywords: readonly Keyword[], ...names: readonly string[]): Keyword | undefined {
  return keywords.findLast(({ name }) => names.includes(plainKeyword(name)));
}

/** True for a value that switches a keyword on. */
export function isTrue(value: string | undefined): boolean {
  return /^(?:true|yes|1|on)$/i.test(value ?? '');
}

/** The setting that a keyword makes. */
export function settingFrom(
  { name, range, by, maybe }: Keyword,
  pragma: string,
  value: string | undefined,
): Setting {
  return { pragma, value, by, written: name, range, everyConnection: true, maybe };
}

/** A timeout in seconds as the pragma in milliseconds; 0 is to wait for ever. */
export function timeoutOf(seconds: string | undefined): string | undefined {
  if (seconds === undefined || !/^\d+$/.test(seconds)) return undefined;
  return seconds === '0' ? '2147483647' : String(Number(seconds) * 1000);
}

/** Keywords by which drivers of SQLite for .NET name a pragma. */
export const pragmaOfKeyword: ReadonlyMap<string, string> = new Map([
  ['journalmode', 'journal_mode'],
  ['synchronous', 'synchronous'],
  ['syncmode', 'synchronous'],
  ['busytimeout', 'busy_timeout'],
  ['cachesize', 'cache_size'],
  ['pagesize', 'page_size'],
  ['tempstore', 'temp_store'],
  ['lockingmode', 'locking_mode'],
]);

/** What kind of database the keywords name. */
export function storageOfAdo({ source, isMemory }: AdoFacts): ConnectionSite['storage'] {
  if (isMemory) return 'memory';
  if (!source) return 'unknown';
  return source.value === undefined ? 'file' : storageOf(source.value);
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
