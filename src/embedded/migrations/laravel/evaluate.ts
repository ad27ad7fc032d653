import type { Node } from '@vscode/tree-sitter-wasm';
import { combineTruths } from '../existence.ts';
import { tableOfModel } from './inflector.ts';
import { literalValue } from './literals.ts';
import {
  baseName,
  DatabaseHandle,
  type PhpScope,
  type PhpValue,
  partsOf,
  rangeOf,
  textOf,
  truthOf,
  unknown,
} from './values.ts';

/** The value of an expression; `unknown` where the file does not tell. Nothing is run. */
export function evaluate(node: Node | null | undefined, scope: PhpScope): PhpValue {
  if (!node) return { kind: 'null', range: { start: 0, end: 0 } };
  const literal = literalValue(node, scope, evaluate);
  if (literal) return literal;
  const range = rangeOf(node);
  switch (node.type) {
    case 'variable_name':
      return scope.get(node.text.slice(1)) ?? unknown(node);
    case 'parenthesized_expression':
    case 'argument':
      return evaluate(partsOf(node).at(-1), scope);
    case 'assignment_expression':
      return evaluate(node.childForFieldName('right'), scope);
    case 'anonymous_function':
    case 'arrow_function':
      return { kind: 'closure', node, scope, range };
    case 'class_constant_access_expression':
      return evaluateConstant(node, scope);
    case 'member_access_expression':
      return evaluateProperty(node, scope);
    case 'subscript_expression': {
      const [array, key] = partsOf(node).map((part) => evaluate(part, scope));
      return elementOf(array, key) ?? unknown(node);
    }
    case 'unary_op_expression':
      return negate(node, evaluate(node.childForFieldName('argument'), scope));
    case 'binary_expression':
      return evaluateBinary(node, scope);
    case 'conditional_expression': {
      const condition = evaluate(node.childForFieldName('condition'), scope);
      const truth = truthOf(condition);
      if (truth === undefined) return unknown(node);
      const body = node.childForFieldName('body');
      return truth && !body
        ? condition
        : evaluate(truth ? body : node.childForFieldName('alternative'), scope);
    }
    case 'object_creation_expression': {
      const [name, args] = partsOf(node);
      if (name?.type === 'anonymous_class') return unknown(node);
      if (baseName(name) === 'Expression') return rawSql(node, args, scope);
      return { kind: 'class', name: baseName(name), range };
    }
    case 'scoped_call_expression':
      return evaluateStaticCall(node, scope);
    case 'member_call_expression':
    case 'nullsafe_member_call_expression':
      return evaluateMethodCall(node, scope);
    case 'function_call_expression':
      return evaluateFunction(node, scope);
    default:
      return unknown(node);
  }
}

/** The parts of a call's arguments. */
export function argumentsOf(call: Node): Node[] {
  return partsOf(call.childForFieldName('arguments'));
}

function rawSql(node: Node, args: Node | undefined, scope: PhpScope): PhpValue {
  const sql = evaluate(partsOf(args)[0], scope);
  return { kind: 'raw', sql: textOf(sql), range: sql.kind === 'text' ? sql.range : rangeOf(node) };
}

function sqlite(node: Node): PhpValue {
  return { kind: 'text', text: 'sqlite', verbatim: false, range: rangeOf(node) };
}

function evaluateConstant(node: Node, scope: PhpScope): PhpValue {
  const [owner, name] = partsOf(node);
  if (name?.text === 'class') return { kind: 'class', name: baseName(owner), range: rangeOf(owner ?? node) };
  if (owner?.type === 'relative_scope' && name) return evaluateMember(name.text, node, scope);
  return unknown(node);
}

function evaluateProperty(node: Node, scope: PhpScope): PhpValue {
  const name = node.childForFieldName('name')?.text;
  return node.childForFieldName('object')?.text === '$this' && name !== undefined
    ? evaluateMember(name, node, scope)
    : unknown(node);
}

function evaluateMember(name: string, node: Node, scope: PhpScope): PhpValue {
  const value = scope.file.members.get(name);
  // One that is made of others may be made of itself.
  const isMade = value?.descendantsOfType(['member_access_expression', 'relative_scope']).length !== 0;
  return value && !isMade ? evaluate(value, scope) : unknown(node);
}

function elementOf(array: PhpValue | undefined, key: PhpValue | undefined): PhpValue | undefined {
  const name = textOf(key);
  if (array?.kind !== 'array' || name === undefined) return undefined;
  const keyed = array.entries.find((entry) => textOf(entry.key) === name);
  return (
    keyed?.value ??
    (array.entries.some((entry) => entry.key) ? undefined : array.entries[Number(name)]?.value)
  );
}

