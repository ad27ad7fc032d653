import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { childrenOf, holds, nodesOf, placeOf } from '../../sql/text-expressions.ts';
import type { ConnectionSite, Setting } from '../site.ts';
import { settingOf } from '../statements.ts';
import { handleOf } from './handles.ts';
import { calledFunction, type Imports } from './imports.ts';
import { limitOf } from './limits.ts';
import { leavesPragmas } from './names.ts';
import { isReached } from './reach.ts';
import { isOptional, type PragmaRun } from './runs.ts';
import {
  functionsAround,
  functionsNamed,
  parameterNameAt,
  scopeOfVariable,
  typeOfVariable,
} from './variables.ts';

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
  const follower = new Follower(call, file, imports, all, how);
  if (handle !== undefined) follower.start(handle);
  return follower.found();
}

/** A stretch of code in which a handle has one name. */
interface Stretch {
  readonly scope: Node;
  readonly name: string;
  readonly isIt: (node: Node | undefined) => boolean;
  /** True for a function that may not be called. */
  readonly isMaybe: boolean;
  /** Where the call stands that leads there; undefined in the function that opens the pool. */
  readonly place: number | undefined;
}

class Follower {
  readonly #opening: Node;
  readonly #file: HostFile;
  readonly #imports: Imports;
  readonly #all: readonly PragmaRun[];
  readonly #how: Pick<Setting, 'by' | 'everyConnection'>;
  /** The function that opens the pool, or the file. */
  readonly #around: Node;
  readonly #settings: { at: number; setting: Setting }[] = [];
  readonly #runs = new Set<PragmaRun>();
  readonly #limits: (number | 'unknown')[] = [];
  readonly #limiting = new Set<number>();
  readonly #handedTo: { path: string; name: string }[] = [];
  #startup: Node | undefined;
  readonly #seen = new Set<string>();

  constructor(
    opening: Node,
    file: HostFile,
    imports: Imports,
    all: readonly PragmaRun[],
    how: Pick<Setting, 'by' | 'everyConnection'>,
  ) {
    this.#opening = opening;
    this.#file = file;
    this.#imports = imports;
    this.#all = all;
    this.#how = how;
    this.#around = functionsAround(opening).at(-1) ?? file.root;
  }

  start(handle: string): void {
    this.#within(this.#around, handle, this.#opening, false, undefined);
    const field = fieldOf(handle);
    if (field === undefined) return;
    // A field is the same in the other methods, whatever they call their receiver.
    const own = typeOfBase(this.#opening, handle);
    for (const other of childrenOf(this.#file.root)) {
      if (other.id === this.#around.id || !/^(?:function|method)_declaration$/.test(other.type)) continue;
      for (const selector of nodesOf(other, ['selector_expression'])) {
        if (!selector.text.endsWith(field) || !/^\w+\.\w+$/.test(selector.text)) continue;
        const type = typeOfBase(selector, selector.text);
        // Another type has a field of that name, too.
        if (own !== undefined && type !== undefined && type !== own) continue;
        this.#within(other, selector.text, selector, true, Number.MAX_SAFE_INTEGER);
      }
    }
  }

  found(): Followed {
    const startup = this.#startup;
    const limits = this.#limits;
    return {
      settings: this.#settings.sort((a, b) => a.at - b.at).map(({ setting }) => setting),
      runs: this.#runs,
      handedTo: this.#handedTo,
      limiting: this.#limiting,
      // Run on a pool it reaches one connection; what the file keeps, it may set for all.
      startup: startup && {
        pragma: 'journal_mode',
        value: undefined,
        written: startup.text,
        range: placeOf(startup),
        ...this.#how,
      },
      poolSize: limits.includes(1) ? 1 : limits.includes('unknown') ? 'unknown' : limits.at(-1),
    };
  }

  /** @param at where the handle has its name */
  #within(scope: Node, name: string, at: Node, isMaybe: boolean, place: number | undefined): void {
    const key = `${scope.id} ${name}`;
    if (this.#seen.has(key) || this.#seen.size > 20) return;
    this.#seen.add(key);
    const stretch = { scope, name, isIt: variablesOf(name, at, scope), isMaybe, place };
    for (const run of this.#all) this.#takeRun(run, stretch);
    for (const one of nodesOf(scope, ['call_expression'])) this.#takeCall(one, stretch);
  }

  /** False for what the function that opens the pool runs before that, or in another branch. */
  #isReached(node: Node, { scope, name }: Stretch): boolean {
    return scope.id !== this.#around.id || isReached(node, this.#opening, name);
  }

  #takeRun(run: PragmaRun, stretch: Stretch): void {
    const { scope, isIt, isMaybe, place } = stretch;
    if (!holds(scope, run.call) || !this.#isReached(run.call, stretch)) return;
    if (!isIt(run.receiver) && !run.arguments.slice(0, 2).some(isIt)) return;
    this.#runs.add(run);
    const isOnCondition = scope.id === this.#around.id ? isOptional(run.call, this.#opening) : run.maybe;
    const maybe = isMaybe || isOnCondition ? { maybe: true } : {};
    for (const statement of run.statements) {
      const setting = { ...settingOf(statement, this.#how), ...maybe };
      this.#settings.push({ at: place ?? run.call.startIndex, setting });
    }
  }

  #takeCall(one: Node, stretch: Stretch): void {
    const { isIt, isMaybe, place } = stretch;
    const callee = one.childForFieldName('function');
    const method = callee?.childForFieldName('field')?.text;
    const isOnIt = isIt(callee?.childForFieldName('operand') ?? undefined);
    const args = childrenOf(one.childForFieldName('arguments'));
    const handed = args.findIndex(isIt);
    if ((!isOnIt && handed < 0) || !this.#isReached(one, stretch)) return;
    if (isOnIt && method === 'SetMaxOpenConns') {
      this.#limits.push(isMaybe ? 'unknown' : limitOf(args[0], this.#file));
      this.#limiting.add(one.id);
    }
    const isRead = this.#all.some(({ call: run }) => run.id === one.id);
    if (isOnIt && /^(?:Must)?Exec(?:Context)?$/.test(method ?? '') && !isRead)
      this.#startup ??= args.find(({ type, text }) => isStartup(type, text));
    if (handed < 0) return;
    const used = calledFunction(one, this.#imports);
    if (used && !leavesPragmas.test(used.path)) this.#handedTo.push(used);
    // A method of another package's value may have the same name as one here: its receiver tells.
    const local = used ? undefined : (method ?? callee?.text);
    for (const next of local === undefined ? [] : functionsNamed(this.#file.root, local)) {
      const parameter = parameterNameAt(next, handed);
      const body = next.childForFieldName('body');
      if (parameter && body) this.#within(next, parameter, body, isMaybe, place ?? one.startIndex);
    }
  }
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
