import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { isWithin } from '../../syntax/rust.ts';
import type { Dsn } from '../dsn.ts';
import type { ConnectionSite } from '../site.ts';
import { chainBefore, chainOf, keeperOf, type Step } from './chains.ts';
import { type Opened, openedAt } from './paths.ts';
import { hooksOf, sizeOf } from './pools.ts';
import { settingsOn } from './reach.ts';
import { runsIn } from './runs.ts';
import { callsIn } from './sites.ts';
import { type Opening, openingsOf, readSteps } from './sqlx-options.ts';

/** Connections of SQLx: those opened with `SqliteConnectOptions`, and those opened with a URL. https://docs.rs/sqlx */
export function* readSqlx(file: HostFile): Iterable<ConnectionSite> {
  const { calls } = callsIn(file);
  for (const { node, path, args } of calls) {
    if (/(?:^|::)SqliteConnectOptions::(?:new|from_str|from_url|default)$/.test(path))
      yield* ofOptions(node, args[0], file);
    else if (/(?:^|::)(?:SqlitePool|SqliteConnection)::connect(?:_lazy)?$/.test(path) || isTyped(node))
      yield ofUrl(node, args[0], [], /Connection::/.test(path), file);
    else if (/(?:^|::)AnyPool::connect(?:_lazy)?$|(?:^|::)AnyConnection::connect$/.test(path)) {
      if (isSqliteUrl(openedAt(args[0], file))) yield ofUrl(node, args[0], [], false, file);
    } else if (/(?:^|::)(?:Sqlite|Any)?PoolOptions::new$/.test(path)) {
      const { steps, end } = connectedSteps(node);
      const at = steps.findIndex(({ method }) => /^connect(?:_lazy)?$/.test(method));
      const url = steps[at]?.args[0];
      if (!url || !isOfSqlite(node, url, file)) continue;
      yield ofUrl(end, url, steps.slice(0, at), false, file);
    }
  }
  yield* ofParsed(file);
}

/** The methods on the options of a pool up to what connects, through the variable that keeps them. */
function connectedSteps(node: Node): { readonly steps: readonly Step[]; readonly end: Node } {
  const chain = chainOf(node);
  const { name, scope } = keeperOf(chain.end);
  if (name === undefined || chain.steps.some(({ method }) => /^connect/.test(method)))
    return { steps: chain.steps, end: node };
  const later = nodesOf(scope, ['identifier'])
    .filter((one) => one.text === name && one.startIndex > chain.end.endIndex)
    .map(chainOf)
    .find(({ steps }) => steps.some(({ method }) => /^connect(?:_lazy)?$/.test(method)));
  return later
    ? { steps: [...chain.steps, ...later.steps], end: later.end }
    : { steps: chain.steps, end: node };
}

const isSqliteUrl = ({ database, dsn }: Opened): boolean =>
  (database.kind === 'text' && /^sqlite:/.test(database.text)) || /^sqlite:/.test(dsn?.path ?? '');

/** `Pool::<Sqlite>::connect(url)`, or with the type at the variable. */
function isTyped(node: Node): boolean {
  const callee = node.childForFieldName('function')?.text.replace(/\s+/g, '') ?? '';
  if (/(?:^|::)Pool(?:::)?<(?:sqlx::)?Sqlite>::connect(?:_lazy)?$/.test(callee)) return true;
  if (!/(?:^|::)Pool::connect(?:_lazy)?$/.test(callee)) return false;
  const type = keeperOf(chainOf(node).end).statement?.childForFieldName('type')?.text.replace(/\s+/g, '');
  return /\bSqlitePool$|Pool<(?:sqlx::)?Sqlite>$/.test(type ?? '');
}

function isOfSqlite(node: Node, url: Node, file: HostFile): boolean {
  const callee = node.childForFieldName('function')?.text.replace(/\s+/g, '') ?? '';
  return /SqlitePoolOptions|<(?:sqlx::)?Sqlite>/.test(callee) || isSqliteUrl(openedAt(url, file));
}

/** `url.parse::<SqliteConnectOptions>()`, or with the type at the variable. */
function* ofParsed(file: HostFile): Iterable<ConnectionSite> {
  if (!/\bSqliteConnectOptions\b/.test(file.text) || !file.text.includes('parse')) return;
  const { tests } = runsIn(file);
  for (const node of nodesOf(file.root, ['call_expression'])) {
    const callee = node.childForFieldName('function');
    const member = callee?.type === 'generic_function' ? callee.childForFieldName('function') : callee;
    if (member?.childForFieldName('field')?.text !== 'parse' || isWithin(node, tests)) continue;
    const declared = keeperOf(chainOf(node).end).statement?.childForFieldName('type')?.text ?? '';
    const types = callee?.type === 'generic_function' ? callee.text.slice(member.text.length) : declared;
    if (/\bSqliteConnectOptions\b/.test(types))
      yield* ofOptions(node, member.childForFieldName('value') ?? undefined, file);
  }
}

/** What a URL of SQLx says: it takes no other parameters, and refuses a URL that has some. */
function urlSays(
  dsn: Dsn | undefined,
): Pick<ConnectionSite, 'readOnly' | 'sharedCache' | 'ignored'> & { isMemory: boolean } {
  const of = (name: string): Dsn['parameters'][number] | undefined =>
    dsn?.parameters.find((one) => one.name === name);
  const cache = of('cache');
  return {
    readOnly: of('mode')?.value === 'ro' || /^(?:true|1)$/.test(of('immutable')?.value ?? ''),
    isMemory: of('mode')?.value === 'memory' || dsn?.path === 'sqlite::memory:',
    sharedCache: cache?.value === 'shared' ? cache.range : undefined,
    ignored: (dsn?.parameters ?? [])
      .filter(({ name }) => !ofUrls.test(name))
      .map(({ name, value, range }) => ({
        name,
        range,
        reason: 'SQLx fails on parameters that it does not know',
        instead: `.pragma("${name}", "${value ?? '…'}") on SqliteConnectOptions`,
      })),
  };
}

