import type { Node } from '@vscode/tree-sitter-wasm';
import { literalPieces, type TextPiece } from './builder.ts';
import { compositeFilling, compositePlaceholders, formatted } from './format.ts';
import { withoutIndentation } from './indentation.ts';
import { assignmentExpressions } from './scopes.ts';
import { sumParts } from './sums.ts';
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

/** Methods of ADO.NET, Entity Framework, Dapper, sqlite-net and FluentMigrator whose first argument is SQL. */
const sqlMethods =
  /^(?:Execute|ExecuteScalar|ExecuteNonQuery|ExecuteReader|ExecuteQuery|ExecuteSql|ExecuteSqlRaw|ExecuteSqlCommand|ExecuteSimple|FromSql|FromSqlRaw|SqlQuery|SqlQueryRaw|Sql|Query(?:First|Single|FirstOrDefault|SingleOrDefault|Multiple|Scalars|Unbuffered)?|DeferredQuery|FindWithQuery|CreateCommand|Prepare(?:Statement)?|Exec|RunQuery)(?:Async)?$/;

/** Methods of Entity Framework that bind what is filled in (https://learn.microsoft.com/ef/core/querying/sql-queries). */
const bindingMethods =
  /^(?:FromSql|FromSqlInterpolated|ExecuteSql|ExecuteSqlInterpolated|SqlQuery)(?:Async)?$/;

/** Methods of Entity Framework that bind values in the place of `{0}`. */
const placeholderMethods = /^(?:FromSqlRaw|ExecuteSqlRaw|ExecuteSqlCommand|SqlQueryRaw)(?:Async)?$/;

/** Functions of SQLite's own interface: they take a connection and SQL. */
const sqliteFunctions = /^sqlite3_(?:exec|prepare(?:_v[23])?)$/i;

const commandTypes = /^(?:Sqlite|SQLite)(?:Command|DataAdapter)$/;

/** Types that texts are put together in, those of other databases, and those of other query languages. */
const otherTypes =
  /^(?:StringBuilder|ValueStringBuilder|(?:Sql|Npgsql|MySql|Oracle|OleDb|Odbc)(?:Command|DataAdapter)|ManagementObjectSearcher|ObjectQuery|WqlObjectQuery|SelectQuery|WqlEventQuery|EventQuery|QueryDefinition)$|Exception$/;

/** A query of Windows' management classes, which looks like SQL. */
const ofWindows = /\bfrom\s+(?:win32|cim|msvm|msft)_/i;

/** Methods that leave a text what it is, as far as SQL goes. */
const transparentMethods = /^(?:Trim|TrimStart|TrimEnd|ToString)$/;

/** Methods that only choose how numbers are written. */
const formattingMethods = /^(?:Invariant|FormatInvariant|CurrentCulture)$/;

const functions: ReadonlySet<string> = new Set([
  'method_declaration',
  'constructor_declaration',
  'local_function_statement',
  'accessor_declaration',
  'property_declaration',
  'operator_declaration',
  'compilation_unit',
]);
const owners: ReadonlySet<string> = new Set(['declaration_list', 'compilation_unit']);

const escapes = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{1,4})|[\s\S])/g;
const doubled = { quotes: /""/g, braces: /\{\{|\}\}/g };

const simpleEscapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** How C# writes texts. */
export function cSharpTexts(_root: Node, text: string): TextSyntax {
  return new CSharpTexts(text);
}

