import type { Node } from '@vscode/tree-sitter-wasm';
import { decode } from '../migrations/python/values.ts';
import { binders, unwrapped } from '../syntax/python.ts';
import { literalPieces, numberPieces } from './builder.ts';
import { type CalleeGrammar, calleeText } from './callees.ts';
import { type Filling, formatted, madeOf } from './format.ts';
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

/** How Python writes texts. */
export function pythonTexts(_root: Node, text: string): TextSyntax {
  const bindsFormats = /\bdjango\b/.test(text);
  return {
    ...syntax,
    partsOf: (node) =>
      bindsFormats && node.type === 'string' && isGivenParameters(node) ? boundParts(node) : partsOf(node),
  };
}

const functions = new Set(['function_definition', 'lambda']);
const scopes = new Set([
  ...functions,
  'class_definition',
  'module',
  'list_comprehension',
  'generator_expression',
]);

const syntax: TextSyntax = {
  literals: ['string'],
  wrappers: new Set([
    'argument_list',
    'attribute',
    'interpolation',
    'list',
    'parenthesized_expression',
    'tuple',
  ]),
  choices: new Set(['await', 'conditional_expression', 'parenthesized_expression']),
  names: ['identifier', 'attribute'],
  blocks: new Set(['block', 'module']),
  partsOf,
  nameOf,
  useOf,
  declarations,
};

/** Methods and functions that take SQL: of the DB-API, Django, SQLAlchemy, databases, aiosqlite, peewee, pandas, Alembic. */
const takers =
  /^(?:execute|executemany|executescript|execute_sql|execute_fetchall|exec_driver_sql|fetch_?(?:all|one|val|row)|iterate|raw|text|DDL|query|run_sql|RunSQL|read_sql|read_sql_query|sql_query|_execute|prepare|exec)$/;

/** Their arguments that are SQL. */
const sqlKeywords = /^(?:sql|query|statement|sql_script|reverse_sql|operation|stmt)$/;

const escapes = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|\r\n|[\s\S])|\r\n?/g;
const rawEscapes = /\r\n?/g;

function partsOf(node: Node): readonly Part[] | undefined {
  switch (node.type) {
    case 'string':
      return literalParts(node);
    case 'concatenated_string':
      return operands(childrenOf(node));
    case 'integer':
      return numberPieces(node.text, node.startIndex);
    case 'binary_operator':
      return computedText(node);
    case 'call':
      return calledText(node);
    default:
      return undefined;
  }
}

const operands = (nodes: readonly Node[]): Part[] =>
  nodes.map((operand) => ({ operand, host: placeOf(operand) }));

