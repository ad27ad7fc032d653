import type { Node } from '@vscode/tree-sitter-wasm';
import { decodeEscapes, literalOf } from '../javascript.ts';
import { functionTypes, unwrapped } from '../syntax/javascript.ts';
import { literalPieces, numberPieces } from './builder.ts';
import { type CalleeGrammar, calleeText } from './callees.ts';
import { madeOf } from './format.ts';
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

/** How JavaScript writes texts. */
export function javaScriptTexts(root: Node, text: string): TextSyntax {
  const imported = /\b(?:drizzle-orm|kysely|slonik)\b/.test(text);
  const fragments = namesOfFragments(root, text);
  return {
    ...syntax,
    partsOf: (node) =>
      node.type === 'template_string' && tagOf(node)?.isSql
        ? taggedParts(node, (filled) => isFragment(filled, imported, fragments))
        : partsOf(node),
  };
}

const blocks = new Set(['statement_block', 'program', 'switch_body', 'class_body']);
const scopes = new Set([...blocks, ...functionTypes, 'for_statement', 'for_in_statement', 'catch_clause']);

const wrappers = new Set([
  'arguments',
  'array',
  'member_expression',
  'parenthesized_expression',
  'template_substitution',
]);

const syntax: TextSyntax = {
  literals: ['string', 'template_string'],
  wrappers,
  choices: new Set([
    'as_expression',
    'await_expression',
    'non_null_expression',
    'parenthesized_expression',
    'satisfies_expression',
    'ternary_expression',
  ]),
  names: ['identifier', 'member_expression', 'shorthand_property_identifier'],
  blocks,
  partsOf,
  nameOf,
  useOf,
  declarations,
};

/** Methods that take SQL, of the libraries for SQLite and of those for several databases. */
const takers =
  /^(?:exec|execute|executeSql|executeRaw|executeMultiple|prepare|run|all|get|each|query|queryRaw|queryOne|queryAll|raw|unsafe|select|(?:exec|run|getAll|getFirst|getEach|prepare|execute|query)(?:Async|Sync)|getAll|getRow|getCell|getCol|getAssoc|getOptional|watch|iterate|statements|selectValues?|selectArrays?|selectObjects?|\$(?:query|execute)RawUnsafe)$/;

/** Methods that take a list of statements. */
const listTakers = /^(?:batch|executeBatch|execBatch|executeSet|transaction|migrate|executeMany)$/;

/** Keys of an object that is handed to such a method. */
const sqlKeys = /^(?:sql|text|query|statement|stmt)$/;

const sqlTags = /^(?:sql\w*|\w*sql|\$(?:queryRaw|executeRaw)|query|typedSql)$/i;
const plainTags = /^(?:String\.raw|dedent|outdent|stripIndents?|oneLine)$/;

const escapes = /\\(?:u\{[0-9a-f]+\}|u[0-9a-f]{4}|x[0-9a-f]{2}|\r\n|[\s\S])|\r\n?/gi;
const decode = ([whole]: RegExpExecArray): string =>
  whole === '\\\r\n' ? '' : whole.startsWith('\\') ? decodeEscapes(whole) : '\n';

function partsOf(node: Node): readonly Part[] | undefined {
  switch (node.type) {
    case 'string':
      return literalPieces(node.text.slice(1, -1), node.startIndex + 1, escapes, decode);
    case 'template_string':
      return templateParts(node, (hole, filled) =>
        filled ? { operand: unwrapped(filled), host: placeOf(hole) } : { hole: placeOf(hole) },
      );
    case 'number':
      return numberPieces(node.text, node.startIndex);
    case 'binary_expression':
      return sumParts(node, isText, unwrapped);
    case 'call_expression':
      return computedText(node);
    default:
      return undefined;
  }
}

function templateParts(node: Node, fill: (hole: Node, filled: Node | undefined) => Part): Part[] {
  const isRaw = tagOf(node)?.name === 'String.raw';
  const { text, startIndex } = node;
  const parts: Part[] = [];
  let from = startIndex + 1;
  const upTo = (end: number): void => {
    const body = text.slice(from - startIndex, end - startIndex);
    parts.push(...(isRaw ? [{ text: body, host: from }] : literalPieces(body, from, escapes, decode)));
  };
  for (const hole of node.namedChildren) {
    if (hole?.type !== 'template_substitution') continue;
    upTo(hole.startIndex);
    const [filled, ...more] = childrenOf(hole);
    parts.push(fill(hole, more.length === 0 ? filled : undefined));
    from = hole.endIndex;
  }
  upTo(node.endIndex - 1);
  return parts;
}

/** What is filled into a tagged template is bound, unless it is SQL itself. */
function taggedParts(node: Node, isSql: (filled: Node) => boolean): Part[] {
  return templateParts(node, (hole, filled) => ({
    hole: placeOf(hole),
    kind: filled && !isSql(filled) ? 'parameter' : 'text',
  }));
}

