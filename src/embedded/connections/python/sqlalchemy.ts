import type { Node } from '@vscode/tree-sitter-wasm';
import { enclosing, holds, placeOf } from '../../sql/text-expressions.ts';
import type { ConnectionSite, Setting } from '../site.ts';
import { writtenAt } from '../written.ts';
import { connectEntries } from './connect-options.ts';
import { type Dictionary, type Entry, noDictionary, readDictionary } from './dictionaries.ts';
import { fateOf } from './handles.ts';
import { beginHook, type Hook, hooksOn } from './hooks.ts';
import { refersTo } from './imports.ts';
import { argumentOf, argumentsOf, type PythonModule } from './module.ts';
import { handedTo } from './packages.ts';
import { readSqliteUrl, readUrlOptions, type SqliteUrl } from './urls.ts';
import { UsesReader } from './uses.ts';

const creates =
  /^(?:sqlalchemy|sqlmodel)\.(?:engine\.|future\.|ext\.asyncio\.)?(?:create\.|engine\.)?create_(?:async_)?engine$/;

/** Engines of SQLAlchemy and SQLModel. https://docs.sqlalchemy.org/en/20/dialects/sqlite.html */
export function* readSqlAlchemy(module: PythonModule, hooks: readonly Hook[]): Iterable<ConnectionSite> {
  const uses = new UsesReader(module);
  for (const call of module.callsOf(creates)) {
    const callee = call.childForFieldName('function');
    const given = argumentsOf(call);
    const node = argumentOf(given, 'url', 0);
    const options = engineOptions(call, module);
    const url = readSqliteUrl(node, module) ?? urlOfSqlite(node, call, options, module);
    if (!url || (url.dialect !== undefined && !/^(?:pysqlite|aiosqlite)$/.test(url.dialect))) continue;
    const fate = fateOf(call, module);
    const handle = fate.kind === 'kept' ? fate.handle : undefined;
    const run = handle && uses.follow({ ...handle, origin: call, everyConnection: false }, true);
    const facts = engineFacts(url, options, module);
    const ofModel = refersTo(callee, module.imports, /^sqlmodel\./);
    yield {
      driver: ofModel ? 'sqlmodel' : 'sqlalchemy',
      range: placeOf(call),
      ...facts,
      ...withHooks(facts, run?.settings ?? [], handle?.name, hooks),
      opaque:
        opaqueOptions(url, options) ?? (fate.kind === 'handed' ? handedTo(fate.call, module) : run?.opaque),
      variable: handle?.name,
    };
  }
}

/** The keywords of `create_engine()`, those that are spread into it among them. */
function engineOptions(call: Node, module: PythonModule): Dictionary {
  const { keywords, spread, isComplete } = argumentsOf(call);
  const entries: Entry[] = [...keywords].flatMap(([key, node]): Entry[] => {
    const value = node.childForFieldName('value');
    return value ? [{ key, value, node, maybe: false }] : [];
  });
  const others = spread.map((one) => readDictionary(one, module));
  entries.push(...others.flatMap((one) => one?.entries ?? []));
  return {
    entries,
    isComplete: isComplete && others.every((one) => one?.isComplete === true),
    get: (key) => entries.findLast((entry) => entry.key === key),
  };
}

/** What the URL and the options of an engine settle: SQLAlchemy’s own, and those of what stands on it. */
export type EngineFacts = Pick<
  ConnectionSite,
  'database' | 'storage' | 'readOnly' | 'settings' | 'ignored' | 'begin' | 'poolSize' | 'sharedCache' | 'when'
>;

/** @param options `connect_args`, `poolclass`, `pool_size` and the others of `create_engine()` */
export function engineFacts(url: SqliteUrl, options: Dictionary, module: PythonModule): EngineFacts {
  const fromUrl = readUrlOptions(url);
  const args = options.get('connect_args');
  const entries = args ? readDictionary(args.value, module) : noDictionary;
  const passed = connectEntries(entries, module);
  const level = options.get('isolation_level');
  const isAutocommit = level !== undefined && module.literalOf(level.value) === 'AUTOCOMMIT';
  return {
    database: url.database,
    storage: url.storage,
    readOnly: fromUrl.readOnly,
    // What connect_args says goes before what the URL does.
    settings: [...fromUrl.settings, ...passed.settings],
    ignored: fromUrl.ignored,
    begin: isAutocommit
      ? {
          mode: undefined,
          range: placeOf(level.node),
          written: 'isolation_level="AUTOCOMMIT"',
          reason: 'leaves the beginning of transactions to the program',
        }
      : (passed.begin ?? fromUrl.begin),
    poolSize: poolSizeOf(url, options, module),
    sharedCache: fromUrl.sharedCache,
    when: url.when,
  };
}

