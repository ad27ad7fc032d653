import { readDsn, storageOf } from '../../embedded/connections/dsn.ts';
import type { ConnectionSite, IgnoredParameter, Setting } from '../../embedded/connections/site.ts';
import type { Range } from '../../text/range.ts';

/** Matches the paths of schemas of Prisma. */
export const prismaSchemaFiles = /(?:^|\/)schema\.prisma$/;

/**
 * The database of a schema of Prisma, which its native engine opens: up to version 6, without a driver adapter.
 * https://www.prisma.io/docs/orm/overview/databases/sqlite
 */
export function readPrismaSchema(_path: string, source: string): ConnectionSite[] {
  // Comments are blanked, so that offsets stay.
  const text = source.replace(/^\s*\/\/[^\n]*/gm, (comment) => ' '.repeat(comment.length));
  const block = /\bdatasource\s+\w+\s*\{([^}]*)\}/.exec(text);
  if (!block || !/^\s*provider\s*=\s*"sqlite"/m.test(block[1] ?? '')) return [];
  const range = { start: block.index, end: block.index + block[0].length };
  const url = /^[ \t]*url\s*=\s*(?:"([^"\n]*)"|env\(\s*"(\w+)"\s*\))/dm.exec(block[0]);
  const [, literal, env] = url ?? [];
  const place = (group: number): Range => {
    const [start, end] = url?.indices?.[group] ?? [0, 0];
    return { start: block.index + start, end: block.index + end };
  };
  // From version 7 on the URL stands elsewhere, and an adapter opens the database.
  if (literal === undefined && env === undefined) return [];
  const adapted =
    /previewFeatures\s*=\s*\[[^\]]*"driverAdapters"|engineType\s*=\s*"client"/.test(text) ||
    /\bprovider\s*=\s*"prisma-client"/.test(text);
  const base = {
    driver: 'prisma',
    range,
    readOnly: false,
    opaque: adapted ? 'a driver adapter may open it in the place of Prisma’s engine' : undefined,
  };
  if (env !== undefined) {
    const setting: Setting = {
      pragma: 'busy_timeout',
      value: undefined,
      by: 'dsn',
      written: `socket_timeout in ${env}`,
      range: place(2),
      everyConnection: true,
    };
    return [
      { ...base, database: { kind: 'env', name: env }, storage: 'file', settings: [setting], ignored: [] },
    ];
  }
  return [{ ...base, ...ofUrl(literal ?? '', place(1)) }];
}

function ofUrl(
  url: string,
  range: Range,
): Pick<ConnectionSite, 'database' | 'storage' | 'settings' | 'ignored' | 'poolSize'> {
  const { path, parameters } = readDsn([{ text: url, host: range.start }], range, () => true);
  const settings: Setting[] = [];
  const ignored: IgnoredParameter[] = [];
  let poolSize: number | undefined;
  for (const { name, value, range: place } of parameters) {
    if (name === 'connection_limit') poolSize = Number(value) || undefined;
    else if (name === 'socket_timeout') {
      settings.push({
        pragma: 'busy_timeout',
        value: value && /^\d+$/.test(value) ? String(Number(value) * 1000) : undefined,
        by: 'dsn',
        written: name,
        range: place,
        everyConnection: true,
      });
    } else if (!others.has(name)) {
      ignored.push({
        name,
        range: place,
        reason:
          'Prisma takes connection_limit and socket_timeout of a URL of SQLite, and drops what it does not know',
        ...(/timeout$/.test(name) && { instead: 'socket_timeout, in seconds' }),
      });
    }
  }
  return {
    database: { kind: 'text', text: path, range },
    storage: storageOf(url),
    settings,
    ignored,
    poolSize,
  };
}

/** Other parameters that Prisma reads (quaint, SqliteParams), and one that it takes for every database. */
const others = new Set([
  'db_name',
  'max_connection_lifetime',
  'max_idle_connection_lifetime',
  'pool_timeout',
  'schema',
]);
