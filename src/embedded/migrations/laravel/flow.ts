import type { Node } from '@vscode/tree-sitter-wasm';
import { Branches, type Condition, type Exit } from '../branches.ts';
import type { OperationList } from '../operation-list.ts';
import { evaluate } from './evaluate.ts';
import { type PhpScope, type PhpValue, partsOf, rangeOf, textOf, truthOf, unknown } from './values.ts';

/** Follows an expression that is a statement, or the right side of an assignment; what it is worth where it tells. */
export type FollowExpression = (node: Node, scope: PhpScope) => PhpValue | undefined;

/** Follows the statements of a PHP script: its branches and its loops. Expressions are handed on. */
export class Flow {
  readonly #operations: OperationList;
  readonly #branches: Branches;
  readonly #follow: FollowExpression;

  constructor(operations: OperationList, follow: FollowExpression) {
    this.#operations = operations;
    this.#branches = new Branches(operations);
    this.#follow = follow;
  }

  /** Follows the statements of a body. */
  runAll(nodes: readonly Node[], scope: PhpScope): Exit | undefined {
    return this.#branches.sequence(nodes, (node) => this.run(node, scope), rangeOf);
  }

  /** Follows what may happen or not: its operations become one that is opaque. */
  doubtful(follow: () => unknown, node: Node, reason: string): void {
    this.#branches.doubtful(follow, rangeOf(node), reason);
  }

