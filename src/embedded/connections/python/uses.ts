import type { Node } from '@vscode/tree-sitter-wasm';
import { leavesTransactionOpen } from '../open-transaction.ts';
import { compareOrders, type RunOrder, runOrderOf } from '../run-order.ts';
import type { Setting } from '../site.ts';
import { settingOf } from '../statements.ts';
import { argumentsOf, functionAround, type PythonModule } from './module.ts';
import { mayConfigure } from './packages.ts';
import { methodOf, type PragmaRun, plain, pragmaRuns, setsPragmaByName } from './pragmas.ts';
import { patternOf, type Receiver, Receivers } from './receivers.ts';

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

/** Follows what is done with a connection in its file. */
export class UsesReader {
  readonly #module: PythonModule;
  readonly #method: MethodSetting | undefined;
  readonly #receivers: Receivers;
  #runs: readonly PragmaRun[] | undefined;
  #functions: Map<number, Node[]> | undefined;

  constructor(module: PythonModule, method?: MethodSetting) {
    this.#module = module;
    this.#receivers = new Receivers(module);
    this.#method = method;
  }

  /** @param isPool true for an engine or another thing that opens connections as they are needed */
  follow(start: Receiver, isPool: boolean): Uses {
    const receivers: Receiver[] = [start];
    for (let at = 0; at < receivers.length && receivers.length < 50; at++) {
      const receiver = receivers[at];
      if (receiver) receivers.push(...this.#receivers.further(receiver, isPool, receivers));
    }
    const settings: { setting: Setting; order: RunOrder }[] = [];
    for (const receiver of receivers) {
      for (const { call, statements } of this.#runsOn(receiver, isPool)) {
        const maybe = receiver.maybe || this.#receivers.isMaybe(call, receiver);
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
        const maybe = receiver.maybe || this.#receivers.isMaybe(call, receiver);
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
          receivers.some(
            (receiver) => plain(given) === receiver.name && this.#receivers.means(receiver, given),
          ),
        ),
    });
  }

  /** The calls of a function of the file. */
  #callsOf(called: Node): readonly Node[] {
    if (!this.#functions) {
      this.#functions = new Map();
      for (const call of this.#module.calls) {
        const id = this.#receivers.functionCalled(call)?.id;
        if (id !== undefined) this.#functions.set(id, [...(this.#functions.get(id) ?? []), call]);
      }
    }
    return this.#functions.get(called.id) ?? [];
  }

  /** Calls of methods on it: `conn.set_busy_timeout(…)`. */
  #callsOn(receiver: Receiver): readonly Node[] {
    return this.#module.calls.filter(
      (call) =>
        this.#receivers.names(call, receiver) &&
        this.#receivers.receiverOf(call) === receiver.name &&
        this.#receivers.means(receiver, call),
    );
  }

  #runsOn(receiver: Receiver, isPool: boolean): readonly PragmaRun[] {
    this.#runs ??= pragmaRuns(this.#module);
    const pattern = patternOf(receiver, isPool);
    return this.#runs.filter(
      (run) => pattern.test(run.receiver) && this.#receivers.means(receiver, run.call),
    );
  }

  #opaqueUse(receiver: Receiver, isPool: boolean): string | undefined {
    const pattern = patternOf(receiver, isPool);
    for (const call of this.#module.calls) {
      if (!this.#receivers.names(call, receiver)) continue;
      if (methodOf(call) === 'backup') {
        const [target] = argumentsOf(call).positional;
        if (target && plain(target) === receiver.name && this.#receivers.means(receiver, target))
          return 'backup() makes it a copy of another database';
      }
      if (pattern.test(this.#receivers.receiverOf(call)) && this.#receivers.means(receiver, call)) {
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
      if (all.some((one) => plain(one) === receiver.name && this.#receivers.means(receiver, one)))
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

const marked = (setting: Setting, maybe: boolean | undefined): Setting =>
  maybe ? { ...setting, maybe: true } : setting;

function firstOf<T, R>(all: readonly T[], read: (one: T) => R | undefined): R | undefined {
  for (const one of all) {
    const found = read(one);
    if (found !== undefined) return found;
  }
  return undefined;
}
