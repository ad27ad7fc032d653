import type { Node } from '@vscode/tree-sitter-wasm';
import { choices } from '../syntax/rust.ts';
import { literalPieces } from './builder.ts';
import { type CalleeGrammar, calleeText } from './callees.ts';
import { type Filling, formatted, madeOf } from './format.ts';
import { assignedTo, type Named } from './scopes.ts';
import { isShownKey, showsTexts } from './shown-texts.ts';
import { sumParts } from './sums.ts';
import {
  childrenOf,
  type Declaration,
  enclosing,
  isField,
  nodesOf,
  type Part,
  placeOf,
  type TextSyntax,
  type Use,
} from './text-expressions.ts';

/** How Rust writes texts. */
export function rustTexts(): TextSyntax {
  return syntax;
}

const blocks = new Set(['block', 'source_file', 'declaration_list']);
const functions = new Set(['closure_expression', 'function_item']);
const scopes = new Set([...blocks, ...functions, 'for_expression', 'match_arm']);

const syntax: TextSyntax = {
  literals: ['string_literal', 'raw_string_literal'],
  wrappers: new Set([
    'arguments',
    'array_expression',
    'field_expression',
    'reference_expression',
    'token_tree',
  ]),
  choices,
  names: ['identifier'],
  blocks,
  partsOf,
  nameOf: (node) => (node.type === 'identifier' ? node.text : undefined),
  useOf,
  declarations,
};

/** Functions and methods that take SQL: of SQLx, rusqlite, Diesel, sqlite, libsql, SeaORM, Tauri. */
const takers =
  /^(?:query(?:_as|_scalar)?(?:_with)?|raw_sql|execute|execute_batch|execute_unprepared|execute_named|prepare|prepare_cached|query_row|query_rows|query_one|query_map|query_row_and_then|query_row_named|sql_query|batch_execute|simple_query|iterate|exists|from_string|from_sql_and_values)$/;

/** Macros that take SQL; those that take a file's name instead have names of their own. */
const macros = /^query(?:_as|_scalar)?(?:_unchecked)?$/;

/** Wrappers that leave a text as it is. */
const wrapping = /^(?:AssertSqlSafe|String::from|Cow::(?:Borrowed|from)|SqlStr::from_static|Some|Ok)$/;
const plainMethods = /^(?:as_str|as_ref|to_string|to_owned|into|into_boxed_str|clone|trim|borrow|as_bytes)$/;

const escapes = /\\(?:x[0-9a-fA-F]{2}|u\{[0-9a-fA-F_]+\}|\r?\n\s*|[\s\S])|\r\n/g;
const simple: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', 0: '\0' };

