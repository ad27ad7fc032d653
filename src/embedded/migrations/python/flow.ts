import type { Node } from '@vscode/tree-sitter-wasm';
import type { SchemaOperation } from '../operations.ts';
import { type Certainty, certainty, unsure } from './certainty.ts';
import { type KnownExpression, type PythonFunctions, type Truth, truthOf } from './conditions.ts';
import {
  type Bound,
  bindPattern,
  callOf,
  itemsOf,
  mentions,
  namedChildrenOf,
  type PythonCall,
  resolve,
  Scope,
} from './values.ts';

/** What a tool makes of the calls that a function runs. */
export interface FlowTool {
  readonly functions: PythonFunctions;
  readonly known: KnownExpression;
  /** The operations of a call; undefined when it is not the tool's own. */
  call(call: PythonCall): readonly SchemaOperation[] | undefined;
  /** A call that neither the tool nor the file defines. */
  unknownCall(call: PythonCall): readonly SchemaOperation[];
}

/**
 * How a block ends: behind it the next statement runs surely, not, or under a condition. What raises an error takes
 * the whole migration back, so behind a condition for it the rest is sure.
 */
type End = 'next' | 'return' | 'raise' | Certainty;

/** Runs a function's statements as far as its text tells, and collects what it does to the schema, in order. */
export function runFunction(
  tool: FlowTool,
  definition: Node,
  scope: Scope,
  args?: PythonCall,
): readonly SchemaOperation[] {
  const flow = new Flow(tool, 0);
  flow.run(namedChildrenOf(definition.childForFieldName('body')), parametersOf(definition, scope, args));
  return flow.operations;
}

/** What a single expression does, evaluated among the names of `scope`. */
export function runExpression(tool: FlowTool, value: Bound): readonly SchemaOperation[] {
  const flow = new Flow(tool, 0);
  flow.evaluate(value.node, value.scope);
  return flow.operations;
}

function parametersOf(definition: Node, outer: Scope, args: PythonCall | undefined): Scope {
  const scope = new Scope(outer);
  for (const [at, parameter] of namedChildrenOf(definition.childForFieldName('parameters')).entries()) {
    const name = parameter.type === 'identifier' ? parameter : parameter.childForFieldName('name');
    const bare = name ?? parameter.namedChildren.find((child) => child?.type === 'identifier');
    const fallback = parameter.childForFieldName('value');
    if (!bare) continue;
    const given = args?.keywords.get(bare.text) ?? args?.positional[at];
    const splat = /splat/.test(parameter.type);
    scope.bind(
      bare.text,
      splat ? undefined : given ? resolve(given) : fallback ? { node: fallback, scope: outer } : undefined,
    );
  }
  return scope;
}

class Flow {
  operations: SchemaOperation[] = [];
  readonly #tool: FlowTool;
  readonly #depth: number;

  constructor(tool: FlowTool, depth: number) {
    this.#tool = tool;
    this.#depth = depth;
  }

  run(statements: readonly Node[], scope: Scope): End {
    for (const [at, statement] of statements.entries()) {
      const end = this.#statement(statement, scope);
      if (end === 'return' || end === 'raise') return end;
      if (end !== 'next') {
        this.#under(end, statement, () => this.run(statements.slice(at + 1), scope));
        return end;
      }
    }
    return 'next';
  }

  /** Every call within an expression, the outermost first. */
  evaluate(node: Node, scope: Scope): void {
    if (node.type === 'lambda') return;
    const call = node.type === 'call' ? callOf({ node, scope }) : undefined;
    if (!call) {
      for (const child of namedChildrenOf(node)) this.evaluate(child, scope);
      return;
    }
    const own = this.#tool.call(call);
    if (own) {
      this.operations.push(...own);
      return;
    }
    for (const child of namedChildrenOf(node)) this.evaluate(child, scope);
    const definition = call.callee === undefined ? undefined : this.#tool.functions.get(call.callee);
    if (!definition) this.operations.push(...this.#tool.unknownCall(call));
    else if (this.#depth < 8) {
      const inner = new Flow(this.#tool, this.#depth + 1);
      inner.run(namedChildrenOf(definition.childForFieldName('body')), parametersOf(definition, scope, call));
      this.operations.push(...inner.operations);
    }
  }

  #statement(statement: Node, scope: Scope): End {
    switch (statement.type) {
      case 'expression_statement':
        this.#expression(statement, scope);
        return 'next';
      case 'return_statement':
        this.evaluate(statement, scope);
        return 'return';
      case 'raise_statement':
        return 'raise';
      case 'if_statement':
        return this.#if(statement, scope);
      case 'for_statement':
        return this.#for(statement, scope);
      case 'with_statement':
        return this.#with(statement, scope);
      case 'try_statement':
        return this.#try(statement, scope);
      case 'function_definition':
      case 'decorated_definition':
      case 'class_definition':
        return 'next';
      default: {
        const blocks = statement.descendantsOfType('block').filter((block): block is Node => block !== null);
        if (blocks.length === 0) return 'next';
        for (const block of blocks) {
          this.#under(unsure('it depends on a value of the run'), statement, () =>
            this.run(namedChildrenOf(block), this.#branch(block, scope)),
          );
        }
        return 'next';
      }
    }
  }

  #expression(statement: Node, scope: Scope): void {
    this.evaluate(statement, scope);
    const assignment = namedChildrenOf(statement)[0];
    const left = assignment?.childForFieldName('left');
    const right = assignment?.childForFieldName('right');
    if (!left || !right) return;
    const itself = assignment?.type === 'augmented_assignment' || mentions(right, left.text);
    bindPattern(left, itself ? undefined : this.#chosen({ node: right, scope }), scope);
  }

  /**
   * What a value stands for now: its name may stand for something else later. Of `a if condition else b`, the part
   * that SQLite's condition chooses.
   */
  #chosen(value: Bound): Bound {
    const { node, scope } = resolve(value);
    const [first, condition, second] = node.type === 'conditional_expression' ? namedChildrenOf(node) : [];
    const truth = condition ? this.#truth({ node: condition, scope }) : undefined;
    const chosen = truth === true ? first : truth === false ? second : undefined;
    return chosen ? this.#chosen({ node: chosen, scope }) : { node, scope };
  }

