import type { Node } from '@vscode/tree-sitter-wasm';
import { decodeEscapes, literalOf } from '../../javascript.ts';
import type { Calls } from './calls.ts';
import { type Condition, negate } from './conditions.ts';
import type { Interpreter } from './interpreter.ts';
import { constant, type Scope, stringOf, undefinedValue, unknownValue, type Value } from './values.ts';

/** The clients of Knex by their names: https://knexjs.org/guide/#configuration-options. */
const otherClients =
  /^(?:pg|postgres|postgresql|pgnative|pg-native|mysql|mysql2|mariadb|mssql|oracle|oracledb|cockroachdb|redshift)$/i;
const sqliteClients = /^(?:sqlite|sqlite3|better-sqlite3|libsql|turso|node:sqlite|d1)$/i;

/** What expressions come to. */
export class Expressions {
  readonly #interpreter: Interpreter;
  readonly #calls: Calls;

  constructor(interpreter: Interpreter, calls: Calls) {
    this.#interpreter = interpreter;
    this.#calls = calls;
  }

  evaluate(node: Node, scope: Scope): Value {
    const inner = (child: Node | null | undefined): Value => this.#interpreter.evaluate(child, scope);
    const field = (name: string): Value => inner(node.childForFieldName(name));
    switch (node.type) {
      case 'string':
      case 'number':
      case 'true':
      case 'false':
        return constant(literalOf(node));
      case 'null':
        return constant(null);
      case 'undefined':
        return undefinedValue;
      case 'template_string':
        return this.#template(node, scope);
      case 'identifier':
      case 'shorthand_property_identifier':
      case 'this':
        return named(node.text, scope);
      case 'parenthesized_expression':
      case 'as_expression':
      case 'satisfies_expression':
      case 'non_null_expression':
        return inner(node.namedChildren.find((child) => child?.type !== 'comment'));
      case 'await_expression':
        return this.#interpreter.settle(inner(node.namedChildren[0]));
      case 'array':
        return this.#list(node, scope);
      case 'object':
        return this.#object(node, scope);
      case 'class':
      case 'class_declaration':
        return this.#class(node, scope);
      case 'arrow_function':
      case 'function_expression':
      case 'function_declaration':
      case 'method_definition':
        return { kind: 'function', node, scope };
      case 'member_expression':
        return this.member(field('object'), node.childForFieldName('property')?.text ?? '');
      case 'subscript_expression': {
        const key = field('index');
        const object = field('object');
        if (key.kind !== 'constant') return unknownValue;
        return object.kind === 'list' && typeof key.value === 'number'
          ? (object.items[key.value] ?? undefinedValue)
          : this.member(object, String(key.value));
      }
      case 'call_expression':
      case 'new_expression':
        return this.#calls.call(node, scope);
      case 'unary_expression': {
        const operand = field('argument');
        const operator = node.childForFieldName('operator')?.text;
        if (operator === '!') return test(negate(conditionOf(operand, node)));
        if (operator === '-' && operand.kind === 'constant') return constant(-Number(operand.value));
        return operator === 'void' ? undefinedValue : unknownValue;
      }
      case 'binary_expression':
        return this.#binary(node, scope);
      case 'ternary_expression': {
        const condition = conditionOf(field('condition'), node);
        if (condition.kind === 'known') return field(condition.value ? 'consequence' : 'alternative');
        const then = this.#interpreter.within(condition, () => field('consequence'));
        const otherwise = this.#interpreter.within(negate(condition), () => field('alternative'));
        return { kind: 'choice', condition, then, otherwise };
      }
      case 'assignment_expression':
      case 'augmented_assignment_expression': {
        const value = field('right');
        const target = node.childForFieldName('left');
        if (target?.type === 'identifier') {
          const sure = node.type === 'assignment_expression' && this.#interpreter.conditions.length === 0;
          scope.assign(target.text, sure ? value : unknownValue);
        }
        return value;
      }
      case 'sequence_expression':
        return node.namedChildren.map(inner).at(-1) ?? undefinedValue;
      default:
        return unknownValue;
    }
  }

  /** A property of a value. */
  member(object: Value, name: string): Value {
    switch (object.kind) {
      case 'knex':
        if (name === 'schema') return { kind: 'schema' };
        if (name === 'fn') return { kind: 'functions' };
        if (name === 'client' || name === 'context') return { kind: 'client' };
        return name === 'default' || name === 'knex' ? object : unknownValue;
      case 'query':
        // `knex(config)` is a connection of its own.
        return name === 'schema' ? { kind: 'schema' } : unknownValue;
      case 'client':
        return /^(?:client|dialect|driverName)$/.test(name) ? { kind: 'dialect' } : object;
      case 'object':
        return object.properties.get(name) ?? undefinedValue;
      case 'list':
        return name === 'length' ? constant(object.items.length) : unknownValue;
      default:
        return name === 'knex' ? { kind: 'knex' } : unknownValue;
    }
  }

  /** Whether two values are the same. A word that only names a client of Knex is compared with SQLite's. */
  equal(left: Value, right: Value, node: Node): Value {
    if (left.kind === 'constant' && right.kind === 'constant') return constant(left.value === right.value);
    const word = stringOf(left) ?? stringOf(right);
    const other = stringOf(left) === undefined ? left : right;
    if (word !== undefined && (other.kind === 'dialect' || other.kind === 'unknown')) {
      if (sqliteClients.test(word)) return constant(true);
      if (otherClients.test(word)) return constant(false);
      if (other.kind === 'dialect') return constant(false);
    }
    // `exists === false`
    const flag = [left, right].find((value) => value.kind === 'constant' && typeof value.value === 'boolean');
    if (other.kind === 'test' && flag?.kind === 'constant') {
      return test(flag.value ? other.condition : negate(other.condition));
    }
    const tested = [left, right].find((value) => value.kind === 'test');
    if (tested?.kind === 'test' && flag?.kind === 'constant') {
      return test(flag.value ? tested.condition : negate(tested.condition));
    }
    return test({ kind: 'unknown', reason: `it depends on ${node.text.slice(0, 60)}` });
  }

