import type { ConnectionSite, IgnoredParameter, Setting, Written } from '../../embedded/connections/site.ts';
import { beginModeOf } from '../../facts/drivers/driver.ts';
import { wholeNumber } from '../../text/number.ts';
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
  range: { start: number; end: number },
  isComplete: boolean,
  text: string,
): ConnectionSite {
  const settings: Setting[] = [];
  const ignored: IgnoredParameter[] = [];
  for (const { name, written, range: place } of keywords) {
    const how = { by: 'option' as const, everyConnection: true };
    const pragma = pragmaOfOption.get(name);
    if (pragma !== undefined)
      settings.push({ pragma, value: literal(written), written: name, range: place, ...how });
    if (name === 'wal_autocheckpoint')
      ignored.push({
        name,
        range: place,
        reason: `ecto_sqlite3 has no option ${name}`,
        instead: 'wal_auto_check_point',
        replacement: `wal_auto_check_point: ${written}`,
      });
    if (name === 'pragma' || name === 'pragmas') {
      ignored.push({
        name,
        range: place,
        reason: `ecto_sqlite3 has no option ${name}`,
        instead: 'an option for each pragma, or custom_pragmas',
      });
    }
    if (name === 'custom_pragmas') {
      for (const [, custom = '', value = ''] of written.matchAll(/([a-z_]+):\s*([^,\]]+)/g))
        settings.push({
          pragma: custom,
          value: literal(value),
          written: `${name}: ${custom}`,
          range: place,
          ...how,
        });
    }
  }
  const database = keywords.find(({ name }) => name === 'database');
  const begin = keywords.find(({ name }) => name === 'default_transaction_mode');
  const size = keywords.find(({ name }) => name === 'pool_size')?.written;
  const path = databaseOf(database);
  const last = keywords.at(-1);
  return {
    driver: 'ecto_sqlite3',
    range,
    database: path,
    storage:
      path.kind === 'text' && path.text.includes(':memory:') ? 'memory' : database ? 'file' : 'unknown',
    readOnly: false,
    settings,
    ignored,
    opaque: isComplete ? undefined : 'its options are put together at run time',
    begin: begin && { mode: beginModeOf(literal(begin.written)), range: begin.range, written: begin.name },
    poolSize: wholeNumber(size),
    fix: (pragma, value) => {
      const option = [...pragmaOfOption].find(([, name]) => name === pragma)?.[0];
      if (!last || option === undefined) return undefined;
      const indent = /[ \t]*$/.exec(text.slice(0, last.range.start))?.[0] ?? '  ';
      const spelt = /^-?\d+$/.test(value) ? value : `:${value.toLowerCase()}`;
      return {
        range: { start: last.range.end, end: last.range.end },
        text: `,\n${indent || '  '}${option}: ${spelt}`,
      };
    },
  };
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
