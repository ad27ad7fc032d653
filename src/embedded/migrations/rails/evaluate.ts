import type { Node } from '@vscode/tree-sitter-wasm';
import { combineTruths } from '../existence.ts';
import { pluralize, singularize, tableize } from './inflector.ts';
import { literalValue } from './literals.ts';
import {
  connection,
  ModelClass,
  partsOf,
  type RubyScope,
  type RubyValue,
  rangeOf,
  textOf,
  truthOf,
  unknown,
} from './values.ts';

/** What SQLite's adapter answers to `supports_…?`. */
const supported =
  /^supports_(?:check_constraints|common_table_expressions|datetime_with_precision|ddl_transactions|deferrable_constraints|explain|expression_index|foreign_keys|index_sort_order|insert_returning|json|partial_index|savepoints|transaction_isolation|views|virtual_columns)\?$/;

/** Predicates that applications have for the database that they run on. */
const kindOfDatabase =
  /^(?:sqlite3?|mysql2?|maria_?db|postgres|postgresql|pg|oracle|oracle_enhanced|sql_?server|mssql)\?$/;

/** The value of an expression; `unknown` where the file does not tell. */
export function evaluate(node: Node | null | undefined, scope: RubyScope): RubyValue {
  if (!node) return { kind: 'nil', range: { start: 0, end: 0 } };
  const literal = literalValue(node, scope, evaluate);
  if (literal) return literal;
  switch (node.type) {
    case 'identifier':
      return scope.get(node.text) ?? evaluateCall(node, scope);
    case 'constant':
      return evaluateConstant(node, scope);
    case 'call':
      return evaluateCall(node, scope);
    case 'element_reference':
      return evaluateElement(node, scope);
    case 'unary':
      return negate(node, evaluate(node.childForFieldName('operand'), scope));
    case 'binary':
      return evaluateBinary(node, scope);
    case 'conditional': {
      const truth = truthOf(evaluate(node.childForFieldName('condition'), scope));
      if (truth === undefined) return unknown(node);
      return evaluate(node.childForFieldName(truth ? 'consequence' : 'alternative'), scope);
    }
    case 'parenthesized_statements':
    case 'body_statement':
    case 'block_body': {
      const parts = partsOf(node);
      return parts.length === 1 ? evaluate(parts[0], scope) : unknown(node);
    }
    case 'lambda':
      return {
        kind: 'lambda',
        result: evaluate(node.childForFieldName('body')?.childForFieldName('body'), scope),
        range: rangeOf(node),
      };
    default:
      return unknown(node);
  }
}

function evaluateConstant(node: Node, scope: RubyScope): RubyValue {
  const definition = scope.file.constants.get(node.text);
  // A constant that is defined by itself has no end.
  return definition && !(definition.startIndex <= node.startIndex && node.endIndex <= definition.endIndex)
    ? evaluate(definition, scope)
    : { kind: 'object', object: new ModelClass(node.text), range: rangeOf(node) };
}

function evaluateCall(node: Node, scope: RubyScope): RubyValue {
  const receiver = node.childForFieldName('receiver');
  const name = node.type === 'identifier' ? node.text : node.childForFieldName('method')?.text;
  const range = rangeOf(node);
  const args = partsOf(node.childForFieldName('arguments'));
  if (name === undefined) return unknown(node);
  if (name === 'adapter_name') return { kind: 'text', text: 'SQLite', symbol: false, verbatim: false, range };
  if (name === 'adapter' && /config/.test(receiver?.text ?? '')) return adapter(node);
  if (/^(?:lease_connection|connection|conn)$/.test(name) && !receiver?.text.includes('config')) {
    return { kind: 'object', object: connection, range };
  }
  if (/^supports_\w+\?$/.test(name)) return { kind: 'boolean', value: supported.test(name), range };
  if (
    /^(?:table|column|index|index_name|data_source|view|foreign_key|check_constraint)_exists\?$/.test(name)
  ) {
    return { kind: 'existence', positive: true, range };
  }
  if (args.length === 0 && kindOfDatabase.test(name)) {
    return { kind: 'boolean', value: name.startsWith('sqlite'), range };
  }
  // What the migrations of acts-as-taggable-on ask for; both have a default.
  if (receiver?.text === 'ActsAsTaggableOn' && /^tag(?:ging)?s_table$/.test(name)) {
    return { kind: 'text', text: name.slice(0, -'_table'.length), symbol: true, verbatim: false, range };
  }
  if (!receiver) return callOwnMethod(name, args, node, scope);
  const asked = asksDatabase(node);
  if (asked !== undefined) return { kind: 'existence', positive: asked, range };
  const value = evaluate(receiver, scope);
  if (name === 'call' && value.kind === 'lambda') return value.result;
  if (name === 'table_name' && value.kind === 'object' && value.object instanceof ModelClass) {
    const text = scope.file.tables.get(value.object.name) ?? tableize(value.object.name);
    return { kind: 'text', text, symbol: false, verbatim: false, range };
  }
  return method(value, name, args, node, scope);
}

