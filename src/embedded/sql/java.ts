import type { Node } from '@vscode/tree-sitter-wasm';
import { literalPieces } from './builder.ts';
import { formatted, printfFilling, printfPlaceholders } from './format.ts';
import { commonIndentation, withoutIndentation } from './indentation.ts';
import { assignmentExpressions } from './scopes.ts';
import { sumParts } from './sums.ts';
import {
  aroundPast,
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

/** Methods of JDBC, Spring, jOOQ, Jdbi and Android whose first argument is SQL. */
const sqlMethods =
  /^(?:prepareStatement|prepareCall|prepare|execute|executeQuery|executeUpdate|executeLargeUpdate|addBatch|nativeSQL|exec|execSQL|rawQuery|rawQueryWithFactory|compileStatement|query|queryFor(?:Object|List|Map|RowSet|Stream)|update|batchUpdate|createNativeQuery|createUpdate|createBatch|prepareBatch|createScript|select|fetch|fetchOne|fetchMany|fetchSingle|fetchOptional|fetchValue|sql|resultQuery|run|insert|delete)$/;

/** Methods that leave a text what it is, as far as SQL goes. */
const transparentMethods = /^(?:trim|strip|stripIndent|stripLeading|stripTrailing|intern|toString)$/;

/** Types that texts are put together in, and those of other query languages. */
const otherTypes = /^(?:StringBuilder|StringBuffer|StringJoiner|JPAQuery)$|(?:Exception|Error)$/;

const functions: ReadonlySet<string> = new Set([
  'method_declaration',
  'constructor_declaration',
  'compact_constructor_declaration',
  'static_initializer',
  'program',
]);
const owners: ReadonlySet<string> = new Set([
  'class_body',
  'interface_body',
  'enum_body',
  'annotation_type_body',
  'program',
]);

const escapes = /\\(?:u+([0-9a-fA-F]{4})|([0-7]{1,3})|\r?\n|[\s\S])/g;
/** In a text block blanks at the end of a line are none of it. */
const blockEscapes = /[ \t\f]+(?=\r?\n|$)|\\(?:u+([0-9a-fA-F]{4})|([0-7]{1,3})|\r?\n|[\s\S])/g;

const simpleEscapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  s: ' ',
  t: '\t',
};

/** How Java writes texts. */
export function javaTexts(_root: Node, text: string): TextSyntax {
  return new JavaTexts(text);
}

class JavaTexts implements TextSyntax {
  readonly literals: readonly string[] = ['string_literal'];
  readonly names: readonly string[] = ['identifier', 'field_access', 'method_invocation'];
  readonly wrappers: ReadonlySet<string> = new Set(['argument_list']);
  readonly choices: ReadonlySet<string> = new Set([
    'parenthesized_expression',
    'ternary_expression',
    'cast_expression',
  ]);
  readonly blocks: ReadonlySet<string> = new Set([
    'program',
    'block',
    'constructor_body',
    'class_body',
    'interface_body',
    'enum_body_declarations',
    'switch_block_statement_group',
    'switch_rule',
    'if_statement',
    'for_statement',
    'enhanced_for_statement',
    'while_statement',
  ]);
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  partsOf(node: Node): readonly Part[] | undefined {
    switch (node.type) {
      case 'string_literal':
        return this.#literalParts(node);
      case 'decimal_integer_literal':
        return [{ text: node.text, host: node.startIndex }];
      case 'parenthesized_expression': {
        const [only] = childrenOf(node);
        return only && this.#isText(only) ? [{ operand: only, host: placeOf(only) }] : undefined;
      }
      case 'binary_expression':
        return sumParts(
          node,
          (operand) => this.#isText(operand),
          (operand) => operand,
        );
      case 'method_invocation':
        return this.#callParts(node);
      default:
        return undefined;
    }
  }

