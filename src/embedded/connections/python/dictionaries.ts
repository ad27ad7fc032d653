import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf } from '../../sql/text-expressions.ts';
import { unwrapped } from '../../syntax/python.ts';
import { knownText } from '../dsn.ts';
import { conditionAround } from './conditions.ts';
import { argumentsOf, nameOf, type PythonModule } from './module.ts';

/** One key of a dictionary. */
export interface Entry {
  readonly key: string;
  readonly value: Node;
  /** The key with its value. */
  readonly node: Node;
  /** True where it is set on some conditions only. */
  readonly maybe: boolean;
}

/** A dictionary as far as it is written out. */
export interface Dictionary {
  /** In their order: of two of one key the later holds. */
  readonly entries: readonly Entry[];
  /** False where further keys may be added at run time. */
  readonly isComplete: boolean;
  get(key: string): Entry | undefined;
}

/** A dictionary that is known to be empty. */
export const noDictionary: Dictionary = dictionaryOf([], true);

/**
 * The keys of `{…}`, `dict(a=1)` and of constants that hold one, with what is spread into them and put into them later:
 * `options["timeout"] = 5`, `options.update({…})`. Undefined for any other expression.
 */
export function readDictionary(
  node: Node | undefined,
  module: PythonModule,
  depth = 0,
): Dictionary | undefined {
  if (!node) return noDictionary;
  if (depth > 5) return undefined;
  const given = unwrapped(node);
  const name = nameOf(given);
  const written = name === undefined ? given : module.resolved(given);
  const own = readWritten(written, module, depth);
  if (!own || name === undefined || written.id === given.id) return own;
  return withChanges(own, name, written, module, depth);
}

/** A dictionary with what is put into it under the name that it is kept under, whatever else that name may hold. */
export function readKept(written: Node, name: string, module: PythonModule): Dictionary | undefined {
  const own = readWritten(written, module, 0);
  return own && withChanges(own, name, written, module, 0);
}

function readWritten(node: Node, module: PythonModule, depth: number): Dictionary | undefined {
  const entries: Entry[] = [];
  let isComplete = true;
  const addAll = (spread: Node | undefined): void => {
    const other = spread && readDictionary(spread, module, depth + 1);
    if (other) entries.push(...other.entries);
    if (!other?.isComplete) isComplete = false;
  };
  if (node.type === 'dictionary') {
    for (const child of childrenOf(node)) {
      const value = child.childForFieldName('value');
      const key = child.childForFieldName('key');
      const text = key ? module.literalOf(key) : undefined;
      if (child.type === 'dictionary_splat') addAll(childrenOf(child)[0]);
      else if (typeof text === 'string' && value)
        entries.push({ key: text, value, node: child, maybe: false });
      else isComplete = false;
    }
    return dictionaryOf(entries, isComplete);
  }
  if (node.type === 'call' && node.childForFieldName('function')?.text === 'dict') {
    const { positional, keywords, spread, isComplete: isWhole } = argumentsOf(node);
    for (const one of positional) addAll(one);
    for (const [key, argument] of keywords) {
      const value = argument.childForFieldName('value');
      if (value) entries.push({ key, value, node: argument, maybe: false });
    }
    for (const one of spread) addAll(one);
    return dictionaryOf(entries, isComplete && isWhole);
  }
  // `{…} if sqlite else {}`: what holds for SQLite.
  if (node.type === 'conditional_expression') {
    const [chosen, condition] = childrenOf(node);
    if (chosen && condition && /sqlite/i.test(condition.text) && !/\bnot\b|!=/.test(condition.text))
      return readDictionary(chosen, module, depth + 1);
  }
  return undefined;
}

/** What is put into a dictionary under its name, behind the expression that makes it. */
function withChanges(
  own: Dictionary,
  name: string,
  written: Node,
  module: PythonModule,
  depth: number,
): Dictionary {
  const entries = [...own.entries];
  let { isComplete } = own;
  const isThis = (node: Node | null): boolean =>
    node !== null &&
    nameOf(node) === name &&
    module.bindingsOf(name, node).some(({ value }) => value && unwrapped(value).id === written.id);
  for (const change of module.nodesOf(['assignment', 'call', 'augmented_assignment'])) {
    if (change.type === 'call') {
      const callee = change.childForFieldName('function');
      if (fills(callee, change, isThis, module)) isComplete = false;
      if (!callee || !isThis(callee.childForFieldName('object'))) continue;
      const method = callee.childForFieldName('attribute')?.text ?? '';
      if (/^(?:get|items|keys|values|copy)$/.test(method)) continue;
      const [given] = argumentsOf(change).positional;
      const keywords = method === 'update' ? argumentsOf(change).keywords : new Map<string, Node>();
      const added = method === 'update' && given ? readDictionary(given, module, depth + 1) : undefined;
      const maybe = conditionAround(change, written) !== undefined;
      for (const entry of added?.entries ?? []) entries.push({ ...entry, maybe: entry.maybe || maybe });
      for (const [key, node] of keywords) {
        const value = node.childForFieldName('value');
        if (value) entries.push({ key, value, node, maybe });
      }
      if (method !== 'update' || (given && !added?.isComplete)) isComplete = false;
      continue;
    }
    const left = change.childForFieldName('left');
    if (change.type === 'augmented_assignment') {
      if (left && isThis(left)) isComplete = false;
      continue;
    }
    if (left?.type !== 'subscript' || !isThis(left.childForFieldName('value'))) continue;
    const key = module.literalOf(left.childForFieldName('subscript'));
    const value = change.childForFieldName('right');
    if (typeof key === 'string' && value)
      entries.push({ key, value, node: change, maybe: conditionAround(change, written) !== undefined });
    else isComplete = false;
  }
  return dictionaryOf(entries, isComplete);
}

/** True for a function of the program that is given the dictionary, and may put more into it. */
function fills(
  callee: Node | null,
  call: Node,
  isThis: (node: Node) => boolean,
  module: PythonModule,
): boolean {
  if (!callee || /^(?:dict|len|print|str|repr|list|sorted|bool|id)$/.test(callee.text)) return false;
  const isImported = /^(?:json|sqlalchemy|sqlmodel|logging|pprint|copy)\b/.test(
    module.calleeOf(call)[0] ?? '',
  );
  return !isImported && argumentsOf(call).positional.some(isThis);
}

function dictionaryOf(entries: readonly Entry[], isComplete: boolean): Dictionary {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  return { entries, isComplete, get: (key) => byKey.get(key) };
}

/** The text of an expression, where it is known. */
export function textOf(node: Node, module: PythonModule): string | undefined {
  return knownText(module.file.texts.textOf(node));
}
