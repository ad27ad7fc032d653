import type { Node } from '@vscode/tree-sitter-wasm';
import { driverOf } from '../../../facts/drivers/index.ts';
import type { HostFile } from '../../host-file.ts';
import { childrenOf } from '../../sql/text-expressions.ts';
import { behind } from '../behind.ts';
import { compareOrders, type RunOrder, runOrderOf } from '../run-order.ts';
import type { ConnectionSite, IgnoredParameter, Setting, SiteFix } from '../site.ts';
import type { Conditions } from './conditions.ts';
import type { Flow } from './flow.ts';
import { handleOf } from './handles.ts';
import type { Imports } from './imports.ts';
import { functionAround, type Names } from './names.ts';
import { isOverwritten, isReplaced, isWithinTransaction } from './order.ts';
import type { PragmaUse } from './pragmas.ts';

/** What the readers of drivers are given of a file. */
export interface DriverFile {
  readonly file: HostFile;
  readonly imports: Imports;
  readonly names: Names;
}

/** A connection as the expression that opens it tells; what is done with the handle is found out afterwards. */
export interface Opening
  extends Pick<
    ConnectionSite,
    'driver' | 'database' | 'storage' | 'readOnly' | 'begin' | 'poolSize' | 'sharedCache'
  > {
  /** The expression whose value is the handle: a call, or the object that configures it. */
  readonly node: Node;
  /** Pragmas that the options set, in the order in which they take effect. */
  readonly options: readonly Setting[];
  /** Pragmas that the driver itself sets behind the hooks, whatever those do. */
  readonly behindHooks?: readonly Setting[];
  /** Pragmas that the driver sets behind the hooks, so that those set them in vain. */
  readonly overrides?: readonly string[];
  /** Functions that are given each new connection. */
  readonly hooks?: readonly Node[];
  readonly ignored?: readonly IgnoredParameter[] | undefined;
  readonly opaque?: string | undefined;
  /** The statement that sets a pragma on the handle; undefined where that reaches one of many connections. */
  readonly code?: (handle: string, pragma: string, value: string) => string;
  /** An edit of the options that sets a pragma on every connection, where there is one. */
  readonly fix?: ((pragma: string, value: string) => SiteFix | undefined) | undefined;
}

