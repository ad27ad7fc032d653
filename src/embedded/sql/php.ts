import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../text/range.ts';
import { decodePhpEscape } from '../php.ts';
import { numberPieces } from './builder.ts';
import { formatted, printfFilling, printfPlaceholders } from './format.ts';
import { withoutIndentation } from './indentation.ts';
import {
  calleeOf,
  childrenOf,
  type Declaration,
  enclosing,
  isField,
  nodesOf,
  onlyShows,
  type Part,
  placeOf,
  type TextSyntax,
  type Use,
} from './text-expressions.ts';

/** Methods of PDO, SQLite3, Laravel, Doctrine, Phinx and picodb whose first argument is SQL. */
const sqlMethods =
  /^(?:query|querySingle|exec|prepare|execute|executeQuery|executeStatement|executeUpdate|executeCacheQuery|addSql|createNativeQuery|select|selectOne|selectResultSets|selectFromWriteConnection|scalar|statement|unprepared|affectingStatement|insert|update|delete|cursor|fromQuery|fetchRow|fetchAll|fetchOne|fetchAssoc|fetchColumn|(?:fetch|iterate)(?:All)?(?:Associative|Numeric|KeyValue|AssociativeIndexed|FirstColumn|Column)|queryExec|arrayQuery|singleQuery|unbufferedQuery|prepareQuery|sql)$/i;

/** Methods that make their argument a part of a statement. */
const clauseMethods =
  /^(?:raw|expr|\w+Raw|where|orWhere|having|orderBy|groupBy|from|join|leftJoin|andWhere|addSelect|subquery|createQuery|setParameter)$/i;

/** Functions that take a connection and SQL. */
const sqlFunctions = /^sqlite_(?:query|exec|array_query|single_query|unbuffered_query)$/i;

/** Functions that compare or change a text. */
const textFunctions = /^(?:str\w+|(?:preg|mb)_\w+|md5|sha1|hash|trigger_error|error_log)$/;

/** Functions of other databases. */
const foreignFunctions = /^(?:mysqli?|pg|sqlsrv|oci|odbc|db2|ibase|fbird|mssql)_/i;

const functions: ReadonlySet<string> = new Set(['function_definition', 'method_declaration', 'program']);
const owners: ReadonlySet<string> = new Set(['declaration_list', 'enum_declaration_list', 'program']);
const calls: ReadonlySet<string> = new Set([
  'function_call_expression',
  'member_call_expression',
  'nullsafe_member_call_expression',
  'scoped_call_expression',
  'object_creation_expression',
]);

/** How PHP writes texts. */
export function phpTexts(_root: Node, text: string): TextSyntax {
  return new PhpTexts(text);
}

class PhpTexts implements TextSyntax {
  readonly literals: readonly string[] = ['string', 'encapsed_string', 'heredoc', 'nowdoc'];
  readonly names: readonly string[] = [
    'variable_name',
    'member_access_expression',
    'scoped_property_access_expression',
    'class_constant_access_expression',
    'name',
    ...calls,
  ];
  readonly wrappers: ReadonlySet<string> = new Set(['argument', 'arguments', 'heredoc_body']);
  readonly choices: ReadonlySet<string> = new Set([
    'parenthesized_expression',
    'conditional_expression',
    'match_conditional_expression',
    'match_default_expression',
    'match_block',
    'match_expression',
    'error_suppression_expression',
  ]);
  readonly blocks: ReadonlySet<string> = new Set([
    'program',
    'compound_statement',
    'case_statement',
    'default_statement',
    'if_statement',
    'else_clause',
    'else_if_clause',
    'colon_block',
    'for_statement',
    'foreach_statement',
    'while_statement',
  ]);
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  partsOf(node: Node): readonly Part[] | undefined {
    switch (node.type) {
      case 'string':
      case 'encapsed_string':
        return this.#parts(node, node.startIndex + 1, node.endIndex - 1, node.type === 'string');
      case 'heredoc':
      case 'nowdoc':
        return this.#heredocParts(node);
      case 'integer':
        return numberPieces(node.text, node.startIndex);
      case 'parenthesized_expression': {
        const [only] = childrenOf(node);
        return only && this.partsOf(only) ? [{ operand: only, host: placeOf(only) }] : undefined;
      }
      case 'binary_expression':
        return node.childForFieldName('operator')?.text === '.'
          ? [node.childForFieldName('left'), node.childForFieldName('right')].flatMap((operand): Part[] =>
              operand ? [{ operand, host: placeOf(operand) }] : [],
            )
          : undefined;
      case 'function_call_expression':
        return this.#callParts(node);
      default:
        return undefined;
    }
  }

