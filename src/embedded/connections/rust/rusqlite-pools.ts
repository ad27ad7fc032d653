import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { placeOf } from '../../sql/text-expressions.ts';
import type { ConnectionSite, Setting } from '../site.ts';
import { chainOf } from './chains.ts';
import { openedAt, uriSays } from './paths.ts';
import { hooksOf, poolOver, sizeOf } from './pools.ts';
import { settingsOn } from './reach.ts';
import { flagsIn, settingCall } from './rusqlite.ts';
import { callsIn, isOf } from './sites.ts';
import { variantOf } from './values.ts';

/** Pools over rusqlite: r2d2_sqlite, deadpool-sqlite and async-sqlite. */
export function* readRusqlitePools(file: HostFile): Iterable<ConnectionSite> {
  const { calls, names } = callsIn(file);
  for (const { node, path, args } of calls) {
    if (isOf(path, 'r2d2_sqlite', /^SqliteConnectionManager::(?:file|memory)$/, names))
      yield ofManager(node, path.endsWith('memory') ? undefined : args[0], file);
    else if (isOf(path, 'deadpool_sqlite', /^Config::new$/, names)) yield ofConfig(node, args[0], file);
    else if (isOf(path, 'async_sqlite', /^(?:Pool|Client)Builder::new$/, names))
      yield ofBuilder(node, path.includes('Client'), file);
  }
}

const memory = { database: { kind: 'text', text: ':memory:' }, storage: 'memory', dsn: undefined } as const;

/** `SqliteConnectionManager::file(path).with_flags(flags).with_init(|c| …)`. https://docs.rs/r2d2_sqlite */
function ofManager(node: Node, path: Node | undefined, file: HostFile): ConnectionSite {
  const { database, storage, dsn } = path ? openedAt(path, file) : memory;
  const { steps, end } = chainOf(node);
  const own = hooksOf(steps, file);
  const pool = poolOver(node, file);
  const flags = steps.find(({ method }) => method === 'with_flags');
  const init = steps.find(({ method }) => method === 'with_init');
  const uri = uriSays(dsn, 'rusqlite');
  const run = pool && settingsOn(pool.keeper, node, file, false);
  return {
    driver: 'r2d2_sqlite',
    range: placeOf(node),
    database,
    storage,
    readOnly: uri.readOnly || flagsIn(flags?.args ?? [], file) === 'read-only',
    settings: [...own.settings, ...(pool?.settings ?? []), ...(run?.settings ?? [])],
    ignored: uri.ignored,
    opaque: pool?.hook ?? run?.opaque,
    poolSize: pool?.size,
    variable: pool?.keeper.name,
    sharedCache: uri.sharedCache,
    fix: (pragma, value) => {
      if (init || steps.length > 0) return undefined;
      const at = end.endIndex;
      return { range: { start: at, end: at }, text: `.with_init(|c| c.${settingCall(pragma, value)})` };
    },
  };
}

/** `Config::new(path).create_pool(Runtime::Tokio1)`. https://docs.rs/deadpool-sqlite */
function ofConfig(node: Node, path: Node | undefined, file: HostFile): ConnectionSite {
  const { database, storage, dsn } = openedAt(path, file);
  const chain = chainOf(node);
  const pool = poolOver(node, file);
  const uri = uriSays(dsn, 'rusqlite');
  // Its hooks are set on a builder that comes from it, in any of several ways.
  const hooked = /\bpost_create\b|\bpre_recycle\b|\bHook::/.test(file.text);
  return {
    driver: 'deadpool-sqlite',
    range: placeOf(node),
    database,
    storage,
    readOnly: uri.readOnly,
    settings: hooksOf(chain.steps, file).settings,
    ignored: uri.ignored,
    opaque: hooked ? 'a hook is run on each new connection' : undefined,
    poolSize: pool?.size,
    sharedCache: uri.sharedCache,
  };
}

/** `PoolBuilder::new().path(p).journal_mode(JournalMode::Wal).num_conns(2).open()`. https://docs.rs/async-sqlite */
function ofBuilder(node: Node, isClient: boolean, file: HostFile): ConnectionSite {
  const { steps } = chainOf(node);
  const path = steps.find(({ method }) => method === 'path')?.args[0];
  const { database, storage, dsn } = path ? openedAt(path, file) : memory;
  const flags = steps.find(({ method }) => method === 'flags');
  const settings = steps.flatMap(({ method, args, range }): Setting[] =>
    method === 'journal_mode'
      ? [
          {
            pragma: 'journal_mode',
            value: variantOf(args[0], /JournalMode$/)?.toLowerCase(),
            by: 'builder',
            written: method,
            range,
            everyConnection: true,
          },
        ]
      : [],
  );
  const uri = uriSays(dsn, 'rusqlite');
  return {
    driver: 'async-sqlite',
    range: placeOf(node),
    database,
    storage,
    readOnly: uri.readOnly || flagsIn(flags?.args ?? [], file) === 'read-only',
    settings,
    ignored: uri.ignored,
    opaque: undefined,
    poolSize: isClient ? 1 : sizeOf(steps, file),
    sharedCache: uri.sharedCache,
  };
}
