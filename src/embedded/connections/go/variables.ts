import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, holds, nodesOf } from '../../sql/text-expressions.ts';

/** A value that a local variable is given. */
export interface GoAssignment {
  /** Undefined for a declaration without a value. */
  readonly value: Node | undefined;
  readonly statement: Node;
  /** True where it is one of several results of a call. */
  readonly isResult: boolean;
  /** True for `+=`. */
  readonly isAppended: boolean;
  /** True where it happens on some conditions only, as seen from the use. */
  readonly isConditional: boolean;
}

const functions = /^(?:function_declaration|method_declaration|func_literal)$/;

/** The functions around a node, the innermost first. */
export function functionsAround(node: Node): Node[] {
  const found: Node[] = [];
  for (let around = node.parent; around; around = around.parent) {
    if (functions.test(around.type)) found.push(around);
  }
  return found;
}

/** The values that a local variable is given before a use of it, in order; none for a parameter or a global. */
export function assignmentsBefore(use: Node): GoAssignment[] {
  for (const around of functionsAround(use)) {
    if (parameterOf(around, use.text)) return [];
    const found = assignmentsIn(around, use.text, use);
    if (found.length > 0) return found;
  }
  return [];
}

/** The values that a parameter is given before a use of it, beside that which the function is called with. */
export function parameterAssignments(use: Node): GoAssignment[] {
  const own = functionsAround(use).find((around) => parameterOf(around, use.text));
  return own ? assignmentsIn(own, use.text, use) : [];
}

function assignmentsIn(around: Node, name: string, use: Node): GoAssignment[] {
  const found: GoAssignment[] = [];
  const statements = nodesOf(around, [
    'short_var_declaration',
    'assignment_statement',
    'var_spec',
    'const_spec',
  ]);
  for (const statement of statements) {
    if (statement.endIndex > use.startIndex) continue;
    const isSpec = statement.type.endsWith('_spec');
    const names = isSpec
      ? statement.childrenForFieldName('name').flatMap((one) => one ?? [])
      : childrenOf(statement.childForFieldName('left'));
    const at = names.findIndex((one) => one.text === name);
    if (at < 0) continue;
    const values = childrenOf(statement.childForFieldName(isSpec ? 'value' : 'right'));
    const isResult = values.length > 0 && values.length < names.length;
    // A name of an inner block is another variable.
    if (statement.type === 'short_var_declaration' && !isSeenFrom(statement, use)) continue;
    found.push({
      value: isResult ? values[0] : values[at],
      statement,
      isResult,
      isAppended: statement.childForFieldName('operator')?.text === '+=',
      isConditional: !isSeenFrom(statement, use),
    });
  }
  // The innermost declaration begins a variable of its own.
  const from = found.findLastIndex(({ statement }) => statement.type !== 'assignment_statement');
  return found.slice(Math.max(0, from));
}

/**
 * The values that a variable of a connection to SQLite has been given: of a choice among databases that stands before the
 * use, `switch kind { case "sqlite3": … }`, the branch for SQLite was taken.
 */
export function assignmentsForSqlite(use: Node): GoAssignment[] {
  return assignmentsBefore(use).flatMap((one) => {
    const branch = branchOf(one.statement, use);
    if (branch === 'other') return [];
    return branch === 'sqlite' ? [{ ...one, isConditional: false }] : [one];
  });
}

/** Which database a choice has a statement for; undefined where none tells, or where it takes more than the choice. */
function branchOf(statement: Node, use: Node): 'sqlite' | 'other' | undefined {
  let inner = statement;
  let found: 'sqlite' | undefined;
  let isNested = false;
  for (let around = statement.parent; around && !functions.test(around.type); around = around.parent) {
    if (holds(around, use)) break;
    const own = branchIn(around, inner);
    if (own === 'other') return own;
    if (own === 'sqlite') found = own;
    else if (/^(?:if|for|\w+_switch|select)_statement$/.test(around.type)) isNested = true;
    inner = around;
  }
  return isNested ? undefined : found;
}

/** The same for one statement and the child of it that is run. */
function branchIn(choice: Node, child: Node): 'sqlite' | 'other' | undefined {
  if (choice.type === 'expression_switch_statement' && /^(?:expression|default)_case$/.test(child.type)) {
    const [own, ...others] = childrenOf(choice).filter((one) =>
      /sqlite/i.test(one.childForFieldName('value')?.text ?? ''),
    );
    if (!own || others.length > 0 || own.type !== 'expression_case') return undefined;
    return own.id === child.id ? 'sqlite' : 'other';
  }
  const condition = choice.childForFieldName('condition')?.text ?? '';
  if (choice.type !== 'if_statement' || !/^[^!&|]*==[^!&|]*$/.test(condition) || !/sqlite/i.test(condition))
    return undefined;
  if (choice.childForFieldName('consequence')?.id === child.id) return 'sqlite';
  return choice.childForFieldName('alternative')?.id === child.id ? 'other' : undefined;
}

