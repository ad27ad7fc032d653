import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf } from '../../sql/text-expressions.ts';
import { functionTypes, unwrapped } from '../../syntax/javascript.ts';
import type { Imports } from './imports.ts';
import { Keys } from './keys.ts';
import { classAround, classKey, functionAround, type Names, parametersOf } from './names.ts';
import type { Nodes } from './nodes.ts';

/** A handle that a value may be: that of an opening, as the program keeps it or as a hook is given it. */
export interface Held {
  /** The node that opens the connection. */
  readonly opening: number;
  readonly via: 'handle' | 'hook';
}

/** Modules of Node, with or without its prefix. */
const isOfNode = /^(?:node:|(?:util|fs|path|events|async_hooks|worker_threads|process|os)(?:\/|$))/;

/** Which values are handles of which openings, followed through variables, fields, parameters and results. */
export class Flow {
  readonly #names: Names;
  readonly #keys: Keys;
  readonly #imports: Imports;
  readonly #openings: ReadonlySet<number>;
  /** What is put into a variable or field: keys of other values. */
  readonly #from = new Map<string, Set<string>>();
  readonly #hooks = new Map<string, number>();
  readonly #answers = new Map<string, readonly Held[]>();

  /** @param hooks functions that are given each new connection of an opening first */
  constructor(
    names: Names,
    imports: Imports,
    openings: ReadonlySet<number>,
    hooks: readonly { readonly hook: Node; readonly opening: number }[],
  ) {
    this.#names = names;
    this.#keys = new Keys(names, openings);
    this.#imports = imports;
    this.#openings = openings;
    for (const { hook, opening } of hooks) {
      const first = parametersOf(hook)[0]?.pattern;
      if (first?.type === 'identifier') this.#hooks.set(names.keyOf(first.text, first), opening);
    }
    this.#read(names.nodes);
  }

  /** The handles that an expression may be. */
  handlesOf(node: Node | null | undefined): readonly Held[] {
    const found = new Map<string, Held>();
    for (const key of node ? this.#keys.of(node) : []) {
      for (const held of this.#held(key, new Set())) found.set(`${held.opening}${held.via}`, held);
    }
    return [...found.values()];
  }

  /** True where an expression may be the handle of an opening. */
  isHandle(node: Node, opening: number): boolean {
    const keys =
      node.type === 'shorthand_property_identifier'
        ? [this.#names.keyOf(node.text, node)]
        : this.#keys.of(node);
    return keys.some((key) => this.#held(key, new Set()).some((held) => held.opening === opening));
  }

  #held(key: string, seen: Set<string>): readonly Held[] {
    const known = this.#answers.get(key);
    if (known) return known;
    if (seen.has(key) || seen.size > 500) return [];
    seen.add(key);
    const found: Held[] = [];
    const opening = /^n(\d+)$/.exec(key)?.[1];
    if (opening !== undefined && this.#openings.has(Number(opening)))
      found.push({ opening: Number(opening), via: 'handle' });
    const hooked = this.#hooks.get(key);
    if (hooked !== undefined) found.push({ opening: hooked, via: 'hook' });
    for (const from of this.#from.get(key) ?? []) found.push(...this.#held(from, seen));
    // What is true of an object's fields is true of those of its other names.
    for (let at = key.lastIndexOf('.'); at > 0; at = key.lastIndexOf('.', at - 1)) {
      for (const from of this.#from.get(key.slice(0, at)) ?? [])
        found.push(...this.#held(from + key.slice(at), seen));
    }
    if (seen.size === 1) this.#answers.set(key, found);
    return found;
  }

  #link(target: string, source: string): void {
    if (target === source) return;
    const all = this.#from.get(target);
    if (all) all.add(source);
    else this.#from.set(target, new Set([source]));
  }

  #assign(target: string, value: Node | null | undefined): void {
    if (!value) return;
    const inner = unwrapped(value);
    for (const key of this.#keys.of(inner)) this.#link(target, key);
    if (inner.type !== 'object') return;
    for (const child of childrenOf(inner)) {
      if (child.type === 'shorthand_property_identifier')
        this.#link(`${target}.${child.text}`, this.#names.keyOf(child.text, child));
      else if (child.type === 'pair')
        this.#assign(
          `${target}.${child.childForFieldName('key')?.text ?? ''}`,
          child.childForFieldName('value'),
        );
    }
  }

  #assignPattern(pattern: Node | null, value: Node | null | undefined): void {
    if (!pattern || !value) return;
    if (pattern.type === 'object_pattern') {
      for (const key of this.#keys.of(value)) this.#destructure(pattern, key);
      return;
    }
    for (const target of this.#keys.of(pattern)) this.#assign(target, value);
  }

  #destructure(pattern: Node, source: string): void {
    for (const child of childrenOf(pattern)) {
      if (child.type === 'shorthand_property_identifier_pattern')
        this.#link(this.#names.keyOf(child.text, child), `${source}.${child.text}`);
      else if (child.type === 'pair_pattern') {
        const local = child.childForFieldName('value');
        if (local?.type === 'identifier')
          this.#link(
            this.#names.keyOf(local.text, local),
            `${source}.${child.childForFieldName('key')?.text ?? ''}`,
          );
      }
    }
  }

  #read(nodes: Nodes): void {
    for (const node of nodes.of('variable_declarator'))
      this.#assignPattern(node.childForFieldName('name'), node.childForFieldName('value'));
    for (const node of nodes.of('assignment_expression', 'augmented_assignment_expression'))
      this.#assignPattern(node.childForFieldName('left'), node.childForFieldName('right'));
    for (const node of nodes.of('public_field_definition', 'field_definition')) {
      const owner = classAround(node);
      const name = node.childForFieldName('name') ?? node.childForFieldName('property');
      if (owner && name) this.#assign(`${classKey(owner)}.${name.text}`, node.childForFieldName('value'));
    }
    for (const node of nodes.of(...functionTypes)) this.#readFunction(node);
    for (const node of nodes.of('return_statement')) {
      const around = functionAround(node);
      if (around) this.#assign(`r${around.id}`, childrenOf(node)[0]);
    }
    for (const node of nodes.of('call_expression', 'new_expression')) this.#readCall(node);
  }

  #readFunction(node: Node): void {
    const body = node.childForFieldName('body');
    if (body && body.type !== 'statement_block') this.#assign(`r${node.id}`, body);
    const owner = node.type === 'method_definition' ? classAround(node) : undefined;
    const name = node.childForFieldName('name')?.text ?? '';
    if (!owner) return;
    // A getter is read as a field.
    if (/^(?:\w+\s+)*get\s/.test(node.text)) this.#link(`${classKey(owner)}.${name}`, `r${node.id}`);
    for (const { pattern, isField } of parametersOf(node)) {
      if (isField) this.#assign(`${classKey(owner)}.${pattern.text}`, pattern);
    }
  }

  #readCall(node: Node): void {
    const callee = node.childForFieldName('function') ?? node.childForFieldName('constructor');
    const args = childrenOf(node.childForFieldName('arguments'));
    if (node.type === 'new_expression') {
      const owner = this.#names.classNamed(callee);
      if (owner) this.#hand(this.#names.constructorOf(owner), args);
      if (callee?.text === 'Promise') this.#readPromise(node, args[0]);
      if (callee?.text === 'SqliteDialect') this.#readDialect(args[0]);
      return;
    }
    this.#hand(this.#names.calledBy(callee), args);
    // An object of a class that is made of the driver's is the connection.
    const owner = callee?.type === 'super' && this.#openings.has(node.id) ? classAround(node) : undefined;
    if (owner) this.#link(classKey(owner), `n${node.id}`);
    // open(…).then((db) => …)
    const object = callee?.type === 'member_expression' ? callee.childForFieldName('object') : null;
    if (object && callee?.childForFieldName('property')?.text === 'then') this.#hand(args[0], [object]);
  }

