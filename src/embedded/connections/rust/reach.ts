import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { childrenOf, enclosing, holds, nodesOf } from '../../sql/text-expressions.ts';
import type { Setting } from '../site.ts';
import { aliasesOf, functionAround, isConditional, type Keeper } from './chains.ts';
import { handleIn, isAside, type Run, runsIn } from './runs.ts';

/** What is set on a handle. */
export interface Reached {
  readonly settings: Setting[];
  /** Why other pragmas may be set on it; undefined where all that are set are seen. */
  readonly opaque: string | undefined;
}

/** What is set on what keeps a connection or a pool, in functions of the file that are handed it, too. */
export function settingsOn(keeper: Keeper, opened: Node, file: HostFile, everyConnection: boolean): Reached {
  if (keeper.name === undefined) return { settings: [], opaque: undefined };
  const { name, scope } = keeper;
  const names = withClosures(aliasesOf(name, scope), scope);
  const until = endOf(keeper, opened);
  const owners = ownersOf(keeper, opened);
  const reaches: Reaches = (handle, node) =>
    names.has(handle) &&
    (handle.startsWith('self.')
      ? owners.size === 0 || owners.has(typeImplemented(node) ?? '')
      : holds(scope, node) &&
        node.startIndex >= opened.startIndex &&
        (handle !== name || (node.startIndex < until && !isHidden(node, name, opened, names))));
  const isAsideOf = (node: Node): boolean =>
    holds(functionAround(opened) ?? keeper.scope, node) ? isConditional(node, opened) : isAside(node);
  const { found, isOpaque } = reachedBy(reaches, isAsideOf, file, new Set());
  return {
    settings: found.map(({ one, node, maybe }) => {
      const isMaybe = maybe || isOffForMigrations(one, node);
      return { ...one, by: 'statement', everyConnection, ...(isMaybe ? { maybe: true } : {}) };
    }),
    opaque: isOpaque ? 'a pragma whose name is computed is set on it' : undefined,
  };
}

/** What a closure, or a function of the file that is named, sets on the connections that it is handed. */
export function settingsOfHook(hook: Node | undefined, file: HostFile): Setting[] {
  const body = hook && bodyOf(hook, file);
  if (!body) return [];
  // All that is run there, is run on the connection that it is handed.
  const { found } = reachedBy(
    (_, node) => holds(body, node),
    (node) => isConditional(node, body),
    file,
    new Set(),
  );
  return found.map(({ one, maybe }) => ({
    ...one,
    by: 'hook',
    everyConnection: true,
    ...(maybe ? { maybe } : {}),
  }));
}

type Reaches = (handle: string, node: Node) => boolean;

interface Found {
  readonly one: Run['pragmas'][number];
  readonly node: Node;
  readonly maybe: boolean;
}

/**
 * @param reaches whether a handle, at a node, is the one that is meant
 * @param isAsideOf whether what is done at a node may not be
 * @param within the functions that were entered on the way
 */
function reachedBy(
  reaches: Reaches,
  isAsideOf: (node: Node) => boolean,
  file: HostFile,
  within: ReadonlySet<number>,
): { readonly found: readonly Found[]; readonly isOpaque: boolean } {
  const { all, unnamed } = runsIn(file);
  const isReached = ({ handle, node }: Pick<Run, 'handle' | 'node'>): boolean =>
    handle !== undefined && reaches(handle, node);
  const parts: { readonly at: number; readonly found: readonly Found[] }[] = all
    .filter(isReached)
    .map(({ node, pragmas }) => ({
      at: node.startIndex,
      found: pragmas.map((one) => ({ one, node, maybe: isAsideOf(node) })),
    }));
  let isOpaque = unnamed.some(isReached);
  for (const { node: call, argument, body, parameter } of handings(file)) {
    if (within.has(body.id) || !reaches(argument, call)) continue;
    const inner = reachedBy(
      (handle, node) => handle === parameter && holds(body, node),
      (node) => isConditional(node, body),
      file,
      new Set([...within, body.id]),
    );
    const maybe = isAsideOf(call);
    parts.push({
      at: call.startIndex,
      found: inner.found.map((one) => ({ ...one, maybe: one.maybe || maybe })),
    });
    isOpaque ||= inner.isOpaque;
  }
  return { found: parts.sort((a, b) => a.at - b.at).flatMap(({ found }) => found), isOpaque };
}

/** A call that hands a handle to a function of the same file. */
interface Handing {
  readonly node: Node;
  readonly argument: string;
  readonly body: Node;
  /** What the function calls it. */
  readonly parameter: string;
}

const remembered = new WeakMap<HostFile, readonly Handing[]>();

function handings(file: HostFile): readonly Handing[] {
  let found = remembered.get(file);
  if (!found) {
    found = readHandings(file);
    remembered.set(file, found);
  }
  return found;
}