  /** Follows a statement or an expression. */
  run(node: Node, scope: PhpScope): Exit | undefined {
    switch (node.type) {
      case 'expression_statement':
      case 'parenthesized_expression':
        return this.runAll(partsOf(node), scope);
      case 'compound_statement':
      case 'colon_block':
      case 'finally_clause':
        return this.runAll(partsOf(node.childForFieldName('body') ?? node), scope);
      case 'return_statement': {
        const value = partsOf(node)[0];
        if (value) this.run(value, scope);
        return 'surely';
      }
      case 'continue_statement':
      case 'break_statement':
      case 'throw_expression':
        return node.type === 'throw_expression' ? undefined : 'surely';
      case 'if_statement':
        return this.#if(
          node,
          node.childrenForFieldName('alternative').filter((part) => part !== null),
          scope,
        );
      case 'else_clause': {
        const body = node.childForFieldName('body');
        return body ? this.run(body, scope) : undefined;
      }
      case 'conditional_expression':
        return this.#branch(
          node,
          node.childForFieldName('body'),
          node.childForFieldName('alternative'),
          scope,
        );
      case 'switch_statement':
        this.#switch(node, scope);
        return undefined;
      case 'match_expression':
        this.#match(node, scope);
        return undefined;
      case 'foreach_statement':
        this.#forEach(node, scope);
        return undefined;
      case 'for_statement':
      case 'while_statement':
      case 'do_statement':
        this.doubtful(() => this.#body(node, scope), node, 'it is in a loop that ends at run time');
        return undefined;
      case 'try_statement':
        return this.#try(node, scope);
      case 'assignment_expression':
        this.#assign(node, scope);
        return undefined;
      default:
        this.#follow(node, scope);
        return undefined;
    }
  }

  #body(node: Node, scope: PhpScope): Exit | undefined {
    const body = node.childForFieldName('body');
    return body ? this.run(body, scope) : undefined;
  }

  /** `if` with its `elseif`s and its `else`. */
  #if(node: Node, alternatives: readonly Node[], scope: PhpScope): Exit | undefined {
    const [next, ...rest] = alternatives;
    const otherwise =
      next && (() => (next.type === 'else_if_clause' ? this.#if(next, rest, scope) : this.run(next, scope)));
    const condition = conditionOf(evaluate(node.childForFieldName('condition'), scope));
    return this.#branches.branch(condition, () => this.#body(node, scope), otherwise, rangeOf(node));
  }

  #branch(node: Node, yes: Node | null, no: Node | null, scope: PhpScope): Exit | undefined {
    const condition = conditionOf(evaluate(node.childForFieldName('condition'), scope));
    const [first, second] = [yes, no].map((branch) => (branch ? () => this.run(branch, scope) : undefined));
    return this.#branches.branch(condition, first, second, rangeOf(node));
  }

  #switch(node: Node, scope: PhpScope): void {
    const subject = evaluate(node.childForFieldName('condition'), scope);
    const cases = partsOf(node.childForFieldName('body'));
    const statements = (at: number): Node[] => {
      const found: Node[] = [];
      // A case without `break` goes on with the next one.
      for (const part of cases.slice(at)) {
        const value = part.childForFieldName('value');
        const own = partsOf(part).filter((child) => child.id !== value?.id);
        found.push(...own);
        if (own.some(({ type }) => /^(?:break|return|continue)_statement$/.test(type))) break;
      }
      return found;
    };
    for (const [at, part] of cases.entries()) {
      const value = part.childForFieldName('value');
      const matches = value ? isSame(subject, evaluate(value, scope)) : true;
      if (matches === false) continue;
      if (matches) this.runAll(statements(at), scope);
      else
        this.doubtful(
          () => cases.map((_, other) => this.runAll(statements(other), scope)),
          node,
          'it depends on a condition of the run',
        );
      return;
    }
  }

  #match(node: Node, scope: PhpScope): void {
    const subject = evaluate(node.childForFieldName('condition'), scope);
    const arms = partsOf(node.childForFieldName('body'));
    const otherwise = arms.find(({ type }) => type === 'match_default_expression');
    for (const arm of [...arms.filter((other) => other !== otherwise), ...(otherwise ? [otherwise] : [])]) {
      const conditions = partsOf(arm.childForFieldName('conditional_expressions'));
      const results = conditions.map((condition) => isSame(subject, evaluate(condition, scope)));
      const matches = arm === otherwise || results.includes(true);
      if (!matches && results.every((result) => result === false)) continue;
      const follow = (one: Node): void => {
        const value = one.childForFieldName('return_expression');
        if (value) this.run(value, scope);
      };
      if (matches) follow(arm);
      else this.doubtful(() => arms.forEach(follow), node, 'it depends on a condition of the run');
      return;
    }
  }

  #forEach(node: Node, scope: PhpScope): void {
    const body = node.childForFieldName('body');
    const [list, target] = partsOf(node).filter((part) => part.id !== body?.id);
    if (!list || !target || !body) return;
    const [first, second] = target.type === 'pair' ? partsOf(target) : [undefined, target];
    const value = evaluate(list, scope);
    if (value.kind !== 'array') {
      const follow = (): void => {
        for (const name of [first, second]) if (name) assign(name, unknown(name), scope);
        this.run(body, scope);
      };
      this.doubtful(follow, node, 'it is in a loop over values of the run');
      return;
    }
    for (const [at, entry] of value.entries.entries()) {
      const index: PhpValue = { kind: 'number', text: String(at), range: entry.value.range };
      if (first) assign(first, entry.key ?? index, scope);
      if (second) assign(second, entry.value, scope);
      if (this.run(body, scope) === 'perhaps') return;
    }
  }

  #try(node: Node, scope: PhpScope): Exit | undefined {
    const exit = this.#body(node, scope);
    for (const part of partsOf(node)) {
      if (part.type === 'catch_clause') {
        this.doubtful(() => this.#body(part, scope), part, 'it happens after an error');
      } else if (part.type === 'finally_clause') this.run(part, scope);
    }
    return exit;
  }

  #assign(node: Node, scope: PhpScope): void {
    const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
    if (!left || !right) return;
    const followed = this.#follow(right, scope);
    const value = followed ?? evaluate(right, scope);
    assign(left, this.#operations.doubtful ? unknown(node) : value, scope);
  }
}

/** Assigns to a variable, or to those of a list. */
export function assign(target: Node, value: PhpValue, scope: PhpScope): void {
  if (target.type === 'variable_name') scope.set(target.text.slice(1), value);
  if (target.type !== 'list_literal' && target.type !== 'array_creation_expression') return;
  for (const [at, part] of partsOf(target).entries()) {
    const name = part.type === 'variable_name' ? part : partsOf(part).at(-1);
    const item = value.kind === 'array' ? value.entries[at]?.value : undefined;
    if (name) assign(name, item ?? unknown(part), scope);
  }
}

function conditionOf(value: PhpValue): Condition {
  if (value.kind === 'existence') return { kind: 'existence', positive: value.positive };
  const truth = truthOf(value);
  return truth === undefined ? { kind: 'unknown' } : { kind: 'known', truth };
}

function isSame(a: PhpValue, b: PhpValue): boolean | undefined {
  if (a.kind === 'boolean') {
    const truth = truthOf(b);
    return truth === undefined ? undefined : truth === a.value;
  }
  const [first, second] = [textOf(a), textOf(b)];
  return first === undefined || second === undefined ? undefined : first === second;
}
