import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { dottedName } from '../../migrations/python/values.ts';
import { childrenOf, enclosing, nodesOf } from '../../sql/text-expressions.ts';
import { binders, unwrapped } from '../../syntax/python.ts';
import { knownText } from '../dsn.ts';
import { type Imports, importedAs, readImports } from './imports.ts';

/** A literal's value; null is `None`. */
export type Literal = string | number | boolean | null;

/** A place that binds a name. */
export interface Binding {
  readonly name: string;
  /** The function, class or module in which the name means this. */
  readonly scope: Node;
  /** What is assigned; undefined for parameters, loops and everything else that is not written out. */
  readonly value: Node | undefined;
  readonly node: Node;
}

const functions = new Set(['function_definition', 'lambda']);
const scopes = new Set(['function_definition', 'lambda', 'class_definition', 'module']);

/** A file of Python with its imports and names. */
export class PythonModule {
  readonly file: HostFile;
  readonly imports: Imports;
  #bindings: ReadonlyMap<string, readonly Binding[]> | undefined;
  #nodes: readonly { readonly type: string; readonly node: Node }[] | undefined;
  readonly #byTypes = new Map<string, readonly Node[]>();
  readonly #callees = new Map<number, readonly string[]>();

  constructor(file: HostFile) {
    this.file = file;
    this.imports = readImports(file.root);
  }

  /** All calls, in the file's order. */
  get calls(): readonly Node[] {
    return this.nodesOf(['call']);
  }

  /** All nodes of some of the types that readers ask for, in the file's order: the tree is walked once for them all. */
  nodesOf(types: readonly (typeof asked)[number][]): readonly Node[] {
    const key = types.join(' ');
    let found = this.#byTypes.get(key);
    if (!found) {
      this.#nodes ??= nodesOf(this.file.root, asked).map((node) => ({ type: node.type, node }));
      const wanted: readonly string[] = types;
      found = this.#nodes.filter(({ type }) => wanted.includes(type)).map(({ node }) => node);
      this.#byTypes.set(key, found);
    }
    return found;
  }

  /** What the callee of a call refers to, where it is imported. */
  calleeOf(call: Node): readonly string[] {
    let names = this.#callees.get(call.id);
    if (!names) {
      // The tree is asked only where the first word of the call is imported, or may be.
      const [word = ''] = /^\w*/.exec(this.file.text.slice(call.startIndex, call.startIndex + 80)) ?? [];
      const { names: known, wildcards } = this.imports;
      const mayBe = known.has(word) || wildcards.length > 0;
      names = mayBe ? importedAs(call.childForFieldName('function'), this.imports) : [];
      this.#callees.set(call.id, names);
    }
    return names;
  }

  /** The calls of what is imported and has a whole name of a pattern. */
  callsOf(pattern: RegExp): Node[] {
    return this.calls.filter((call) => this.calleeOf(call).some((name) => pattern.test(name)));
  }

  /** The bindings of a name that are meant at a place: those of the innermost scope around it that has some. */
  bindingsOf(name: string, at: Node): readonly Binding[] {
    this.#bindings ??= bindingsIn(this);
    const all = this.#bindings.get(name) ?? [];
    for (let scope = enclosing(at, scopes); scope; scope = enclosing(scope, scopes)) {
      const here = scope;
      // A function doesn't see the names of the class that it stands in.
      const isHidden = here.type === 'class_definition' && enclosing(at, scopes)?.id !== here.id;
      if (isHidden && !name.startsWith('self.')) continue;
      const own = all.filter((binding) => binding.scope.id === here.id);
      if (own.length > 0) return own;
    }
    return [];
  }

  /** What a name, or `self.name`, stands for where it is given a value once; the expression itself for everything else. */
  resolved(node: Node): Node {
    let value = unwrapped(node);
    for (let steps = 0; steps < 10; steps++) {
      const name = nameOf(value);
      const [only, ...others] = name === undefined ? [] : this.bindingsOf(name, value);
      if (!only?.value || others.length > 0 || only.value.id === value.id) return value;
      value = unwrapped(only.value);
    }
    return value;
  }

  /** The value of a literal, of a product of numbers or of a constant; undefined for everything else. */
  literalOf(node: Node | null | undefined): Literal | undefined {
    if (!node) return undefined;
    const value = this.resolved(node);
    switch (value.type) {
      case 'none':
        return null;
      case 'true':
        return true;
      case 'false':
        return false;
      case 'integer':
      case 'float':
        return numberOf(value.text);
      case 'unary_operator': {
        const operand = this.literalOf(value.childForFieldName('argument'));
        return typeof operand === 'number' && value.text.startsWith('-') ? -operand : undefined;
      }
      case 'binary_operator':
        return this.#product(value) ?? knownText(this.file.texts.textOf(value));
      default:
        return knownText(this.file.texts.textOf(value));
    }
  }

  #product(node: Node): number | undefined {
    const left = this.literalOf(node.childForFieldName('left'));
    const right = this.literalOf(node.childForFieldName('right'));
    if (typeof left !== 'number' || typeof right !== 'number') return undefined;
    switch (node.childForFieldName('operator')?.text) {
      case '*':
        return left * right;
      case '+':
        return left + right;
      case '-':
        return left - right;
      default:
        return undefined;
    }
  }
}