  /** The parts of a literal's body; the grammar has no nodes for the ends of lines in it. */
  #parts(node: Node, start: number, end: number, singleQuoted: boolean): Part[] {
    const parts: Part[] = [];
    let from = start;
    const upTo = (offset: number): void => {
      if (offset > from) parts.push({ text: this.#text.slice(from, offset), host: from });
      from = Math.max(from, offset);
    };
    for (const child of childrenOf(node)) {
      if (/^(?:string_content|nowdoc_string)$/.test(child.type)) continue;
      const place = child.type === 'escape_sequence' ? placeOf(child) : this.#withBraces(child);
      upTo(place.start);
      from = place.end;
      if (child.type !== 'escape_sequence') {
        parts.push({ operand: child, host: place });
        continue;
      }
      const decoded = decodePhpEscape(child.text, singleQuoted);
      parts.push({ text: decoded, host: decoded === child.text ? child.startIndex : undefined });
    }
    upTo(end);
    return parts;
  }

  /** Where `{$name}` stands. */
  #withBraces(node: Node): Range {
    const { start, end } = placeOf(node);
    return node.previousSibling?.type === '{' && this.#text[end] === '}'
      ? { start: start - 1, end: end + 1 }
      : { start, end };
  }

  #heredocParts(node: Node): Part[] {
    const body = node.childForFieldName('value');
    const ending = node.childForFieldName('end_tag');
    if (!body || !ending) return [];
    const start = body.startIndex + (this.#text.startsWith('\r\n', body.startIndex) ? 2 : 1);
    const lastLine = this.#text.lastIndexOf('\n', ending.startIndex);
    const end = this.#text[lastLine - 1] === '\r' ? lastLine - 1 : lastLine;
    const parts = this.#parts(body, start, Math.max(start, end), false);
    return withoutIndentation(parts, ending.startIndex - lastLine - 1);
  }

