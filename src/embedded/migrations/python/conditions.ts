import type { Node } from '@vscode/tree-sitter-wasm';
import { type Bound, callOf, itemsOf, literalOf, namedChildrenOf, resolve } from './values.ts';

/**
 * What is known of a condition: its value on SQLite; `existence` when it asks whether a part of the schema is there;
 * undefined for everything else.
 */
export type Truth = boolean | 'existence' | undefined;

/** What a tool's files may ask about: the value of an expression where the database tells it, as `bind.dialect.name`. */
export type KnownExpression = (value: Bound) => string | boolean | undefined;

/** The functions of a file, by name. */
export type PythonFunctions = ReadonlyMap<string, Node>;

const existenceWords =
  /^(?:_?(?:has|have)_|get_(?:table_names|columns|indexes|foreign_keys|unique_constraints|pk_constraint|check_constraints|view_names|table_list|constraints)$|table_names$|inspect$|inspector$|introspection$)|exists?(?:_|$)/i;

/** Judges a condition as it stands on SQLite. */
export function truthOf(value: Bound, known: KnownExpression, functions: PythonFunctions, depth = 0): Truth {
  const judge = (node: Node | null | undefined): Truth =>
    node && depth < 10 ? truthOf({ node, scope: value.scope }, known, functions, depth + 1) : undefined;
  const { node, scope } = resolve(value);
  const direct = known({ node, scope });
  if (typeof direct === 'boolean') return direct;
  if (node !== value.node)
    return depth < 10 ? truthOf({ node, scope }, known, functions, depth + 1) : undefined;
  switch (node.type) {
    case 'true':
      return true;
    case 'false':
    case 'none':
      return false;
    case 'not_operator': {
      const truth = judge(node.childForFieldName('argument'));
      return typeof truth === 'boolean' ? !truth : truth;
    }
    case 'boolean_operator': {
      const sides = [judge(node.childForFieldName('left')), judge(node.childForFieldName('right'))];
      const deciding = node.childForFieldName('operator')?.text === 'or';
      if (sides.includes(deciding)) return deciding;
      if (sides.includes(undefined)) return undefined;
      return sides.includes('existence') ? 'existence' : !deciding;
    }
    case 'comparison_operator': {
      const truth = comparison({ node, scope }, known, functions, (side) => judge(side.node));
      if (truth !== undefined) return truth;
      break;
    }
    case 'call': {
      const truth = callTruth({ node, scope }, known, functions, depth);
      if (truth !== undefined) return truth;
      break;
    }
  }
  return asksForExistence({ node, scope }, functions, 0) ? 'existence' : undefined;
}

function comparison(
  value: Bound,
  known: KnownExpression,
  functions: PythonFunctions,
  judge: (side: Bound) => Truth,
): boolean | undefined {
  const sides = namedChildrenOf(value.node).map((node) => ({ node, scope: value.scope }));
  const operator = value.node.children
    .filter((child) => child && !child.isNamed)
    .map((child) => child?.text ?? '')
    .join(' ');
  const [left, right] = sides;
  if (!left || !right || sides.length !== 2) return undefined;
  const scalar = (side: Bound): string | number | boolean | null | undefined => {
    const value = known(resolve(side)) ?? literalOf(side);
    if (value !== undefined || side.node.type !== 'call') return value;
    const returned = returnedBy(side, functions);
    const result = returned && (known(resolve(returned)) ?? literalOf(returned));
    if (result !== undefined) return result;
    const truth = judge(side);
    return typeof truth === 'boolean' ? truth : undefined;
  };
  const first = scalar(left);
  if (first === undefined) return undefined;
  if (operator === 'in' || operator === 'not in') {
    const values = itemsOf(right)?.map(scalar);
    if (!values || values.includes(undefined)) return undefined;
    return values.includes(first) === (operator === 'in');
  }
  const second = scalar(right);
  if (second === undefined) return undefined;
  if (operator === '==' || operator === 'is') return first === second;
  return operator === '!=' || operator === 'is not' ? first !== second : undefined;
}

/** `name.startswith('postgres')`, and functions of the file that return a condition. */
function callTruth(value: Bound, known: KnownExpression, functions: PythonFunctions, depth: number): Truth {
  const callee = value.node.childForFieldName('function');
  const call = callOf(value);
  if (!callee || !call) return undefined;
  const object = callee.childForFieldName('object');
  if (callee.type === 'attribute' && object) {
    const subject = known(resolve({ node: object, scope: value.scope }));
    const [prefix] = call.positional;
    const text = prefix ? literalOf(prefix) : undefined;
    if (typeof subject !== 'string' || typeof text !== 'string') return undefined;
    if (call.name === 'startswith') return subject.startsWith(text);
    return call.name === 'endswith' ? subject.endsWith(text) : undefined;
  }
  const returned = returnedBy(value, functions);
  return returned && depth < 10 ? truthOf(returned, known, functions, depth + 1) : undefined;
}

/** The expression that a function of the file returns, where it does nothing else. */
function returnedBy(value: Bound, functions: PythonFunctions): Bound | undefined {
  const call = callOf(value);
  const body = namedChildrenOf(functions.get(call?.callee ?? '')?.childForFieldName('body'));
  const [only] = body.filter((statement) => !statement.type.startsWith('import_'));
  const returned =
    only?.type === 'return_statement' && body.at(-1) === only ? only.namedChildren[0] : undefined;
  return returned ? { node: returned, scope: value.scope } : undefined;
}

/** True for an expression that asks the database for parts of its schema, itself or through what it names. */
function asksForExistence(value: Bound, functions: PythonFunctions, depth: number): boolean {
  if (depth > 4) return false;
  const { node, scope } = value;
  return [node, ...node.descendantsOfType('identifier')].some((part) => {
    if (part?.type !== 'identifier') return false;
    if (existenceWords.test(part.text)) return true;
    const next = scope.get(part.text);
    if (next && next.node !== node && asksForExistence(next, functions, depth + 1)) return true;
    const body =
      part.parent?.type === 'call' ? functions.get(part.text)?.childForFieldName('body') : undefined;
    return body ? asksForExistence({ node: body, scope }, functions, depth + 1) : false;
  });
}