/** The connection that a call names: undefined for the default one, and for one that isn't written out. */
function otherConnection(call: Node, scope: PhpScope): string | undefined {
  const name = textOf(evaluate(argumentsOf(call)[0], scope));
  return name === undefined || /sqlite/i.test(name) ? undefined : name;
}

function evaluateStaticCall(node: Node, scope: PhpScope): PhpValue {
  const owner = baseName(node.childForFieldName('scope'));
  const name = node.childForFieldName('name')?.text ?? '';
  const range = rangeOf(node);
  const handle = (what: 'schema' | 'connection', other?: string): PhpValue => ({
    kind: 'object',
    object: new DatabaseHandle(what, other),
    range,
  });
  if (owner === 'Schema') {
    if (name === 'connection' || name === 'setConnection')
      return handle('schema', otherConnection(node, scope));
    if (name === 'getConnection') return handle('connection');
    if (isQuestion(name)) return { kind: 'existence', positive: true, range };
  }
  if (owner === 'DB') {
    if (name === 'raw') return rawSql(node, node.childForFieldName('arguments') ?? undefined, scope);
    if (name === 'connection') return handle('connection', otherConnection(node, scope));
    if (name === 'getSchemaBuilder') return handle('schema');
    return ofConnection(name, node, scope) ?? unknown(node);
  }
  if (owner === 'Config' && name === 'get') return evaluateSetting(node, scope);
  return asksDatabase(name) ? { kind: 'existence', positive: true, range } : unknown(node);
}

/** True for a helper that by its name asks what the database has: `indexExists`, `hasForeign`. */
function asksDatabase(name: string): boolean {
  return /^(?:has|does)\w*(?:column|constraint|foreign|index|key|table)\w*$|(?:column|constraint|foreign|index|key|table)exists?$/i.test(
    name,
  );
}

/** `hasTable`, `hasColumn` and the like. */
export function isQuestion(name: string): boolean {
  return /^has(?:Table|View|Column|Columns|Index)$/.test(name);
}

function ofConnection(name: string, node: Node, scope: PhpScope): PhpValue | undefined {
  if (name === 'getDriverName') return sqlite(node);
  // Without a setting there is none.
  if (name === 'getTablePrefix') return { kind: 'text', text: '', verbatim: false, range: rangeOf(node) };
  const key = name === 'getConfig' ? textOf(evaluate(argumentsOf(node)[0], scope)) : undefined;
  return key === 'driver' ? sqlite(node) : undefined;
}

function evaluateMethodCall(node: Node, scope: PhpScope): PhpValue {
  const receiver = node.childForFieldName('object');
  const name = node.childForFieldName('name')?.text ?? '';
  const range = rangeOf(node);
  if (receiver?.text === '$this') {
    if (name === 'getConnection') return evaluateMember('connection', node, scope);
    if (!scope.file.methods.has(name)) {
      // What a migration says of itself unless it says otherwise, and a helper of Laravel's own packages.
      if (name === 'shouldRun') return { kind: 'boolean', value: true, range };
      if (name === 'driver') return sqlite(node);
    }
    return asksDatabase(name)
      ? { kind: 'existence', positive: true, range }
      : callOwnMethod(name, node, scope);
  }
  if (name === 'getAttribute' && /ATTR_DRIVER_NAME/.test(node.childForFieldName('arguments')?.text ?? '')) {
    return sqlite(node);
  }
  const value = evaluate(receiver, scope);
  if (value.kind === 'object' && value.object instanceof DatabaseHandle) {
    const { what, other } = value.object;
    if (what === 'schema' && isQuestion(name)) return { kind: 'existence', positive: true, range };
    const to = name === 'getSchemaBuilder' ? 'schema' : name === 'getConnection' ? 'connection' : undefined;
    if (to) return { kind: 'object', object: new DatabaseHandle(to, other), range };
    if (name === 'connection') {
      return { kind: 'object', object: new DatabaseHandle(what, otherConnection(node, scope)), range };
    }
    if (name === 'raw') return rawSql(node, node.childForFieldName('arguments') ?? undefined, scope);
    return ofConnection(name, node, scope) ?? unknown(node);
  }
  if (value.kind === 'class' && name === 'getTable') {
    return { kind: 'text', text: tableOfModel(value.name), verbatim: false, range };
  }
  if (name === 'wrapTable') return evaluate(argumentsOf(node)[0], scope);
  if (asksDatabase(name)) return { kind: 'existence', positive: true, range };
  if (value.kind === 'array' && /^(?:all|toArray|values|filter)$/.test(name)) return value;
  return unknown(node);
}

/** A method of the class that does nothing but return a value. */
function callOwnMethod(name: string, node: Node, scope: PhpScope): PhpValue {
  const body = scope.file.methods.get(name)?.childForFieldName('body');
  const [only, ...more] = partsOf(body);
  if (only?.type !== 'return_statement' || more.length > 0 || argumentsOf(node).length > 0)
    return unknown(node);
  return only.text.includes('$this->') ? unknown(node) : evaluate(partsOf(only)[0], scope);
}

