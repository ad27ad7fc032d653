import type { Node } from '@vscode/tree-sitter-wasm';
import { type BeginMode, beginModeOf } from '../../../facts/drivers/driver.ts';
import { placeOf } from '../../sql/text-expressions.ts';
import type { BeginSetting, IgnoredParameter, Setting } from '../site.ts';
import type { Dictionary } from './dictionaries.ts';
import type { Arguments, Literal, PythonModule } from './module.ts';

/** What the arguments of `sqlite3.connect()` settle. https://docs.python.org/3/library/sqlite3.html#sqlite3.connect */
export interface ConnectOptions {
  readonly settings: readonly Setting[];
  readonly begin: BeginSetting | undefined;
  /** True where `uri=True` is given; undefined where it is computed. */
  readonly uri: boolean | undefined;
  /** True where each statement is in a transaction that is begun before it: `autocommit=False`. */
  readonly isAlwaysInTransaction: boolean;
}

/** A value of an option with what is written for it: `timeout=30`, `"timeout": 30`. */
interface Given {
  readonly value: Node;
  readonly node: Node;
  readonly maybe?: boolean | undefined;
}

/** The options of a call, by name or by place. */
export function connectArguments(given: Arguments, module: PythonModule): ConnectOptions {
  const places: Readonly<Record<string, number>> = { timeout: 1, isolation_level: 3, uri: 7 };
  return readConnectOptions((name) => {
    const named = given.keywords.get(name);
    const value = named?.childForFieldName('value');
    if (named && value) return { value, node: named };
    const place = places[name];
    const positional = place === undefined ? undefined : given.positional[place];
    return positional && { value: positional, node: positional };
  }, module);
}

/** The options that a dictionary holds: `connect_args`, `OPTIONS`. */
export function connectEntries(entries: Dictionary | undefined, module: PythonModule): ConnectOptions {
  return readConnectOptions((name) => entries?.get(name), module);
}

function readConnectOptions(get: (name: string) => Given | undefined, module: PythonModule): ConnectOptions {
  const timeout = get('timeout');
  const uri = get('uri');
  const autocommit = get('autocommit');
  const control = autocommit && module.literalOf(autocommit.value);
  return {
    settings: timeout ? [timeoutSetting(timeout, module, 'timeout')] : [],
    begin: beginOf(get('isolation_level'), autocommit, module),
    uri: uri ? module.literalOf(uri.value) === true : false,
    isAlwaysInTransaction: control === false,
  };
}

/** A timeout in seconds as the pragma in milliseconds. */
export function timeoutSetting(given: Given, module: PythonModule, written: string): Setting {
  return {
    pragma: 'busy_timeout',
    value: milliseconds(module.literalOf(given.value)),
    by: 'option',
    written,
    range: placeOf(given.node),
    everyConnection: true,
    ...(given.maybe ? { maybe: true } : {}),
  };
}

/** A number of seconds as pragmas take it; undefined for any other value. */
export function milliseconds(seconds: Literal | undefined): string | undefined {
  return typeof seconds === 'number' ? String(Math.trunc(seconds * 1000)) : undefined;
}

function beginOf(
  level: Given | undefined,
  autocommit: Given | undefined,
  module: PythonModule,
): BeginSetting | undefined {
  const control = autocommit && module.literalOf(autocommit.value);
  if (autocommit && control === false)
    return { mode: 'deferred', range: placeOf(autocommit.node), written: 'autocommit=False' };
  const chosen = autocommit && control === true ? autocommit : level;
  return chosen && beginOfLevel(chosen, module);
}

/** The mode of the transactions that an isolation level has the driver begin. */
export function beginOfLevel(chosen: Given, module: PythonModule): BeginSetting | undefined {
  const value = module.literalOf(chosen.value);
  const range = placeOf(chosen.node);
  if (value === null || value === true)
    return {
      mode: undefined,
      range,
      written: value === null ? 'isolation_level=None' : 'autocommit=True',
      reason: 'leaves the beginning of transactions to the program',
    };
  return { mode: modeOf(value), range, written: 'isolation_level' };
}

/** The mode that a name of one means. */
export function modeOf(value: Literal | undefined): BeginMode | undefined {
  if (typeof value !== 'string') return undefined;
  const mode = value.trim();
  return mode === '' ? 'deferred' : beginModeOf(mode);
}

/**
 * Takes apart the pragmas that a connection with `autocommit=False` runs: it is within a transaction from the start,
 * where `foreign_keys` can't be changed, and nothing says so. (`journal_mode` and `synchronous` fail aloud.)
 * https://docs.python.org/3/library/sqlite3.html#sqlite3-transaction-control-autocommit
 */
export function withinTransaction(settings: readonly Setting[]): {
  readonly settings: readonly Setting[];
  readonly ignored: readonly IgnoredParameter[];
} {
  const isIgnored = ({ pragma, by }: Setting): boolean => pragma === 'foreign_keys' && by === 'statement';
  return {
    settings: settings.filter((setting) => !isIgnored(setting)),
    ignored: settings.filter(isIgnored).map(({ written, range }) => ({
      name: written,
      range,
      reason:
        'Python’s sqlite3 has a transaction open all the time with autocommit=False, and foreign_keys can’t be changed within one',
    })),
  };
}
