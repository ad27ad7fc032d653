import type { Node } from '@vscode/tree-sitter-wasm';
import { driverOf } from '../../../facts/drivers/index.ts';
import { childrenOf } from '../../sql/text-expressions.ts';
import { compareOrders, type RunOrder, runOrderOf } from '../run-order.ts';
import type { IgnoredParameter, Setting } from '../site.ts';
import type { Conditions } from './conditions.ts';
import type { Flow } from './flow.ts';
import { handleOf } from './handles.ts';
import { functionAround } from './names.ts';
import type { DriverFile, Opening } from './opening.ts';
import { isOverwritten, isReplaced, isWithinTransaction } from './order.ts';
import type { PragmaUse } from './pragmas.ts';

/** What a file tells of the handles of its openings. */
export type SiteContext = Pick<DriverFile, 'file' | 'names'> & {
  readonly flow: Flow;
  readonly conditions: Conditions;
  /** All that are in the file. */
  readonly openings: readonly Opening[];
};

/** What a program sets on the handle of an opening, each in the order in which it is run. */
export interface SetOnHandle {
  readonly inHooks: readonly Setting[];
  readonly onHandle: readonly Setting[];
  /** What has no effect. */
  readonly inVain: readonly IgnoredParameter[];
  /** Why other pragmas may be set on it; undefined where all that are set are seen. */
  readonly opaque: string | undefined;
}

/** What the pragmas of a file set on the handle of an opening, in its hooks and by statements. */
export function setOnHandle(opening: Opening, uses: readonly PragmaUse[], context: SiteContext): SetOnHandle {
  const { file, flow, openings } = context;
  const { node } = opening;
  const inHooks: SettingAt[] = [];
  const onHandle: SettingAt[] = [];
  const inVain: IgnoredParameter[] = [];
  let opaque: string | undefined;
  const handle = handleOf(node);
  const others = openings.flatMap(({ node: other }) => {
    const its = other.id === node.id ? undefined : handleOf(other);
    return its && its.name === handle?.name ? [{ node: other, statement: its.statement }] : [];
  });
  for (const use of uses) {
    const held = use.receivers
      .flatMap((receiver) => flow.handlesOf(receiver))
      .find((one) => one.opening === node.id);
    if (!held) continue;
    const isOnVariable = use.receivers.some((receiver) => receiver.text === handle?.name);
    if (isOnVariable && isReplaced(use.call, node, others)) continue;
    if (use.pragma === undefined) opaque ??= 'a pragma whose name is put together at run time is set on it';
    if (use.pragma === undefined || !use.sets) continue;
    const byHook = held.via === 'hook';
    const vain = withoutEffect(use.pragma, use.call, byHook, opening, file.text);
    if (vain) inVain.push({ name: use.written, range: use.range, ...vain });
    else (byHook ? inHooks : onHandle).push(settingAt(use, use.pragma, byHook, opening, context));
  }
  return { inHooks: inOrder(inHooks), onHandle: inOrder(onHandle), inVain, opaque };
}

/** Why a pragma has no effect where it is set. */
function withoutEffect(
  pragma: string,
  call: Node,
  byHook: boolean,
  { driver, overrides }: Opening,
  text: string,
): Pick<IgnoredParameter, 'reason' | 'isInTransaction'> | undefined {
  if (byHook && overrides?.includes(pragma))
    return { reason: `${driverOf(driver)?.name ?? driver} sets ${pragma} after the hook` };
  if (pragma === 'foreign_keys' && isWithinTransaction(call, text)) {
    const reason = 'SQLite does not change it while a transaction is open, as one is here';
    return { reason, isInTransaction: true };
  }
  return undefined;
}

function settingAt(
  { call, value, written, range }: PragmaUse,
  pragma: string,
  byHook: boolean,
  { node, driver, poolSize, hooks = [] }: Opening,
  { flow, conditions }: SiteContext,
): SettingAt {
  const single = driverOf(driver)?.handle === 'connection' || poolSize === 1;
  const setting: Setting = {
    pragma,
    value,
    by: byHook ? 'hook' : 'statement',
    written,
    range,
    everyConnection: byHook || single,
    ...(conditions.isConditional(call, node, hooks) && { maybe: true }),
  };
  const order = runOrderOf(call, node, {
    functionAround,
    callsOf: (called) => conditions.callsOf(called),
    hands: (one) =>
      childrenOf(one.childForFieldName('arguments')).some((each) => flow.isHandle(each, node.id)),
  });
  return { setting, call, order };
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
