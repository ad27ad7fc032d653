import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import type { HostFile } from '../../host-file.ts';
import { enclosing, nodesOf } from '../../sql/text-expressions.ts';
import { knownText } from '../dsn.ts';
import type { Setting } from '../site.ts';
import { chainOf, functionAround, isConditional, keeperOf, type Step } from './chains.ts';
import { callAround } from './sites.ts';
import { milliseconds, numberOf, pragmaValue, variantOf } from './values.ts';

/** What a chain of `SqliteConnectOptions` says. https://docs.rs/sqlx/latest/sqlx/sqlite/struct.SqliteConnectOptions.html */
export interface Options {
  readonly settings: readonly Setting[];
  readonly path: Node | undefined;
  readonly readOnly: boolean;
  readonly isMemory: boolean;
  readonly sharedCache: Range | undefined;
  readonly opaque: string | undefined;
}

/** The methods that set a pragma by a variant of an enumeration, with how its names are spelt. */
const enumerations: Readonly<Record<string, RegExp>> = {
  journal_mode: /JournalMode$/,
  synchronous: /Synchronous$/,
  locking_mode: /LockingMode$/,
  auto_vacuum: /AutoVacuum$/,
};

/** A step that sets a pragma; `unnamed` where the name of the pragma is computed. */
export function settingOfStep(
  { method, args, range }: Step,
  file: HostFile,
): Setting | 'unnamed' | undefined {
  const set = (pragma: string, value: string | undefined): Setting => ({
    pragma,
    value,
    by: 'builder',
    written: method,
    range,
    everyConnection: true,
  });
  const type = enumerations[method];
  if (type) return set(method, variantOf(args[0], type)?.toLowerCase());
  switch (method) {
    case 'foreign_keys':
      return set('foreign_keys', pragmaValue(args[0], file));
    case 'busy_timeout':
      return set('busy_timeout', milliseconds(args[0], file));
    case 'page_size':
    case 'analysis_limit': {
      const number = numberOf(args[0], file);
      return set(method, number === undefined ? undefined : String(number));
    }
    case 'pragma': {
      const name = args[0] && knownText(file.texts.textOf(args[0]));
      if (args.length !== 2) return undefined;
      return name === undefined ? 'unnamed' : set(name.toLowerCase(), pragmaValue(args[1], file));
    }
    default:
      return undefined;
  }
}

/** What steps say, in their order; each with whether it is taken on some conditions only. */
export function readSteps(
  steps: readonly { readonly step: Step; readonly maybe: boolean }[],
  file: HostFile,
): Options {
  const settings: Setting[] = [];
  let path: Node | undefined;
  let readOnly = false;
  let isMemory = false;
  let sharedCache: Range | undefined;
  let opaque: string | undefined;
  for (const { step, maybe } of steps) {
    const setting = settingOfStep(step, file);
    const [first] = step.args;
    if (setting === 'unnamed') opaque = 'a pragma whose name is computed is set on it';
    else if (setting) settings.push(maybe ? { ...setting, maybe } : setting);
    else if (step.method === 'filename') path = first;
    else if (/^(?:read_only|immutable)$/.test(step.method)) readOnly = first?.text !== 'false';
    else if (step.method === 'in_memory') isMemory = first?.text === 'true';
    else if (step.method === 'shared_cache' && first?.text === 'true') sharedCache = step.range;
    else if (/^(?:map|and_then|tap|apply)$/.test(step.method)) opaque ??= `.${step.method}() hands it on`;
  }
  return { settings, path, readOnly, isMemory, sharedCache, opaque };
}

/** Options as they are when a connection or a pool is opened with them. */
export interface Opening {
  /** The options or what is cloned from them, with the methods that were called on them. */
  readonly steps: readonly { readonly step: Step; readonly maybe: boolean }[];
  /** The call that opens: `SqlitePool::connect_with(options)`, `options.connect()`; undefined where it isn't seen. */
  readonly call: Node | undefined;
  /** Where they are made. */
  readonly made: Node;
}

type Taken = Opening['steps'][number];

/** Follows options from where they are made through the variables that keep them to what opens a connection. */
export function openingsOf(root: Node): Opening[] {
  const scope = functionAround(root);
  const chain = chainOf(root);
  const taken: Taken[] = chain.steps.map((step) => ({ step, maybe: false }));
  const direct = openedBy(chain.end, taken);
  if (direct) return [{ steps: taken, call: direct, made: root }];
  const { name } = keeperOf(chain.end);
  if (name === undefined || !scope) return [{ steps: taken, call: undefined, made: root }];
  return follow(name, scope, root, chain.end.endIndex, taken);
}

function follow(name: string, scope: Node, root: Node, from: number, before: readonly Taken[]): Opening[] {
  let steps = before;
  const openings: Opening[] = [];
  for (const node of nodesOf(scope, ['identifier'])) {
    if (node.text !== name || node.startIndex < from) continue;
    // Another value of the same name.
    const declared = enclosing(node, new Set(['let_declaration']));
    if (declared?.childForFieldName('pattern')?.id === node.id) {
      const value = declared.childForFieldName('value');
      if (value && !new RegExp(`\\b${name}\\b`).test(value.text)) break;
      continue;
    }
    const chain = chainOf(node);
    const maybe = isConditional(node, root);
    const its: Taken[] = [...steps, ...chain.steps.map((step) => ({ step, maybe }))];
    const call = openedBy(chain.end, its);
    if (call) {
      openings.push({ steps: its, call, made: root });
      continue;
    }
    if (chain.steps.length === 0) continue;
    const keeper = keeperOf(chain.end);
    const isCopy = chain.steps[0]?.method === 'clone';
    if (keeper.name === undefined || keeper.name === name || !isCopy) steps = its;
    if (keeper.name !== undefined && keeper.name !== name)
      openings.push(...follow(keeper.name, scope, root, chain.end.endIndex, its));
  }
  return openings.length > 0 ? openings : [{ steps, call: undefined, made: root }];
}

/** The call that opens a connection or a pool with options. */
function openedBy(options: Node, steps: readonly Taken[]): Node | undefined {
  if (steps.at(-1)?.step.method === 'connect') return options;
  const call = callAround(options);
  const callee = call?.childForFieldName('function')?.text ?? '';
  return /(?:\.|::)connect(?:_lazy)?_with$/.test(callee) ? call : undefined;
}
