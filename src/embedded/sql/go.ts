import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../text/range.ts';
import { literalPieces } from './builder.ts';
import { type CalleeGrammar, calleeText } from './callees.ts';
import { formatted, madeOf } from './format.ts';
import { assignedTo, type Named } from './scopes.ts';
import { isShownKey, showsTexts } from './shown-texts.ts';
import { sumParts } from './sums.ts';
import {
  childrenOf,
  type Declaration,
  enclosing,
  nodesOf,
  type Part,
  placeOf,
  type TextSyntax,
  type Use,
} from './text-expressions.ts';

/** How Go writes texts. */
export function goTexts(): TextSyntax {
  return syntax;
}

const blocks = new Set([
  'block',
  'source_file',
  'expression_case',
  'type_case',
  'default_case',
  'communication_case',
]);
const scopes = new Set([
  ...blocks,
  'for_statement',
  'func_literal',
  'function_declaration',
  'if_statement',
  'method_declaration',
]);

const wrappers = new Set([
  'argument_list',
  'literal_element',
  'literal_value',
  'parenthesized_expression',
  'composite_literal',
]);

const syntax: TextSyntax = {
  literals: ['interpreted_string_literal', 'raw_string_literal'],
  wrappers,
  choices: new Set(['parenthesized_expression']),
  names: ['identifier'],
  blocks,
  partsOf,
  nameOf: (node) => (node.type === 'identifier' ? node.text : undefined),
  useOf,
  declarations,
};

/** Methods that take SQL: of `database/sql`, sqlx, GORM, pgx and the SQLite packages of crawshaw and zombiezen. */
const takers =
  /^(?:Must)?(?:Exec|Query|QueryRow|Prepare|Queryx|QueryRowx|Preparex|NamedExec|NamedQuery|PrepareNamed|Get|Select|Raw|Prep|PrepareTransient|PrepareToExec|ExecScript|Execute|ExecuteTransient|ExecuteScript|ExecuteScriptFS|NewRaw|Rebind)(?:Context)?$/;

/** How many arguments may stand before the SQL: a context, a connection, what the rows are read into. */
const mostBefore = 2;

const escapes = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([\s\S]))/g;
const simple: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

function decode([whole, two, four, eight, octal, other]: RegExpExecArray): string {
  const hexadecimal = two ?? four ?? eight;
  if (hexadecimal !== undefined) return String.fromCodePoint(Number.parseInt(hexadecimal, 16));
  if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
  return simple[other ?? ''] ?? other ?? whole;
}

