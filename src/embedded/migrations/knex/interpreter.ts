import type { Node } from '@vscode/tree-sitter-wasm';
import type { SchemaOperation } from '../operations.ts';
import { Calls } from './calls.ts';
import { type Condition, negate, under } from './conditions.ts';
import { conditionOf, Expressions } from './expressions.ts';
import { type Argument, Scope, undefinedValue, unknownValue, type Value } from './values.ts';

/** How a statement ends otherwise than by going on; `when`: only under that condition. */
interface Jump {
  readonly to: 'return' | 'break' | 'continue' | 'throw';
  readonly when?: Condition;
}

const maxDepth = 30;

/**
 * Follows a script from statement to statement without running it, and notes what reaches the schema. What depends on
 * values that only a run knows becomes an opaque operation.
 */
export class Interpreter {
  readonly operations: SchemaOperation[] = [];
  /** True once a call was seen that only Knex has: a table that a callback describes, or SQL for `raw`. */
  sawBuilder = false;
  readonly #expressions: Expressions;
  /** What must hold for the statement at hand to run. */
  readonly #conditions: Condition[] = [];
  readonly #frames: { readonly base: number; readonly returns: Value[] }[] = [];

  constructor() {
    this.#expressions = new Expressions(this, new Calls(this));
  }

  get conditions(): readonly Condition[] {
    return this.#conditions;
  }