function readHandings(file: HostFile): Handing[] {
  // Undefined where several have one name.
  const functions = new Map<string, Node | undefined>();
  for (const item of nodesOf(file.root, ['function_item'])) {
    const name = item.childForFieldName('name')?.text;
    if (name !== undefined) functions.set(name, functions.has(name) ? undefined : item);
  }
  return nodesOf(file.root, ['call_expression']).flatMap((node): Handing[] => {
    const callee = node.childForFieldName('function');
    const name = /^(?:(?:Self|self|super|\w+)(?:::|\.))?(\w+)$/.exec(callee?.text ?? '')?.[1];
    const called = name === undefined ? undefined : functions.get(name);
    const body = called?.childForFieldName('body');
    if (!called || !body) return [];
    const parameters = childrenOf(called.childForFieldName('parameters')).filter(
      ({ type }) => type === 'parameter',
    );
    return childrenOf(node.childForFieldName('arguments')).flatMap((argument, index): Handing[] => {
      const { handle, isTaken } = handleIn(argument);
      const parameter = parameters[index]?.childForFieldName('pattern')?.text.replace(/^mut\s+/, '');
      if (handle === undefined || isTaken || parameter === undefined) return [];
      return [{ node, argument: handle, body, parameter }];
    });
  });
}

function bodyOf(hook: Node, { root }: HostFile): Node | undefined {
  if (/closure_expression|block/.test(hook.type)) return hook;
  const closure = hook.descendantsOfType('closure_expression')[0];
  if (closure) return closure;
  const name = hook.text.split('::').at(-1);
  return nodesOf(root, ['function_item']).find((item) => item.childForFieldName('name')?.text === name);
}

/** Where a variable ends: with its block, or where that declares another that has its name. */
function endOf({ name, scope, statement }: Keeper, opened: Node): number {
  const block = statement?.type === 'let_declaration' ? statement.parent : undefined;
  const from = Math.max(opened.endIndex, statement?.endIndex ?? 0);
  const next = childrenOf(block ?? scope).find((one) => one.startIndex > from && hides(one, name));
  return next?.startIndex ?? (block ?? scope).endIndex;
}

/** True for the declaration of another variable of a name, not for what is made of the first. */
function hides(statement: Node, name: string | undefined): boolean {
  return (
    statement.type === 'let_declaration' &&
    statement.childForFieldName('pattern')?.text === name &&
    !new RegExp(`\\b${name}\\b`).test(statement.childForFieldName('value')?.text ?? '')
  );
}

/** True where an inner block, or a closure that the handle does not run, has a variable of that name itself. */
function isHidden(node: Node, name: string, opened: Node, names: ReadonlySet<string>): boolean {
  for (let around = node.parent; around && !holds(around, opened); around = around.parent) {
    if (around.type === 'block') {
      if (childrenOf(around).some((one) => one.startIndex < node.startIndex && hides(one, name))) return true;
    } else if (closureParameter(around) === name) {
      const call = around.parent?.parent;
      const { handle } = handleIn(call?.childForFieldName('function')?.childForFieldName('value'));
      if (handle === undefined || !names.has(handle)) return true;
    }
  }
  return false;
}

/** The types whose fields keep a handle; none where that isn't seen. */
function ownersOf({ name, scope }: Keeper, opened: Node): ReadonlySet<string> {
  const owners = new Set<string>();
  const add = (node: Node): void => {
    const struct = enclosing(node, new Set(['struct_expression']));
    const type = struct?.childForFieldName('name')?.text;
    const owner = type === undefined || type === 'Self' ? typeImplemented(node) : plainType(type);
    if (owner !== undefined) owners.add(owner);
  };
  if (name?.startsWith('self.')) add(opened);
  else
    for (const initializer of nodesOf(scope, ['shorthand_field_initializer', 'field_initializer'])) {
      if (new RegExp(`\\b${name}\\b`).test(initializer.text)) add(initializer);
    }
  return owners;
}

/** The type that the block around a node implements. */
function typeImplemented(node: Node): string | undefined {
  const type = enclosing(node, new Set(['impl_item']))?.childForFieldName('type')?.text;
  return type === undefined ? undefined : plainType(type);
}

/** `Store` of `crate::Store<T>`. */
const plainType = (type: string): string =>
  type
    .replace(/<[\s\S]*$/, '')
    .split('::')
    .at(-1) ?? type;

/** True for foreign keys that are off while migrations run, on a connection that is opened for them. */
function isOffForMigrations({ pragma, value }: Run['pragmas'][number], node: Node): boolean {
  if (pragma !== 'foreign_keys' || !/^(?:off|0|no|false)$/i.test(value ?? '')) return false;
  const text = functionAround(node)?.text ?? '';
  return (
    /migrat/i.test(text.split('{', 1)[0] ?? '') || /\brun_pending_migrations\b|\bMIGRATIONS\b/.test(text)
  );
}

/** The names of what a handle's methods hand to closures: `c` of `conn.call(|c| …)`. */
function withClosures(names: ReadonlySet<string>, scope: Node): ReadonlySet<string> {
  const all = new Set(names);
  for (const call of nodesOf(scope, ['call_expression'])) {
    const callee = call.childForFieldName('function');
    const method = callee?.childForFieldName('field')?.text ?? '';
    if (callee?.type !== 'field_expression' || !/^(?:call|interact|conn|with_conn)/.test(method)) continue;
    const { handle } = handleIn(callee.childForFieldName('value'));
    if (handle === undefined || !names.has(handle)) continue;
    for (const argument of childrenOf(call.childForFieldName('arguments'))) {
      const name = closureParameter(argument);
      if (name !== undefined) all.add(name);
    }
  }
  return all;
}

/** The first parameter of a closure. */
function closureParameter(node: Node): string | undefined {
  if (node.type !== 'closure_expression') return undefined;
  const [first] = childrenOf(node.childForFieldName('parameters'));
  return (first?.childForFieldName('pattern') ?? first)?.text.replace(/^mut\s+/, '');
}
