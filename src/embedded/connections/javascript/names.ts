import type { Node } from '@vscode/tree-sitter-wasm';
import { enclosing, nodesOf } from '../../sql/text-expressions.ts';
import { classTypes, functionTypes, unwrapped } from '../../syntax/javascript.ts';
import { Nodes } from './nodes.ts';

const scopeTypes: ReadonlySet<string> = new Set([
  ...functionTypes,
  'statement_block',
  'program',
  'for_statement',
  'for_in_statement',
  'catch_clause',
  'class_static_block',
  'switch_body',
]);

/** What a name stands for in one scope. */
interface Declared {
  readonly scope: Node;
  /** The function or class that the name is declared as, or that it is given at once. */
  readonly meaning: Node | undefined;
  /** What a variable is declared with. */
  readonly value: Node | undefined;
  readonly isConstant: boolean;
}

/** The names of one file, by scope. */
export class Names {
  readonly nodes: Nodes;
  readonly #root: Node;
  readonly #declared = new Map<string, Declared[]>();
  readonly #methods = new Map<string, Node>();

  constructor(root: Node) {
    this.#root = root;
    const nodes = new Nodes(root);
    this.nodes = nodes;
    for (const node of nodes.of('variable_declarator')) {
      const name = node.childForFieldName('name');
      const value = node.childForFieldName('value');
      const isVar = node.parent?.type === 'variable_declaration';
      const isConstant = node.parent?.childForFieldName('kind')?.text === 'const';
      this.#declare(
        name,
        scopeOf(node, isVar) ?? root,
        value ? meaningOf(value) : undefined,
        value,
        isConstant,
      );
    }
    for (const node of nodes.of(...functionTypes)) {
      const name = node.childForFieldName('name');
      if (node.type.endsWith('_declaration')) this.#declare(name, scopeOf(node, false) ?? root, node);
      for (const parameter of parametersOf(node)) this.#declare(parameter.pattern, node, undefined);
    }
    for (const node of nodes.of(...classTypes)) {
      this.#declare(node.childForFieldName('name'), scopeOf(node, false) ?? root, node);
      for (const member of node.childForFieldName('body')?.namedChildren ?? []) {
        const name = member?.childForFieldName('name') ?? member?.childForFieldName('property');
        const method = member?.type === 'method_definition' ? member : member?.childForFieldName('value');
        if (name && method && functionTypes.has(method.type))
          this.#methods.set(`${node.id}.${name.text}`, method);
      }
    }
    for (const node of nodes.of('for_in_statement'))
      this.#declare(node.childForFieldName('left'), node, undefined);
    for (const node of nodes.of('catch_clause'))
      this.#declare(node.childForFieldName('parameter'), node, undefined);
  }

  #declare(
    pattern: Node | null,
    scope: Node,
    meaning: Node | undefined,
    value: Node | null = null,
    isConstant = false,
  ): void {
    if (!pattern) return;
    const names =
      pattern.type === 'identifier' || pattern.type === 'type_identifier'
        ? [pattern]
        : nodesOf(pattern, ['identifier', 'shorthand_property_identifier_pattern']);
    for (const name of names) {
      const all = this.#declared.get(name.text) ?? [];
      const isOnly = pattern === name;
      all.push({
        scope,
        meaning: isOnly ? meaning : undefined,
        value: isOnly ? (value ?? undefined) : undefined,
        isConstant,
      });
      this.#declared.set(name.text, all);
    }
  }

  /** What a name means at a place; undefined for one that is declared elsewhere. */
  find(name: string, at: Node): Declared | undefined {
    let innermost: Declared | undefined;
    for (const declared of this.#declared.get(name) ?? []) {
      const { scope } = declared;
      if (scope.startIndex > at.startIndex || at.endIndex > scope.endIndex) continue;
      if (!innermost || scope.startIndex >= innermost.scope.startIndex) innermost = declared;
    }
    return innermost;
  }

  /** What the constant is that an expression names; the expression itself where it names none. */
  constantOf(node: Node): Node {
    const inner = unwrapped(node);
    if (!/identifier$/.test(inner.type)) return inner;
    const declared = this.find(inner.text, inner);
    return declared?.value && declared.isConstant ? unwrapped(declared.value) : inner;
  }

  /** The key of a variable, the same wherever it is named. */
  keyOf(name: string, at: Node): string {
    const declared = this.find(name, at);
    const { meaning } = declared ?? {};
    if (meaning && classTypes.has(meaning.type)) return classKey(meaning);
    return `v${(declared?.scope ?? this.#root).id}:${name}`;
  }

  /** The function of this file that a call runs; undefined where it is none. */
  calledBy(callee: Node | null): Node | undefined {
    if (callee?.type === 'identifier') {
      const meaning = this.find(callee.text, callee)?.meaning;
      return meaning && functionTypes.has(meaning.type) ? meaning : undefined;
    }
    if (callee && functionTypes.has(callee.type)) return callee;
    if (callee?.type === 'parenthesized_expression') return this.calledBy(callee.namedChildren[0] ?? null);
    const object = callee?.childForFieldName('object');
    const method = callee?.childForFieldName('property')?.text;
    if (callee?.type !== 'member_expression' || !object || method === undefined) return undefined;
    const owner = object.type === 'this' ? classAround(callee) : this.classNamed(object);
    return owner && this.#methods.get(`${owner.id}.${method}`);
  }

  /** The class of this file that an expression names. */
  classNamed(node: Node | null): Node | undefined {
    if (node?.type !== 'identifier') return undefined;
    const meaning = this.find(node.text, node)?.meaning;
    return meaning && classTypes.has(meaning.type) ? meaning : undefined;
  }

  constructorOf(owner: Node): Node | undefined {
    return this.#methods.get(`${owner.id}.constructor`);
  }
}

/** What tells the fields of a class from names in other scopes. */
export function classKey(owner: Node): string {
  return `c${owner.id}`;
}

/** The class that a node stands in. */
export function classAround(node: Node): Node | undefined {
  return enclosing(node, classTypes);
}

/** The function that a node stands in. */
export function functionAround(node: Node): Node | undefined {
  return enclosing(node, functionTypes);
}

/** A parameter of a function. */
export interface Parameter {
  /** The name or the pattern. */
  readonly pattern: Node;
  /** The type as written. */
  readonly type: string | undefined;
  /** True where TypeScript makes a field of it: `private readonly db: Database`. */
  readonly isField: boolean;
}

/** The parameters of a function, in their order. */
export function parametersOf(node: Node): Parameter[] {
  const single = node.childForFieldName('parameter');
  const all = single ? [single] : (node.childForFieldName('parameters')?.namedChildren ?? []);
  return all.flatMap((one): Parameter[] => {
    if (!one || one.type === 'comment') return [];
    const pattern = one.childForFieldName('pattern') ?? one.childForFieldName('left') ?? one;
    const type = one.childForFieldName('type')?.text.replace(/^:\s*/, '');
    const isField =
      one.type.endsWith('_parameter') && /^(?:public|private|protected|readonly)\b/.test(one.text);
    return [{ pattern, type, isField }];
  });
}

function meaningOf(value: Node): Node | undefined {
  const inner = unwrapped(value);
  return functionTypes.has(inner.type) || classTypes.has(inner.type) ? inner : undefined;
}

function scopeOf(node: Node, ofFunction: boolean): Node | undefined {
  return enclosing(node, ofFunction ? new Set([...functionTypes, 'program']) : scopeTypes);
}
