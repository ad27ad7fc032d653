import { type Node, parseTree } from 'jsonc-parser';
import { plainKeyword, readKeywords, storageOfAdo } from '../../embedded/connections/ado/keywords.ts';
import { microsoftDialect } from '../../embedded/connections/ado/microsoft.ts';
import { systemDataDialect } from '../../embedded/connections/ado/system-data.ts';
import type { ConnectionSite } from '../../embedded/connections/site.ts';

/** The configuration of a .NET program, with those of its environments. */
export const appSettingsFiles = /(?:^|\/)appsettings(?:\.[\w-]+)?\.json$/i;

/** Keywords of other databases. */
const ofOthers =
  /^(?:server|host|port|initialcatalog|database|userid|uid|user|username|trustedconnection|integratedsecurity|trustservercertificate|multipleactiveresultsets|encrypt|accountendpoint|sslmode|attachdbfilename|provider)$/;

const ofSystemData =
  /^(?:version|journalmode|synchronous|syncmode|busytimeout|failifmissing|datetimeformat|readonly)$/;

/**
 * The connection strings of SQLite below `ConnectionStrings`. Nothing there says which driver they are for: one that has
 * keywords of System.Data.SQLite only is taken for that, any other for Microsoft's.
 * https://learn.microsoft.com/ef/core/miscellaneous/connection-strings
 */
export function readAppSettings(path: string, text: string): ConnectionSite[] {
  if (/\.(?:test|tests|testing|integration)\.json$/i.test(path)) return [];
  const root = parseTree(text, undefined, { allowTrailingComma: true });
  return connectionStrings(root).flatMap(({ property, value }) => readString(property, value, text));
}

function connectionStrings(root: Node | undefined): { property: Node; value: Node }[] {
  return (root?.children ?? [])
    .filter((property) => /^connectionstrings$/i.test(String(property.children?.[0]?.value)))
    .flatMap((property) => property.children?.[1]?.children ?? [])
    .flatMap((property) => {
      const value = property.children?.[1];
      return value?.type === 'string' ? [{ property, value }] : [];
    });
}

function readString(property: Node, { offset, length, value }: Node, text: string): ConnectionSite[] {
  const range = { start: property.offset, end: property.offset + property.length };
  const raw = text.slice(offset + 1, offset + length - 1);
  const isPlain = raw === value;
  const { keywords } = readKeywords([{ text: String(value), host: isPlain ? offset + 1 : undefined }], range);
  const names = keywords.map(({ name }) => plainKeyword(name));
  if (names.some((name) => ofOthers.test(name))) return [];
  const dialect = names.some((name) => ofSystemData.test(name)) ? systemDataDialect : microsoftDialect;
  const facts = dialect.read(keywords);
  const path = facts.source?.value;
  if (path === undefined || !isDatabase(path)) return [];
  const { settings, begin, sharedCache, readOnly } = facts;
  return [
    {
      driver: dialect.driver,
      range,
      database: { kind: 'text', text: path, range: facts.source?.range },
      storage: storageOfAdo(facts),
      readOnly,
      settings,
      // What one driver does not know may be a keyword of the other.
      ignored: [],
      opaque: undefined,
      begin,
      sharedCache,
    },
  ];
}

/** A file of SQLite by its name; `Data Source` is the server's name elsewhere. */
function isDatabase(path: string): boolean {
  return (
    /\.(?:db3?|s3db|sl3|sqlite3?|sqlitedb)$/i.test(path) || path === ':memory:' || path.startsWith('file:')
  );
}