/** Adds what listeners and statements set, in the order in which it happens. */
export function withHooks(
  facts: EngineFacts,
  run: readonly Setting[],
  handle: string | undefined,
  hooks: readonly Hook[],
): Pick<ConnectionSite, 'settings' | 'begin'> {
  return {
    settings: [...facts.settings, ...hooksOn(handle, hooks), ...run],
    begin: beginHook(handle, hooks) ?? facts.begin,
  };
}

/** Why an engine may be set up in a way that is not written here. */
export function opaqueOptions(url: SqliteUrl, options: Dictionary): string | undefined {
  if (options.get('creator') ?? options.get('async_creator') ?? options.get('pool'))
    return 'a function of the program opens its connections';
  if (!options.isComplete) return 'its options are built at run time';
  return url.isComplete ? undefined : 'its URL is built at run time';
}

function poolSizeOf(url: SqliteUrl, options: Dictionary, module: PythonModule): number | undefined {
  const pool = options.get('poolclass')?.value.text ?? '';
  if (/StaticPool$/.test(pool)) return 1;
  if (pool !== '' && !/QueuePool$/.test(pool)) return undefined;
  if (pool === '' && url.storage === 'memory') return url.dialect === 'aiosqlite' ? 1 : undefined;
  const size = options.get('pool_size');
  const more = options.get('max_overflow');
  if (!size && !more) return undefined;
  const [known, extra] = [size ? module.literalOf(size.value) : 5, more ? module.literalOf(more.value) : 10];
  if (typeof known !== 'number' || typeof extra !== 'number' || known === 0 || extra < 0) return undefined;
  return known + extra;
}

/**
 * A URL from elsewhere that surely is SQLite’s: an option of its driver alone is given with it, or the program asks
 * first. Where it only is one of several, whether the database is a file is not known either.
 */
function urlOfSqlite(
  node: Node | undefined,
  call: Node,
  options: Dictionary,
  module: PythonModule,
): SqliteUrl | undefined {
  if (!node) return undefined;
  const value = module.resolved(node);
  const text = module.file.texts.textOf(value)?.[0];
  if (text && 'text' in text && /^\w+(?:\+\w+)?:/.test(text.text)) return undefined;
  const args = options.get('connect_args');
  const entries = args ? readDictionary(args.value, module) : undefined;
  const thread = entries?.get('check_same_thread');
  const isChosen = args !== undefined && module.resolved(args.value).type === 'conditional_expression';
  const isTested = isWithinTest(call);
  if (!thread && !isTested) return undefined;
  const isSure = isTested || (thread !== undefined && !isChosen && !isConditional(thread));
  return {
    database: writtenAt(value, module.file),
    storage: isSure ? 'file' : 'unknown',
    path: '?',
    parameters: [],
    isComplete: true,
    when: undefined,
    dialect: undefined,
  };
}

/** True where an entry is added under a condition that tells SQLite from others. */
function isConditional({ node, maybe }: Entry): boolean {
  const test = enclosing(node, new Set(['if_statement']));
  return maybe || (test !== undefined && /sqlite/i.test(test.childForFieldName('condition')?.text ?? ''));
}

/** True within `if url.startswith("sqlite"):`. */
function isWithinTest(call: Node): boolean {
  for (let test = enclosing(call, ifs); test; test = enclosing(test, ifs)) {
    const condition = test.childForFieldName('condition')?.text ?? '';
    const body = test.childForFieldName('consequence');
    const isThen = holds(body, call);
    if (isThen && /sqlite/i.test(condition) && !/\bnot\b|!=/.test(condition)) return true;
  }
  return false;
}

const ifs = new Set(['if_statement', 'elif_clause']);
