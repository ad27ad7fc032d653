import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import type { HostFile } from '../../host-file.ts';
import type { TextPiece } from '../../sql/builder.ts';
import { childrenOf, enclosing, holds, nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { knownText } from '../dsn.ts';
import type { FlowSyntax } from '../set-up.ts';

const functions: ReadonlySet<string> = new Set([
  'function_definition',
  'method_declaration',
  'anonymous_function',
  'anonymous_function_creation_expression',
  'arrow_function',
  'program',
]);

/** The order in which PHP runs statements. */
export const phpFlow: FlowSyntax = {
  functions,
  conditions: new Set([
    'if_statement',
    'else_clause',
    'else_if_clause',
    'switch_statement',
    'case_statement',
    'default_statement',
    'catch_clause',
    'while_statement',
    'do_statement',
    'for_statement',
    'foreach_statement',
    'conditional_expression',
    'match_expression',
  ]),
  returns: ['return_statement'],
  assignments: ['assignment_expression'],
  calls: ['member_call_expression', 'scoped_call_expression', 'function_call_expression'],
  functionName: (node) => node.childForFieldName('name')?.text,
  calledName(call) {
    if (call.type === 'function_call_expression') return call.childForFieldName('function')?.text;
    const owner = (call.childForFieldName('object') ?? call.childForFieldName('scope'))?.text ?? '';
    return /^(?:\$this|self|static|parent)$/.test(owner) ? call.childForFieldName('name')?.text : undefined;
  },
};

/** The arguments of a call or `new`, without their wrappers. */
export function argumentsOf(call: Node): Node[] {
  const list =
    call.childForFieldName('arguments') ?? childrenOf(call).find(({ type }) => type === 'arguments');
  return childrenOf(list).map((argument) => childrenOf(argument).at(-1) ?? argument);
}

/** The argument that is given by a name: `options: [...]`. */
export function namedArgument(call: Node, name: string): Node | undefined {
  const list =
    call.childForFieldName('arguments') ?? childrenOf(call).find(({ type }) => type === 'arguments');
  const argument = childrenOf(list).find((one) => one.childForFieldName('name')?.text === name);
  return argument && childrenOf(argument).at(-1);
}

/** The class that `new` makes an object of, without its leading backslash. */
export function className(creation: Node): string {
  return (childrenOf(creation)[0]?.text ?? '').replace(/^\\/, '');
}

/** True for what stands in a class that extends another. */
export function isWithinClassOf(node: Node, name: RegExp): boolean {
  const around = enclosing(node, classes);
  const base = childrenOf(around).find(({ type }) => type === 'base_clause');
  return base !== undefined && name.test(base.text.replace(/^extends\s+\\?/i, ''));
}

const classes: ReadonlySet<string> = new Set(['class_declaration', 'anonymous_class']);

/** An element of an array with its key. */
export interface Element {
  /** The key without quotes: `driver`, `PDO::ATTR_TIMEOUT`. */
  readonly key: string;
  readonly value: Node;
  readonly range: Range;
}

/** The elements of an array that is written out; undefined for any other expression. */
export function elementsOf(node: Node | null | undefined): readonly Element[] | undefined {
  if (node?.type !== 'array_creation_expression') return undefined;
  return childrenOf(node).flatMap((element): Element[] => {
    const [key, value] = childrenOf(element);
    if (element.type !== 'array_element_initializer' || !key || !value) return [];
    return [{ key: key.text.replace(/^\\?['"]?|['"]$/g, ''), value, range: placeOf(element) }];
  });
}

/** False where an array may have elements that are not written there: `...$more`. */
export function isWrittenOut(node: Node | null | undefined): boolean {
  return node?.type === 'array_creation_expression' && !/^\s*\.\.\./m.test(node.text);
}

/** What an expression is, as far as it is written. */
export interface PhpValue {
  /** `null` for null itself; undefined where it is computed. */
  readonly value: string | null | undefined;
  /** The environment variable that gives it where it is set. */
  readonly env?: string | undefined;
  /** The expression that gives it where it has a value: `$settings['timeout']`. */
  readonly unless?: string | undefined;
}

/** The value of a literal, of a constant of the file that is one, or of `env()` with what it falls back to. */
export function phpValue(node: Node, file: HostFile): PhpValue {
  switch (node.type) {
    case 'integer':
      return { value: node.text.replaceAll('_', '') };
    case 'boolean':
      return { value: node.text.toLowerCase() };
    case 'null':
      return { value: null };
    case 'unary_op_expression':
      return { value: /^-\d+$/.test(node.text) ? node.text : undefined };
    case 'cast_expression': {
      const inner = node.childForFieldName('value');
      return inner ? phpValue(inner, file) : { value: undefined };
    }
    case 'parenthesized_expression': {
      const [inner] = childrenOf(node);
      return inner ? phpValue(inner, file) : { value: undefined };
    }
    case 'binary_expression': {
      const [left, right] = childrenOf(node);
      if (node.childForFieldName('operator')?.text !== '??' || !left || !right)
        return { value: productOf(node) };
      return { value: phpValue(right, file).value, unless: left.text };
    }
    case 'conditional_expression': {
      // `$a ?: 30`, and `empty($a) ? 30 : $a` either way round.
      const parts = childrenOf(node).slice(1);
      const literal = childrenOf(node).at(-1) && parts.find(({ type }) => type === 'integer');
      const asked = childrenOf(node)[0];
      const other = parts.find(({ id }) => id !== literal?.id) ?? asked;
      const isDefault = literal && asked && other && asked.text.includes(other.text) && !isNumber(other);
      return isDefault ? { value: phpValue(literal, file).value, unless: other.text } : { value: undefined };
    }
    case 'class_constant_access_expression':
    case 'name':
      return { value: constantOf(node, file) ?? knownText(file.texts.textOf(node)) };
    case 'function_call_expression': {
      if (node.childForFieldName('function')?.text !== 'env') return { value: undefined };
      const [name, otherwise] = argumentsOf(node);
      const env = name && knownText(file.texts.textOf(name));
      return { value: otherwise ? phpValue(otherwise, file).value : undefined, env };
    }
    default:
      return { value: knownText(file.texts.textOf(node)) };
  }
}

function isNumber({ type }: Node): boolean {
  return type === 'integer' || type === 'float';
}

/** `60 * 1000`. */
function productOf(node: Node): string | undefined {
  const factors = /^(\d+)\s*\*\s*(\d+)$/.exec(node.text);
  return factors ? String(Number(factors[1]) * Number(factors[2])) : undefined;
}

/** A number that a constant of the file's class is. */
function constantOf(node: Node, { root }: HostFile): string | undefined {
  const name = node.text.replace(/^(?:self|static)::/, '');
  if (/[:\\]/.test(name)) return undefined;
  const all = nodesOf(root, ['const_element']).filter((one) => childrenOf(one)[0]?.text === name);
  const value = all.length === 1 ? childrenOf(all[0])[1] : undefined;
  return value?.type === 'integer' ? value.text.replaceAll('_', '') : undefined;
}

/**
 * The text that an expression has, one that a variable was given last in the statements before it included; undefined
 * where that is not sure.
 */
export function piecesOf(node: Node, file: HostFile): readonly TextPiece[] | undefined {
  const own = file.texts.textOf(node);
  if (own) return own;
  const assigned = assignedBefore(node);
  return assigned && file.texts.textOf(assigned);
}

/** What a variable was given last, when no other way leads to where it is used. */
export function assignedBefore(node: Node): Node | undefined {
  if (node.type !== 'variable_name') return undefined;
  const around = enclosing(node, functions);
  if (!around) return undefined;
  const all = nodesOf(around, ['assignment_expression', 'augmented_assignment_expression']).filter(
    (one) => one.childForFieldName('left')?.text === node.text && one.endIndex <= node.startIndex,
  );
  const last = all.at(-1);
  if (last?.type !== 'assignment_expression') return undefined;
  const block = enclosing(last, blocks);
  const isAround = holds(block, node);
  return isAround ? (last.childForFieldName('right') ?? undefined) : undefined;
}

const blocks: ReadonlySet<string> = new Set([
  'compound_statement',
  'case_statement',
  'default_statement',
  'program',
  'if_statement',
]);

/** What keeps a connection in a program. */
export interface PhpHandle {
  /** As the program calls it: `$pdo`, `$this->pdo`, `self::$db`. */
  readonly name: string | undefined;
  /** The statement that keeps it. */
  readonly statement: Node | undefined;
}

/** The variable or property that keeps the value of an expression. */
export function phpHandleOf(node: Node): PhpHandle {
  let value = node;
  while (value.parent && /^(?:parenthesized_expression|conditional_expression)$/.test(value.parent.type))
    value = value.parent;
  const { parent } = value;
  const isAssigned =
    (parent?.type === 'assignment_expression' || parent?.type === 'augmented_assignment_expression') &&
    parent.childForFieldName('right')?.id === value.id;
  if (!parent || !isAssigned) return { name: undefined, statement: undefined };
  const statement = parent.parent?.type === 'expression_statement' ? parent.parent : undefined;
  return { name: parent.childForFieldName('left')?.text, statement };
}

/** The object itself, in a class that is made of the driver's: `parent::__construct(…)`, `$this->open(…)`. */
export function constructedHandle(call: Node): PhpHandle | undefined {
  const owner = (call.childForFieldName('scope') ?? call.childForFieldName('object'))?.text;
  if (owner !== 'parent' && owner !== '$this') return undefined;
  const statement = call.parent?.type === 'expression_statement' ? call.parent : undefined;
  return { name: '$this', statement };
}

/** The methods that are called on a handle. */
export function* callsOn(
  handle: string,
  { root }: HostFile,
): Iterable<{ readonly node: Node; readonly method: string; readonly args: readonly Node[] }> {
  for (const node of nodesOf(root, ['member_call_expression', 'nullsafe_member_call_expression'])) {
    if (node.childForFieldName('object')?.text !== handle) continue;
    yield { node, method: node.childForFieldName('name')?.text ?? '', args: argumentsOf(node) };
  }
}

/**
 * Why something may be set on a connection that is not seen: it is handed to a class of a package. What the project's
 * own code sets needs no such reason: it names the pragma, and is found by it.
 */
export function opaqueUse(
  opening: Node,
  handle: string | undefined,
  { root, text }: HostFile,
): string | undefined {
  const imported = importsOf(text);
  for (const call of nodesOf(root, ['object_creation_expression', 'scoped_call_expression'])) {
    const owner =
      call.type === 'object_creation_expression'
        ? className(call)
        : (call.childForFieldName('scope')?.text ?? '');
    const from = imported.get(owner.split('\\')[0] ?? '');
    if (from === undefined || call.id === opening.id) continue;
    const isHanded = argumentsOf(call).some(
      (argument) => (handle !== undefined && argument.text === handle) || holds(argument, opening),
    );
    if (isHanded) return `it is handed to ${owner} of ${from}`;
  }
  return undefined;
}

/** The names that `use` imports of other vendors than the file's own, with that vendor. */
function importsOf(text: string): ReadonlyMap<string, string> {
  const own = /^\s*namespace\s+(\w+)/m.exec(text)?.[1];
  const names = new Map<string, string>();
  for (const [, path, alias] of text.matchAll(/^use\s+\\?([\w\\]+)(?:\s+as\s+(\w+))?\s*;/gm)) {
    const parts = (path ?? '').split('\\');
    const [vendor] = parts;
    if (vendor !== undefined && parts.length > 1 && vendor !== own && vendor !== 'Pdo' && vendor !== 'PDO')
      names.set(alias ?? parts.at(-1) ?? '', vendor);
  }
  return names;
}