/**
 * Whether an expression asks what the database has (`connection.columns(:a).any? { … }`): true where it holds when the
 * thing is there, false where it holds when it is not.
 */
function asksDatabase(node: Node): boolean | undefined {
  const name = node.childForFieldName('method')?.text ?? '';
  const positive = /^(?:include\?|any\?|detect|find|present\?|exists\?|key\?)$/.test(name);
  if (!positive && !/^(?:none\?|empty\?|blank\?|exclude\?)$/.test(name)) return undefined;
  for (let inner = node.childForFieldName('receiver'); inner; inner = inner.childForFieldName('receiver')) {
    const method = inner.type === 'identifier' ? inner.text : inner.childForFieldName('method')?.text;
    if (
      /^(?:tables|data_sources|views|columns|column_names|columns_hash|indexes|foreign_keys)$/.test(
        method ?? '',
      )
    ) {
      return positive;
    }
  }
  return undefined;
}

/** A method of the file that does nothing but return a value. */
function callOwnMethod(name: string, args: readonly Node[], node: Node, scope: RubyScope): RubyValue {
  const definition = scope.file.methods.get(name);
  const body = definition?.childForFieldName('body');
  if (!body || args.length > 0 || definition?.childForFieldName('parameters')) return unknown(node);
  // Nothing that calls further methods of the file: it may call itself.
  const calls = body.descendantsOfType('identifier').some((word) => scope.file.methods.has(word?.text ?? ''));
  return calls ? unknown(node) : evaluate(body, scope);
}

function adapter(node: Node): RubyValue {
  return { kind: 'text', text: 'sqlite3', symbol: false, verbatim: false, range: rangeOf(node) };
}

function evaluateElement(node: Node, scope: RubyScope): RubyValue {
  const [object, key] = partsOf(node);
  const name = textOf(evaluate(key, scope));
  if (name === 'adapter' && /config/.test(object?.text ?? '')) return adapter(node);
  const value = evaluate(object, scope);
  if (value.kind === 'hash' && name !== undefined) return value.entries.get(name) ?? unknown(node);
  if (value.kind === 'list' && name !== undefined) return value.items.at(Number(name)) ?? unknown(node);
  return unknown(node);
}

