import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../host-file.ts';
import type { TextPiece } from '../sql/builder.ts';
import { childrenOf, enclosing, holds, nodesOf } from '../sql/text-expressions.ts';

/** What follows the values of names in Java and C#, whose grammars have the same shape. */
const functions: ReadonlySet<string> = new Set([
  'method_declaration',
  'constructor_declaration',
  'compact_constructor_declaration',
  'static_initializer',
  'local_function_statement',
  'accessor_declaration',
  'property_declaration',
  'program',
  'compilation_unit',
]);
const owners: ReadonlySet<string> = new Set([
  'class_body',
  'interface_body',
  'enum_body',
  'declaration_list',
  'program',
  'compilation_unit',
]);

/** What keeps an object: a variable of a function, or a field of a class. */
export interface Holder {
  /** Without `this.`. */
  readonly name: string;
  /** Where the name means it. */
  readonly scope: Node;
}

/** A name without `this.`. */
export function plainName(written: string): string {
  return written.replace(/^this\s*\.\s*/, '');
}

/** The variable or field that the value of an expression is kept in. */
export function holderOf(node: Node): Holder | undefined {
  let value = node;
  let parent = node.parent;
  while (parent && /^(?:parenthesized|cast|await|as|equals_value)_(?:expression|clause)$/.test(parent.type)) {
    value = parent;
    parent = parent.parent;
  }
  if (parent?.type === 'variable_declarator' || parent?.type === 'resource') {
    const name = parent.childForFieldName('name')?.text;
    if (name === undefined) return undefined;
    const isField = /^field_declaration$/.test(
      parent.parent?.type === 'variable_declaration'
        ? (parent.parent.parent?.type ?? '')
        : (parent.parent?.type ?? ''),
    );
    return { name, scope: (isField ? enclosing(parent, owners) : blockAround(parent)) ?? parent };
  }
  if (parent?.type === 'assignment_expression' && parent.childForFieldName('right')?.id === value.id) {
    const left = parent.childForFieldName('left')?.text ?? '';
    const name = plainName(left);
    const around = enclosing(parent, functions);
    const isLocal = name === left && around !== undefined && declaredIn(around, name).length > 0;
    const scope = isLocal ? around : (enclosing(parent, owners) ?? parent);
    return { name, scope };
  }
  return undefined;
}

/** True for a place at which a name, as written there, means the same. */
export function isHolder({ name, scope }: Holder, written: string, at: Node): boolean {
  if (plainName(written) !== name || at.startIndex < scope.startIndex || at.endIndex > scope.endIndex)
    return false;
  // A variable of another function may have the name of a field.
  const around = enclosing(at, functions);
  if (!around || around.id === scope.id || written !== name) return true;
  return around.startIndex < scope.startIndex || declaredIn(around, name).length === 0;
}

/** Nodes that a variable lives in, from its declaration to their end. */
const blocks: ReadonlySet<string> = new Set([
  ...functions,
  'block',
  'constructor_body',
  'switch_block_statement_group',
  'switch_section',
  'using_statement',
  'try_with_resources_statement',
  'for_statement',
  'foreach_statement',
  'enhanced_for_statement',
  'lambda_expression',
]);

const blockAround = (declaration: Node): Node | undefined => enclosing(declaration, blocks);

/** False where a name has another value at a place than an opening gives it: before that, and behind another one. */
export function isOfOpening({ name }: Holder, at: Node, opening: Node): boolean {
  const own = enclosing(opening, functions);
  if (!own || enclosing(at, functions)?.id !== own.id) return true;
  if (at.endIndex <= opening.startIndex) return false;
  return !assignmentsTo(own, name).some((one) => {
    return (
      one.startIndex >= opening.endIndex &&
      one.endIndex <= at.startIndex &&
      !/^null/.test(one.childForFieldName('right')?.type ?? '') &&
      holds(blockAround(one), at)
    );
  });
}

/** Where a function declares a name: variables and parameters. */
function declaredIn(around: Node, name: string): Node[] {
  if (owners.has(around.type)) return [];
  return nodesOf(around, ['variable_declarator', 'resource', 'formal_parameter', 'parameter']).filter(
    (node) => node.childForFieldName('name')?.text === name,
  );
}

/** The value that a declaration or an assignment gives. */
function givenBy(node: Node): Node | undefined {
  if (node.type === 'assignment_expression') return node.childForFieldName('right') ?? undefined;
  const named = node.childForFieldName('value');
  if (named) return named;
  const name = node.childForFieldName('name');
  return node.type === 'variable_declarator'
    ? childrenOf(node).find(({ id, type }) => id !== name?.id && type !== 'bracketed_argument_list')
    : undefined;
}

