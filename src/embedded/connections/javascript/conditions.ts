import type { Node } from '@vscode/tree-sitter-wasm';
import { holds } from '../../sql/text-expressions.ts';
import { functionTypes } from '../../syntax/javascript.ts';
import { functionAround, type Names } from './names.ts';
import type { Nodes } from './nodes.ts';

/** Functions that set a connection up, as they are called where nothing in their file calls them. */
const setsUp =
  /^(?:.*(?:init|setup|set_?up|config|open|connect|start|create|load|ensure|bootstrap|pragma|prepare|migrat|instance|database|db|get|make|build|optimi[sz]e|apply).*|constructor|onModuleInit|use.*)$/i;

/** Methods that run what they are handed at once. */
const runsAtOnce =
  /^(?:serialize|parallelize|then|finally|transaction|forEach|map|all|allSettled|race|run|exec|execute|with\w*|try\w*|timed?|measure|span|startActiveSpan|tap|flatMap|gen|promise|sync)$/;

/**
 * Tells whether what stands at a place surely happens to a connection that is set up: not in a branch, nor in a function
 * that may never be called.
 */
export class Conditions {
  readonly #nodes: Nodes;
  readonly #calls = new Map<number, Node[]>();

  constructor(names: Names) {
    this.#nodes = names.nodes;
    for (const call of this.#nodes.of('call_expression')) {
      const called = names.calledBy(call.childForFieldName('function'));
      if (!called) continue;
      const all = this.#calls.get(called.id);
      if (all) all.push(call);
      else this.#calls.set(called.id, [call]);
    }
  }

  /** The calls of a function of the file. */
  callsOf(called: Node): readonly Node[] {
    return this.#calls.get(called.id) ?? [];
  }

  /**
   * @param opening the node that opens the connection
   * @param hooks functions that every new connection is handed to
   */
  isConditional(node: Node, opening: Node, hooks: readonly Node[]): boolean {
    return !this.#happens(node, opening, hooks, new Set());
  }

  #happens(node: Node, opening: Node, hooks: readonly Node[], seen: Set<number>): boolean {
    let within = node;
    for (let around = node.parent; around; around = around.parent) {
      const isAround = holds(around, opening);
      if (isAround && holds(within, opening)) {
        const own = functionAround(opening);
        return (
          !own ||
          own.endIndex < node.endIndex ||
          !mayReturnBefore(node, this.#nodes.within(own, 'return_statement'), own, opening.endIndex)
        );
      }
      if (mayLeaveOut(around, within)) return false;
      if (functionTypes.has(around.type)) {
        const leaving = this.#nodes.within(around, 'return_statement');
        if (mayReturnBefore(node, leaving, around, isAround ? opening.endIndex : around.startIndex))
          return false;
        if (isAround || hooks.some(({ id }) => id === around.id)) return true;
        if (seen.has(around.id)) return false;
        seen.add(around.id);
        if (!isRunInPlace(around, opening)) return this.#isRun(around, opening, hooks, seen);
      }
      within = around;
    }
    return true;
  }

  #isRun(called: Node, opening: Node, hooks: readonly Node[], seen: Set<number>): boolean {
    const calls = this.#calls.get(called.id) ?? [];
    if (calls.length > 0) return calls.some((call) => this.#happens(call, opening, hooks, new Set(seen)));
    return setsUp.test(nameOf(called));
  }
}

function nameOf(called: Node): string {
  const own = called.childForFieldName('name')?.text;
  if (own !== undefined) return own;
  const { parent } = called;
  const holder =
    parent?.childForFieldName('name') ??
    parent?.childForFieldName('key') ??
    parent?.childForFieldName('property') ??
    parent?.childForFieldName('left');
  return holder?.text.split('.').at(-1) ?? '';
}

/** True for a function that is run where it is written: handed to a method that runs it, or called at once. */
function isRunInPlace(node: Node, opening: Node): boolean {
  let value = node;
  while (value.parent?.type === 'parenthesized_expression') value = value.parent;
  const { parent } = value;
  if (parent?.type === 'call_expression' && parent.childForFieldName('function')?.id === value.id)
    return true;
  if (parent?.type !== 'arguments' || !parent.parent) return false;
  const call = parent.parent;
  if (call.id === opening.id) return true;
  const callee = call.childForFieldName('function') ?? call.childForFieldName('constructor');
  if (callee?.text === 'Promise') return true;
  const method = callee?.childForFieldName('property')?.text ?? callee?.text ?? '';
  return runsAtOnce.test(method);
}

/** True for a construct that may leave out the part that a node stands in. */
function mayLeaveOut(around: Node, within: Node): boolean {
  switch (around.type) {
    case 'if_statement': {
      const condition = around.childForFieldName('condition');
      if (condition?.id === within.id) return false;
      const isElse = around.childForFieldName('alternative')?.id === within.id;
      return !isUsual(condition?.text ?? '', isElse);
    }
    case 'ternary_expression': {
      const condition = around.childForFieldName('condition');
      if (condition?.id === within.id) return false;
      return !isUsual(condition?.text ?? '', around.childForFieldName('alternative')?.id === within.id);
    }
    case 'binary_expression':
      return (
        /^(?:&&|\|\||\?\?)$/.test(around.childForFieldName('operator')?.text ?? '') &&
        around.childForFieldName('right')?.id === within.id
      );
    case 'switch_case':
    case 'switch_default':
    case 'catch_clause':
    case 'while_statement':
    case 'for_statement':
      return true;
    default:
      return false;
  }
}

/** True where the branch is the one that production takes on a new, writable file when nothing fails. */
function isUsual(condition: string, isElse: boolean): boolean {
  const plain = condition.replace(/^\((.*)\)$/s, '$1').trim();
  const negated = /^!(?!=)/.test(plain) || /!==?/.test(plain);
  const unusual =
    /^!?\(*\s*(?:e|err|error|openErr\w*|openError)\b/i.test(plain) ||
    /^[^&|]*\b(?:\w*test(?:s|ing|Mode|Env)?|\w*readonly|\w*memory)\b[^&|]*$/i.test(
      plain.replace(/['"`:]/g, ''),
    );
  return unusual && negated !== isElse;
}

/** True where a function may be left, on a condition that is not about an error, before it comes to a node. */
function mayReturnBefore(node: Node, returns: readonly Node[], around: Node, from: number): boolean {
  return returns.some((leaving) => {
    if (leaving.startIndex < from || leaving.endIndex > node.startIndex) return false;
    if (functionAround(leaving)?.id !== around.id) return false;
    let branch: Node | null = leaving;
    while (branch && branch.type !== 'if_statement' && branch.id !== around.id) branch = branch.parent;
    if (branch?.type !== 'if_statement') return branch?.id !== around.id;
    const condition = branch.childForFieldName('condition')?.text ?? '';
    // if (err) return …; if (!this.db) return …
    const isGuard = /^\(\s*!\s*[\w.#?]*(?:db|database|conn\w*|client|sqlite|handle)\s*\)$/i.test(condition);
    return !isGuard && !isUsual(condition, true);
  });
}
