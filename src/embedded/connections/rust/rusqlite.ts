import type { Node } from '@vscode/tree-sitter-wasm';
import { beginModeOf } from '../../../facts/drivers/driver.ts';
import type { HostFile } from '../../host-file.ts';
import { holds, nodesOf, placeOf } from '../../sql/text-expressions.ts';
import type { BeginSetting, ConnectionSite } from '../site.ts';
import { chainOf, type Keeper, keeperOf } from './chains.ts';
import { openedAt, uriSays } from './paths.ts';
import { settingsOn } from './reach.ts';
import { handleIn } from './runs.ts';
import { type Call, callsIn, handedOn, handing, isOf, statementBehind } from './sites.ts';

/** The crates with a `Connection` like that of rusqlite. */
const crates = [
  { crate: 'rusqlite', driver: 'rusqlite', name: 'rusqlite' },
  { crate: 'tokio_rusqlite', driver: 'tokio-rusqlite', name: 'tokio-rusqlite' },
] as const;

const opening = /^Connection::open\w*$/;

/** Connections of rusqlite and tokio-rusqlite: `Connection::open(path)`. https://docs.rs/rusqlite */
export function* readRusqlite(file: HostFile): Iterable<ConnectionSite> {
  const { calls, names } = callsIn(file);
  for (const call of calls) {
    const of = crates.find(({ crate }) => isOf(call.path, crate, opening, names));
    if (of) yield readSite(call, of.driver, of.name, file);
  }
}

function readSite({ node, path, args }: Call, driver: string, name: string, file: HostFile): ConnectionSite {
  const isMemory = /::open_in_memory/.test(path);
  const { database, storage, dsn } = isMemory
    ? ({ database: { kind: 'text', text: ':memory:' }, storage: 'memory', dsn: undefined } as const)
    : openedAt(args[0], file);
  const { end, steps } = chainOf(node);
  const keeper = keeperOf(end);
  const run = settingsOn(keeper, node, file, true);
  const uri = uriSays(dsn, name);
  const flags = isMemory ? undefined : flagsIn(path.includes('with_flags') ? args.slice(1) : [], file);
  // What a chain hands on to a closure or a function isn't followed.
  const followed = steps.find(({ method }) => handing.test(method));
  return {
    driver,
    range: placeOf(node),
    database,
    storage,
    readOnly: uri.readOnly || flags === 'read-only',
    settings: run.settings,
    ignored: uri.ignored,
    opaque: followed ? `.${followed.method}() hands it on` : (run.opaque ?? handedOn(keeper, file)),
    begin: beginOf(keeper, file),
    variable: keeper.name,
    sharedCache: uri.sharedCache,
    fix: (pragma, value) =>
      driver === 'rusqlite' && keeper.name
        ? statementBehind(keeper, file.text, `${keeper.name}.${settingCall(pragma, value)}`)
        : undefined,
  };
}

/** How rusqlite sets a pragma. */
export function settingCall(pragma: string, value: string): string {
  const written = /^-?\d+$/.test(value) ? value : `"${value}"`;
  return `pragma_update(None, "${pragma}", ${written})`;
}

/** What `OpenFlags` open: `OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX`. */
export function flagsIn(args: readonly (Node | undefined)[], { root }: HostFile): 'read-only' | undefined {
  const [flags] = args;
  if (!flags) return undefined;
  let { text } = flags;
  if (/^\w+$/.test(text)) {
    text =
      nodesOf(root, ['let_declaration', 'const_item'])
        .find(
          (one) => (one.childForFieldName('pattern') ?? one.childForFieldName('name'))?.text === flags.text,
        )
        ?.childForFieldName('value')?.text ?? text;
  }
  return /READ_?ONLY/.test(text) && !/READ_?WRITE|\bif\b/.test(text) ? 'read-only' : undefined;
}

/** `conn.set_transaction_behavior(TransactionBehavior::Immediate)`: what `transaction()` begins with from then on. */
function beginOf(keeper: Keeper, file: HostFile): BeginSetting | undefined {
  for (const call of nodesOf(keeper.scope, ['call_expression'])) {
    const callee = call.childForFieldName('function');
    if (callee?.childForFieldName('field')?.text !== 'set_transaction_behavior') continue;
    if (handleIn(callee.childForFieldName('value')).handle !== keeper.name || !holds(file.root, call))
      continue;
    const variant = /(\w+)\s*\)$/.exec(call.text)?.[1] ?? '';
    return { mode: beginModeOf(variant), range: placeOf(call), written: 'set_transaction_behavior' };
  }
  return undefined;
}