/** https://docs.rs/sqlx/latest/sqlx/sqlite/struct.SqliteConnectOptions.html#impl-FromStr-for-SqliteConnectOptions */
const ofUrls = /^(?:mode|cache|immutable|vfs)$/;

/** One site for each way in which options are used to open something. */
function* ofOptions(root: Node, url: Node | undefined, file: HostFile): Iterable<ConnectionSite> {
  const seen = new Set<string>();
  for (const opening of openingsOf(root)) {
    const site = ofOpening(opening, url, file);
    const key = JSON.stringify([site.settings, site.readOnly, site.poolSize, site.variable]);
    if (seen.has(key)) continue;
    seen.add(key);
    yield site;
  }
}

function ofOpening({ steps, call, made }: Opening, url: Node | undefined, file: HostFile): ConnectionSite {
  const options = readSteps(steps, file);
  const path = url ?? options.path;
  const { database, storage, dsn } = path
    ? openedAt(path, file)
    : ({ database: { kind: 'text', text: ':memory:' }, storage: 'memory', dsn: undefined } as const);
  const says = urlSays(dsn);
  const pool = call && poolOf(call, file);
  return {
    driver: 'sqlx',
    range: placeOf(made),
    database,
    storage: says.isMemory || options.isMemory ? 'memory' : storage,
    readOnly: says.readOnly || options.readOnly,
    settings: [...options.settings, ...(pool?.settings ?? [])],
    // The name of a file is taken as it is.
    ignored: url ? says.ignored : [],
    opaque: options.opaque ?? pool?.opaque,
    poolSize: pool?.size,
    variable: pool?.name,
    sharedCache: options.sharedCache ?? says.sharedCache,
    fix: (pragma, value) => {
      const at = endOfMaking(made);
      return at === undefined
        ? undefined
        : { range: { start: at, end: at }, text: builderCall(pragma, value) };
    },
  };
}

interface OpenedPool {
  readonly size: number | undefined;
  readonly name: string | undefined;
  readonly settings: ConnectionSite['settings'];
  readonly opaque: string | undefined;
}

/** The pool, or the one connection, that a call opens with options. */
function poolOf(call: Node, file: HostFile): OpenedPool {
  const { root, steps } = chainBefore(call);
  const written =
    root.type === 'call_expression' ? (root.childForFieldName('function')?.text ?? '') : root.text;
  const isOne =
    steps.at(-1)?.method === 'connect' ||
    /\bSqliteConnection::connect_with$|\bConnection::connect_with$/.test(written);
  const all: readonly Step[] = [...steps, ...stepsOf(root, file)];
  const keeper = keeperOf(chainOf(call).end);
  const hooks = hooksOf(all, file);
  const run = settingsOn(keeper, call, file, isOne);
  return {
    size: isOne ? 1 : sizeOf(all, file),
    name: keeper.name,
    settings: [...hooks.settings, ...run.settings],
    opaque: run.opaque,
  };
}

/** The steps on the variable that keeps the options of a pool. */
function stepsOf(root: Node, { root: file }: HostFile): readonly Step[] {
  if (root.type !== 'identifier') return [];
  return nodesOf(file, ['let_declaration'])
    .filter((one) => one.childForFieldName('pattern')?.text.replace(/^mut\s+/, '') === root.text)
    .flatMap((one) => {
      const value = one.childForFieldName('value');
      return value ? chainBefore(value).steps : [];
    });
}

function ofUrl(
  node: Node,
  url: Node | undefined,
  steps: readonly Step[],
  isOne: boolean,
  file: HostFile,
): ConnectionSite {
  const { database, storage, dsn } = openedAt(url, file);
  const says = urlSays(dsn);
  const keeper = keeperOf(chainOf(node).end);
  const hooks = hooksOf(steps, file);
  const run = settingsOn(keeper, node, file, isOne);
  return {
    driver: 'sqlx',
    range: placeOf(node),
    database,
    storage: says.isMemory ? 'memory' : storage,
    readOnly: says.readOnly,
    settings: [...hooks.settings, ...run.settings],
    ignored: says.ignored,
    opaque: run.opaque,
    poolSize: isOne ? 1 : sizeOf(steps, file),
    variable: keeper.name,
    sharedCache: says.sharedCache,
  };
}

/** Where a further method of a builder can stand: behind what makes the options, and what takes its error away. */
function endOfMaking(made: Node): number | undefined {
  if (/::(?:new|default)$/.test(made.childForFieldName('function')?.text ?? '')) return made.endIndex;
  if (made.parent?.type === 'try_expression') return made.parent.endIndex;
  const [first] = chainOf(made).steps;
  return first && /^(?:unwrap|expect)$/.test(first.method) ? first.range.end : undefined;
}

function builderCall(pragma: string, value: string): string {
  return pragma === 'busy_timeout'
    ? `.busy_timeout(std::time::Duration::from_millis(${value}))`
    : `.pragma("${pragma}", "${value}")`;
}

/** The parts of `use` declarations that name types of pragmas: `SqliteJournalMode`. */
export function pragmaTypes({ root, text }: HostFile): { start: number; end: number }[] {
  if (!/JournalMode|Synchronous|LockingMode/.test(text)) return [];
  return nodesOf(root, ['use_declaration'])
    .filter(({ text }) => /JournalMode|Synchronous|LockingMode/.test(text))
    .map(placeOf);
}