class CSharpTexts implements TextSyntax {
  readonly literals: readonly string[] = [
    'string_literal',
    'verbatim_string_literal',
    'raw_string_literal',
    'interpolated_string_expression',
  ];
  readonly names: readonly string[] = ['identifier', 'member_access_expression', 'invocation_expression'];
  readonly wrappers: ReadonlySet<string> = new Set(['argument', 'argument_list', 'interpolation']);
  readonly choices: ReadonlySet<string> = new Set([
    'parenthesized_expression',
    'conditional_expression',
    'cast_expression',
    'switch_expression_arm',
    'switch_expression',
  ]);
  readonly blocks: ReadonlySet<string> = new Set([
    'compilation_unit',
    'block',
    'declaration_list',
    'switch_section',
    'if_statement',
    'for_statement',
    'foreach_statement',
    'while_statement',
    'using_statement',
  ]);
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  partsOf(node: Node): readonly Part[] | undefined {
    switch (node.type) {
      case 'string_literal':
      case 'verbatim_string_literal':
      case 'raw_string_literal': {
        const parts = this.#literalParts(node);
        return takesPlaceholders(node)
          ? formatted(parts, compositePlaceholders, compositeFilling([]), placeOf(node))
          : parts;
      }
      case 'interpolated_string_expression':
        return this.#interpolatedParts(node);
      case 'integer_literal':
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
      case 'invocation_expression':
        return this.#callParts(node);
      default:
        return undefined;
    }
  }

