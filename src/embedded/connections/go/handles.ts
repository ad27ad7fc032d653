import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { childrenOf, holds, nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { knownText } from '../dsn.ts';
import type { ConnectionSite, Setting } from '../site.ts';
import { settingOf } from '../statements.ts';
import { calledFunction, type Imports } from './imports.ts';
import { leavesPragmas } from './names.ts';
import { isReached } from './reach.ts';
import { isOptional, type PragmaRun } from './runs.ts';
import { goText } from './text.ts';
import {
  functionsAround,
  functionsNamed,
  parameterNameAt,
  scopeOfVariable,
  typeOfVariable,
} from './variables.ts';

/** What keeps the value of a call: `db`, `s.db`; undefined where it is returned or handed on. */
export function handleOf(call: Node): string | undefined {
  let value = call;
  let parent = call.parent;
  while (parent?.type === 'parenthesized_expression') {
    value = parent;
    parent = parent.parent;
  }
  if (parent?.type === 'expression_list') {
    const statement = parent.parent;
    const at = childrenOf(parent).findIndex(({ id }) => id === value.id);
    const isSpec = statement?.type === 'var_spec';
    const names = isSpec
      ? statement.childrenForFieldName('name')
      : childrenOf(statement?.childForFieldName('left'));
    const name = names[at]?.text;
    return name === '_' ? undefined : name;
  }
  return undefined;
}

/** The pool that a program keeps, followed through its file. */
export interface Followed {
  readonly settings: readonly Setting[];
  readonly runs: ReadonlySet<PragmaRun>;
  /** Functions of other packages that it is handed to. */
  readonly handedTo: readonly { readonly path: string; readonly name: string }[];
  /** A value that is run on it and is called like SQL that operators write: `cfg.StartupQueries`. */
  readonly startup: Setting | undefined;
  readonly poolSize: ConnectionSite['poolSize'];
  /** The calls that limit it, by the id of the node. */
  readonly limiting: ReadonlySet<number>;
}

/** The name of the field that keeps a handle: `.db` of `s.db`. */
const fieldOf = (handle: string): string | undefined => /\.\w+$/.exec(handle)?.[0];

/** Functions that make another handle of a pool. */
const wrappers = /^(?:bun\.NewDB|sqlx\.NewDb|entsql\.OpenDB|goqu\.New|gorm\.Open|dbx\.NewFromDB|bob\.NewDB)$/;

/**
 * What is done with a handle: the pragmas that are run on it, in the function that opens it and in those of the file
 * that it is handed to; how many connections it is limited to; and which packages get it.
 */
export function follow(
  call: Node,
  handle: string | undefined,
  file: HostFile,
  imports: Imports,
  all: readonly PragmaRun[],
  how: Pick<Setting, 'by' | 'everyConnection'>,
): Followed {
  const settings: { at: number; setting: Setting }[] = [];
  const runs = new Set<PragmaRun>();
  const limits: (number | 'unknown')[] = [];
  const limiting = new Set<number>();
  const handedTo: { path: string; name: string }[] = [];
  let startup: Node | undefined;
  const seen = new Set<string>();

  const around = functionsAround(call).at(-1) ?? file.root;

  /** @param at where the handle has its name */
  const within = (scope: Node, name: string, at: Node, isMaybe: boolean, place: number | undefined): void => {
    if (seen.has(`${scope.id} ${name}`) || seen.size > 20) return;
    seen.add(`${scope.id} ${name}`);
    const isIt = variablesOf(name, at, scope);
    const isHere = (node: Node): boolean => scope.id !== around.id || isReached(node, call, name);
    for (const run of all) {
      if (!holds(scope, run.call) || !isHere(run.call)) continue;
      if (!isIt(run.receiver) && !run.arguments.slice(0, 2).some(isIt)) continue;
      runs.add(run);
      for (const statement of run.statements) {
        const isOnCondition = scope.id === around.id ? isOptional(run.call, call) : run.maybe;
        const maybe = isMaybe || isOnCondition ? { maybe: true } : {};
        settings.push({
          at: place ?? run.call.startIndex,
          setting: { ...settingOf(statement, how), ...maybe },
        });
      }
    }
    for (const one of nodesOf(scope, ['call_expression'])) {
      const callee = one.childForFieldName('function');
      const method = callee?.childForFieldName('field')?.text;
      const operand = callee?.childForFieldName('operand') ?? undefined;
      const args = childrenOf(one.childForFieldName('arguments'));
      if (!isIt(operand) && !args.some(isIt)) continue;
      if (!isHere(one)) continue;
      if (method === 'SetMaxOpenConns' && isIt(operand)) {
        limits.push(isMaybe ? 'unknown' : limitOf(args[0], file));
        limiting.add(one.id);
      }
      if (
        /^(?:Must)?Exec(?:Context)?$/.test(method ?? '') &&
        isIt(operand) &&
        !all.some(({ call: run }) => run.id === one.id)
      )
        startup ??= args.find(({ type, text }) => isStartup(type, text));
      const handed = args.findIndex(isIt);
      if (handed < 0) continue;
      const used = calledFunction(one, imports);
      if (used && !leavesPragmas.test(used.path)) handedTo.push(used);
      // A method of another package's value may have the same name as one here: its receiver tells.
      const local = used ? undefined : (method ?? callee?.text);
      for (const next of local === undefined ? [] : functionsNamed(file.root, local)) {
        const parameter = parameterNameAt(next, handed);
        const body = next.childForFieldName('body');
        if (parameter && body) within(next, parameter, body, isMaybe, place ?? one.startIndex);
      }
    }
  };

  if (handle !== undefined) {
    const field = fieldOf(handle);
    within(around, handle, call, false, undefined);
    // A field is the same in the other methods, whatever they call their receiver.
    if (field !== undefined) {
      const own = typeOfBase(call, handle);
      for (const other of childrenOf(file.root)) {
        if (other.id === around.id || !/^(?:function|method)_declaration$/.test(other.type)) continue;
        for (const selector of nodesOf(other, ['selector_expression'])) {
          if (!selector.text.endsWith(field) || !/^\w+\.\w+$/.test(selector.text)) continue;
          const type = typeOfBase(selector, selector.text);
          // Another type has a field of that name, too.
          if (own !== undefined && type !== undefined && type !== own) continue;
          within(other, selector.text, selector, true, Number.MAX_SAFE_INTEGER);
        }
      }
    }
  }
  settings.sort((a, b) => a.at - b.at);
  return {
    settings: settings.map(({ setting }) => setting),
    runs,
    handedTo,
    limiting,
    // Run on a pool it reaches one connection; what the file keeps, it may set for all.
    startup: startup && {
      pragma: 'journal_mode',
      value: undefined,
      written: startup.text,
      range: placeOf(startup),
      ...how,
    },
    poolSize: limits.includes(1) ? 1 : limits.includes('unknown') ? 'unknown' : limits.at(-1),
  };
}

/** The type of the value whose field keeps a handle: `Store` of `s.db`. */
const typeOfBase = (use: Node, handle: string): string | undefined =>
  typeOfVariable(use, handle.split('.')[0] ?? '');

/**
 * Tells whether a name within a function means a handle, or a pool that is made of it.
 * @param at where it is called `name`
 */
function variablesOf(name: string, at: Node, scope: Node): (node: Node | undefined) => boolean {
  // The scope of each variable: an inner block may have another one of the same name.
  const variables = new Map([[name, scopeOfVariable(at, name)?.id]]);
  const isIt = (node: Node | undefined): boolean =>
    node !== undefined &&
    variables.has(node.text) &&
    (node.type !== 'identifier' || scopeOfVariable(node)?.id === variables.get(node.text));
  for (const call of nodesOf(scope, ['call_expression'])) {
    const callee = call.childForFieldName('function');
    const isGetter =
      callee?.childForFieldName('field')?.text === 'DB' &&
      isIt(callee.childForFieldName('operand') ?? undefined);
    const isWrapper =
      wrappers.test(callee?.text ?? '') && childrenOf(call.childForFieldName('arguments')).some(isIt);
    const kept = isGetter || isWrapper ? handleOf(call) : undefined;
    if (kept !== undefined) variables.set(kept, scopeOfVariable(call, kept)?.id);
  }
  for (const statement of nodesOf(scope, ['short_var_declaration', 'assignment_statement'])) {
    const [left, ...others] = childrenOf(statement.childForFieldName('left'));
    const [right] = childrenOf(statement.childForFieldName('right'));
    if (left && right && others.length === 0 && isIt(right))
      variables.set(left.text, scopeOfVariable(right, left.text)?.id);
  }
  return isIt;
}

/** Names of SQL that is configured: what it says is not in the program. */
function isStartup(type: string, text: string): boolean {
  return /^(?:identifier|selector_expression)$/.test(type) && /startup|init|pragma|setup/i.test(text);
}

function limitOf(argument: Node | undefined, file: HostFile): number | 'unknown' {
  const text = argument && knownText(goText(argument, file).pieces);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : 'unknown';
}

/** True where a file limits a pool that it does not open to one connection, or to a number that is computed. */
export function limitsPools(file: HostFile, followed: readonly Followed[]): boolean {
  return nodesOf(file.root, ['call_expression']).some((call) => {
    if (call.childForFieldName('function')?.childForFieldName('field')?.text !== 'SetMaxOpenConns')
      return false;
    if (followed.some(({ limiting }) => limiting.has(call.id))) return false;
    const limit = limitOf(childrenOf(call.childForFieldName('arguments'))[0], file);
    return limit === 1 || limit === 'unknown';
  });
}