/** True where the block that a statement stands in holds the use, too. */
function isSeenFrom(statement: Node, use: Node): boolean {
  let around = statement.parent;
  // An initializer belongs to the statement that it begins.
  while (around && /^(?:var_declaration|var_spec_list|const_declaration|statement_list)$/.test(around.type))
    around = around.parent;
  return holds(around, use);
}

/** The declaration of a function's parameter, its receiver among them. */
export function parameterOf(around: Node, name: string): Node | undefined {
  for (const field of ['parameters', 'receiver']) {
    for (const declaration of childrenOf(around.childForFieldName(field))) {
      if (declaration.childrenForFieldName('name').some((one) => one?.text === name)) return declaration;
    }
  }
  return undefined;
}

/** The name of the parameter at a place of a function's list. */
export function parameterNameAt(around: Node, place: number): string | undefined {
  const names = childrenOf(around.childForFieldName('parameters')).flatMap((declaration) =>
    declaration.childrenForFieldName('name').map((one) => one?.text),
  );
  return names[place];
}

/** The functions and methods of a file by name. */
export function functionsNamed(root: Node, name: string): Node[] {
  return childrenOf(root).filter(
    (node) =>
      (node.type === 'function_declaration' || node.type === 'method_declaration') &&
      node.childForFieldName('name')?.text === name,
  );
}

/** Nodes that a variable may live in, the whole file aside. */
const scopes =
  /^(?:block|if_statement|for_statement|expression_case|default_case|type_case|communication_case|expression_switch_statement|type_switch_statement|function_declaration|method_declaration|func_literal)$/;

/** The scope that declares the variable which a name is at a place; undefined for a global, and for a field. */
export function scopeOfVariable(use: Node, name = use.text): Node | undefined {
  for (let around = use.parent; around; around = around.parent) {
    if (!scopes.test(around.type)) continue;
    if (functions.test(around.type) ? declaresName(around, name) : declaresBefore(around, name, use))
      return around;
  }
  return undefined;
}

/** A parameter, a receiver or a result. */
function declaresName(around: Node, name: string): boolean {
  const results = childrenOf(around.childForFieldName('result'));
  return (
    parameterOf(around, name) !== undefined ||
    results.some((one) => one.childrenForFieldName('name').some((its) => its?.text === name))
  );
}

function declaresBefore(scope: Node, name: string, use: Node): boolean {
  const isDeclaredBy = (statement: Node): boolean => {
    if (statement.startIndex > use.startIndex) return false;
    switch (statement.type) {
      case 'short_var_declaration':
      case 'range_clause':
        return childrenOf(statement.childForFieldName('left')).some(({ text }) => text === name);
      case 'var_spec':
        return statement.childrenForFieldName('name').some((one) => one?.text === name);
      case 'statement_list':
      case 'var_declaration':
      case 'var_spec_list':
      case 'for_clause':
        return childrenOf(statement).some(isDeclaredBy);
      default:
        return false;
    }
  };
  return childrenOf(scope).some(isDeclaredBy);
}

/** The name of the type of a variable, without its pointer, where its declaration tells: `Store` of `s *Store`. */
export function typeOfVariable(use: Node, name = use.text): string | undefined {
  const plain = (text: string | undefined): string | undefined => /^\*?(\w+)$/.exec(text ?? '')?.[1];
  const scope = scopeOfVariable(use, name);
  if (!scope) return undefined;
  if (functions.test(scope.type)) {
    const parameter = parameterOf(scope, name);
    const result = childrenOf(scope.childForFieldName('result')).find((one) =>
      one.childrenForFieldName('name').some((its) => its?.text === name),
    );
    return plain((parameter ?? result)?.childForFieldName('type')?.text);
  }
  for (const statement of nodesOf(scope, ['short_var_declaration', 'var_spec'])) {
    const isSpec = statement.type === 'var_spec';
    const names = isSpec
      ? statement.childrenForFieldName('name').flatMap((one) => one ?? [])
      : childrenOf(statement.childForFieldName('left'));
    const at = names.findIndex(({ text }) => text === name);
    if (at < 0 || statement.startIndex > use.startIndex) continue;
    const type = isSpec ? statement.childForFieldName('type')?.text : undefined;
    const value = childrenOf(statement.childForFieldName(isSpec ? 'value' : 'right'))[at]?.text ?? '';
    return (
      plain(type) ??
      /^(?:&?(\w+)\{|new\((\w+)\)$)/
        .exec(value)
        ?.slice(1)
        .find((one) => one)
    );
  }
  return undefined;
}