  #callParts(node: Node): Part[] | undefined {
    const name = functionName(node);
    const [first, ...others] = childrenOf(node.childForFieldName('arguments')).map((argument) =>
      childrenOf(argument).at(-1),
    );
    const parts = first ? this.partsOf(first) : undefined;
    if (!first || !parts) return undefined;
    switch (name) {
      case 'sprintf':
        return formatted(parts, printfPlaceholders, printfFilling(others), placeOf(node));
      case 'vsprintf':
        return formatted(parts, printfPlaceholders, printfFilling([]), placeOf(node));
      case 'trim':
      case 'rtrim':
      case 'ltrim':
        return [{ operand: first, host: placeOf(first) }];
      default:
        return undefined;
    }
  }

  nameOf(node: Node): string | undefined {
    switch (node.type) {
      case 'variable_name':
        return node.parent?.type === 'scoped_property_access_expression' ? undefined : node.text;
      case 'member_access_expression':
        return node.text.replace(/\s+/g, '');
      case 'scoped_property_access_expression':
        return ownMember(node, '');
      case 'class_constant_access_expression':
        return ownMember(node, 'const ');
      case 'name':
        return node.parent?.type === 'binary_expression' || node.parent?.type === 'argument'
          ? `const ${node.text}`
          : undefined;
      case 'member_call_expression':
        return node.childForFieldName('object')?.text === '$this'
          ? resultName(node.childForFieldName('name')?.text)
          : undefined;
      case 'scoped_call_expression':
        return /^(?:self|static)$/.test(node.childForFieldName('scope')?.text ?? '')
          ? resultName(node.childForFieldName('name')?.text)
          : undefined;
      case 'function_call_expression':
        return resultName(node.childForFieldName('function')?.text);
      default:
        return undefined;
    }
  }

  useOf(node: Node): Use {
    const parent = node.parent;
    switch (parent?.type) {
      case 'argument': {
        const call = parent.parent?.parent;
        return call && calls.has(call.type) ? useAsArgument(parent, call) : 'unknown';
      }
      case 'array_element_initializer':
        return childrenOf(parent).length > 1 && childrenOf(parent)[0]?.id === node.id
          ? 'never'
          : useInArray(parent.parent);
      case 'binary_expression':
        return /^(?:\?\?|\|\||or)$/.test(parent.childForFieldName('operator')?.text ?? '')
          ? this.useOf(parent)
          : 'never';
      case 'augmented_assignment_expression':
        return isField(node, 'right') && parent.childForFieldName('operator')?.text !== '??='
          ? 'never'
          : 'unknown';
      case 'echo_statement':
      case 'print_intrinsic':
      case 'sequence_expression':
      case 'encapsed_string':
      case 'heredoc_body':
      case 'subscript_expression':
      case 'case_statement':
      case 'match_condition_list':
        return 'never';
      default:
        return 'unknown';
    }
  }

  declarations(root: Node): Declaration[] {
    return [...assignmentsOf(root), ...membersOf(root), ...parametersOf(root), ...resultsOf(root)];
  }
}

function functionName(call: Node): string {
  return call.childForFieldName('function')?.text.replace(/^.*\\/s, '').toLowerCase() ?? '';
}

function useAsArgument(argument: Node, call: Node): Use {
  const position = childrenOf(argument.parent).findIndex(({ id }) => id === argument.id);
  const named = argument.childForFieldName('name')?.text;
  if (call.type === 'object_creation_expression') {
    return onlyShows(childrenOf(call)[0]?.text.replace(/^.*\\/s, '') ?? '') ? 'never' : 'unknown';
  }
  if (call.type === 'function_call_expression') {
    const name = functionName(call);
    if (name === 'define') return position === 1 ? 'unknown' : 'never';
    if (onlyShows(name) || textFunctions.test(name) || foreignFunctions.test(name)) return 'never';
    return sqlFunctions.test(name) && position <= 1 ? { by: 'call', callee: name } : 'unknown';
  }
  const name = call.childForFieldName('name')?.text ?? '';
  if (onlyShows(name) || clauseMethods.test(name)) return 'never';
  if ((position > 0 && named === undefined) || !sqlMethods.test(name)) return 'unknown';
  if (named !== undefined && !/^(?:sql|query|statement)$/.test(named)) return 'unknown';
  const receiver = call.childForFieldName('object') ?? call.childForFieldName('scope');
  // WordPress runs on MySQL.
  if (receiver?.text.endsWith('wpdb')) return 'never';
  return {
    by: 'call',
    callee: calleeOf(receiver, name, call.type === 'scoped_call_expression' ? '::' : '->'),
  };
}

/** What becomes of an array's elements: `implode` puts them together. */
function useInArray(array: Node | null | undefined): Use {
  const call = array?.parent?.type === 'argument' ? array.parent.parent?.parent : undefined;
  return call?.type === 'function_call_expression' && onlyShows(functionName(call)) ? 'never' : 'unknown';
}

const resultName = (name: string | undefined): string | undefined =>
  name === undefined ? undefined : `${name}()`;