function literalParts(node: Node): Part[] | undefined {
  const [start, ...rest] = childrenOf(node);
  const prefix = start?.text.replace(/['"]+$/, '').toLowerCase() ?? '';
  if (prefix.includes('b')) return undefined;
  const isRaw = prefix.includes('r');
  const isFormatted = prefix.includes('f');
  return rest.flatMap((part): Part[] => {
    if (part.type === 'interpolation') {
      const filled = part.childForFieldName('expression');
      const isPlain = filled && part.namedChildren.length === 1;
      return [isPlain ? { operand: unwrapped(filled), host: placeOf(part) } : { hole: placeOf(part) }];
    }
    if (part.type !== 'string_content') return [];
    const pattern = isRaw ? rawEscapes : escapes;
    const pieces = literalPieces(part.text, part.startIndex, pattern, ([whole]) =>
      whole.startsWith('\r') ? '\n' : whole === '\\\r\n' ? '' : decode(whole, false, false),
    );
    if (!isFormatted) return pieces;
    return formatted(pieces, /\{\{|\}\}/g, ([pair]) => pair.charAt(0), placeOf(node));
  });
}

/** What the placeholders of `%` and of `str.format` look like (https://docs.python.org/3/library/string.html). */
const percentPlaceholders = /%(?:%|(?:\((\w+)\))?[-+ #0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?[a-zA-Z])/g;
const bracePlaceholders = /\{\{|\}\}|\{(\w*)([^{}]*)\}/g;

/** `'a' + b` and `'a %s' % b`. */
function computedText(node: Node): Part[] | undefined {
  const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
  const operator = node.childForFieldName('operator')?.text;
  if (!left || !right) return undefined;
  if (operator === '+') {
    return sumParts(
      node,
      (operand) => operand.type !== 'integer' && partsOf(operand) !== undefined,
      unwrapped,
    );
  }
  if (operator !== '%') return undefined;
  const template = unwrapped(left);
  if (nameOf(template) !== undefined) return madeOf(template);
  const parts = flatParts(template);
  const filled = unwrapped(right);
  const values = filled.type === 'tuple' ? childrenOf(filled) : [filled];
  const keys = filled.type === 'dictionary' ? pairsOf(filled) : undefined;
  let next = 0;
  const filling = ([whole, key]: RegExpExecArray): Filling => {
    if (whole === '%%') return '%';
    if (key !== undefined) return keys?.get(key);
    return /[sd]$/.test(whole) && !keys ? values[next++] : undefined;
  };
  return parts && formatted(parts, percentPlaceholders, filling, placeOf(node));
}

function pairsOf(dictionary: Node): ReadonlyMap<string, Node> {
  const pairs = new Map<string, Node>();
  for (const pair of childrenOf(dictionary)) {
    const value = pair.childForFieldName('value');
    if (value) pairs.set(pair.childForFieldName('key')?.text.slice(1, -1) ?? '', value);
  }
  return pairs;
}

/** `'…'.format(…)`, `' '.join(['a', 'b'])`, `'…'.strip()` and `textwrap.dedent('…')`. */
function calledText(node: Node): Part[] | undefined {
  const callee = node.childForFieldName('function');
  const list = node.childForFieldName('arguments');
  if (!callee || list?.type !== 'argument_list') return undefined;
  const args = childrenOf(list);
  const [first] = args;
  if (/^(?:(?:textwrap\.)?dedent|(?:inspect\.)?cleandoc|(?:\w+\.)?SQL)$/.test(callee.text)) {
    return first && isText(first) ? operands([unwrapped(first)]) : undefined;
  }
  const object = callee.childForFieldName('object');
  const method = callee.childForFieldName('attribute')?.text;
  if (!object || method === undefined) return undefined;
  const template = unwrapped(object);
  if (/^[lr]?strip$/.test(method)) return isText(template) && !first ? operands([template]) : undefined;
  if (method === 'join') return joined(template, first);
  if (method !== 'format' && method !== 'replace') return undefined;
  if (nameOf(template) !== undefined) return madeOf(template);
  const parts = method === 'format' ? flatParts(template) : undefined;
  if (!parts) return undefined;
  let next = 0;
  return formatted(
    parts,
    bracePlaceholders,
    ([whole, key = '', rest = '']) => {
      if (whole === '{{' || whole === '}}') return whole.charAt(0);
      const isNumber = /^\d*$/.test(key);
      const argument = isNumber
        ? args.filter((one) => one.type !== 'keyword_argument')[key === '' ? next++ : Number(key)]
        : args.find((one) => one.childForFieldName('name')?.text === key)?.childForFieldName('value');
      const isSplat = args.some((one) => one.type === 'list_splat');
      return rest === '' && !(isNumber && isSplat) ? (argument ?? undefined) : undefined;
    },
    placeOf(node),
  );
}

function joined(separator: Node, list: Node | undefined): Part[] | undefined {
  const between = separator.type === 'string' ? literalParts(separator) : undefined;
  const items = list && /^(?:list|tuple)$/.test(list.type) ? childrenOf(list).map(unwrapped) : [];
  if (!between || !items.some(isText) || items.some((item) => item.type === 'list_splat')) return undefined;
  return items.flatMap((operand, at): Part[] => [
    ...(at > 0 ? between.map((part) => ('text' in part ? { text: part.text, host: undefined } : part)) : []),
    { operand, host: placeOf(operand) },
  ]);
}

const isText = (node: Node): boolean => /^(?:string|concatenated_string)$/.test(unwrapped(node).type);

/** The parts of a literal, or of literals that are joined. */
function flatParts(node: Node): Part[] | undefined {
  if (node.type === 'call') return undefined;
  return partsOf(node)?.flatMap((part): readonly Part[] =>
    'operand' in part ? (flatParts(part.operand) ?? [part]) : [part],
  );
}

/** Django binds `%s` and `%(name)s` where a statement has parameters, whatever the database's own placeholder is. */
function boundParts(node: Node): Part[] | undefined {
  const parts = literalParts(node);
  const bound =
    parts &&
    formatted(parts, /%(?:%|s|\(\w+\)s)/g, ([whole]) => (whole === '%%' ? '%' : undefined), placeOf(node));
  return bound?.map((part) =>
    'hole' in part && !parts?.includes(part) ? { ...part, kind: 'parameter' } : part,
  );
}

function isGivenParameters(node: Node): boolean {
  let value = node;
  while (
    value.parent &&
    /^(?:concatenated_string|parenthesized_expression|binary_operator)$/.test(value.parent.type)
  ) {
    if (value.parent.childForFieldName('operator')?.text === '%') return false;
    value = value.parent;
  }
  const list = value.parent?.type === 'argument_list' ? value.parent : undefined;
  const call = list?.parent;
  const callee = call?.childForFieldName('function');
  const method = callee?.childForFieldName('attribute')?.text ?? '';
  return /^(?:execute|executemany|raw)$/.test(method) && list !== undefined && childrenOf(list).length > 1;
}

function useOf(node: Node): Use {
  const { parent } = node;
  switch (parent?.type) {
    case 'argument_list': {
      const [first, second] = childrenOf(parent);
      const isSql =
        first?.id === node.id || (second?.id === node.id && first !== undefined && !isText(first));
      return useOfArgument(parent, isSql);
    }
    case 'keyword_argument': {
      const key = parent.childForFieldName('name')?.text ?? '';
      return isShownKey(key) || !parent.parent
        ? 'never'
        : useOfArgument(parent.parent, sqlKeywords.test(key));
    }
    case 'assignment':
      return isField(node, 'right') ? 'unknown' : 'never';
    case 'pair':
      return isField(node, 'key') || isShownKey(parent.childForFieldName('key')?.text.slice(1, -1) ?? '')
        ? 'never'
        : 'unknown';
    case 'list':
    case 'tuple': {
      // RunSQL takes lists of statements, and tuples of a statement and its parameters.
      const list = parent.parent;
      const outer = list?.type === 'list' ? list.parent : list;
      return outer?.type === 'argument_list' ? useOfArgument(outer, true) : 'unknown';
    }
    case 'return_statement':
    case 'yield':
    case 'default_parameter':
    case 'typed_default_parameter':
    case 'named_expression':
      return 'unknown';
    default:
      return 'never';
  }
}

function useOfArgument(list: Node, isSql: boolean): Use {
  const callee = list.parent?.childForFieldName('function');
  if (!callee) return 'unknown';
  const text = calleeText(callee, callees);
  const method = text.split('.').at(-1) ?? '';
  if (isSql && takers.test(method)) return { by: 'call', callee: text };
  return showsTexts(method) || /^(?:log|logger|logging|self\.assert\w*|re|warnings)\b/.test(text)
    ? 'never'
    : 'unknown';
}

const callees: CalleeGrammar = {
  member: { type: 'attribute', object: 'object', name: 'attribute' },
  call: 'call',
};

/** `NAME`, and `self.name`, `cls.name`. */
function nameOf(node: Node): string | undefined {
  if (node.type === 'identifier') return node.text;
  const isOwn =
    node.type === 'attribute' && /^(?:self|cls)$/.test(node.childForFieldName('object')?.text ?? '');
  return isOwn ? `self.${node.childForFieldName('attribute')?.text ?? ''}` : undefined;
}

function declarations(root: Node): Declaration[] {
  const found: Declaration[] = [];
  const unknown = (pattern: Node | null, scope: Node): void => {
    for (const name of pattern ? [pattern, ...nodesOf(pattern, ['identifier'])] : []) {
      if (name.type === 'identifier') found.push({ name: name.text, scope, kind: 'variable' });
    }
  };
  for (const node of nodesOf(root, binders)) {
    const scope = enclosing(node, scopes) ?? root;
    const left =
      node.childForFieldName('left') ?? node.childForFieldName('name') ?? node.childForFieldName('alias');
    const value = node.childForFieldName('right') ?? node.childForFieldName('value') ?? undefined;
    if (node.type === 'assignment' || node.type === 'augmented_assignment') {
      const name = left ? nameOf(left) : undefined;
      const kind = node.type === 'assignment' ? 'variable' : 'append';
      if (name?.startsWith('self.')) {
        const owner = enclosing(node, new Set(['class_definition'])) ?? root;
        found.push({ name, scope: owner, value, kind });
      } else if (name !== undefined) {
        const isConstant = scope.type === 'module' && kind === 'variable';
        found.push({ name, scope, value, kind: isConstant ? 'constant' : kind });
        // A class's own name is reached through `self` too.
        if (scope.type === 'class_definition') found.push({ name: `self.${name}`, scope, value, kind });
      } else unknown(left, scope);
    } else if (node.type === 'parameters' || node.type === 'lambda_parameters') unknown(node, scope);
    else unknown(left, scope);
  }
  return found;
}