/** The only value that a name has where it is used; undefined where it has several, or gets it from elsewhere. */
export function valueOfName(written: string, at: Node): Node | undefined {
  const name = plainName(written);
  if (!/^\w+$/.test(name)) return undefined;
  const around = enclosing(at, functions);
  if (around && written === name) {
    const declared = declaredIn(around, name);
    if (declared.some(({ type }) => type === 'formal_parameter' || type === 'parameter')) return undefined;
    // Blocks beside each other have variables of one name.
    const seen = declared.filter((one) => holds(blockAround(one), at));
    const [only, ...others] = seen;
    const within = only && others.length === 0 ? (blockAround(only) ?? around) : around;
    if (declared.length > 0)
      return onlyValue([...(seen.length > 0 ? seen : declared), ...assignmentsTo(within, name)]);
  }
  const owner = enclosing(at, owners);
  if (!owner) return undefined;
  const given = [
    ...nodesOf(owner, ['variable_declarator']).filter(
      (node) => node.childForFieldName('name')?.text === name,
    ),
    ...assignmentsTo(owner, name),
  ].filter((node) => {
    const within = enclosing(node, functions);
    const isLocal = within && within.startIndex > owner.startIndex && declaredIn(within, name).length > 0;
    return !isLocal || node.childForFieldName('left')?.text.startsWith('this');
  });
  return given.length > 0 ? onlyValue(given) : resultOf(name, owner, 'property_declaration');
}

function assignmentsTo(around: Node, name: string): Node[] {
  return nodesOf(around, ['assignment_expression']).filter(
    (node) => plainName(node.childForFieldName('left')?.text ?? '') === name,
  );
}

function onlyValue(given: readonly Node[]): Node | undefined {
  const [only, ...more] = given.flatMap((node) => {
    const value = givenBy(node);
    return value && !/^null/.test(value.type) ? [value] : [];
  });
  return more.length === 0 ? only : undefined;
}

/** What a method or property of the class returns, where that is one expression. */
function resultOf(
  name: string,
  owner: Node,
  type: 'method_declaration' | 'property_declaration',
): Node | undefined {
  const [declared, ...overloads] = nodesOf(owner, [type]).filter(
    (node) => node.childForFieldName('name')?.text === name,
  );
  if (!declared || overloads.length > 0) return undefined;
  const [only, ...more] = nodesOf(declared, ['return_statement', 'arrow_expression_clause']).flatMap(
    (node) => childrenOf(node)[0] ?? [],
  );
  if (more.length > 0) return undefined;
  return only ?? declared.childForFieldName('value') ?? undefined;
}

/** An expression behind the names that stand for it: variables, fields and methods of the file that have one value. */
export function resolved(node: Node): Node {
  let found = node;
  for (let step = 0; step < 5; step++) {
    const next = behind(found);
    if (!next || next.id === found.id) return found;
    found = next;
  }
  return found;
}

function behind(node: Node): Node | undefined {
  switch (node.type) {
    case 'identifier':
    case 'field_access':
    case 'member_access_expression':
      return valueOfName(node.text, node);
    case 'parenthesized_expression':
      return childrenOf(node)[0];
    case 'cast_expression':
      return node.childForFieldName('value') ?? undefined;
    case 'method_invocation':
    case 'invocation_expression': {
      const args = node.childForFieldName('arguments');
      const callee = plainName(
        node.text.slice(0, (args?.startIndex ?? node.endIndex) - node.startIndex).trim(),
      );
      const owner = /^\w+$/.test(callee) ? enclosing(node, owners) : undefined;
      return owner && resultOf(callee, owner, 'method_declaration');
    }
    default:
      return undefined;
  }
}

/** What is written of a text, with a hole for each part that isn't known; undefined where nothing is. */
export function writtenPieces(node: Node | undefined, file: HostFile): readonly TextPiece[] | undefined {
  if (!node) return undefined;
  return file.texts.textOf(node) ?? file.texts.textOf(resolved(node));
}

/** True for a statement that is run on some conditions only, given that the other place is reached. */
export function isConditional(statement: Node, place: Node): boolean {
  if (mayReturnBefore(statement, place)) return true;
  for (let around = statement.parent; around; around = around.parent) {
    const holdsBoth = holds(around, place);
    if (functions.has(around.type) || owners.has(around.type)) return false;
    if (holdsBoth) {
      // Both stand in it, perhaps in different branches of it.
      if (!/^(?:if_statement|switch_\w+|conditional_expression|ternary_expression)$/.test(around.type))
        return false;
      const branch = (node: Node): number | undefined =>
        childrenOf(around).find((child) => holds(child, node))?.id;
      return branch(statement) !== branch(place);
    }
    if (
      /^(?:if_statement|switch_\w+|conditional_expression|ternary_expression|catch_clause|for\w*_statement|while_statement)$/.test(
        around.type,
      )
    )
      return true;
  }
  return false;
}

/** True where the function that both stand in returns in between on some condition, other than for want of a value. */
function mayReturnBefore(statement: Node, place: Node): boolean {
  const own = enclosing(place, functions);
  if (!own || enclosing(statement, functions)?.id !== own.id) return false;
  return nodesOf(own, ['return_statement']).some((one) => {
    if (one.startIndex < place.endIndex || one.endIndex > statement.startIndex) return false;
    if (enclosing(one, functions)?.id !== own.id) return false;
    const choice = enclosing(one, new Set(['if_statement']));
    // A choice that holds the statement, too, has it in the other branch.
    if (!choice || choice.startIndex < place.endIndex || choice.endIndex > statement.startIndex) return false;
    const condition = choice.childForFieldName('condition')?.text ?? '';
    return (
      !/\bnull\b|isClosed|isValid/i.test(condition) && !/^return\s+(?:null|false|default)\b/.test(one.text)
    );
  });
}