function method(
  value: RubyValue,
  name: string,
  args: readonly Node[],
  node: Node,
  scope: RubyScope,
): RubyValue {
  const range = rangeOf(node);
  const truth = (known: boolean): RubyValue => ({ kind: 'boolean', value: known, range });
  const argument = args.length === 1 ? evaluate(args[0], scope) : undefined;
  if (/^(?:freeze|dup|presence|squish|strip|strip_heredoc|chomp|itself|to_a|html_safe)$/.test(name))
    return value;
  if (value.kind === 'text') {
    const other = textOf(argument);
    const changed = (text: string): RubyValue => ({ ...value, text, verbatim: false });
    if (name === 'to_s' || name === 'to_str') return { ...value, symbol: false };
    if (name === 'to_sym') return { ...value, symbol: true };
    if (name === 'downcase' || name === 'underscore') return changed(value.text.toLowerCase());
    if (name === 'upcase') return changed(value.text.toUpperCase());
    if (name === 'pluralize') return changed(pluralize(value.text));
    if (name === 'singularize') return changed(singularize(value.text));
    if (other !== undefined) {
      if (name === 'include?') return truth(value.text.includes(other));
      if (/^starts?_with\?$/.test(name)) return truth(value.text.startsWith(other));
      if (/^ends?_with\?$/.test(name)) return truth(value.text.endsWith(other));
      if (name === 'casecmp?' || name === 'eql?')
        return truth(
          name === 'eql?' ? value.text === other : value.text.toLowerCase() === other.toLowerCase(),
        );
    }
    if (/^match\??$/.test(name) && argument?.kind === 'pattern')
      return truth(argument.pattern.test(value.text));
    if (name === 'in?' && argument?.kind === 'list') return includes(argument.items, value, node);
  }
  if (value.kind === 'pattern' && /^match\??$/.test(name) && argument?.kind === 'text') {
    return truth(value.pattern.test(argument.text));
  }
  if (value.kind === 'number' && name === 'to_s') {
    return { kind: 'text', text: value.text, symbol: false, verbatim: false, range: value.range };
  }
  if (value.kind === 'list') {
    if (name === 'include?' && argument) return includes(value.items, argument, node);
    if (name === 'first' && args.length === 0) return value.items[0] ?? unknown(node);
    if (name === 'last' && args.length === 0) return value.items.at(-1) ?? unknown(node);
  }
  if (value.kind === 'hash' && name === 'keys') {
    return {
      kind: 'list',
      items: [...value.entries].map(([text, entry]) => ({
        kind: 'text',
        text,
        symbol: true,
        verbatim: false,
        range: entry.range,
      })),
      range,
    };
  }
  if (value.kind === 'hash' && name === 'values')
    return { kind: 'list', items: [...value.entries.values()], range };
  if (name === 'nil?' && value.kind !== 'unknown' && value.kind !== 'existence')
    return truth(value.kind === 'nil');
  return unknown(node);
}

function includes(items: readonly RubyValue[], value: RubyValue, node: Node): RubyValue {
  const text = textOf(value);
  if (text === undefined || items.some((item) => textOf(item) === undefined)) return unknown(node);
  return { kind: 'boolean', value: items.some((item) => textOf(item) === text), range: rangeOf(node) };
}

function negate(node: Node, value: RubyValue): RubyValue {
  const operator = node.child(0)?.text;
  const range = rangeOf(node);
  if (operator === '-' && value.kind === 'number') return { kind: 'number', text: `-${value.text}`, range };
  if (operator !== '!' && operator !== 'not') return unknown(node);
  if (value.kind === 'existence') {
    return {
      kind: 'existence',
      positive: value.positive === undefined ? undefined : !value.positive,
      range,
    };
  }
  const truth = truthOf(value);
  return truth === undefined ? unknown(node) : { kind: 'boolean', value: !truth, range };
}

function evaluateBinary(node: Node, scope: RubyScope): RubyValue {
  const left = evaluate(node.childForFieldName('left'), scope);
  const operator = node.childForFieldName('operator')?.text;
  const right = evaluate(node.childForFieldName('right'), scope);
  const range = rangeOf(node);
  const truth = (value: boolean): RubyValue => ({ kind: 'boolean', value, range });
  switch (operator) {
    case '&&':
    case 'and':
    case '||':
    case 'or':
      return (
        combineTruths<RubyValue>(left, right, operator === '&&' || operator === 'and', truthOf, range) ??
        unknown(node)
      );
    case '==':
    case '!=':
    case '===': {
      const [a, b] = [textOf(left), textOf(right)];
      if (a === undefined || b === undefined) return unknown(node);
      const same = a === b && (left.kind !== 'text' || right.kind !== 'text' || left.symbol === right.symbol);
      return truth(same === (operator !== '!='));
    }
    case '=~':
    case '!~': {
      const [text, pattern] = left.kind === 'pattern' ? [right, left] : [left, right];
      if (text.kind !== 'text' || pattern.kind !== 'pattern') return unknown(node);
      return truth(pattern.pattern.test(text.text) === (operator === '=~'));
    }
    case '+':
      if (left.kind === 'list' && right.kind === 'list') {
        return { kind: 'list', items: [...left.items, ...right.items], range };
      }
      if (left.kind === 'text' && right.kind === 'text') {
        return { kind: 'text', text: left.text + right.text, symbol: false, verbatim: false, range };
      }
      return unknown(node, left.kind === 'text' ? left.text : left.kind === 'unknown' ? left.prefix : '');
    default:
      return unknown(node);
  }
}