/** The name of a constant or a static property of the class that the expression stands in. */
function ownMember(node: Node, prefix: string): string | undefined {
  const [owner, member] = childrenOf(node);
  const declared = enclosing(node, owners)?.parent?.childForFieldName('name')?.text;
  return owner && member && (owner.text === 'self' || owner.text === declared)
    ? `${prefix}${member.text}`
    : undefined;
}

/** The place where a variable is known: closures are part of the function around them. */
function scopeOf(node: Node, name: string, root: Node): Node {
  return enclosing(node, /^(?:\$this->|self::)/.test(name) ? owners : functions) ?? root;
}

function assignmentsOf(root: Node): Declaration[] {
  const assignments = nodesOf(root, [
    'assignment_expression',
    'reference_assignment_expression',
    'augmented_assignment_expression',
    'static_variable_declaration',
  ]);
  return assignments.flatMap((assignment): Declaration[] => {
    const left = assignment.childForFieldName('left') ?? assignment.childForFieldName('name');
    if (!left) return [];
    if (left.type === 'list_literal') {
      return nodesOf(left, ['variable_name']).map(({ text: name }) => ({
        name,
        scope: scopeOf(assignment, name, root),
        kind: 'variable',
      }));
    }
    const name = left.text.replace(/\s+/g, '');
    const appends =
      assignment.type === 'augmented_assignment_expression' &&
      assignment.childForFieldName('operator')?.text !== '??=';
    const value = assignment.childForFieldName('right') ?? assignment.childForFieldName('value') ?? undefined;
    return [{ name, scope: scopeOf(assignment, name, root), value, kind: appends ? 'append' : 'variable' }];
  });
}

/** Constants and properties, and constants that `define` makes. */
function membersOf(root: Node): Declaration[] {
  const members = nodesOf(root, ['const_element', 'property_element', 'function_call_expression']);
  return members.flatMap((member): Declaration[] => {
    const scope = enclosing(member, owners) ?? root;
    if (member.type === 'function_call_expression') {
      const [name, value] = childrenOf(member.childForFieldName('arguments')).map(
        (argument) => childrenOf(argument)[0],
      );
      return functionName(member) === 'define' && name && value
        ? [{ name: `const ${name.text.slice(1, -1)}`, scope: root, value, kind: 'constant' }]
        : [];
    }
    const [name, value] = childrenOf(member);
    if (!name) return [];
    return member.type === 'const_element'
      ? [{ name: `const ${name.text}`, scope, value, kind: 'constant' }]
      : [`$this->${name.text.slice(1)}`, name.text].map((known) => ({
          name: known,
          scope,
          value: member.childForFieldName('default_value') ?? undefined,
          kind: 'result',
        }));
  });
}

function parametersOf(root: Node): Declaration[] {
  const places = nodesOf(root, [
    'simple_parameter',
    'variadic_parameter',
    'property_promotion_parameter',
    'foreach_statement',
    'global_declaration',
    'by_ref',
    'catch_clause',
  ]);
  return places.flatMap((place) => {
    const named = place.childForFieldName('name');
    const body = place.childForFieldName('body');
    const variables = named
      ? [named]
      : childrenOf(place)
          .filter(({ id }) => id !== body?.id)
          .slice(place.type === 'foreach_statement' ? 1 : 0)
          .flatMap((child) => nodesOf(child, ['variable_name']));
    return variables.map(
      ({ text: name }): Declaration => ({ name, scope: scopeOf(place, name, root), kind: 'variable' }),
    );
  });
}

/** What functions return. */
function resultsOf(root: Node): Declaration[] {
  return nodesOf(root, ['return_statement']).flatMap((statement): Declaration[] => {
    const around = enclosing(statement, functions);
    const name = resultName(around?.childForFieldName('name')?.text);
    const value = childrenOf(statement)[0];
    return name !== undefined && value
      ? [{ name, scope: enclosing(statement, owners) ?? root, value, kind: 'result' }]
      : [];
  });
}
