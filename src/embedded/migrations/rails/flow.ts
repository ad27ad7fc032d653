import type { Node } from '@vscode/tree-sitter-wasm';
import { Branches, type Condition, type Exit } from '../branches.ts';
import type { OperationList } from '../operation-list.ts';
import { evaluate } from './evaluate.ts';
import { partsOf, RubyScope, type RubyValue, rangeOf, truthOf, unknown } from './values.ts';

/** Follows the statements of a Ruby script: its branches, its loops and its blocks. Calls are handed on. */
export class Flow {
  readonly operations: OperationList;
  readonly #branches: Branches;
  readonly #call: (node: Node, scope: RubyScope) => void;

  constructor(operations: OperationList, call: (node: Node, scope: RubyScope) => void) {
    this.operations = operations;
    this.#branches = new Branches(operations);
    this.#call = call;
  }

  /** Follows the statements of a body. */
  runAll(nodes: readonly Node[], scope: RubyScope): Exit | undefined {
    return this.#branches.sequence(nodes, (node) => this.#run(node, scope), rangeOf);
  }

  #run(node: Node, scope: RubyScope): Exit | undefined {
    switch (node.type) {
      case 'call':
      case 'identifier':
        this.#call(node, scope);
        return undefined;
      case 'return':
      case 'next':
      case 'break':
        return 'surely';
      case 'if':
      case 'elsif':
      case 'unless': {
        const branches = [node.childForFieldName('consequence'), node.childForFieldName('alternative')];
        return this.#branch(node, scope, node.type === 'unless' ? branches.reverse() : branches);
      }
      case 'if_modifier':
      case 'unless_modifier': {
        const branches = [node.childForFieldName('body'), null];
        return this.#branch(node, scope, node.type === 'unless_modifier' ? branches.reverse() : branches);
      }
      case 'conditional':
        return this.#branch(node, scope, [
          node.childForFieldName('consequence'),
          node.childForFieldName('alternative'),
        ]);
      case 'case':
        return this.#case(node, scope);
      case 'then':
      case 'else':
      case 'begin':
      case 'ensure':
      case 'body_statement':
      case 'block_body':
      case 'parenthesized_statements':
        return this.runAll(partsOf(node), scope);
      case 'rescue':
        this.doubtful(
          () => this.runAll(partsOf(node.childForFieldName('body')), scope),
          node,
          'it happens after an error',
        );
        return undefined;
      case 'rescue_modifier':
        return this.#run(node.childForFieldName('body') ?? node, scope);
      case 'assignment':
      case 'operator_assignment':
        this.#assign(node, scope);
        return undefined;
      case 'binary':
        return this.#run(node.childForFieldName('left') ?? node, scope);
      case 'while':
      case 'until':
      case 'for':
      case 'while_modifier':
      case 'until_modifier':
        this.doubtful(
          () => this.runAll(partsOf(node.childForFieldName('body')), scope),
          node,
          'it is in a loop that ends at run time',
        );
        return undefined;
      default:
        return undefined;
    }
  }

  /** Follows what may happen or not: its operations become one that is opaque. */
  doubtful(follow: () => unknown, node: Node, reason: string): void {
    this.#branches.doubtful(follow, rangeOf(node), reason);
  }

  #branch(node: Node, scope: RubyScope, branches: readonly (Node | null | undefined)[]): Exit | undefined {
    const condition = conditionOf(evaluate(node.childForFieldName('condition'), scope));
    const [yes, no] = branches.map((branch) => (branch ? () => this.#run(branch, scope) : undefined));
    return this.#branches.branch(condition, yes, no, rangeOf(node));
  }

  #case(node: Node, scope: RubyScope): Exit | undefined {
    const subject = node.childForFieldName('value');
    const value = subject ? evaluate(subject, scope) : undefined;
    const branches = partsOf(node).filter(({ type }) => type === 'when' || type === 'else');
    for (const [at, branch] of branches.entries()) {
      const matches = branch.type === 'else' ? true : whenMatches(branch, value, scope);
      if (matches === false) continue;
      const body = branch.type === 'else' ? branch : branch.childForFieldName('body');
      if (matches) return body ? this.#run(body, scope) : undefined;
      const rest = branches.slice(at).map((other) => other.childForFieldName('body') ?? other);
      this.doubtful(
        () => {
          for (const other of rest) this.#run(other, scope);
        },
        node,
        'it depends on a condition of the run',
      );
      return undefined;
    }
    return undefined;
  }

  #assign(node: Node, scope: RubyScope): void {
    const left = node.childForFieldName('left');
    const right = node.childForFieldName('right');
    if (right) this.#run(right, scope);
    const value = evaluate(right, scope);
    const unknownValue: RubyValue = { kind: 'unknown', prefix: '', range: rangeOf(node) };
    const settled = node.type === 'assignment' && !this.operations.doubtful;
    if (left?.type === 'identifier' || left?.type === 'instance_variable') {
      scope.set(left.text, settled ? value : unknownValue);
    } else if (left?.type === 'left_assignment_list') {
      for (const [at, target] of partsOf(left).entries()) {
        const item = settled && value.kind === 'list' ? value.items[at] : undefined;
        scope.set(target.text, item ?? unknownValue);
      }
    }
  }

  /** Follows a call's block once. */
  block(node: Node, scope: RubyScope, args: readonly RubyValue[] = []): Exit | undefined {
    const block = node.childForFieldName('block');
    if (!block) return undefined;
    const inner = new RubyScope(scope.file, scope);
    bindParameters(partsOf(block.childForFieldName('parameters')), args, inner);
    return this.runAll(partsOf(block.childForFieldName('body')), inner);
  }

  /** Follows a loop over a list that is written out; false for another. */
  forEach(value: RubyValue, name: string, node: Node, scope: RubyScope): boolean {
    const { range } = value;
    const items: RubyValue[][] | undefined =
      value.kind === 'list'
        ? value.items.map((item) => [item])
        : value.kind === 'hash'
          ? [...value.entries].map(([text, entry]) => [
              { kind: 'text', text, symbol: true, verbatim: false, range: entry.range },
              entry,
            ])
          : undefined;
    if (!items || !node.childForFieldName('block')) return false;
    for (const [at, item] of items.entries()) {
      const [only] = item;
      const spread = item.length === 1 && only?.kind === 'list' ? only.items : item;
      const args: readonly RubyValue[] =
        name === 'each_with_index'
          ? [only ?? unknown(node), { kind: 'number', text: String(at), range }]
          : parameterCount(node) === 1 && only?.kind === 'list'
            ? item
            : spread;
      this.block(node, scope, args);
    }
    return true;
  }
}