  #if(statement: Node, scope: Scope): End {
    const branches = [
      {
        condition: statement.childForFieldName('condition'),
        body: statement.childForFieldName('consequence'),
      },
      ...namedChildrenOf(statement)
        .filter((child) => child.type === 'elif_clause' || child.type === 'else_clause')
        .map((clause) => ({
          condition: clause.childForFieldName('condition'),
          body: clause.childForFieldName('consequence') ?? clause.childForFieldName('body'),
        })),
    ];
    for (const { condition, body } of branches) if (condition && body) this.evaluate(condition, scope);
    const open: { truth: Truth; body: Node }[] = [];
    for (const { condition, body } of branches) {
      if (!body) continue;
      const truth = condition ? this.#truth({ node: condition, scope }) : true;
      if (truth === false) continue;
      if (truth === true && open.length === 0) return this.run(namedChildrenOf(body), scope);
      open.push({ truth, body });
      if (truth === true) break;
    }
    return this.#choose(statement, open, scope);
  }

  /** Branches of which one runs, or none. */
  #choose(statement: Node, open: readonly { truth: Truth; body: Node }[], scope: Scope): End {
    const results = open.map(({ body }) => {
      const inner = new Flow(this.#tool, this.#depth);
      const end = inner.run(namedChildrenOf(body), this.#branch(body, scope));
      return { end, operations: inner.operations };
    });
    const acting = results.filter((result) => result.operations.length > 0);
    const guard: Certainty =
      open[0]?.truth === 'existence' && acting.length < 2
        ? 'existence'
        : unsure('it depends on a value of the run');
    this.operations.push(
      ...certainty(
        guard,
        statement,
        acting.flatMap((result) => result.operations),
      ),
    );
    return results.some(({ end }) => end !== 'next' && end !== 'raise') ? guard : 'next';
  }

  #for(statement: Node, scope: Scope): End {
    const left = statement.childForFieldName('left');
    const right = statement.childForFieldName('right');
    const body = statement.childForFieldName('body');
    if (!left || !right || !body) return 'next';
    this.evaluate(right, scope);
    const items = itemsOf({ node: right, scope });
    if (!items) {
      const inner = this.#branch(body, scope);
      bindPattern(left, undefined, inner);
      this.#under(unsure('a loop over values of the run'), statement, () =>
        this.run(namedChildrenOf(body), inner),
      );
      return 'next';
    }
    for (const item of items) {
      bindPattern(left, resolve(item), scope);
      const end = this.run(namedChildrenOf(body), scope);
      if (end === 'return' || end === 'raise') return end;
    }
    return 'next';
  }

  #with(statement: Node, scope: Scope): End {
    for (const item of statement.descendantsOfType('with_item')) {
      const value = item?.childForFieldName('value');
      const named = value?.type === 'as_pattern' ? namedChildrenOf(value) : [];
      const expression = named[0] ?? value;
      const alias = named[1]?.namedChildren[0];
      if (!expression || item?.parent?.parent?.id !== statement.id) continue;
      this.evaluate(expression, scope);
      if (alias) bindPattern(alias, { node: expression, scope }, scope);
    }
    return this.run(namedChildrenOf(statement.childForFieldName('body')), scope);
  }

  #try(statement: Node, scope: Scope): End {
    const clauses = namedChildrenOf(statement);
    const handlers = clauses.filter((clause) => /^except/.test(clause.type));
    const swallows = handlers.some((handler) => handler.descendantsOfType('raise_statement').length === 0);
    let end: End = 'next';
    const body = namedChildrenOf(statement.childForFieldName('body'));
    // An error that is caught leaves the schema as it was.
    if (swallows) this.#under('existence', statement, () => this.run(body, scope));
    else end = this.run(body, scope);
    for (const handler of handlers) {
      const block = namedChildrenOf(handler).at(-1);
      this.#under(unsure('it runs after an error'), statement, () =>
        this.run(namedChildrenOf(block), this.#branch(handler, scope)),
      );
    }
    for (const clause of clauses.filter(({ type }) => type === 'else_clause' || type === 'finally_clause')) {
      const block = clause.childForFieldName('body') ?? namedChildrenOf(clause).at(-1);
      this.run(namedChildrenOf(block), scope);
    }
    return end;
  }

  /** Collects what `body` does, and adds it as far as it holds under the guard. */
  #under(guard: Certainty, statement: Node, body: () => void): void {
    const before = this.operations;
    this.operations = [];
    body();
    const inner = this.operations;
    this.operations = before;
    this.operations.push(...certainty(guard, statement, inner));
  }

  /** A scope for a block that may not run: what it assigns isn't known behind it. */
  #branch(block: Node, scope: Scope): Scope {
    for (const assignment of block.descendantsOfType('assignment')) {
      const left = assignment?.childForFieldName('left');
      if (left) bindPattern(left, undefined, scope);
    }
    return new Scope(scope);
  }

  #truth(value: Bound): Truth {
    return truthOf(value, this.#tool.known, this.#tool.functions);
  }
}
