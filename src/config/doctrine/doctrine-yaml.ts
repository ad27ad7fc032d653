import { isMap, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { storageOf } from '../../embedded/connections/dsn.ts';
import type { ConnectionSite, Written } from '../../embedded/connections/site.ts';

/** Symfony's file for DoctrineBundle, and the one file that older projects have for all bundles. */
export const doctrineYamlFiles = /(?:^|\/)config\/(?:packages\/(?:prod\/)?doctrine|config(?:_prod)?)\.ya?ml$/;

const sqliteUrl = /^(?:pdo-)?sqlite3?:/;

/**
 * The connections that DoctrineBundle is told to make: `doctrine.dbal`, or each of `doctrine.dbal.connections`.
 * https://symfony.com/doc/current/reference/configuration/doctrine.html#doctrine-dbal-configuration
 */
export function readDoctrineYaml(_path: string, text: string): ConnectionSite[] {
  if (!/\bdbal\b/.test(text)) return [];
  const { contents, errors } = parseDocument(text, { logLevel: 'silent', uniqueKeys: false });
  if (errors.length > 0 || !isMap(contents)) return [];
  const dbal = pairOf(mapIn(contents, 'doctrine'), 'dbal');
  if (!dbal || !isMap(dbal.value)) return [];
  const connections = mapIn(dbal.value, 'connections');
  if (!connections) return siteOf(dbal, dbal.value);
  return connections.items.flatMap((pair) => (isMap(pair.value) ? siteOf(pair, pair.value) : []));
}

function siteOf({ key }: Pair, map: YAMLMap): ConnectionSite[] {
  const start = isScalar(key) ? key.range?.[0] : undefined;
  const get = (name: string): string | undefined => textIn(map, name);
  const driver = get('driver');
  const url = get('url');
  const env = /^%env\((?:[\w]+:)*(\w+)\)%$/.exec(url ?? '')?.[1];
  const isSqlite = driver === 'pdo_sqlite' || driver === 'sqlite3';
  if (start === undefined || (url === undefined ? !isSqlite : env === undefined && !sqliteUrl.test(url)))
    return [];
  const database = databaseOf(url, env, get('path'));
  return [
    {
      driver: driver === 'sqlite3' && url === undefined ? 'doctrine-sqlite3' : 'doctrine-pdo-sqlite',
      range: { start, end: map.range?.[1] ?? start },
      database,
      storage:
        get('memory') === 'true' ? 'memory' : database.kind === 'text' ? storageOf(database.text) : 'file',
      readOnly: false,
      settings: [],
      ignored: [],
      // The options of PDO are numbers there; one of them is its timeout.
      opaque: pairOf(map, 'options') ? 'it is given options of PDO' : undefined,
      when:
        env === undefined ? undefined : { env, matches: sqliteUrl, otherwise: undefined, pathOf: pathOfUrl },
    },
  ];
}

function databaseOf(url: string | undefined, env: string | undefined, path: string | undefined): Written {
  if (env !== undefined) return { kind: 'env', name: env };
  if (url !== undefined) return { kind: 'text', text: pathOfUrl(url) };
  return path === undefined
    ? { kind: 'unknown', reason: 'no path is named' }
    : { kind: 'text', text: withoutRoot(path) };
}

/** `sqlite:///var/app.db`, `sqlite:///%kernel.project_dir%/var/app.db`, `sqlite:///:memory:`. */
function pathOfUrl(url: string): string {
  return withoutRoot(
    url
      .replace(sqliteUrl, '')
      .replace(/^\/\/\w*\//, '')
      .replace(/\?.*$/, ''),
  );
}

function withoutRoot(path: string): string {
  return path.replace(/^%kernel\.(?:project|root)_dir%\/(?:\.\.\/)?/, '');
}

function pairOf(map: YAMLMap | undefined, name: string): Pair | undefined {
  return map?.items.find(({ key }) => isScalar(key) && key.value === name);
}

function mapIn(map: YAMLMap, name: string): YAMLMap | undefined {
  const value = pairOf(map, name)?.value;
  return isMap(value) ? value : undefined;
}

function textIn(map: YAMLMap, name: string): string | undefined {
  const value = pairOf(map, name)?.value;
  return isScalar(value) && value.value !== null ? String(value.value) : undefined;
}