function conditionOf(value: RubyValue): Condition {
  if (value.kind === 'existence') return { kind: 'existence', positive: value.positive };
  const truth = truthOf(value);
  return truth === undefined ? { kind: 'unknown' } : { kind: 'known', truth };
}

function parameterCount(node: Node): number {
  return partsOf(node.childForFieldName('block')?.childForFieldName('parameters')).length;
}

function bindParameters(parameters: readonly Node[], args: readonly RubyValue[], scope: RubyScope): void {
  for (const [at, parameter] of parameters.entries()) {
    const value = args[at] ?? unknown(parameter);
    if (parameter.type === 'destructured_parameter') {
      bindParameters(partsOf(parameter), value.kind === 'list' ? value.items : [], scope);
    } else {
      scope.declare(parameter.childForFieldName('name')?.text ?? parameter.text, value);
    }
  }
}

/** Whether a value is one of a `when`'s patterns; undefined where that isn't known. */
function whenMatches(node: Node, value: RubyValue | undefined, scope: RubyScope): boolean | undefined {
  let matches: boolean | undefined = false;
  for (const pattern of partsOf(node).filter(({ type }) => type === 'pattern')) {
    const other = evaluate(partsOf(pattern)[0], scope);
    const one = value ? matchesPattern(other, value) : truthOf(other);
    if (one) return true;
    if (one === undefined) matches = undefined;
  }
  return matches;
}

function matchesPattern(pattern: RubyValue, value: RubyValue): boolean | undefined {
  if (pattern.kind === 'pattern' && value.kind === 'text') return pattern.pattern.test(value.text);
  if (pattern.kind !== 'text' || value.kind !== 'text') return undefined;
  return pattern.text === value.text && pattern.symbol === value.symbol;
}