  #hand(called: Node | undefined, args: readonly Node[]): void {
    if (!called || !functionTypes.has(called.type)) return;
    for (const [at, { pattern }] of parametersOf(called).entries()) {
      const value = args[at];
      if (value && pattern.type === 'object_pattern') {
        const object = unwrapped(value);
        const key = `o${object.id}`;
        if (object.type === 'object') this.#assign(key, object);
        for (const source of object.type === 'object' ? [key] : this.#keys.of(object))
          this.#destructure(pattern, source);
      } else if (value) this.#assignPattern(pattern, value);
    }
  }

  /** Kysely: `new SqliteDialect({ database, onCreateConnection: async (connection) => … })`. */
  #readDialect(options: Node | undefined): void {
    const pairs = options ? childrenOf(unwrapped(options)) : [];
    const given = (name: string): Node | undefined => {
      const pair = pairs.find((one) => (one.childForFieldName('key')?.text ?? one.text) === name);
      return pair && (pair.childForFieldName('value') ?? pair);
    };
    const database = given('database');
    const hook = given('onCreateConnection');
    if (database && hook) this.#hand(hook, [database]);
  }

  /** What `resolve` is called with is the promise's value. */
  #readPromise(promise: Node, executor: Node | undefined): void {
    const resolve = executor && functionTypes.has(executor.type) ? parametersOf(executor)[0] : undefined;
    if (!executor || resolve?.pattern.type !== 'identifier') return;
    const key = this.#names.keyOf(resolve.pattern.text, resolve.pattern);
    for (const call of this.#names.nodes.within(executor, 'call_expression')) {
      const callee = call.childForFieldName('function');
      if (callee?.type === 'identifier' && this.#names.keyOf(callee.text, callee) === key)
        this.#assign(`n${promise.id}`, childrenOf(call.childForFieldName('arguments'))[0]);
    }
  }

  /** The package that a call is of, where it is one: what it does with a handle is not seen. */
  packageOf(callee: Node | null): string | undefined {
    const module = this.#imports.names.get(callee?.text.split(/[.(<]/, 1)[0] ?? '')?.module;
    return module === undefined || module.startsWith('.') || isOfNode.test(module) ? undefined : module;
  }
}
