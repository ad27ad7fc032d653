import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, enclosing, holds } from '../../sql/text-expressions.ts';
import { unwrapped } from '../../syntax/python.ts';
import { conditionAround } from './conditions.ts';
import {
  argumentsOf,
  type Binding,
  functionAround,
  nameOf,
  type PythonModule,
  parameterNames,
} from './module.ts';
import { plain, receiverOf } from './pragmas.ts';

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

/** What stands for the same connection, or for one of the same pool, behind a name: `conn.cursor()`, `db.conn`. */
const same = String.raw`\.cursor\(\)|\.conn|\._conn|\.connection(?:\(\))?|\.dbapi_connection|\.driver_connection`;
const ofPool = String.raw`\.connect\(\)|\.begin\(\)|\.raw_connection\(\)|\.connection\(\)|\.session|\.acquire\(\)`;

/** Tells what stands for a connection in a file. */
export class Receivers {
  readonly #module: PythonModule;
  #functions: Map<string, Node[]> | undefined;
  readonly #called = new Map<number, string>();

  constructor(module: PythonModule) {
    this.#module = module;
  }

  /** A cheap test before others: the tree is slow to ask. */
  names({ startIndex, endIndex }: Node, { name, scope }: Receiver): boolean {
    if (startIndex < scope.startIndex || scope.endIndex < startIndex) return false;
    const word = /\w+$/.exec(name)?.[0] ?? name;
    return this.#module.file.text.slice(startIndex, endIndex).includes(word);
  }

  /** What a method is called on, without what makes no difference. */
  receiverOf(call: Node): string {
    let text = this.#called.get(call.id);
    if (text === undefined) {
      text = receiverOf(call);
      this.#called.set(call.id, text);
    }
    return text;
  }

  /** True where the receiver's name means it, and has not been given another value since. */
  means({ name, scope, origin }: Receiver, at: Node): boolean {
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
  further(receiver: Receiver, isPool: boolean, known: readonly Receiver[]): Receiver[] {
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
      if (!this.names(node, receiver)) continue;
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
      add(name, scope, node, receiver.maybe === true || this.isMaybe(node, receiver));
    }
    for (const call of this.#module.calls) {
      if (!this.names(call, receiver)) continue;
      const at = argumentsOf(call).positional.findIndex((one) => this.#standsFor(one, receiver, pattern));
      const called = at < 0 ? undefined : this.functionCalled(call);
      const parameters = parameterNames(called?.childForFieldName('parameters'));
      const isMethod = /^(?:self|cls)$/.test(parameters[0]?.text ?? '');
      const parameter = parameters[at + (isMethod ? 1 : 0)];
      if (!called || !parameter) continue;
      add(parameter.text, called, called, receiver.maybe === true || this.isMaybe(call, receiver));
    }
    return found;
  }

  #standsFor(value: Node, receiver: Receiver, pattern: RegExp): boolean {
    const inner = unwrapped(value);
    if (pattern.test(plain(inner)) && this.means(receiver, inner)) return true;
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
  functionCalled(call: Node): Node | undefined {
    const callee = call.childForFieldName('function');
    const name = callee ? nameOf(callee) : undefined;
    if (name === undefined) return undefined;
    const isMethod = name.startsWith('self.');
    const plainName = name.replace('self.', '');
    const own = enclosing(call, new Set(['class_definition']));
    return this.#functionsNamed(plainName).find((one) => {
      const around = enclosing(one, new Set(['class_definition', 'function_definition']));
      return isMethod ? around?.id === own?.id && own !== undefined : around?.type !== 'class_definition';
    });
  }

  /** The functions of a name; a large file calls many. */
  #functionsNamed(name: string): readonly Node[] {
    if (!this.#functions) {
      this.#functions = new Map();
      for (const one of this.#module.nodesOf(['function_definition'])) {
        const own = one.childForFieldName('name')?.text ?? '';
        const all = this.#functions.get(own);
        if (all) all.push(one);
        else this.#functions.set(own, [one]);
      }
    }
    return this.#functions.get(name) ?? [];
  }

  /** True for what is not sure to happen to each connection that the origin opens. */
  isMaybe(node: Node, { origin }: Receiver): boolean {
    const here = functionAround(node);
    const opened = origin.type === 'function_definition' ? origin : functionAround(origin);
    if (here?.id === opened?.id) {
      return conditionAround(node, origin.type === 'function_definition' ? undefined : origin) !== undefined;
    }
    // Another function: it counts where the one that opens calls it.
    if (here && conditionAround(node)) return true;
    const call = this.#module.calls.find(
      (one) => functionAround(one)?.id === opened?.id && this.functionCalled(one)?.id === here?.id,
    );
    return !call || conditionAround(call, origin) !== undefined;
  }
}

/** Matches the receiver, and what stands for the same connection or for one of the same pool behind its name. */
export function patternOf({ name }: Receiver, isPool: boolean): RegExp {
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
