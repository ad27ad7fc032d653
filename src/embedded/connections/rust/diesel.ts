import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { nodesOf, placeOf } from '../../sql/text-expressions.ts';
import type { ConnectionSite } from '../site.ts';
import { chainOf, functionAround, keeperOf } from './chains.ts';
import { openedAt, uriSays } from './paths.ts';
import { poolOver } from './pools.ts';
import { settingsOn } from './reach.ts';
import { callsIn, handedOn, handing, statementBehind } from './sites.ts';

/**
 * Connections of Diesel: `SqliteConnection::establish(url)`, and those that a pool opens through
 * `ConnectionManager::<SqliteConnection>::new(url)`. https://docs.rs/diesel
 */
export function* readDiesel(file: HostFile): Iterable<ConnectionSite> {
  if (!/\bSqliteConnection\b/.test(file.text)) return;
  const { calls } = callsIn(file);
  for (const { node, path, args } of calls) {
    if (isConnection(path, node)) yield ofConnection(node, args[0], file);
    else if (/(?:^|::)\w*ConnectionManager::(?:new|new_with_config)$/.test(path) && isOfSqlite(node, file))
      yield ofManager(node, args[0], file);
  }
}

/** The wrapper is that of diesel-async. */
const isConnection = (path: string, node: Node): boolean =>
  /(?:^|::)SqliteConnection::establish$/.test(path) ||
  (/(?:^|::)SyncConnectionWrapper::establish$/.test(path) &&
    /\bSqliteConnection\b/.test(node.childForFieldName('function')?.text ?? ''));

/** True where the types say so: of the call, of the variable that keeps it, or of what the function gives back. */
function isOfSqlite(node: Node, file: HostFile): boolean {
  const callee = node.childForFieldName('function')?.text ?? '';
  if (/ConnectionManager::\s*</.test(callee)) return /\bSqliteConnection\b/.test(callee);
  let around = node.parent;
  while (around && !/^(?:let_declaration|function_item)$/.test(around.type)) around = around.parent;
  const type = (around?.childForFieldName('type') ?? around?.childForFieldName('return_type'))?.text;
  if (type !== undefined && /ConnectionManager\s*</.test(type)) return /<\s*SqliteConnection\s*>/.test(type);
  // Where a file has no other connections, they are SQLite's.
  const kinds = new Set(
    nodesOf(file.root, ['type_identifier'])
      .map(({ text }) => text)
      .filter((name) => /^(?:Pg|Mysql|Sqlite|Any|Db|Multi)\w*Connection$/.test(name)),
  );
  return kinds.size === 1 && kinds.has('SqliteConnection');
}

function ofConnection(node: Node, url: Node | undefined, file: HostFile): ConnectionSite {
  const { database, storage, dsn } = openedAt(url, file);
  const { steps, end } = chainOf(node);
  const keeper = keeperOf(end);
  const run = settingsOn(keeper, node, file, true);
  const uri = uriSays(dsn, 'Diesel');
  const followed = steps.find(({ method }) => handing.test(method));
  const manager = managerOfWrapper(node, file);
  return {
    driver: manager ? 'diesel-r2d2' : 'diesel',
    range: placeOf(node),
    database,
    storage,
    readOnly: uri.readOnly,
    settings: run.settings,
    ignored: uri.ignored,
    opaque: followed
      ? `.${followed.method}() hands it on`
      : (run.opaque ?? migrationsOn(node, file) ?? handedOn(keeper, file)),
    variable: keeper.name,
    poolSize: manager && poolOver(manager, file)?.size,
    sharedCache: uri.sharedCache,
    fix: (pragma, value) =>
      keeper.name
        ? statementBehind(
            keeper,
            file.text,
            `diesel::sql_query("PRAGMA ${pragma} = ${value}").execute(&mut ${keeper.name})`,
          )
        : undefined,
  };
}

/**
 * What opens a pool of connections of a type that wraps Diesel's, where a connection is opened to be wrapped:
 * `ConnectionManager::<Wrapper>::new(url)` for `impl Connection for Wrapper { fn establish(…) }`.
 */
function managerOfWrapper(node: Node, file: HostFile): Node | undefined {
  const own = functionAround(node);
  if (own?.childForFieldName('name')?.text !== 'establish') return undefined;
  let around = own.parent;
  while (around && around.type !== 'impl_item') around = around.parent;
  const type = around?.childForFieldName('type')?.text;
  if (type === undefined || !/(?:^|::)Connection$/.test(around?.childForFieldName('trait')?.text ?? ''))
    return undefined;
  return nodesOf(file.root, ['call_expression']).find((call) => {
    const callee = call.childForFieldName('function')?.text.replace(/\s+/g, '') ?? '';
    return /ConnectionManager::<(\w+)>::new$/.exec(callee)?.[1] === type;
  });
}

/** A connection that is opened to run migrations has other needs than those of the pool beside it. */
function migrationsOn(node: Node, file: HostFile): string | undefined {
  return /\b(?:run_pending_migrations|pending_migrations|run_migrations?)\b/.test(
    functionAround(node)?.text ?? '',
  ) && /\bConnectionManager\b/.test(file.text)
    ? 'it is opened to run migrations'
    : undefined;
}

function ofManager(node: Node, url: Node | undefined, file: HostFile): ConnectionSite {
  const { database, storage, dsn } = openedAt(url, file);
  const pool = poolOver(node, file);
  const run = pool && settingsOn(pool.keeper, node, file, false);
  const uri = uriSays(dsn, 'Diesel');
  return {
    driver: 'diesel-r2d2',
    range: placeOf(node),
    database,
    storage,
    readOnly: uri.readOnly,
    settings: [...(pool?.settings ?? []), ...(run?.settings ?? [])],
    ignored: uri.ignored,
    opaque: /::new_with_config$/.test(node.childForFieldName('function')?.text ?? '')
      ? 'its configuration may set connections up'
      : (pool?.hook ?? run?.opaque),
    poolSize: pool?.size,
    variable: pool?.keeper.name,
    sharedCache: uri.sharedCache,
  };
}