/** Functions of SQL libraries that make SQL: `Prisma.join`, `sql.raw`, `sql.identifier`, `sql(columns)`. */
const fragmentMakers =
  /(?:^|\.)(?:sql|raw|unsafe|join|identifier|ident|ref|table|id|lit|literal|fragment|param_list|and|or|values|insertValues|updateValues)$/;

/** @param aboutTables True where the library takes tables and columns as well as values. */
function isFragment(node: Node, aboutTables: boolean, fragments: ReadonlySet<string>): boolean {
  if (node.descendantsOfType('template_string').some((inner) => inner && tagOf(inner)?.isSql)) return true;
  if (node.type === 'call_expression') {
    return aboutTables || fragmentMakers.test(node.childForFieldName('function')?.text ?? '');
  }
  const name = node.text;
  if (
    /^Prisma\./.test(name) ||
    [...node.descendantsOfType('identifier')].some((one) => one && fragments.has(one.text))
  )
    return true;
  return (
    aboutTables && /^(?:identifier|member_expression|subscript_expression|as_expression)$/.test(node.type)
  );
}

/** The names of variables that hold parts of SQL for tagged templates, of functions' results, and of parameters. */
function namesOfFragments(root: Node, text: string): ReadonlySet<string> {
  const names = new Set<string>();
  if (!/(?:sql|Raw)\s*`/i.test(text)) return names;
  for (const declarator of root.descendantsOfType('variable_declarator')) {
    const value = declarator?.childForFieldName('value')?.text ?? '';
    if (/\bsql\w*\s*(?:<[^`]*>)?`|\bPrisma\.|\braw\(/i.test(value)) {
      names.add(declarator?.childForFieldName('name')?.text ?? '');
    }
  }
  return names;
}

/** True for what surely is a text: a sum of numbers is none. */
const isText = (node: Node): boolean => node.type !== 'number' && partsOf(node) !== undefined;

/** `['a', 'b'].join(' ')`, `'a'.trim()`, and templates of tags that leave a text as it is. */
function computedText(node: Node): Part[] | undefined {
  const callee = node.childForFieldName('function');
  const args = node.childForFieldName('arguments');
  if (args?.type === 'template_string') {
    return plainTags.test(callee?.text ?? '') ? [{ operand: args, host: placeOf(args) }] : undefined;
  }
  const object = callee?.childForFieldName('object');
  const method = callee?.childForFieldName('property')?.text;
  if (callee?.type !== 'member_expression' || !object || !args) return undefined;
  const [first, ...more] = childrenOf(args);
  if (/^replace(?:All)?$/.test(method ?? '') && nameOf(object) !== undefined) return madeOf(object);
  if (/^trim(?:Start|End)?$/.test(method ?? '') && !first && isLiteral(object)) {
    return [{ operand: object, host: placeOf(object) }];
  }
  const separator = first ? literalOf(first) : ',';
  if (method !== 'join' || object.type !== 'array' || typeof separator !== 'string' || more.length > 0) {
    return undefined;
  }
  const items = childrenOf(object);
  if (!items.some(isLiteral) || items.some((item) => item.type === 'spread_element')) return undefined;
  return items.flatMap((operand, at): Part[] => [
    ...(at > 0 ? [{ text: separator, host: undefined }] : []),
    { operand, host: placeOf(operand) },
  ]);
}

const isLiteral = (node: Node): boolean => node.type === 'string' || node.type === 'template_string';

/** The tag of a template; undefined for one without. */
function tagOf(template: Node): { readonly name: string; readonly isSql: boolean } | undefined {
  const { parent } = template;
  let tag: Node | null | undefined;
  if (parent?.type === 'call_expression' && parent.childForFieldName('arguments')?.id === template.id) {
    tag = parent.childForFieldName('function');
  } else if (parent?.type === 'binary_expression' && parent.childForFieldName('operator')?.text === '>') {
    // sql<number>`…`: the grammar takes the type for comparisons.
    const left = parent.childForFieldName('left');
    tag = left?.childForFieldName('operator')?.text === '<' ? left.childForFieldName('left') : undefined;
  }
  if (!tag) return undefined;
  while (
    /^(?:non_null_expression|instantiation_expression|await_expression)$/.test(tag.type) &&
    tag.namedChildren[0]
  ) {
    tag = tag.namedChildren[0];
  }
  const name = calleeText(tag, callees);
  return { name, isSql: sqlTags.test(name.split('.').at(-1) ?? '') };
}

function useOf(node: Node): Use {
  const { parent } = node;
  if (!parent) return 'never';
  const tag = node.type === 'template_string' ? tagOf(node) : undefined;
  if (tag) return tag.isSql ? { by: 'tag', callee: tag.name } : 'never';
  switch (parent.type) {
    case 'arguments':
      return useOfArgument(node, parent);
    case 'pair': {
      const key = parent.childForFieldName('key');
      return key?.id === node.id ? 'never' : useOfValue(parent, literalOf(key) ?? key?.text ?? '');
    }
    case 'object':
      return node.type === 'shorthand_property_identifier' ? useOfValue(node, node.text) : 'unknown';
    case 'array': {
      const list = parent.parent?.type === 'arguments' ? parent.parent : undefined;
      const call = list ? calledBy(list) : undefined;
      return call && listTakers.test(call.method) ? { by: 'call', callee: call.callee } : 'unknown';
    }
    case 'variable_declarator':
    case 'assignment_expression':
    case 'public_field_definition':
    case 'field_definition':
    case 'return_statement':
    case 'arrow_function':
    case 'assignment_pattern':
    case 'required_parameter':
    case 'optional_parameter':
    case 'export_statement':
    case 'yield_expression':
    case 'enum_assignment':
      return 'unknown';
    default:
      return 'never';
  }
}

/** The value of a key in an object that may be handed to a method: `db.execute({ sql: '…', args })`. */
function useOfValue(pair: Node, key: string | number | boolean): Use {
  if (isShownKey(String(key))) return 'never';
  const object = pair.parent;
  const list = object?.parent?.type === 'array' ? object.parent.parent : object?.parent;
  const call = list?.type === 'arguments' ? calledBy(list) : undefined;
  const takes = call && (takers.test(call.method) || listTakers.test(call.method));
  return takes && sqlKeys.test(String(key)) ? { by: 'call', callee: call.callee } : 'unknown';
}

function useOfArgument(node: Node, list: Node): Use {
  const call = calledBy(list);
  if (!call) return 'unknown';
  const [first, second] = childrenOf(list);
  const isHanded =
    first?.id === node.id || (second?.id === node.id && first !== undefined && !isLiteral(first));
  if (takers.test(call.method) && isHanded) return { by: 'call', callee: call.callee };
  return showsTexts(call.method) || showsTexts(call.callee.split('.')[0] ?? '') ? 'never' : 'unknown';
}

function calledBy(list: Node): { readonly callee: string; readonly method: string } | undefined {
  const call = list.parent;
  const callee = call?.childForFieldName('function') ?? call?.childForFieldName('constructor');
  if (!callee) return undefined;
  const text = calleeText(callee, callees);
  return { callee: text, method: text.split('.').at(-1) ?? '' };
}

const callees: CalleeGrammar = {
  member: { type: 'member_expression', object: 'object', name: 'property' },
  call: 'call_expression',
  unwrapped,
};

function nameOf(node: Node): string | undefined {
  if (node.type === 'identifier' || node.type === 'shorthand_property_identifier') return node.text;
  const isField = node.type === 'member_expression' && node.childForFieldName('object')?.type === 'this';
  return isField ? `this.${node.childForFieldName('property')?.text ?? ''}` : undefined;
}

function declarations(root: Node): Declaration[] {
  const declared: Declaration[] = [];
  const assigned: Named[] = [];
  const scopeOf = (node: Node): Node => enclosing(node, scopes) ?? root;
  const unknown = (pattern: Node, scope: Node): void => {
    for (const name of [pattern, ...pattern.descendantsOfType([...patternNames])]) {
      if (name && patternNames.has(name.type)) declared.push({ name: name.text, scope, kind: 'variable' });
    }
  };
  for (const node of nodesOf(root, [...binders])) {
    const name =
      node.childForFieldName('name') ?? node.childForFieldName('left') ?? node.childForFieldName('property');
    const value = node.childForFieldName('value') ?? node.childForFieldName('right') ?? undefined;
    if (node.type === 'variable_declarator' && name) {
      const isConstant = node.parent?.childForFieldName('kind')?.text === 'const';
      if (name.type === 'identifier') {
        const kind = isConstant ? 'constant' : 'variable';
        declared.push({ name: name.text, scope: scopeOf(node), value, kind });
      } else unknown(name, scopeOf(node));
    } else if (node.type === 'public_field_definition' || node.type === 'field_definition') {
      if (name) declared.push({ name: `this.${name.text}`, scope: scopeOf(node), value, kind: 'variable' });
    } else if (node.type === 'assignment_expression' || node.type === 'augmented_assignment_expression') {
      const target = name ? nameOf(name) : undefined;
      const kind = node.type === 'assignment_expression' ? 'variable' : 'append';
      if (target !== undefined) assigned.push({ name: target, place: node, value, kind });
    } else if (node.type === 'for_in_statement') {
      if (name) unknown(name, node);
    } else if (node.type === 'arrow_function') {
      const parameter = node.childForFieldName('parameter');
      if (parameter) unknown(parameter, node);
    } else unknown(node, node.parent ?? root);
  }
  return [...declared, ...assignedTo(declared, assigned, root)];
}

const binders = new Set([
  'variable_declarator',
  'public_field_definition',
  'field_definition',
  'assignment_expression',
  'augmented_assignment_expression',
  'for_in_statement',
  'arrow_function',
  'formal_parameters',
]);

const patternNames = new Set(['identifier', 'shorthand_property_identifier_pattern']);
