import type {
  ConnectionSite,
  IgnoredParameter,
  Setting,
  SiteFix,
  Written,
} from '../../embedded/connections/site.ts';
import { beginModeOf } from '../../facts/drivers/driver.ts';
import { wholeNumber } from '../../text/number.ts';
import type { Range } from '../../text/range.ts';
import { type Keyword, readKeywords } from './keywords.ts';

/** What is read for production; `config/dev.exs` and `config/test.exs` are not. */
export const ectoFiles = /(?:^|\/)config\/(?:config|prod|runtime|releases)\.exs$/;

/** Options of ecto_sqlite3 that are no pragma of the same name. */
const pragmaOfOption: ReadonlyMap<string, string> = new Map([
  ['wal_auto_check_point', 'wal_autocheckpoint'],
  ...[
    'journal_mode',
    'busy_timeout',
    'synchronous',
    'foreign_keys',
    'cache_size',
    'temp_store',
    'journal_size_limit',
    'locking_mode',
    'auto_vacuum',
    'secure_delete',
    'case_sensitive_like',
  ].map((name) => [name, name] as const),
]);

/**
 * The repositories of Ecto that keep their data in SQLite: `config :app, App.Repo, database: "app.db"`.
 * https://hexdocs.pm/ecto_sqlite3/Ecto.Adapters.SQLite3.html#module-provided-options
 */
export function readEcto(_path: string, text: string): ConnectionSite[] {
  const found = text.matchAll(/^[ \t]*config[ (]\s*:\w+\s*,\s*(?:[A-Z]\w*\.)*\w*Repo\w*\s*,\s*/gm);
  return [...found].flatMap((match) => {
    const { keywords, end, isComplete } = readKeywords(text, match.index + match[0].length);
    const start = match.index + match[0].search(/\S/);
    return isOfSqlite(keywords) ? [siteOf(keywords, { start, end }, isComplete, text)] : [];
  });
}

/** An adapter that is named, or a file where other databases have a host. */
function isOfSqlite(keywords: readonly Keyword[]): boolean {
  const adapter = keywords.find(({ name }) => name === 'adapter')?.written;
  if (adapter !== undefined) return /SQLite3?$/i.test(adapter);
  if (keywords.some(({ name }) => /^(?:hostname|username|password|url|port|socket_dir|ssl)$/.test(name)))
    return false;
  const database = keywords.find(({ name }) => name === 'database')?.written ?? '';
  return /\.(?:db3?|sqlite3?)\b|:memory:|_?path\b/i.test(database);
}

function siteOf(
  keywords: readonly Keyword[],
  range: Range,
  isComplete: boolean,
  text: string,
): ConnectionSite {
  const keyword = (wanted: string): Keyword | undefined => keywords.find(({ name }) => name === wanted);
  const begin = keyword('default_transaction_mode');
  const named = keyword('database');
  const database = databaseOf(named);
  const isMemory = database.kind === 'text' && database.text.includes(':memory:');
  return {
    driver: 'ecto_sqlite3',
    range,
    database,
    storage: isMemory ? 'memory' : named ? 'file' : 'unknown',
    readOnly: false,
    settings: keywords.flatMap(settingsOf),
    ignored: keywords.flatMap((one) => ignoredOption(one) ?? []),
    opaque: isComplete ? undefined : 'its options are put together at run time',
    begin: begin && { mode: beginModeOf(literal(begin.written)), range: begin.range, written: begin.name },
    poolSize: wholeNumber(keyword('pool_size')?.written),
    fix: (pragma, value) => optionBehind(keywords.at(-1), pragma, value, text),
  };
}

function settingsOf({ name, written, range }: Keyword): Setting[] {
  const how = { range, by: 'option', everyConnection: true } as const;
  if (name === 'custom_pragmas')
    return [...written.matchAll(/([a-z_]+):\s*([^,\]]+)/g)].map(([, pragma = '', value = '']) => ({
      pragma,
      value: literal(value),
      written: `${name}: ${pragma}`,
      ...how,
    }));
  const pragma = pragmaOfOption.get(name);
  return pragma === undefined ? [] : [{ pragma, value: literal(written), written: name, ...how }];
}

function ignoredOption({ name, written, range }: Keyword): IgnoredParameter | undefined {
  const reason = `ecto_sqlite3 has no option ${name}`;
  switch (name) {
    case 'wal_autocheckpoint': {
      const instead = 'wal_auto_check_point';
      return { name, range, reason, instead, replacement: `${instead}: ${written}` };
    }
    case 'pragma':
    case 'pragmas':
      return { name, range, reason, instead: 'an option for each pragma, or custom_pragmas' };
    default:
      return undefined;
  }
}

/** An edit that sets a pragma by an option behind the last one. */
function optionBehind(
  last: Keyword | undefined,
  pragma: string,
  value: string,
  text: string,
): SiteFix | undefined {
  const option = [...pragmaOfOption].find(([, name]) => name === pragma)?.[0];
  if (!last || option === undefined) return undefined;
  const indent = /[ \t]*$/.exec(text.slice(0, last.range.start))?.[0] || '  ';
  const spelt = /^-?\d+$/.test(value) ? value : `:${value.toLowerCase()}`;
  return { range: { start: last.range.end, end: last.range.end }, text: `,\n${indent}${option}: ${spelt}` };
}

function databaseOf(keyword: Keyword | undefined): Written {
  if (!keyword) return { kind: 'unknown', reason: 'its database is named elsewhere' };
  const { written, value } = keyword;
  const text = /^"([^"#\\]*)"$/.exec(written)?.[1];
  if (text !== undefined) return { kind: 'text', text, range: value };
  if (/^:memory$/.test(written)) return { kind: 'text', text: ':memory:', range: value };
  const env = /^System\.(?:get_env|fetch_env!)\(\s*"(\w+)"(?:\s*,\s*"([^"]*)")?\s*\)/.exec(written);
  if (env)
    return { kind: 'env', name: env[1] ?? '', otherwise: env[2] ?? /\|\|\s*"([^"]*)"$/.exec(written)?.[1] };
  return { kind: 'path', written: written.replace(/\s+/g, ' ') };
}

/** An atom, a number or a text as SQLite is told it. */
function literal(written: string): string | undefined {
  return /^:([a-z]+)$|^(-?[\d_]+)$|^"([^"#]*)"$/
    .exec(written.trim())
    ?.slice(1)
    .find((one) => one !== undefined)
    ?.replaceAll('_', '');
}