/** The verbs of package fmt (https://pkg.go.dev/fmt). */
const verbs = /%(?:%|[-+# 0]*(?:\[(\d+)\])?(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:\[(\d+)\])?[a-zA-Z])/g;

function partsOf(node: Node): readonly Part[] | undefined {
  switch (node.type) {
    case 'interpreted_string_literal':
      return literalPieces(node.text.slice(1, -1), node.startIndex + 1, escapes, decode);
    case 'raw_string_literal':
      // Carriage returns are dropped (https://go.dev/ref/spec#String_literals).
      return literalPieces(node.text.slice(1, -1), node.startIndex + 1, /\r/g, () => '');
    case 'int_literal':
      return [{ text: node.text, host: node.startIndex }];
    case 'binary_expression':
      return sumParts(node, isText, unwrapped);
    case 'call_expression':
      return computedText(node);
    default:
      return undefined;
  }
}

/** True for what surely is a text: a sum of numbers is none. */
const isText = (node: Node): boolean => node.type !== 'int_literal' && partsOf(node) !== undefined;

/** `fmt.Sprintf("…", a, b)`, and `strings.Join([]string{"a", "b"}, " ")`. */
function computedText(node: Node): Part[] | undefined {
  const callee = node.childForFieldName('function')?.text;
  const list = node.childForFieldName('arguments');
  const [first, ...rest] = list ? childrenOf(list) : [];
  if (!first) return undefined;
  if (callee === 'fmt.Sprintf') return sprintfParts(first, rest, placeOf(node));
  if (callee === 'strings.TrimSpace')
    return isLiteral(first) ? [{ operand: first, host: placeOf(first) }] : undefined;
  if (callee !== 'strings.Join' || first.type !== 'composite_literal') return undefined;
  const [separator] = rest;
  const between = separator ? partsOf(separator) : undefined;
  const items = first.childForFieldName('body');
  if (!items || !between) return undefined;
  const operands = childrenOf(items).map((item) =>
    item.type === 'literal_element' ? item.namedChildren[0] : undefined,
  );
  if (!operands.some((operand) => operand && isLiteral(operand))) return undefined;
  return operands.flatMap((operand, at): Part[] => [
    ...(at > 0 ? withoutPlaces(between) : []),
    ...(operand ? [{ operand, host: placeOf(operand) }] : []),
  ]);
}

const withoutPlaces = (parts: readonly Part[]): Part[] =>
  parts.map((part) => ('text' in part ? { text: part.text, host: undefined } : part));

function sprintfParts(format: Node, args: readonly Node[], place: Range): Part[] | undefined {
  const template = unwrapped(format);
  if (template.type === 'identifier') return madeOf(template);
  const parts = flatParts(template);
  if (!parts) return undefined;
  let next = 0;
  return formatted(
    parts,
    verbs,
    ([verb, before, behind]) => {
      if (verb === '%%') return '%';
      const position = before ?? behind;
      if (position !== undefined) next = Number(position) - 1;
      // A width that is an argument itself takes one.
      next += verb.split('*').length - 1;
      const argument = args[next++];
      // %q quotes what it is given, %v and %s put in what it is.
      return /[svd]$/.test(verb) ? argument : undefined;
    },
    place,
  );
}

/** The parts of a literal, or of literals that are joined. */
function flatParts(node: Node): Part[] | undefined {
  if (node.type === 'call_expression') return undefined;
  return partsOf(node)?.flatMap((part): readonly Part[] =>
    'operand' in part ? (flatParts(part.operand) ?? [part]) : [part],
  );
}

const isLiteral = (node: Node): boolean =>
  node.type === 'interpreted_string_literal' || node.type === 'raw_string_literal';

function unwrapped(node: Node): Node {
  let inner = node;
  while (inner.type === 'parenthesized_expression' && inner.namedChildren[0]) inner = inner.namedChildren[0];
  return inner;
}

function useOf(node: Node): Use {
  const { parent } = node;
  switch (parent?.type) {
    case 'argument_list':
      return useOfArgument(node, parent);
    case 'literal_element': {
      const keyed = parent.parent;
      if (keyed?.type !== 'keyed_element') return 'unknown';
      const [key] = childrenOf(keyed);
      return key?.id === parent.id || isShownKey(key?.text.replaceAll('"', '') ?? '') ? 'never' : 'unknown';
    }
    case 'expression_list':
      return parent.parent?.type === 'expression_case' || isAppended(parent.parent) ? 'never' : 'unknown';
    case 'const_spec':
    case 'var_spec':
      return 'unknown';
    default:
      return 'never';
  }
}

const isAppended = (statement: Node | null): boolean =>
  statement?.type === 'assignment_statement' && statement.childForFieldName('operator')?.text === '+=';

function useOfArgument(node: Node, list: Node): Use {
  const callee = list.parent?.childForFieldName('function');
  if (!callee) return 'unknown';
  const method = callee.childForFieldName('field')?.text ?? callee.text;
  const before = childrenOf(list).findIndex((argument) => argument.id === node.id);
  const isFirstText = childrenOf(list)
    .slice(0, before)
    .every((argument) => !isLiteral(argument));
  // What a mock expects is compared.
  if (calleeText(callee, callees).includes('EXPECT()')) return 'never';
  if (takers.test(method) && before <= mostBefore && isFirstText) {
    return { by: 'call', callee: calleeText(callee, callees) };
  }
  return showsTexts(method) || /^(?:log|slog|fmt|errors|t|b|assert|require)\./.test(callee.text)
    ? 'never'
    : 'unknown';
}

const callees: CalleeGrammar = {
  member: { type: 'selector_expression', object: 'operand', name: 'field' },
  call: 'call_expression',
};

function declarations(root: Node): Declaration[] {
  const declared: Declaration[] = [];
  const assigned: Named[] = [];
  const scopeOf = (node: Node): Node => enclosing(node, scopes) ?? root;
  for (const node of nodesOf(root, [...binders])) {
    const left = node.childForFieldName('left');
    const list = node.childForFieldName('right') ?? node.childForFieldName('value');
    const values = list ? childrenOf(list) : [];
    switch (node.type) {
      case 'const_spec':
      case 'var_spec':
        for (const [at, name] of node
          .childrenForFieldName('name')
          .filter((one) => one?.type === 'identifier')
          .entries()) {
          const kind = node.type === 'const_spec' ? 'constant' : 'variable';
          if (name) declared.push({ name: name.text, scope: scopeOf(node), value: values[at], kind });
        }
        break;
      case 'short_var_declaration':
      case 'range_clause': {
        const names = left ? childrenOf(left) : [];
        const isEach = node.type === 'short_var_declaration' && names.length === values.length;
        const result = names.length === values.length ? 'variable' : 'result';
        for (const [at, name] of names.entries()) {
          declared.push({
            name: name.text,
            scope: scopeOf(node),
            value: isEach ? values[at] : undefined,
            kind: isEach ? result : 'variable',
          });
        }
        break;
      }
      case 'assignment_statement': {
        const names = left ? childrenOf(left) : [];
        for (const [at, name] of names.entries()) {
          if (name.type !== 'identifier') continue;
          const kind = isAppended(node) ? 'append' : 'variable';
          const value = names.length === values.length ? values[at] : undefined;
          assigned.push({ name: name.text, place: node, value, kind });
        }
        break;
      }
      default:
        for (const name of node.childrenForFieldName('name')) {
          if (name)
            declared.push({ name: name.text, scope: enclosing(node, functions) ?? root, kind: 'variable' });
        }
    }
  }
  return [...declared, ...assignedTo(declared, assigned, root)];
}

const functions = new Set(['func_literal', 'function_declaration', 'method_declaration']);

const binders = new Set([
  'assignment_statement',
  'const_spec',
  'parameter_declaration',
  'range_clause',
  'short_var_declaration',
  'var_spec',
]);