  /** Notes operations that happen now. */
  emit(operations: readonly SchemaOperation[]): void {
    for (const operation of operations) {
      const kept = this.#conditions.reduceRight<SchemaOperation | undefined>(
        (inner, condition) => inner && under(inner, condition),
        operation,
      );
      if (kept) this.operations.push(kept);
    }
  }

  evaluate(node: Node | null | undefined, scope: Scope): Value {
    return node ? this.#expressions.evaluate(node, scope) : undefinedValue;
  }

  /** Does something that happens only under a condition. */
  within<T>(condition: Condition, action: () => T): T {
    this.#conditions.push(condition);
    try {
      return action();
    } finally {
      this.#conditions.pop();
    }
  }

  /** Waits for a value, as `await` and `return` to Knex do: what it is to do happens. */
  settle(value: Value): Value {
    switch (value.kind) {
      case 'pending':
        if (!value.done) {
          value.done = true;
          this.emit(value.operations);
        }
        return value.result;
      case 'list':
        return { kind: 'list', items: value.items.map((item) => this.settle(item)) };
      case 'choice': {
        const { condition } = value;
        const then = this.within(condition, () => this.settle(value.then));
        const otherwise = this.within(negate(condition), () => this.settle(value.otherwise));
        return { kind: 'choice', condition, then, otherwise };
      }
      case 'query':
        return unknownValue;
      default:
        return value;
    }
  }

  /** Calls a function of the script. */
  call(callee: Extract<Value, { kind: 'function' }>, args: readonly Argument[], self?: Value): Value {
    const { node } = callee;
    if (this.#frames.length >= maxDepth) return unknownValue;
    const scope = new Scope(callee.scope);
    if (self) scope.declare('this', self);
    const single = node.childForFieldName('parameter');
    const parameters = single ? [single] : (node.childForFieldName('parameters')?.namedChildren ?? []);
    let position = 0;
    for (const parameter of parameters) {
      if (!parameter || parameter.type === 'comment') continue;
      const pattern = parameter.childForFieldName('pattern') ?? parameter;
      const rest = pattern.type === 'rest_pattern';
      const value: Value = rest
        ? { kind: 'list', items: args.slice(position).map((argument) => argument.value) }
        : (args[position]?.value ?? this.evaluate(parameter.childForFieldName('value'), scope));
      this.bind(rest ? pattern.namedChildren[0] : pattern, value, scope);
      position++;
    }
    const body = node.childForFieldName('body');
    const isAsync = node.children.some((child) => child?.type === 'async');
    const frame = { base: this.#conditions.length, returns: [] as Value[] };
    this.#frames.push(frame);
    try {
      if (body?.type === 'statement_block') this.#block(body.namedChildren, scope);
      else frame.returns.push(this.evaluate(body, scope));
    } finally {
      this.#frames.pop();
    }
    const [first, ...more] = frame.returns;
    const value: Value =
      first === undefined
        ? undefinedValue
        : more.length === 0
          ? first
          : { kind: 'list', items: frame.returns };
    return isAsync ? this.settle(value) : value;
  }

  /** Gives the names of a pattern their values. */
  bind(pattern: Node | null | undefined, value: Value, scope: Scope): void {
    switch (pattern?.type) {
      case 'identifier':
      case 'shorthand_property_identifier_pattern':
        scope.declare(pattern.text, value);
        break;
      case 'assignment_pattern':
      case 'object_assignment_pattern': {
        const missing = value.kind === 'constant' && value.value === undefined;
        const chosen = missing ? this.evaluate(pattern.childForFieldName('right'), scope) : value;
        this.bind(pattern.childForFieldName('left'), chosen, scope);
        break;
      }
      case 'object_pattern':
        for (const property of pattern.namedChildren) {
          const target =
            property?.type === 'pair_pattern' ? property.childForFieldName('value') : (property ?? undefined);
          const named = property?.childForFieldName('key') ?? property?.childForFieldName('left') ?? property;
          if (named) this.bind(target, this.#expressions.member(value, named.text), scope);
        }
        break;
      case 'array_pattern':
        for (const [position, item] of pattern.namedChildren.entries()) {
          const known = value.kind === 'list' ? (value.items[position] ?? undefinedValue) : unknownValue;
          this.bind(item, known, scope);
        }
        break;
      default:
        break;
    }
  }

  /** Makes the names of a file's outermost level known. */
  load(root: Node, scope: Scope): void {
    this.#hoist(root.namedChildren, scope);
    for (const child of root.namedChildren) {
      const declaration = child?.type === 'export_statement' ? child.childForFieldName('declaration') : child;
      if (declaration && /^(?:lexical|variable)_declaration$/.test(declaration.type)) {
        this.#declare(declaration, scope);
      }
    }
  }

  /** Runs a body for each item of a list, or once under doubt where the items are not known. */
  forEach(list: Value, node: Node, body: (item: Value) => void): void {
    if (list.kind === 'list') for (const item of list.items) body(item);
    else {
      const reason = `a loop over values that only a run knows: ${node.text.slice(0, 60)}`;
      this.within({ kind: 'unknown', reason }, () => body(unknownValue));
    }
  }

  #block(statements: readonly (Node | null)[], scope: Scope): Jump | undefined {
    this.#hoist(statements, scope);
    const base = this.#conditions.length;
    let partial: Jump | undefined;
    try {
      for (const statement of statements) {
        const jump = statement ? this.#execute(statement, scope) : undefined;
        if (!jump) continue;
        if (!jump.when) return jump;
        // The rest happens only where the jump did not.
        this.#conditions.push(negate(jump.when));
        partial = partial ? { to: 'return', when: undecided } : jump;
      }
      return partial;
    } finally {
      this.#conditions.length = base;
    }
  }

  #execute(node: Node, scope: Scope): Jump | undefined {
    switch (node.type) {
      case 'expression_statement':
        this.evaluate(node.namedChildren[0], scope);
        return undefined;
      case 'lexical_declaration':
      case 'variable_declaration':
        this.#declare(node, scope);
        return undefined;
      case 'return_statement': {
        this.#return(
          this.evaluate(
            node.namedChildren.find((child) => child?.type !== 'comment'),
            scope,
          ),
        );
        return { to: 'return' };
      }
      case 'statement_block':
        return this.#block(node.namedChildren, new Scope(scope));
      case 'if_statement':
        return this.#if(node, scope);
      case 'for_in_statement':
        return this.#forIn(node, scope);
      case 'for_statement':
      case 'while_statement':
      case 'do_statement': {
        const reason = 'a loop that only a run knows the end of';
        this.within({ kind: 'unknown', reason }, () => this.#body(node, new Scope(scope)));
        return undefined;
      }
      case 'try_statement': {
        const jump = this.#body(node, scope);
        const last = node.childForFieldName('finalizer');
        return (last && this.#body(last, scope)) ?? jump;
      }
      case 'switch_statement':
        return this.#switch(node, scope);
      case 'labeled_statement':
        return this.#body(node, scope);
      case 'throw_statement':
        return { to: 'throw' };
      case 'break_statement':
        return { to: 'break' };
      case 'continue_statement':
        return { to: 'continue' };
      default:
        return undefined;
    }
  }

  #body(node: Node, scope: Scope): Jump | undefined {
    const body = node.childForFieldName('body');
    return body ? this.#execute(body, scope) : undefined;
  }

  /** A returned value is waited for under the conditions of its place, also when others are returned elsewhere. */
  #return(value: Value): void {
    const frame = this.#frames.at(-1);
    frame?.returns.push(
      this.#conditions
        .slice(frame.base)
        .reduceRight<Value>(
          (then, condition) => ({ kind: 'choice', condition, then, otherwise: undefinedValue }),
          value,
        ),
    );
  }

  #if(node: Node, scope: Scope): Jump | undefined {
    const condition = conditionOf(this.evaluate(node.childForFieldName('condition'), scope), node);
    const consequence = node.childForFieldName('consequence');
    const alternative = node
      .childForFieldName('alternative')
      ?.namedChildren.find((child) => child?.type !== 'comment');
    const run = (branch: Node | null | undefined): Jump | undefined =>
      branch ? this.#execute(branch, new Scope(scope)) : undefined;
    if (condition.kind === 'known') return run(condition.value ? consequence : alternative);
    // A migration that throws leaves nothing behind: what follows happens where it did not.
    const kept = (jump: Jump | undefined): Jump | undefined => (jump?.to === 'throw' ? undefined : jump);
    const then = kept(this.within(condition, () => run(consequence)));
    const otherwise = kept(this.within(negate(condition), () => run(alternative)));
    if (!then && !otherwise) return undefined;
    if (then && !then.when && otherwise && !otherwise.when) return then;
    if (then && !then.when && !otherwise) return { to: then.to, when: condition };
    if (otherwise && !otherwise.when && !then) return { to: otherwise.to, when: negate(condition) };
    return { to: 'return', when: undecided };
  }

  #forIn(node: Node, scope: Scope): Jump | undefined {
    const right = node.childForFieldName('right');
    const isOf = node.children.some((child) => child?.type === 'of');
    const value = this.evaluate(right, scope);
    const list: Value = isOf
      ? value
      : value.kind === 'object'
        ? {
            kind: 'list',
            items: [...value.properties.keys()].map((key) => ({ kind: 'constant', value: key })),
          }
        : unknownValue;
    let left: Jump | undefined;
    this.forEach(list, right ?? node, (item) => {
      if (left) return;
      const inner = new Scope(scope);
      this.bind(node.childForFieldName('left'), item, inner);
      const jump = this.#body(node, inner);
      // After a `break` that depends on something, the rest is left out: it can't be followed further.
      if (jump?.to === 'return' || jump?.to === 'throw') left = jump;
      else if (jump?.to === 'break') left = { to: 'break' };
    });
    return left?.to === 'break' ? undefined : left;
  }

  #switch(node: Node, scope: Scope): Jump | undefined {
    const value = this.evaluate(node.childForFieldName('value'), scope);
    const cases =
      node.childForFieldName('body')?.namedChildren.filter((child) => child?.type !== 'comment') ?? [];
    const matches = cases.map((entry) => {
      const label = entry?.childForFieldName('value');
      if (!label) return undefined;
      return conditionOf(this.#expressions.equal(value, this.evaluate(label, scope), label), label);
    });
    const unclear = matches.some((match) => match && match.kind !== 'known');
    const run = (entries: readonly (Node | null)[]): Jump | undefined => {
      const statements = entries.flatMap((entry) => entry?.childrenForFieldName('body') ?? []);
      const jump = this.#block(statements, new Scope(scope));
      return jump?.to === 'break' ? undefined : jump;
    };
    if (unclear) {
      const reason = `it depends on ${node.childForFieldName('value')?.text.slice(0, 60)}`;
      this.within({ kind: 'unknown', reason }, () => {
        for (const entry of cases) run([entry]);
      });
      return undefined;
    }
    const hit = matches.findIndex((match) => match?.kind === 'known' && match.value);
    const start = hit >= 0 ? hit : cases.findIndex((entry) => entry?.type === 'switch_default');
    return start < 0 ? undefined : run(cases.slice(start));
  }

  #declare(node: Node, scope: Scope): void {
    for (const declarator of node.namedChildren) {
      if (declarator?.type !== 'variable_declarator') continue;
      const value = this.evaluate(declarator.childForFieldName('value'), scope);
      this.bind(declarator.childForFieldName('name'), value, scope);
    }
  }

  /** Functions are known before the first statement of their block. */
  #hoist(statements: readonly (Node | null)[], scope: Scope): void {
    for (const statement of statements) {
      const node =
        statement?.type === 'export_statement' ? statement.childForFieldName('declaration') : statement;
      const name = node?.childForFieldName('name')?.text;
      if (!node || name === undefined) continue;
      if (node.type === 'function_declaration') scope.declare(name, { kind: 'function', node, scope });
      if (node.type === 'class_declaration') scope.declare(name, this.evaluate(node, scope));
    }
  }
}

const undecided: Condition = { kind: 'unknown', reason: 'an earlier part may have ended the script' };