/** `NAME`, and `self.name`. */
export function nameOf(node: Node): string | undefined {
  if (node.type === 'identifier') return node.text;
  if (node.type !== 'attribute') return undefined;
  const dotted = dottedName(node);
  return dotted !== undefined && /^(?:self|cls)\.\w+$/.test(dotted)
    ? dotted.replace(/^cls\./, 'self.')
    : undefined;
}

/** The function around a node, or the module. */
export function functionAround(node: Node): Node | undefined {
  return enclosing(node, functions);
}

function numberOf(text: string): number | undefined {
  const value = Number(text.replaceAll('_', ''));
  return Number.isNaN(value) ? undefined : value;
}

function bindingsIn(module: PythonModule): Map<string, Binding[]> {
  const { root, text } = module.file;
  const hasGlobals = /\bglobal\b/.test(text);
  const found = new Map<string, Binding[]>();
  const add = (name: string, scope: Node, node: Node, value?: Node): void => {
    const binding = { name, scope, value, node };
    const others = found.get(name);
    if (others) others.push(binding);
    else found.set(name, [binding]);
  };
  for (const node of module.nodesOf(binders)) {
    const scope = enclosing(node, scopes) ?? root;
    const left = node.childForFieldName('left') ?? node.childForFieldName('name');
    if (
      node.type === 'assignment' ||
      node.type === 'augmented_assignment' ||
      node.type === 'named_expression'
    ) {
      const name = left ? nameOf(left) : undefined;
      const isPlain = node.type !== 'augmented_assignment';
      const value = isPlain
        ? (node.childForFieldName('right') ?? node.childForFieldName('value') ?? undefined)
        : undefined;
      // A mere annotation gives no value.
      if (node.type === 'assignment' && !value) continue;
      if (name?.startsWith('self.')) {
        add(name, enclosing(node, new Set(['class_definition'])) ?? root, node, value);
      } else if (name !== undefined) {
        add(name, hasGlobals && isGlobal(name, node) ? root : scope, node, value);
        if (scope.type === 'class_definition') add(`self.${name}`, scope, node, value);
      } else if (left && /^(?:pattern_list|tuple_pattern|list_pattern)$/.test(left.type)) {
        for (const part of nodesOf(left, ['identifier'])) add(part.text, scope, node);
      }
    } else {
      const patterns =
        node.type === 'parameters' || node.type === 'lambda_parameters'
          ? parameterNames(node)
          : namesIn(node);
      for (const part of patterns) add(part.text, scope, node);
    }
  }
  return found;
}

/** The types that readers ask for. */
const asked = [
  'as_pattern',
  'assignment',
  'augmented_assignment',
  'call',
  'class_definition',
  'dictionary',
  'for_in_clause',
  'for_statement',
  'function_definition',
  'keyword_argument',
  'lambda_parameters',
  'named_expression',
  'pair',
  'parameters',
] as const;

function namesIn(node: Node): Node[] {
  const pattern = node.childForFieldName('left') ?? node.childForFieldName('alias');
  if (!pattern) return [];
  return pattern.type === 'identifier' ? [pattern] : nodesOf(pattern, ['identifier']);
}

/** The names of parameters, without their types and defaults. */
export function parameterNames(parameters: Node | null | undefined): Node[] {
  return childrenOf(parameters).flatMap((parameter): Node[] => {
    const name = parameter.childForFieldName('name') ?? parameter;
    if (name.type === 'identifier') return [name];
    const [first] = childrenOf(name);
    return first?.type === 'identifier' ? [first] : [];
  });
}

/** True where a function says that a name is the module's. */
function isGlobal(name: string, node: Node): boolean {
  const around = enclosing(node, functions);
  return (
    around !== undefined &&
    nodesOf(around, ['global_statement']).some((statement) =>
      childrenOf(statement).some((child) => child.text === name),
    )
  );
}

/** The arguments of a call. */
export interface Arguments {
  readonly positional: readonly Node[];
  /** Name → the whole `name=value`. */
  readonly keywords: ReadonlyMap<string, Node>;
  /** False where `*args` or `**kwargs` may bring further ones. */
  readonly isComplete: boolean;
  /** What is spread as `**name`. */
  readonly spread: readonly Node[];
}

/** The arguments of a call. */
export function argumentsOf(call: Node): Arguments {
  const positional: Node[] = [];
  const keywords = new Map<string, Node>();
  const spread: Node[] = [];
  let isComplete = true;
  for (const argument of childrenOf(call.childForFieldName('arguments'))) {
    if (argument.type === 'keyword_argument')
      keywords.set(argument.childForFieldName('name')?.text ?? '', argument);
    else if (argument.type === 'dictionary_splat') spread.push(...childrenOf(argument));
    else if (argument.type === 'list_splat') isComplete = false;
    else positional.push(argument);
  }
  return { positional, keywords, isComplete, spread };
}

/** The value of an argument that is given by its name, or by its place. */
export function argumentOf({ positional, keywords }: Arguments, name: string, at?: number): Node | undefined {
  const named = keywords.get(name)?.childForFieldName('value');
  return named ?? (at === undefined ? undefined : positional[at]);
}
