import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, enclosing, holds } from '../../sql/text-expressions.ts';
import { unwrapped } from '../../syntax/python.ts';
import { leavesTransactionOpen } from '../open-transaction.ts';
import { compareOrders, type RunOrder, runOrderOf } from '../run-order.ts';
import type { Setting } from '../site.ts';
import { settingOf } from '../statements.ts';
import { conditionAround } from './conditions.ts';
import {
  argumentsOf,
  type Binding,
  functionAround,
  nameOf,
  type PythonModule,
  parameterNames,
} from './module.ts';
import { mayConfigure } from './packages.ts';
import { methodOf, type PragmaRun, plain, pragmaRuns, receiverOf, setsPragmaByName } from './pragmas.ts';

/** Something that stands for a connection in a stretch of the program. */
export interface Receiver {
  /** As the program calls it: `conn`, `self.conn`, `engine`. */
  readonly name: string;
  /** The function, class or module in which the name means this. */
  readonly scope: Node;
  /** The expression that opens it, or the function that is given it. */
  readonly origin: Node;
  /** False where it is one connection of several. */
  readonly everyConnection: boolean;
  /** True where what is done with it is done on some conditions only. */
  readonly maybe?: boolean | undefined;
}

/** What is done with a connection in its file. */
export interface Uses {
  readonly settings: readonly Setting[];
  /** Why other code may configure it. */
  readonly opaque: string | undefined;
  /** Everything that stands for it, with the connection itself. */
  readonly receivers: readonly Receiver[];
}

/** A call that sets a pragma by a method of the driver, not by SQL: `conn.set_busy_timeout(5000)`. */
export type MethodSetting = (
  call: Node,
  method: string,
) => Omit<Setting, 'everyConnection' | 'maybe'> | undefined;

/** What stands for the same connection, or for one of the same pool, behind a name: `conn.cursor()`, `db.conn`. */
const same = String.raw`\.cursor\(\)|\.conn|\._conn|\.connection(?:\(\))?|\.dbapi_connection|\.driver_connection`;
const ofPool = String.raw`\.connect\(\)|\.begin\(\)|\.raw_connection\(\)|\.connection\(\)|\.session|\.acquire\(\)`;

/** Follows what is done with a connection in its file. */
export class UsesReader {
  readonly #module: PythonModule;
  readonly #method: MethodSetting | undefined;
  #runs: readonly PragmaRun[] | undefined;
  readonly #called = new Map<number, string>();
  #functions: Map<number, Node[]> | undefined;

  constructor(module: PythonModule, method?: MethodSetting) {
    this.#module = module;
    this.#method = method;
  }

  /** @param isPool true for an engine or another thing that opens connections as they are needed */
  follow(start: Receiver, isPool: boolean): Uses {
    const receivers: Receiver[] = [start];
    for (let at = 0; at < receivers.length && receivers.length < 50; at++) {
      const receiver = receivers[at];
      if (receiver) receivers.push(...this.#further(receiver, isPool, receivers));
    }
    const settings: { setting: Setting; order: RunOrder }[] = [];
    for (const receiver of receivers) {
      for (const { call, statements } of this.#runsOn(receiver, isPool)) {
        const maybe = receiver.maybe || this.#isMaybe(call, receiver);
        const order = this.#orderOf(call, start.origin, receivers);
        for (const statement of statements) {
          // In vain, and what remains in effect is left to what else is known.
          if (statement.pragma === 'foreign_keys' && isWithinTransaction(call, this.#module.file.text))
            continue;
          const how = { by: 'statement', everyConnection: receiver.everyConnection } as const;
          settings.push({ setting: marked(settingOf(statement, how), maybe), order });
        }
      }
      for (const call of this.#method ? this.#callsOn(receiver) : []) {
        const found = this.#method?.(call, methodOf(call));
        if (!found) continue;
        const maybe = receiver.maybe || this.#isMaybe(call, receiver);
        const { everyConnection } = receiver;
        const order = this.#orderOf(call, start.origin, receivers);
        settings.push({ setting: marked({ ...found, everyConnection }, maybe), order });
      }
    }
    const seen = new Set<number>();
    return {
      settings: settings
        .sort((a, b) => compareOrders(a.order, b.order) || a.setting.range.start - b.setting.range.start)
        .flatMap(({ setting }) => {
          if (seen.has(setting.range.start)) return [];
          seen.add(setting.range.start);
          return [setting];
        }),
      opaque: firstOf(receivers, (receiver) => this.#opaqueUse(receiver, isPool)),
      receivers,
    };
  }

  /** When a call is run behind the opening. */
  #orderOf(call: Node, opening: Node, receivers: readonly Receiver[]): RunOrder {
    return runOrderOf(call, opening, {
      functionAround,
      callsOf: (called) => this.#callsOf(called),
      hands: (one) =>
        argumentsOf(one).positional.some((given) =>
          receivers.some((receiver) => plain(given) === receiver.name && this.#means(receiver, given)),
        ),
    });
  }

  /** The calls of a function of the file. */
  #callsOf(called: Node): readonly Node[] {
    if (!this.#functions) {
      this.#functions = new Map();
      for (const call of this.#module.calls) {
        const id = this.#functionCalled(call)?.id;
        if (id !== undefined) this.#functions.set(id, [...(this.#functions.get(id) ?? []), call]);
      }
    }
    return this.#functions.get(called.id) ?? [];
  }

  /** Calls of methods on it: `conn.set_busy_timeout(…)`. */
  #callsOn(receiver: Receiver): readonly Node[] {
    return this.#module.calls.filter(
      (call) =>
        this.#names(call, receiver) &&
        this.#receiverOf(call) === receiver.name &&
        this.#means(receiver, call),
    );
  }

  /** A cheap test before others: the tree is slow to ask. */
  #names({ startIndex, endIndex }: Node, { name, scope }: Receiver): boolean {
    if (startIndex < scope.startIndex || scope.endIndex < startIndex) return false;
    const word = /\w+$/.exec(name)?.[0] ?? name;
    return this.#module.file.text.slice(startIndex, endIndex).includes(word);
  }