  #isText(node: Node | null | undefined): boolean {
    return (
      node?.type !== 'decimal_integer_literal' &&
      node !== null &&
      node !== undefined &&
      this.partsOf(node) !== undefined
    );
  }

  #literalParts(node: Node): Part[] {
    const { startIndex, endIndex } = node;
    if (!this.#text.startsWith('"""', startIndex)) {
      return literalPieces(
        this.#text.slice(startIndex + 1, endIndex - 1),
        startIndex + 1,
        escapes,
        decodeEscape,
      );
    }
    const start = this.#text.indexOf('\n', startIndex) + 1;
    const end = endIndex - 3;
    const lines = [{ text: this.#text.slice(start, end), host: start }];
    // The line of the closing quotes counts, even where it has nothing else.
    const lastLine = this.#text.lastIndexOf('\n', end - 1) + 1;
    const last = this.#text.slice(lastLine, end);
    const common = commonIndentation(lines);
    const columns = /\S/.test(last) ? common : Math.min(common, last.length);
    return withoutIndentation<never>(lines, columns).flatMap((line) =>
      'text' in line && line.host !== undefined
        ? literalPieces(line.text, line.host, blockEscapes, decodeEscape)
        : [line],
    );
  }

  #callParts(node: Node): Part[] | undefined {
    const method = node.childForFieldName('name')?.text ?? '';
    const receiver = node.childForFieldName('object');
    const args = childrenOf(node.childForFieldName('arguments'));
    const place = placeOf(node);
    if (method === 'format' && receiver?.text === 'String') {
      const at = args.findIndex((arg) => this.#isText(arg));
      const format = args[at];
      return format && at <= 1
        ? formatted(this.partsOf(format) ?? [], printfPlaceholders, printfFilling(args.slice(at + 1)), place)
        : undefined;
    }
    if (!receiver || !this.#isText(receiver)) return undefined;
    if (method === 'formatted') {
      return formatted(this.partsOf(receiver) ?? [], printfPlaceholders, printfFilling(args), place);
    }
    return transparentMethods.test(method) ? [{ operand: receiver, host: placeOf(receiver) }] : undefined;
  }

  nameOf(node: Node): string | undefined {
    switch (node.type) {
      case 'identifier':
        return /^(?:field_access|scoped_identifier|labeled_statement)$/.test(node.parent?.type ?? '') ||
          (node.parent?.type === 'method_invocation' && isField(node, 'name'))
          ? undefined
          : node.text;
      case 'field_access': {
        const owner = node.childForFieldName('object')?.text;
        const declared = enclosing(node, owners)?.parent?.childForFieldName('name')?.text;
        return owner === 'this' || (owner !== undefined && owner === declared)
          ? node.childForFieldName('field')?.text
          : undefined;
      }
      case 'method_invocation': {
        const owner = node.childForFieldName('object')?.text ?? 'this';
        return owner === 'this' ? `${node.childForFieldName('name')?.text ?? ''}()` : undefined;
      }
      default:
        return undefined;
    }
  }

  useOf(node: Node): Use {
    const { parent } = node;
    switch (parent?.type) {
      case 'argument_list':
        return this.#useAsArgument(node, parent);
      case 'annotation_argument_list':
      case 'element_value_pair':
        return useInAnnotation(node, this.#text);
      case 'element_value_array_initializer':
        return 'never';
      case 'array_initializer': {
        const list = aroundPast(parent, new Set(['array_creation_expression']));
        return list?.type === 'argument_list' && list.parent?.childForFieldName('name')?.text === 'join'
          ? 'never'
          : 'unknown';
      }
      case 'assignment_expression':
        return isField(node, 'right') && parent.childForFieldName('operator')?.text === '+='
          ? 'never'
          : 'unknown';
      case 'method_invocation':
      case 'binary_expression':
      case 'switch_label':
        return 'never';
      default:
        return 'unknown';
    }
  }

  #useAsArgument(node: Node, list: Node): Use {
    const call = list.parent;
    const isFirst = childrenOf(list)[0]?.id === node.id;
    if (call?.type === 'object_creation_expression') {
      return otherTypes.test(call.childForFieldName('type')?.text ?? '') ? 'never' : 'unknown';
    }
    if (call?.type !== 'method_invocation') return 'unknown';
    const method = call.childForFieldName('name')?.text ?? '';
    const callee = calleeOf(call.childForFieldName('object'), method);
    // JPA has a language of its own; Jdbi's method of the same name takes SQL.
    if (method === 'createQuery' && isFirst && /\borg\.jdbi\b/.test(this.#text))
      return { by: 'call', callee };
    if (onlyShows(method)) return 'never';
    return isFirst && sqlMethods.test(method) ? { by: 'call', callee } : 'unknown';
  }

  declarations(root: Node): Declaration[] {
    return [
      ...variablesOf(root),
      ...assignmentExpressions(root, functions, assignedName),
      ...parametersOf(root),
      ...resultsOf(root),
    ];
  }
}

function decodeEscape([sequence, code, octal]: RegExpExecArray): string {
  if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
  if (!sequence.startsWith('\\')) return '';
  const simple = sequence.slice(1);
  return simple.endsWith('\n') ? '' : (simpleEscapes[simple] ?? simple);
}

/** Annotations of Jdbi take SQL; `@Query` does in Room, and in Spring where it says that it is native. */
function useInAnnotation(node: Node, text: string): Use {
  const annotation = enclosing(node, new Set(['annotation']));
  const name = annotation?.childForFieldName('name')?.text ?? '';
  const key = node.parent?.childForFieldName('key')?.text ?? 'value';
  if (!annotation || (key !== 'value' && key !== 'query')) return 'never';
  const isSql =
    /^Sql(?:Query|Update|Batch|Script|Call)$/.test(name) ||
    /^NativeQuery$|^NamedNativeQuery$/.test(name) ||
    (name === 'Query' && (/nativeQuery\s*=\s*true/.test(annotation.text) || /\bandroidx\.room\b/.test(text)));
  return isSql ? { by: 'tag', callee: `@${name}` } : 'never';
}

function variablesOf(root: Node): Declaration[] {
  return nodesOf(root, ['variable_declarator']).flatMap((variable): Declaration[] => {
    const name = variable.childForFieldName('name')?.text;
    const declaration = variable.parent;
    if (name === undefined || !declaration) return [];
    const value = variable.childForFieldName('value') ?? undefined;
    const isField = /^(?:field|constant)_declaration$/.test(declaration.type);
    const modifiers = childrenOf(declaration).find(({ type }) => type === 'modifiers')?.text ?? '';
    const isConstant = declaration.type === 'constant_declaration' || /\bfinal\b/.test(modifiers);
    return [
      {
        name,
        scope: enclosing(variable, isField ? owners : functions) ?? root,
        value,
        kind: !isField ? 'variable' : isConstant ? 'constant' : 'result',
      },
    ];
  });
}

/** Of names, and of fields of an object by the field's name. */
function assignedName(left: Node): string | undefined {
  return left.type === 'field_access' ? left.childForFieldName('field')?.text : left.text;
}

function parametersOf(root: Node): Declaration[] {
  const places = nodesOf(root, [
    'formal_parameter',
    'catch_formal_parameter',
    'enhanced_for_statement',
    'inferred_parameters',
    'lambda_expression',
    'resource',
  ]);
  return places.flatMap((place) => {
    const scope = enclosing(place, functions) ?? root;
    const parameters = place.childForFieldName('parameters');
    const names =
      place.type === 'inferred_parameters'
        ? childrenOf(place)
        : place.type === 'lambda_expression'
          ? [parameters].filter((node) => node?.type === 'identifier')
          : [place.childForFieldName('name')];
    return names.flatMap((name): Declaration[] =>
      name ? [{ name: name.text, scope, kind: 'variable' }] : [],
    );
  });
}

/** What methods return. */
function resultsOf(root: Node): Declaration[] {
  return nodesOf(root, ['return_statement']).flatMap((statement): Declaration[] => {
    const name = enclosing(statement, functions)?.childForFieldName('name')?.text;
    const value = childrenOf(statement)[0];
    return name !== undefined && value
      ? [{ name: `${name}()`, scope: enclosing(statement, owners) ?? root, value, kind: 'result' }]
      : [];
  });
}
