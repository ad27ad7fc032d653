import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import { childrenOf, enclosing, holds, isField, nodesOf } from '../../sql/text-expressions.ts';
import { choices as valueChoices } from '../../syntax/rust.ts';

/** One call in a chain of methods: `.max_connections(5)`. */
export interface Step {
  readonly method: string;
  readonly args: readonly Node[];
  /** The method with its arguments, without the dot. */
  readonly range: Range;
}

/** An expression with the methods that are called on its value. */
export interface Chain {
  readonly steps: readonly Step[];
  /** The whole of it. */
  readonly end: Node;
}

/** What follows on an expression: the methods that are called on it, past `?`, `.await` and parentheses. */
export function chainOf(start: Node): Chain {
  const steps: Step[] = [];
  let end = start;
  for (;;) {
    const { parent } = end;
    if (!parent) break;
    if (/^(?:try|await|parenthesized)_expression$/.test(parent.type)) end = parent;
    else if (parent.type === 'field_expression' && isField(end, 'value')) {
      const generic = parent.parent?.type === 'generic_function' ? parent.parent : parent;
      const call = generic.parent;
      const name = parent.childForFieldName('field');
      if (call?.type !== 'call_expression' || !isField(generic, 'function') || !name) break;
      const args = childrenOf(call.childForFieldName('arguments'));
      steps.push({ method: name.text, args, range: { start: name.startIndex, end: call.endIndex } });
      end = call;
    } else break;
  }
  return { steps, end };
}

/** The methods of a chain up to an expression, from its start: those of `a.b().c` before `.c`. */
export function chainBefore(end: Node): { readonly root: Node; readonly steps: readonly Step[] } {
  const steps: Step[] = [];
  let node = end;
  for (;;) {
    const inner = /^(?:try|await|parenthesized|reference)_expression$/.test(node.type)
      ? (node.childForFieldName('value') ?? node.namedChildren.find((child) => child !== null))
      : undefined;
    if (inner) {
      node = inner;
      continue;
    }
    const callee = node.type === 'call_expression' ? node.childForFieldName('function') : null;
    const member = callee?.type === 'generic_function' ? callee.childForFieldName('function') : callee;
    const value = member?.type === 'field_expression' ? member.childForFieldName('value') : null;
    const name = member?.childForFieldName('field');
    if (!value || !name) return { root: node, steps: steps.reverse() };
    const args = childrenOf(node.childForFieldName('arguments'));
    steps.push({ method: name.text, args, range: { start: name.startIndex, end: node.endIndex } });
    node = value;
  }
}

/** The calls of functions and methods whose names match, in the order of the text. A look at the text finds them quickly. */
export function callsNamed(root: Node, text: string, names: RegExp): Node[] {
  return [...text.matchAll(names)].flatMap(({ index }) => {
    let node = root.descendantForIndex(index);
    while (node?.parent && /^(?:scoped_identifier|generic_function|field_expression)$/.test(node.parent.type))
      node = node.parent;
    return node?.parent?.type === 'call_expression' && isField(node, 'function') ? [node.parent] : [];
  });
}

/** What keeps a value, or hands it on. */
export interface Keeper {
  /** As the program calls it: `pool`, `self.conn`; undefined where it is returned or handed on. */
  readonly name: string | undefined;
  /** The function in which the name means this; the whole file for a field. */
  readonly scope: Node;
  /** The statement that keeps it, when another can follow. */
  readonly statement: Node | undefined;
  /** The largest expression that has the value. */
  readonly whole: Node;
}

/** What wraps a value without doing anything with it. */
const wrappers =
  /(?:^|::)(?:Ok|Some|Arc|Rc|Box|Mutex|RwLock|RefCell|Cell|OnceCell|Data|State)(?:::(?:new|from))?$/;

/** The same where a block may be asynchronous or unsafe. */
const choices = new Set([...valueChoices, 'async_block', 'unsafe_block']);