  #receiverOf(call: Node): string {
    let text = this.#called.get(call.id);
    if (text === undefined) {
      text = receiverOf(call);
      this.#called.set(call.id, text);
    }
    return text;
  }

  #runsOn(receiver: Receiver, isPool: boolean): readonly PragmaRun[] {
    this.#runs ??= pragmaRuns(this.#module);
    const pattern = patternOf(receiver, isPool);
    return this.#runs.filter((run) => pattern.test(run.receiver) && this.#means(receiver, run.call));
  }

  /** True where the receiver's name means it, and has not been given another value since. */
  #means({ name, scope, origin }: Receiver, at: Node): boolean {
    if (at.startIndex < scope.startIndex || scope.endIndex < at.endIndex) return false;
    if (!/^(?:self\.)?\w+$/.test(name)) return true;
    const bindings = this.#module.bindingsOf(name, at);
    if (bindings.length > 0 && bindings[0]?.scope.id !== scope.id) return false;
    const own = bindings.find(({ node }) => holds(node, origin));
    if (!own || functionAround(at)?.id !== functionAround(own.node)?.id) return true;
    if (at.endIndex <= own.node.startIndex) return false;
    return !bindings.some((other) => isBetween(other, own, at));
  }

  /** What else stands for the same: other names, cursors, parameters of functions that are given it. */
  #further(receiver: Receiver, isPool: boolean, known: readonly Receiver[]): Receiver[] {
    const found: Receiver[] = [];
    const pattern = patternOf(receiver, isPool);
    const add = (name: string, scope: Node, origin: Node, maybe: boolean): void => {
      const isKnown = [...known, ...found].some(
        (one) => one.name === name && one.scope.id === scope.id && one.origin.id === origin.id,
      );
      // A name that an engine's connection is kept in stands for that one only.
      if (!isKnown) found.push({ name, scope, origin, everyConnection: receiver.everyConnection, maybe });
    };
    const { root } = this.#module.file;
    for (const node of this.#module.nodesOf(['assignment', 'as_pattern', 'named_expression'])) {
      if (!this.#names(node, receiver)) continue;
      const target =
        node.childForFieldName('left') ??
        node.childForFieldName('name') ??
        childrenOf(node.childForFieldName('alias'))[0];
      const value = node.childForFieldName('right') ?? node.childForFieldName('value') ?? childrenOf(node)[0];
      const name = target ? nameOf(target) : undefined;
      if (!value || name === undefined || name === receiver.name) continue;
      if (!this.#standsFor(value, receiver, pattern)) continue;
      const scope = name.startsWith('self.')
        ? (enclosing(node, new Set(['class_definition'])) ?? root)
        : (this.#module.bindingsOf(name, node)[0]?.scope ?? root);
      add(name, scope, node, receiver.maybe === true || this.#isMaybe(node, receiver));
    }
    for (const call of this.#module.calls) {
      if (!this.#names(call, receiver)) continue;
      const at = argumentsOf(call).positional.findIndex((one) => this.#standsFor(one, receiver, pattern));
      const called = at < 0 ? undefined : this.#functionCalled(call);
      const parameters = parameterNames(called?.childForFieldName('parameters'));
      const isMethod = /^(?:self|cls)$/.test(parameters[0]?.text ?? '');
      const parameter = parameters[at + (isMethod ? 1 : 0)];
      if (!called || !parameter) continue;
      add(parameter.text, called, called, receiver.maybe === true || this.#isMaybe(call, receiver));
    }
    return found;
  }

  #standsFor(value: Node, receiver: Receiver, pattern: RegExp): boolean {
    const inner = unwrapped(value);
    if (pattern.test(plain(inner)) && this.#means(receiver, inner)) return true;
    // db = g.db = sqlite3.connect(…)
    const kept = inner.type === 'assignment' ? inner.childForFieldName('left') : undefined;
    if (kept) return this.#standsFor(kept, receiver, pattern);
    if (
      inner.type !== 'call' ||
      !/(?:^|\.)(?:closing|aclosing|Session|AsyncSession)$/.test(plainCallee(inner))
    )
      return false;
    const { positional, keywords } = argumentsOf(inner);
    const given = positional[0] ?? keywords.get('bind')?.childForFieldName('value');
    return given !== undefined && given !== null && this.#standsFor(given, receiver, pattern);
  }

  /** The function of the file that a call runs: `configure(…)`, `self.configure(…)`. */
  #functionCalled(call: Node): Node | undefined {
    const callee = call.childForFieldName('function');
    const name = callee ? nameOf(callee) : undefined;
    if (name === undefined) return undefined;
    const isMethod = name.startsWith('self.');
    const plainName = name.replace('self.', '');
    const own = enclosing(call, new Set(['class_definition']));
    return this.#module.nodesOf(['function_definition']).find((one) => {
      if (one.childForFieldName('name')?.text !== plainName) return false;
      const around = enclosing(one, new Set(['class_definition', 'function_definition']));
      return isMethod ? around?.id === own?.id && own !== undefined : around?.type !== 'class_definition';
    });
  }

  /** True for what is not sure to happen to each connection that the origin opens. */
  #isMaybe(node: Node, { origin }: Receiver): boolean {
    const here = functionAround(node);
    const opened = origin.type === 'function_definition' ? origin : functionAround(origin);
    if (here?.id === opened?.id) {
      return conditionAround(node, origin.type === 'function_definition' ? undefined : origin) !== undefined;
    }
    // Another function: it counts where the one that opens calls it.
    if (here && conditionAround(node)) return true;
    const call = this.#module.calls.find(
      (one) => functionAround(one)?.id === opened?.id && this.#functionCalled(one)?.id === here?.id,
    );
    return !call || conditionAround(call, origin) !== undefined;
  }

  #opaqueUse(receiver: Receiver, isPool: boolean): string | undefined {
    const pattern = patternOf(receiver, isPool);
    for (const call of this.#module.calls) {
      if (!this.#names(call, receiver)) continue;
      if (methodOf(call) === 'backup') {
        const [target] = argumentsOf(call).positional;
        if (target && plain(target) === receiver.name && this.#means(receiver, target))
          return 'backup() makes it a copy of another database';
      }
      if (pattern.test(this.#receiverOf(call)) && this.#means(receiver, call)) {
        if (setsPragmaByName(call, this.#module))
          return 'a pragma whose name is put together at run time is set on it';
        continue;
      }
      const [callee] = this.#module.calleeOf(call);
      if (callee === undefined || !mayConfigure(callee, this.#module.file.path)) continue;
      const given = argumentsOf(call);
      const all = [
        ...given.positional,
        ...[...given.keywords.values()].flatMap((one) => one.childForFieldName('value') ?? []),
      ];
      if (all.some((one) => plain(one) === receiver.name && this.#means(receiver, one)))
        return `it is handed to ${callee}()`;
    }
    return undefined;
  }
}

/** True where a transaction is open, begun by the program or by sqlite3 before it changes data, as far as the function shows. */
function isWithinTransaction(call: Node, text: string): boolean {
  const from = functionAround(call)?.startIndex ?? 0;
  return leavesTransactionOpen(text.slice(from, call.startIndex), true);
}

function patternOf({ name }: Receiver, isPool: boolean): RegExp {
  const escaped = name.replaceAll(/[.()[\]'"$*+?{}|^\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped}(?:${isPool ? `${same}|${ofPool}` : same})*$`);
}

function plainCallee(call: Node): string {
  const callee = call.childForFieldName('function');
  return callee ? plain(callee) : '';
}

function isBetween(other: Binding, own: Binding, at: Node): boolean {
  return (
    other.node.startIndex > own.node.startIndex &&
    other.node.endIndex <= at.startIndex &&
    enclosing(other.node, blocks)?.id === enclosing(own.node, blocks)?.id
  );
}

const blocks = new Set(['block', 'module']);

const marked = (setting: Setting, maybe: boolean | undefined): Setting =>
  maybe ? { ...setting, maybe: true } : setting;

function firstOf<T, R>(all: readonly T[], read: (one: T) => R | undefined): R | undefined {
  for (const one of all) {
    const found = read(one);
    if (found !== undefined) return found;
  }
  return undefined;
}