function evaluateFunction(node: Node, scope: PhpScope): PhpValue {
  const name = baseName(node.childForFieldName('function'));
  const args = argumentsOf(node);
  const values = args.map((arg) => evaluate(arg, scope));
  const [first, second] = values;
  const text = textOf(first);
  switch (name) {
    case 'config':
    case 'env':
      return evaluateSetting(node, scope);
    case 'collect':
      return first?.kind === 'array' ? first : unknown(node);
    case 'strtolower':
      return text === undefined
        ? unknown(node)
        : { kind: 'text', text: text.toLowerCase(), verbatim: false, range: rangeOf(node) };
    case 'in_array': {
      const other = second?.kind === 'array' ? second.entries.map((entry) => textOf(entry.value)) : undefined;
      if (text === undefined || !other?.every((item) => item !== undefined)) return unknown(node);
      return { kind: 'boolean', value: other.includes(text), range: rangeOf(node) };
    }
    case 'sprintf': {
      const parts = values.slice(1).map(textOf);
      if (text === undefined || /%[^sd]/.test(text) || !parts.every((part) => part !== undefined))
        return unknown(node);
      const filled = text.replace(/%[sd]/g, () => parts.shift() ?? '');
      return { kind: 'text', text: filled, verbatim: false, range: rangeOf(node) };
    }
    case 'app':
      if (text === 'db.schema')
        return { kind: 'object', object: new DatabaseHandle('schema', undefined), range: rangeOf(node) };
      return first?.kind === 'class' ? first : unknown(node);
    default:
      return unknown(node);
  }
}

/** The default connection is SQLite's: that is what the reader reads for. */
function evaluateSetting(node: Node, scope: PhpScope): PhpValue {
  const key = textOf(evaluate(argumentsOf(node)[0], scope));
  // What the migrations of spatie/laravel-activitylog ask for.
  if (key === 'activitylog.table_name') {
    return { kind: 'text', text: 'activity_log', verbatim: false, range: rangeOf(node) };
  }
  return key === 'database.default' || key === 'DB_CONNECTION' || key === 'database.connections.sqlite.driver'
    ? sqlite(node)
    : unknown(node);
}

function negate(node: Node, value: PhpValue): PhpValue {
  const range = rangeOf(node);
  const operator = node.child(0)?.text;
  if (operator === '-' && value.kind === 'number') return { kind: 'number', text: `-${value.text}`, range };
  if (operator !== '!') return unknown(node);
  if (value.kind === 'existence') {
    const positive = value.positive === undefined ? undefined : !value.positive;
    return { kind: 'existence', positive, range };
  }
  const truth = truthOf(value);
  return truth === undefined ? unknown(node) : { kind: 'boolean', value: !truth, range };
}

function evaluateBinary(node: Node, scope: PhpScope): PhpValue {
  const operator = node.childForFieldName('operator')?.text.toLowerCase();
  const left = evaluate(node.childForFieldName('left'), scope);
  const right = node.childForFieldName('right');
  const range = rangeOf(node);
  if (operator === 'instanceof') {
    const database = /^(SQLite|MySql|MariaDb|Postgres|SqlServer)(?:Connection|Grammar|Builder)$/.exec(
      baseName(right),
    )?.[1];
    return database === undefined ? unknown(node) : { kind: 'boolean', value: database === 'SQLite', range };
  }
  const other = evaluate(right, scope);
  switch (operator) {
    case '&&':
    case 'and':
      return combineTruths<PhpValue>(left, other, true, truthOf, range) ?? unknown(node);
    case '||':
    case 'or':
      return combineTruths<PhpValue>(left, other, false, truthOf, range) ?? unknown(node);
    case '??':
    case '?:':
      return left.kind === 'null' ? other : left;
    case '==':
    case '===':
    case '!=':
    case '!==': {
      const [a, b] = [textOf(left), textOf(other)];
      const equals = operator.startsWith('=');
      if (a !== undefined && b !== undefined) return { kind: 'boolean', value: (a === b) === equals, range };
      const truth = other.kind === 'boolean' ? other.value === equals : undefined;
      if (truth === undefined || left.kind !== 'existence') return unknown(node);
      return truth || left.positive === undefined ? left : { ...left, positive: !left.positive };
    }
    case '.': {
      const [a, b] = [textOf(left), textOf(other)];
      if (a !== undefined && b !== undefined) return { kind: 'text', text: a + b, verbatim: false, range };
      return unknown(node, a ?? (left.kind === 'unknown' ? left.prefix : ''));
    }
    default:
      return unknown(node);
  }
}