/** What becomes of the value of an expression: the variable or the field that it is kept in. */
export function keeperOf(expression: Node): Keeper {
  const scope = functionAround(expression) ?? rootOf(expression);
  let whole = expression;
  for (;;) {
    const { parent } = whole;
    if (!parent) break;
    if (choices.has(parent.type) && isValueOf(whole, parent)) whole = parent;
    else if (
      parent.type === 'arguments' &&
      parent.parent?.type === 'call_expression' &&
      childrenOf(parent).length === 1 &&
      wrappers.test(parent.parent.childForFieldName('function')?.text ?? '')
    )
      whole = chainOf(parent.parent).end;
    else break;
  }
  const { parent } = whole;
  if (parent?.type === 'let_declaration' && isField(whole, 'value')) {
    return { name: boundBy(parent.childForFieldName('pattern')), scope, statement: parent, whole };
  }
  // `if let Ok(conn) = …`, `match … { Ok(conn) => … }`
  if (parent?.type === 'let_condition' && isField(whole, 'value')) {
    const around = enclosing(parent, new Set(['if_expression', 'while_expression'])) ?? scope;
    const name = boundBy(parent.childForFieldName('pattern'));
    return { name, scope: around, statement: undefined, whole };
  }
  if (parent?.type === 'match_expression' && isField(whole, 'value')) {
    const names = nodesOf(parent, ['match_arm'])
      .filter((arm) => arm.parent?.parent?.id === parent.id)
      .flatMap((arm) => boundBy(arm.childForFieldName('pattern')?.namedChildren[0] ?? null) ?? []);
    const [name, ...others] = names;
    return { name: others.length === 0 ? name : undefined, scope: parent, statement: undefined, whole };
  }
  if (parent?.type === 'assignment_expression' && isField(whole, 'right')) {
    const name = parent.childForFieldName('left')?.text.replace(/\s+/g, '');
    const statement = parent.parent?.type === 'expression_statement' ? parent.parent : undefined;
    return { name, scope: name?.startsWith('self.') ? rootOf(whole) : scope, statement, whole };
  }
  if (parent?.type === 'field_initializer') {
    const field = (parent.childForFieldName('field') ?? parent.childForFieldName('name'))?.text;
    return { name: field && `self.${field}`, scope: rootOf(whole), statement: undefined, whole };
  }
  if (parent?.type === 'static_item' || parent?.type === 'const_item') {
    const name = parent.childForFieldName('name')?.text;
    return { name, scope: rootOf(whole), statement: undefined, whole };
  }
  return { name: undefined, scope, statement: undefined, whole };
}

/** The one name that a pattern binds: `conn`, `Ok(conn)`, `Some(mut conn)`; not that of an error. */
function boundBy(pattern: Node | null): string | undefined {
  if (pattern?.type === 'identifier') return pattern.text;
  if (pattern?.type === 'mut_pattern')
    return pattern.namedChildren.find((one) => one?.type === 'identifier')?.text;
  if (pattern?.type !== 'tuple_struct_pattern') return undefined;
  const [type, inner, ...others] = childrenOf(pattern);
  return inner && others.length === 0 && /^(?:Ok|Some)$/.test(type?.text ?? '') ? boundBy(inner) : undefined;
}

/** True for the expression at a block's end, and for each branch of a choice; not for its condition. */
function isValueOf(node: Node, parent: Node): boolean {
  switch (parent.type) {
    case 'block':
      return parent.namedChildren.findLast((child) => child !== null)?.id === node.id && !isBody(parent);
    case 'if_expression':
      return !isField(node, 'condition');
    case 'match_expression':
      return !isField(node, 'value');
    case 'match_arm':
      return isField(node, 'value');
    default:
      return true;
  }
}

const isBody = (block: Node): boolean =>
  /^(?:function_item|closure_expression|for_expression|while_expression|loop_expression)$/.test(
    block.parent?.type ?? '',
  );

const functionTypes = new Set(['function_item']);

/** The function that an expression stands in. */
export function functionAround(node: Node): Node | undefined {
  return enclosing(node, functionTypes);
}

function rootOf(node: Node): Node {
  let root = node;
  while (root.parent) root = root.parent;
  return root;
}