/** Puts together what the opening says and what is run on its handle. */
export function siteOf(
  opening: Opening,
  uses: readonly PragmaUse[],
  {
    file,
    names,
    flow,
    conditions,
    openings,
  }: Pick<DriverFile, 'file' | 'names'> & {
    flow: Flow;
    conditions: Conditions;
    /** All that are in the file. */
    openings: readonly Opening[];
  },
): ConnectionSite {
  const { node, hooks = [], options, ignored = [] } = opening;
  const single = driverOf(opening.driver)?.handle === 'connection' || opening.poolSize === 1;
  const inHooks: SettingAt[] = [];
  const onHandle: SettingAt[] = [];
  const handle = handleOf(node);
  const others = openings.flatMap(({ node: other }) => {
    const its = other.id === node.id ? undefined : handleOf(other);
    return its && its.name === handle?.name ? [{ node: other, statement: its.statement }] : [];
  });
  const inVain: IgnoredParameter[] = [];
  let opaque = opening.opaque;
  for (const use of uses) {
    const held = use.receivers
      .flatMap((receiver) => flow.handlesOf(receiver))
      .filter((one) => one.opening === node.id);
    const [first] = held;
    if (!first) continue;
    const isOnVariable = use.receivers.some((receiver) => receiver.text === handle?.name);
    if (isOnVariable && isReplaced(use.call, node, others)) continue;
    if (use.pragma === undefined) opaque ??= 'a pragma whose name is put together at run time is set on it';
    if (use.pragma === undefined || !use.sets) continue;
    const byHook = first.via === 'hook';
    if (byHook && opening.overrides?.includes(use.pragma)) {
      const reason = `${driverOf(opening.driver)?.name ?? opening.driver} sets ${use.pragma} after the hook`;
      inVain.push({ name: use.written, range: use.range, reason });
      continue;
    }
    if (use.pragma === 'foreign_keys' && isWithinTransaction(use.call, file.text)) {
      const reason = 'SQLite does not change it while a transaction is open, as one is here';
      inVain.push({ name: use.written, range: use.range, reason });
      continue;
    }
    const setting: Setting = {
      pragma: use.pragma,
      value: use.value,
      by: byHook ? 'hook' : 'statement',
      written: use.written,
      range: use.range,
      everyConnection: byHook || single,
      ...(conditions.isConditional(use.call, node, hooks) && { maybe: true }),
    };
    const order = runOrderOf(use.call, node, {
      functionAround,
      callsOf: (called) => conditions.callsOf(called),
      hands: (call) =>
        childrenOf(call.childForFieldName('arguments')).some((one) => flow.isHandle(one, node.id)),
    });
    (byHook ? inHooks : onHandle).push({ setting, call: use.call, order });
  }
  const handedTo = handedToPackage(opening, names, flow);
  // The tree is gone by the time that a fix is asked for.
  const statement = handle?.statement && {
    startIndex: handle.statement.startIndex,
    endIndex: handle.statement.endIndex,
  };
  return {
    driver: opening.driver,
    range: { start: node.startIndex, end: node.endIndex },
    database: opening.database,
    storage: opening.storage,
    readOnly: opening.readOnly,
    settings: [...options, ...inOrder(inHooks), ...(opening.behindHooks ?? []), ...inOrder(onHandle)],
    ignored: [...ignored, ...inVain],
    opaque: opaque ?? handedTo,
    isHandedOn: opaque === undefined && handedTo !== undefined,
    begin: opening.begin,
    poolSize: opening.poolSize,
    sharedCache: opening.sharedCache,
    variable: handle?.name,
    fix(pragma, value) {
      const edit = opening.fix?.(pragma, value);
      if (edit || !opening.code || !handle) return edit;
      return behind(statement, file.text, opening.code(handle.name, pragma, value));
    },
  };
}

interface SettingAt {
  readonly setting: Setting;
  readonly call: Node;
  readonly order: RunOrder;
}

/** In the order in which they are run, without those of a branch that another of that branch takes back. */
function inOrder(settings: readonly SettingAt[]): Setting[] {
  return settings
    .filter(
      ({ setting, call }) =>
        !setting.maybe ||
        !settings.some((next) => next.setting.pragma === setting.pragma && isOverwritten(call, next.call)),
    )
    .sort((a, b) => compareOrders(a.order, b.order) || a.setting.range.start - b.setting.range.start)
    .map(({ setting }) => setting);
}

/** Packages that are known to set no pragma on the handles that they are given. */
const leavesPragmas =
  /^(?:drizzle-orm(?:\/|$)|kysely$|knex$|typeorm$|@nestjs\/typeorm$|sequelize$|@prisma\/client$|redbean-node$|sqlite-vec$|better-sqlite3$|sqlite3$|sqlite$|bun:sqlite$|@libsql\/client|libsql$)/;

function handedToPackage({ node }: Opening, names: Names, flow: Flow): string | undefined {
  for (const call of names.nodes.of('call_expression', 'new_expression')) {
    const callee = call?.childForFieldName('function') ?? call?.childForFieldName('constructor');
    const args = call?.childForFieldName('arguments');
    if (!callee || !args || args.type !== 'arguments') continue;
    // A decorator is told what its class is made of, and does nothing with it: `@Module({ imports: [...] })`.
    if (call.parent?.type === 'decorator') continue;
    const module = flow.packageOf(callee);
    if (module === undefined || leavesPragmas.test(module)) continue;
    const handed = args.descendantsOfType([
      'identifier',
      'shorthand_property_identifier',
      'member_expression',
      'new_expression',
      'call_expression',
    ]);
    if (handed.some((argument) => argument && flow.isHandle(argument, node.id)))
      return `it is handed to ${callee.text}() of the package ${module}`;
  }
  return undefined;
}