  #template(node: Node, scope: Scope): Value {
    let text = '';
    let end = node.startIndex + 1;
    for (const child of node.namedChildren) {
      if (child?.type !== 'template_substitution') continue;
      const value = this.#interpreter.evaluate(child.namedChildren[0], scope);
      if (value.kind !== 'constant') return unknownValue;
      text += decodeEscapes(node.text.slice(end - node.startIndex, child.startIndex - node.startIndex));
      text += String(value.value);
      end = child.endIndex;
    }
    return constant(text + decodeEscapes(node.text.slice(end - node.startIndex, -1)));
  }

  #list(node: Node, scope: Scope): Value {
    const items: Value[] = [];
    for (const child of node.namedChildren) {
      if (!child || child.type === 'comment') continue;
      if (child.type !== 'spread_element') {
        items.push(this.#interpreter.evaluate(child, scope));
        continue;
      }
      const spread = this.#interpreter.evaluate(child.namedChildren[0], scope);
      if (spread.kind !== 'list') return unknownValue;
      items.push(...spread.items);
    }
    return { kind: 'list', items };
  }

  #object(node: Node, scope: Scope): Value {
    const properties = new Map<string, Value>();
    for (const child of node.namedChildren) {
      if (child?.type === 'shorthand_property_identifier') {
        properties.set(child.text, named(child.text, scope));
      } else if (child?.type === 'method_definition') {
        properties.set(keyOf(child.childForFieldName('name')), { kind: 'function', node: child, scope });
      } else if (child?.type === 'pair') {
        const value = this.#interpreter.evaluate(child.childForFieldName('value'), scope);
        properties.set(keyOf(child.childForFieldName('key')), value);
      } else if (child?.type === 'spread_element') {
        const spread = this.#interpreter.evaluate(child.namedChildren[0], scope);
        if (spread.kind !== 'object') return unknownValue;
        for (const [key, value] of spread.properties) properties.set(key, value);
      }
    }
    return { kind: 'object', properties };
  }

  /** A class by its methods, as if it were one of its objects. */
  #class(node: Node, scope: Scope): Value {
    const properties = new Map<string, Value>();
    for (const child of node.childForFieldName('body')?.namedChildren ?? []) {
      if (child?.type !== 'method_definition') continue;
      properties.set(keyOf(child.childForFieldName('name')), { kind: 'function', node: child, scope });
    }
    return { kind: 'object', properties };
  }

  #binary(node: Node, scope: Scope): Value {
    const left = this.#interpreter.evaluate(node.childForFieldName('left'), scope);
    const operator = node.childForFieldName('operator')?.text;
    const right = (): Value => this.#interpreter.evaluate(node.childForFieldName('right'), scope);
    switch (operator) {
      case '&&':
      case '||': {
        const condition = conditionOf(left, node);
        const goesOn = operator === '&&' ? condition : negate(condition);
        if (goesOn.kind === 'known') return goesOn.value ? right() : left;
        const then = this.#interpreter.within(goesOn, right);
        return { kind: 'choice', condition: goesOn, then, otherwise: constant(operator === '||') };
      }
      case '??':
        if (left.kind === 'constant') return left.value === null || left.value === undefined ? right() : left;
        return unknownValue;
      case '===':
      case '==':
        return this.equal(left, right(), node);
      case '!==':
      case '!=':
        return test(negate(conditionOf(this.equal(left, right(), node), node)));
      case '+': {
        const second = right();
        if (left.kind !== 'constant' || second.kind !== 'constant') return unknownValue;
        return typeof left.value === 'number' && typeof second.value === 'number'
          ? constant(left.value + second.value)
          : constant(`${left.value}${second.value}`);
      }
      default:
        right();
        return unknownValue;
    }
  }
}

/** A condition from a value that stands where one is asked for. */
export function conditionOf(value: Value, node: Node): Condition {
  const unclear: Condition = {
    kind: 'unknown',
    reason: `it depends on ${(node.childForFieldName('condition') ?? node).text.slice(0, 60)}`,
  };
  switch (value.kind) {
    case 'constant':
      return { kind: 'known', value: Boolean(value.value) };
    case 'test':
      return value.condition;
    case 'unknown':
      return unclear;
    case 'choice': {
      // `a && b` and `a || b` of two constants of the run.
      const then = conditionOf(value.then, node);
      const otherwise = conditionOf(value.otherwise, node);
      if (then.kind !== 'known' || otherwise.kind !== 'known') return unclear;
      if (then.value === otherwise.value) return then;
      return then.value ? value.condition : negate(value.condition);
    }
    default:
      return { kind: 'known', value: true };
  }
}

function test(condition: Condition): Value {
  return condition.kind === 'known' ? constant(condition.value) : { kind: 'test', condition };
}

/** What a name stands for. The connection of another module is known by its name. */
function named(name: string, scope: Scope): Value {
  const value = scope.get(name);
  return (value === undefined || value.kind === 'unknown') && /^knex$/i.test(name)
    ? { kind: 'knex' }
    : (value ?? unknownValue);
}

function keyOf(node: Node | null): string {
  const literal = literalOf(node?.type === 'computed_property_name' ? node.namedChildren[0] : node);
  return literal === undefined ? (node?.text ?? '') : String(literal);
}