const conditions = new Set(['if_expression', 'match_arm', 'while_expression', 'let_chain']);

/** True for what happens on some conditions only, as seen from a place in the same function. */
export function isConditional(node: Node, seenFrom: Node): boolean {
  let around = node.parent;
  let inner: Node = node;
  if (mayReturnBefore(node, seenFrom)) return true;
  while (around && around.type !== 'function_item') {
    if (isCompiledOnCondition(inner)) return true;
    const holdsBoth = holds(around, seenFrom);
    if (holdsBoth && around.type !== 'if_expression' && around.type !== 'match_expression') return false;
    // What is opened in a condition, or is matched on, is there in what depends on it.
    const decides =
      around.type === 'match_arm'
        ? around.parent?.parent?.childForFieldName('value')
        : around.childForFieldName('condition');
    if (holds(decides, seenFrom)) return false;
    if (conditions.has(around.type) && !isField(inner, 'condition') && !isField(inner, 'value')) return true;
    if (around.type === 'match_arm') return true;
    inner = around;
    around = around.parent;
  }
  return false;
}

/** `#[cfg(feature = "wal")]` before a statement; what is left out of tests only, runs in production. */
function isCompiledOnCondition(statement: Node): boolean {
  const before = statement.previousNamedSibling;
  return before?.type === 'attribute_item' && /^#\[\s*cfg\s*\((?!\s*not\s*\(\s*test\s*\))/.test(before.text);
}

/** True where the function returns in between on some condition, other than with an error. */
function mayReturnBefore(node: Node, seenFrom: Node): boolean {
  const bodies = new Set(['function_item', 'closure_expression', 'async_block']);
  const own = enclosing(node, bodies);
  const from = holds(seenFrom, node) ? seenFrom.startIndex : seenFrom.endIndex;
  return (own ? nodesOf(own, ['return_expression']) : []).some((one) => {
    if (one.startIndex < from || one.endIndex > node.startIndex) return false;
    if (enclosing(one, bodies)?.id !== own?.id) return false;
    const choice = enclosing(one, new Set(['if_expression']));
    // A choice that holds the statement, too, has it in the other branch.
    if (!choice || choice.endIndex > node.startIndex || choice.startIndex < from) return false;
    return !/^return\s+(?:Err\b|None\b)|\.into\(\)$|\b(?:Err|anyhow!|bail!)/.test(one.text);
  });
}

/** The names that a value which is kept under one is kept under, too: `self.pool` of `Self { pool }`. */
export function aliasesOf(name: string, scope: Node): ReadonlySet<string> {
  const names = new Set([name]);
  if (name.startsWith('self.')) return names;
  for (const initializer of nodesOf(scope, ['shorthand_field_initializer', 'field_initializer'])) {
    const field = initializer.childForFieldName('field') ?? initializer.childForFieldName('name');
    const value = initializer.childForFieldName('value');
    if (initializer.type === 'shorthand_field_initializer') {
      if (initializer.text === name) names.add(`self.${name}`);
    } else if (field && value && innermost(value) === name) names.add(`self.${field.text}`);
  }
  for (const declaration of nodesOf(scope, ['let_declaration'])) {
    const pattern = declaration.childForFieldName('pattern');
    const value = declaration.childForFieldName('value');
    if (pattern?.type === 'identifier' && value && innermost(value) === name) names.add(pattern.text);
  }
  return names;
}

/** The name in `Arc::new(Mutex::new(name))`, `name.clone()` and the like. */
function innermost(value: Node): string | undefined {
  if (value.type === 'identifier') return value.text;
  if (value.type !== 'call_expression') return undefined;
  const callee = value.childForFieldName('function');
  const [first, ...more] = childrenOf(value.childForFieldName('arguments'));
  if (callee?.type === 'field_expression' && !first && callee.childForFieldName('field')?.text === 'clone')
    return innermost(callee.childForFieldName('value') ?? value);
  if (!first || more.length > 0 || !wrappers.test(callee?.text ?? '')) return undefined;
  return innermost(first);
}