/** https://doc.rust-lang.org/reference/tokens.html: a backslash before a line's end skips the blanks behind it. */
function decode([whole]: RegExpExecArray): string {
  if (whole === '\r\n') return '\n';
  if (/^\\\s/.test(whole)) return '';
  const code = /^\\[xu]\{?([0-9a-fA-F_]+)/.exec(whole)?.[1];
  if (code !== undefined) return String.fromCodePoint(Number.parseInt(code.replaceAll('_', ''), 16));
  const letter = whole.slice(1);
  return simple[letter] ?? letter;
}

function partsOf(node: Node): readonly Part[] | undefined {
  switch (node.type) {
    case 'string_literal':
    case 'raw_string_literal':
      return literalParts(node);
    case 'binary_expression':
      return sumParts(node, (operand) => partsOf(operand) !== undefined, unwrapped);
    case 'macro_invocation':
      return macroParts(node);
    case 'call_expression':
      return calledText(node);
    default:
      return undefined;
  }
}

const operands = (nodes: readonly Node[]): Part[] =>
  nodes.map((operand) => ({ operand, host: placeOf(operand) }));

const isLiteral = (node: Node | undefined): node is Node =>
  node?.type === 'string_literal' || node?.type === 'raw_string_literal';

function literalParts(node: Node): Part[] | undefined {
  const { text, startIndex } = node;
  const opening = /^(c?r?)(#*)"/.exec(text);
  if (!opening) return undefined;
  const body = text.slice(opening[0].length, text.length - 1 - (opening[2]?.length ?? 0));
  const isRaw = node.type === 'raw_string_literal';
  return literalPieces(body, startIndex + opening[0].length, isRaw ? /\r\n/g : escapes, decode);
}

/** `format!("… {} {name}", a)`, `concat!("a", "b")`, and macros that take indentation off. */
function macroParts(node: Node): Part[] | undefined {
  const macro = lastNameOf(node.childForFieldName('macro')?.text);
  const tokens = node.namedChildren.find((child) => child?.type === 'token_tree');
  const args = childrenOf(tokens);
  const [first] = args;
  if (macro === 'concat') return args.some(isLiteral) ? operands(args) : undefined;
  if (!isLiteral(first)) return undefined;
  if (/^(?:indoc|unindent|dedent|cstr|sql)$/.test(macro)) return operands([first]);
  if (macro !== 'format' && macro !== 'formatdoc') return undefined;
  const parts = literalParts(first);
  const values = argumentsOf(tokens?.text ?? '', args.slice(1));
  let next = 0;
  const filling = ([whole, key = '', rest = '']: RegExpExecArray): Filling => {
    if (whole === '{{' || whole === '}}') return whole.charAt(0);
    if (/^\d*$/.test(key) && rest === '') return values[key === '' ? next++ : Number(key)];
    return undefined;
  };
  return parts && formatted(parts, /\{\{|\}\}|\{(\w*)([^{}]*)\}/g, filling, placeOf(node));
}

/** The arguments that are one token each: the others aren't parsed within a macro. */
function argumentsOf(tokens: string, args: readonly Node[]): readonly (Node | undefined)[] {
  const isPlain =
    tokens.split(',').filter((part) => /\S/.test(part.replace(')', ''))).length === args.length + 1;
  return isPlain && args.every((one) => one.type === 'identifier') ? args : [];
}

/** `String::from("…")`, `"…".to_string()` and the like. */
function calledText(node: Node): Part[] | undefined {
  const callee = node.childForFieldName('function');
  const [first, ...more] = childrenOf(node.childForFieldName('arguments'));
  if (callee?.type === 'field_expression') {
    const receiver = callee.childForFieldName('value');
    const method = callee.childForFieldName('field')?.text ?? '';
    const inner = receiver ? unwrapped(receiver) : undefined;
    if (!inner) return undefined;
    if (/^replace\w*$/.test(method) && inner.type === 'identifier') return madeOf(inner);
    return plainMethods.test(method) && !first && (partsOf(inner) || inner.type === 'identifier')
      ? operands([inner])
      : undefined;
  }
  if (
    !first ||
    more.length > 0 ||
    !wrapping.test(callee?.text.replace(/^.*::(?=AssertSqlSafe|Cow::|String::)/, '') ?? '')
  )
    return undefined;
  return operands([unwrapped(first)]);
}

function useOf(node: Node): Use {
  const { parent } = node;
  switch (parent?.type) {
    case 'arguments':
      return useOfArgument(node, parent);
    case 'token_tree':
      return useOfToken(node, parent);
    case 'field_initializer':
      return isShownKey(parent.childForFieldName('field')?.text ?? '') ? 'never' : 'unknown';
    case 'let_declaration':
    case 'assignment_expression':
    case 'const_item':
    case 'static_item':
      return isField(node, 'value') || isField(node, 'right') ? 'unknown' : 'never';
    case 'array_expression':
    case 'closure_expression':
    case 'function_item':
    case 'return_expression':
    case 'tuple_expression':
      return 'unknown';
    default:
      return 'never';
  }
}

function useOfArgument(node: Node, list: Node): Use {
  const callee = list.parent?.childForFieldName('function');
  if (!callee) return 'unknown';
  const text = calleeText(callee, callees);
  const method = lastNameOf(text);
  const [first, second] = childrenOf(list).map(unwrapped);
  const here = unwrapped(node).id;
  const isHanded = first?.id === here || (second?.id === here && !isLiteral(first));
  if (takers.test(method) && isHanded) return { by: 'call', callee: text };
  return showsTexts(method) ||
    /^(?:expect|context|with_context|unwrap_or\w*|contains|push_str|bind|prop|arg|env|var)$/.test(method)
    ? 'never'
    : 'unknown';
}

/** What stands in a macro: `sqlx::query!("…", a)`, `vec![M::up("…")]`. The grammar leaves its content unparsed. */
function useOfToken(node: Node, tokens: Node): Use {
  const around = enclosing(node, new Set(['macro_invocation']));
  const outer = around?.childForFieldName('macro')?.text ?? '';
  const before =
    tokens.parent?.type === 'token_tree'
      ? tokens.parent.text.slice(0, tokens.startIndex - tokens.parent.startIndex)
      : `${outer}!`;
  const [, callee = '', mark] = /([\w:.]*)\s*(!?)\s*$/.exec(before) ?? [];
  const name = lastNameOf(callee);
  const isFirst = childrenOf(tokens).find(isLiteral)?.id === node.id;
  if (mark && macros.test(name)) return isFirst ? { by: 'tag', callee: `${callee}!` } : 'never';
  if (!mark && takers.test(name) && isFirst) return { by: 'call', callee };
  const isListed = lastNameOf(outer) === 'vec' && (!mark || name === 'vec');
  return isListed && !showsTexts(name) ? 'unknown' : 'never';
}

const lastNameOf = (text: string | undefined): string => text?.split(/\.|::/).at(-1) ?? '';

const callees: CalleeGrammar = {
  member: { type: 'field_expression', object: 'value', name: 'field' },
  call: 'call_expression',
  unwrapped: (callee) =>
    (callee.type === 'generic_function' ? callee.childForFieldName('function') : undefined) ??
    unwrapped(callee),
};

/** Without what changes nothing of a text: references, parentheses, `?`. */
function unwrapped(node: Node): Node {
  let inner = node;
  for (;;) {
    if (inner.type === 'reference_expression') {
      const value = inner.childForFieldName('value');
      if (!value) return inner;
      inner = value;
    } else if (/^(?:parenthesized|try|await|unary)_expression$/.test(inner.type) && inner.namedChildren[0]) {
      inner = inner.namedChildren[0];
    } else return inner;
  }
}

function declarations(root: Node): Declaration[] {
  const declared: Declaration[] = [];
  const assigned: Named[] = [];
  const unknown = (pattern: Node | null, scope: Node): void => {
    for (const name of pattern
      ? [pattern, ...nodesOf(pattern, ['identifier', 'shorthand_field_identifier'])]
      : []) {
      if (/identifier$/.test(name.type)) declared.push({ name: name.text, scope, kind: 'variable' });
    }
  };
  for (const node of nodesOf(root, binders)) {
    const scope = enclosing(node, scopes) ?? root;
    const pattern = node.childForFieldName('pattern');
    const value = node.childForFieldName('value') ?? node.childForFieldName('right') ?? undefined;
    const left = node.childForFieldName('left');
    switch (node.type) {
      case 'const_item':
      case 'static_item': {
        const name = node.childForFieldName('name');
        if (name)
          declared.push({ name: name.text, scope, value: value && unwrapped(value), kind: 'constant' });
        break;
      }
      case 'let_declaration':
        if (pattern?.type === 'identifier') {
          declared.push({ name: pattern.text, scope, value: value && unwrapped(value), kind: 'variable' });
        } else unknown(pattern, scope);
        break;
      case 'assignment_expression':
      case 'compound_assignment_expr':
        if (left?.type === 'identifier') {
          const kind = node.type === 'assignment_expression' ? 'variable' : 'append';
          assigned.push({ name: left.text, place: node, value: value && unwrapped(value), kind });
        }
        break;
      case 'call_expression': {
        const name = node.childForFieldName('function')?.childForFieldName('value');
        const [first] = childrenOf(node.childForFieldName('arguments'));
        if (
          name?.type === 'identifier' &&
          first &&
          /\.push(?:_str)?$/.test(node.childForFieldName('function')?.text ?? '')
        ) {
          assigned.push({ name: name.text, place: node, value: first, kind: 'append' });
        }
        break;
      }
      case 'macro_invocation':
        if (/^writeln?$/.test(node.childForFieldName('macro')?.text ?? '')) {
          const name = childrenOf(node.namedChildren.find((child) => child?.type === 'token_tree'))[0];
          if (name?.type === 'identifier')
            assigned.push({ name: name.text, place: node, value: node, kind: 'append' });
        }
        break;
      default:
        unknown(pattern ?? node, node.type === 'for_expression' ? node : (enclosing(node, scopes) ?? root));
    }
  }
  return [...declared, ...assignedTo(declared, assigned, root)];
}

const binders = [
  'assignment_expression',
  'call_expression',
  'closure_parameters',
  'compound_assignment_expr',
  'const_item',
  'for_expression',
  'let_condition',
  'let_declaration',
  'macro_invocation',
  'match_pattern',
  'parameter',
  'static_item',
];