  #isText(node: Node | null | undefined): boolean {
    return !!node && node.type !== 'integer_literal' && this.partsOf(node) !== undefined;
  }

  /** What stands between the quotes, without a suffix such as `u8`. */
  #bodyOf(node: Node, opening: number, closing: string): [body: string, host: number] {
    const start = node.startIndex + opening;
    return [this.#text.slice(start, this.#text.lastIndexOf(closing, node.endIndex - 1)), start];
  }

  #literalParts(node: Node): Part[] {
    if (node.type === 'string_literal') {
      return literalPieces(...this.#bodyOf(node, 1, '"'), escapes, decodeEscape);
    }
    if (node.type === 'verbatim_string_literal') {
      return literalPieces(...this.#bodyOf(node, 2, '"'), doubled.quotes, undouble);
    }
    const content = childrenOf(node).find(({ type }) => type === 'raw_string_content');
    return content
      ? withoutRawIndentation([
          { text: this.#text.slice(content.startIndex, content.endIndex), host: content.startIndex },
        ])
      : [];
  }

  #interpolatedParts(node: Node): Part[] {
    const start = childrenOf(node).find(({ type }) => type === 'interpolation_start')?.text ?? '$';
    const isRaw = childrenOf(node).some(
      ({ type, text }) => type === 'interpolation_quote' && text.length > 2,
    );
    const parts = childrenOf(node).flatMap((child): Part[] => {
      if (child.type === 'interpolation') {
        const operand = childrenOf(child).find(({ type }) => !/_(?:brace|clause)$/.test(type));
        return [operand ? { operand, host: placeOf(child) } : { hole: placeOf(child) }];
      }
      if (child.type === 'escape_sequence' || child.type === 'string_content')
        return [{ text: this.#text.slice(child.startIndex, child.endIndex), host: child.startIndex }];
      return [];
    });
    if (isRaw) return withoutRawIndentation(parts);
    const isVerbatim = start.includes('@');
    return parts.flatMap((part): Part[] => {
      if (!('text' in part) || part.host === undefined) return [part];
      const unbraced = literalPieces(part.text, part.host, doubled.braces, undouble);
      return unbraced.flatMap((piece) =>
        'text' in piece && piece.host !== undefined
          ? literalPieces(
              piece.text,
              piece.host,
              isVerbatim ? doubled.quotes : escapes,
              isVerbatim ? undouble : decodeEscape,
            )
          : [piece],
      );
    });
  }

  #callParts(node: Node): Part[] | undefined {
    const { method, receiver } = calledBy(node);
    const args = childrenOf(node.childForFieldName('arguments')).map((argument) =>
      childrenOf(argument).at(-1),
    );
    if (method === 'Format' && /^(?:string|String)$/.test(receiver?.text ?? '')) {
      const at = args.findIndex((arg) => this.#isText(arg));
      const format = args[at];
      return format && at <= 1
        ? formatted(
            this.partsOf(format) ?? [],
            compositePlaceholders,
            compositeFilling(args.slice(at + 1)),
            placeOf(node),
          )
        : undefined;
    }
    const [first] = args;
    const same = transparentMethods.test(method)
      ? receiver
      : formattingMethods.test(method)
        ? first
        : undefined;
    return same && this.#isText(same) ? [{ operand: same, host: placeOf(same) }] : undefined;
  }

  nameOf(node: Node): string | undefined {
    switch (node.type) {
      case 'identifier':
        return /^(?:member_access_expression|member_binding_expression|qualified_name|generic_name|name_colon)$/.test(
          node.parent?.type ?? '',
        ) ||
          isField(node, 'type') ||
          isField(node, 'function')
          ? undefined
          : node.text;
      case 'member_access_expression': {
        if (isField(node, 'function')) return undefined;
        const owner = node.childForFieldName('expression')?.text;
        const member = node.childForFieldName('name')?.text;
        const declared = enclosing(node, owners)?.parent?.childForFieldName('name')?.text;
        if (owner === 'this' || (owner !== undefined && owner === declared)) return member;
        return member === 'CommandText' ? node.text : undefined;
      }
      case 'invocation_expression': {
        const { method, receiver } = calledBy(node);
        return !receiver || receiver.text === 'this' ? `${method}()` : undefined;
      }
      default:
        return undefined;
    }
  }

  useOf(node: Node): Use {
    const { parent } = node;
    if (ofWindows.test(node.text)) return 'never';
    switch (parent?.type) {
      case 'argument':
        return useAsArgument(node, parent);
      case 'assignment_expression': {
        const left = parent.childForFieldName('left');
        if (isField(node, 'left')) return 'unknown';
        if (parent.childForFieldName('operator')?.text === '+=') return 'never';
        return /(?:^|\.)CommandText$/.test(left?.text ?? '')
          ? { by: 'call', callee: left?.text.replace(/\s+/g, '') ?? '' }
          : 'unknown';
      }
      case 'binary_expression':
        return parent.childForFieldName('operator')?.text === '??' ? this.useOf(parent) : 'never';
      case 'member_access_expression':
      case 'conditional_access_expression':
      case 'interpolation':
      case 'attribute_argument':
      case 'constant_pattern':
      case 'switch_label':
      case 'throw_expression':
        return 'never';
      default:
        return 'unknown';
    }
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

/** The method that an invocation calls, without the types that it is called with. */
function calledBy(invocation: Node): { readonly method: string; readonly receiver: Node | undefined } {
  const called = invocation.childForFieldName('function');
  const bound = called?.type === 'conditional_access_expression' ? childrenOf(called).at(-1) : called;
  const name =
    bound?.childForFieldName('name') ?? (bound?.type === 'generic_name' ? childrenOf(bound)[0] : bound);
  const method = name?.type === 'generic_name' ? childrenOf(name)[0] : name;
  const receiver = called?.childForFieldName('expression') ?? called?.childForFieldName('condition');
  return { method: method?.text ?? '', receiver: receiver ?? undefined };
}

function useAsArgument(node: Node, argument: Node): Use {
  const list = argument.parent;
  const call = list?.parent;
  const position = childrenOf(list).findIndex(({ id }) => id === argument.id);
  const named = argument.childForFieldName('name')?.text;
  const isSql = named === undefined ? position === 0 : /^(?:sql|query|commandText)$/i.test(named);
  if (call?.type === 'object_creation_expression') {
    const type = call.childForFieldName('type')?.text.replace(/^.*\./s, '') ?? '';
    if (otherTypes.test(type)) return 'never';
    return isSql && commandTypes.test(type) ? { by: 'call', callee: type } : 'unknown';
  }
  if (call?.type !== 'invocation_expression') return 'unknown';
  const { method, receiver } = calledBy(call);
  if (onlyShows(method) || /^(?:That|Must\w*)$/.test(method)) return 'never';
  const callee = calleeOf(receiver, method);
  if (sqliteFunctions.test(method)) return position <= 1 ? { by: 'call', callee } : 'unknown';
  const binds =
    node.type === 'interpolated_string_expression' ? bindingMethods.test(method) : takesPlaceholders(node);
  if (isSql && binds) return { by: 'tag', callee };
  return isSql && sqlMethods.test(method) ? { by: 'call', callee } : 'unknown';
}

/** True for a literal whose `{0}` are parameters. */
function takesPlaceholders(node: Node): boolean {
  const call = node.parent?.type === 'argument' ? node.parent.parent?.parent : undefined;
  return call?.type === 'invocation_expression' && placeholderMethods.test(calledBy(call).method);
}

/** A raw literal of several lines has the indentation of its last line taken off, and neither its first nor last end. */
function withoutRawIndentation(parts: readonly Part[]): Part[] {
  const [first] = parts;
  const last = parts.at(-1);
  const opening = isPlaced(first) ? /^[ \t]*\r?\n/.exec(first.text)?.[0] : undefined;
  const closing = isPlaced(last) ? /\r?\n([ \t]*)$/.exec(last.text) : undefined;
  if (opening === undefined || !closing) return [...parts];
  const inner = parts.flatMap((part, at): Part[] => {
    if (!isPlaced(part)) return [part];
    const from = at === 0 ? opening.length : 0;
    const to = at === parts.length - 1 ? closing.index : part.text.length;
    return to > from ? [{ text: part.text.slice(from, to), host: part.host + from }] : [];
  });
  return withoutIndentation(inner, closing[1]?.length ?? 0);
}

function isPlaced(
  part: Part | undefined,
): part is TextPiece & { readonly text: string; readonly host: number } {
  return part !== undefined && 'text' in part && part.host !== undefined;
}

const undouble = ([pair]: RegExpExecArray): string => pair.slice(1);

function decodeEscape([sequence, four, eight, some]: RegExpExecArray): string {
  const code = four ?? eight ?? some;
  if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
  const simple = sequence.slice(1);
  return simpleEscapes[simple] ?? simple;
}

function variablesOf(root: Node): Declaration[] {
  return nodesOf(root, ['variable_declarator']).flatMap((variable): Declaration[] => {
    const name = variable.childForFieldName('name');
    const declaration = variable.parent?.parent;
    if (!name || !declaration) return [];
    const value = childrenOf(variable).find(
      ({ id, type }) => id !== name.id && type !== 'bracketed_argument_list',
    );
    const modifiers = childrenOf(declaration)
      .filter(({ type }) => type === 'modifier')
      .map(({ text }) => text);
    const isConstant =
      modifiers.includes('const') || (modifiers.includes('static') && modifiers.includes('readonly'));
    const isMember = declaration.type === 'field_declaration';
    return [
      {
        name: name.text,
        scope: enclosing(variable, isMember ? owners : functions) ?? root,
        value,
        kind: isConstant ? 'constant' : isMember ? 'result' : 'variable',
      },
    ];
  });
}

/** Of names, and of members of `this` by the member's name. */
function assignedName(left: Node): string | undefined {
  const isOwn = left.childForFieldName('expression')?.text === 'this';
  return isOwn ? left.childForFieldName('name')?.text : left.text;
}

function parametersOf(root: Node): Declaration[] {
  const places = nodesOf(root, [
    'parameter',
    'foreach_statement',
    'declaration_expression',
    'implicit_parameter',
  ]);
  return places.flatMap((place): Declaration[] => {
    const name = place.childForFieldName('name') ?? place.childForFieldName('left') ?? place;
    return [{ name: name.text, scope: enclosing(place, functions) ?? root, kind: 'variable' }];
  });
}

/** What methods and properties return. */
function resultsOf(root: Node): Declaration[] {
  return nodesOf(root, ['return_statement', 'arrow_expression_clause']).flatMap(
    (statement): Declaration[] => {
      const around = enclosing(statement, functions);
      const name = around?.childForFieldName('name')?.text;
      const value = childrenOf(statement)[0];
      return name !== undefined && value
        ? [
            {
              name: around?.type === 'property_declaration' ? name : `${name}()`,
              scope: enclosing(statement, owners) ?? root,
              value,
              kind: 'result',
            },
          ]
        : [];
    },
  );
}
