import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import { OperationList } from '../operation-list.ts';
import { type Arguments, readArguments } from './arguments.ts';
import { isHarmless, namesItsTable, runsBlockForEach, runsBlockOnce, soundsLikeSchema } from './calls.ts';
import { ChangedTable } from './changed-table.ts';
import { evaluate } from './evaluate.ts';
import { Flow } from './flow.ts';
import { singularize } from './inflector.ts';
import { joinTableName, type RailsVersion } from './names.ts';
import { NewTable, namedOf } from './new-table.ts';
import { readSql, sqlMethods } from './sql.ts';
import { statements, tableOf } from './statements.ts';
import {
  connection,
  ModelClass,
  partsOf,
  RubyScope,
  type RubyValue,
  rangeOf,
  textOf,
  unknown,
} from './values.ts';

/** The `dir` of `reversible`. */
const direction: object = { name: 'direction' };

/** Follows what a migration calls, and gathers the operations. */
export class Walker {
  readonly operations = new OperationList();
  readonly #flow = new Flow(this.operations, (node, scope) => this.#call(node, scope));
  readonly #version: RailsVersion;
  /** Methods of the file that are being followed. */
  readonly #active = new Set<string>();

  constructor(version: RailsVersion) {
    this.#version = version;
  }

  /** Follows the statements of a body. */
  runAll(nodes: readonly Node[], scope: RubyScope): void {
    this.#flow.runAll(nodes, scope);
  }

  #call(node: Node, scope: RubyScope): void {
    const name = node.type === 'identifier' ? node.text : node.childForFieldName('method')?.text;
    if (name === undefined || (node.type === 'identifier' && scope.get(name))) return;
    const receiver = node.childForFieldName('receiver');
    if (!receiver || receiver.type === 'self') {
      this.#ownCall(name, node, scope);
      return;
    }
    const value = evaluate(receiver, scope);
    if (value.kind === 'object' && isHandle(value)) {
      if (value.object === direction) {
        if (name === 'up') this.#flow.block(node, scope);
      } else if (value.object === connection) this.#schemaCall(name, node, scope);
      else this.#tableCall(value.object, name, node, scope);
      return;
    }
    if (runsBlockOnce.has(name)) {
      this.#flow.block(node, scope, [{ kind: 'object', object: connection, range: rangeOf(node) }]);
      return;
    }
    if (runsBlockForEach.has(name) && this.#flow.forEach(value, name, node, scope)) return;
    if (receiver.type === 'call') this.#call(receiver, scope);
    if (/^ActiveRecord::(?:Base|Migration|Schema)\b/.test(receiver.text) && !soundsLikeModel(name)) {
      this.#schemaCall(name, node, scope);
      return;
    }
    this.#foreignCall(name, receiver, node, scope);
  }

  /** A call on what isn't known: rows as a rule, unless it sounds otherwise. */
  #foreignCall(name: string, receiver: Node, node: Node, scope: RubyScope): void {
    const handed = /\bmethod\(/.test(node.childForFieldName('arguments')?.text ?? '');
    const isClass = /^(?:constant|scope_resolution)$/.test(receiver.type) || /\.new\b/.test(receiver.text);
    const passesSelf = partsOf(node.childForFieldName('arguments')).some(
      (part) => part.type === 'self' || isHandle(evaluate(part, scope)),
    );
    if (handed || passesSelf || (isClass && soundsLikeSchema(name)) || name === 'migrate') {
      this.operations.add({
        kind: 'opaque',
        range: rangeOf(node),
        reason: `it calls ${name} of another file`,
      });
    }
    if (node.childForFieldName('block')) {
      this.#flow.doubtful(
        () => this.#flow.block(node, scope),
        node,
        'it is in a loop over values of the run',
      );
    }
  }

  #ownCall(name: string, node: Node, scope: RubyScope): void {
    if (name === 'reversible') {
      this.#flow.block(node, scope, [{ kind: 'object', object: direction, range: rangeOf(node) }]);
    } else if (runsBlockOnce.has(name)) {
      this.#flow.block(node, scope);
    } else if (name === 'revert') {
      const reason = 'it reverts what was done before';
      if (node.childForFieldName('block'))
        this.#flow.doubtful(() => this.#flow.block(node, scope), node, reason);
      else this.operations.add({ kind: 'opaque', range: rangeOf(node), reason });
    } else if (scope.file.methods.has(name)) {
      this.#follow(name, node, scope);
    } else {
      this.#schemaCall(name, node, scope);
    }
  }

  /** Follows a method of the file with the arguments of a call. */
  #follow(name: string, node: Node, scope: RubyScope): void {
    const definition = scope.file.methods.get(name);
    if (!definition || this.#active.has(name)) {
      this.operations.add({ kind: 'opaque', range: rangeOf(node), reason: `${name} calls itself` });
      return;
    }
    const args = readArguments(node, scope, []);
    const inner = new RubyScope(scope.file);
    let at = 0;
    for (const parameter of partsOf(definition.childForFieldName('parameters'))) {
      const word = parameter.childForFieldName('name')?.text ?? parameter.text;
      const otherwise = parameter.childForFieldName('value');
      const given = parameter.type === 'keyword_parameter' ? args.options.get(word) : args.positional[at++];
      inner.declare(word, given ?? (otherwise ? evaluate(otherwise, inner) : unknown(parameter)));
    }
    this.#active.add(name);
    const body = definition.childForFieldName('body');
    if (body) this.#flow.runAll(body.type === 'body_statement' ? partsOf(body) : [body], inner);
    this.#active.delete(name);
    if (node.childForFieldName('block')) {
      this.#flow.doubtful(() => this.#flow.block(node, scope), node, `${name} decides whether it happens`);
    }
  }

  #tableCall(object: object, name: string, node: Node, scope: RubyScope): void {
    const range = rangeOf(node);
    if (object instanceof NewTable) {
      const args = readArguments(node, scope, object.doubts);
      const declared = node.childForFieldName('method');
      const at = args.positional.length > 0 || !declared ? args : { ...args, range: rangeOf(declared) };
      if (this.operations.doubtful) object.doubts.push('a part of it depends on the run');
      else if (!object.call(name, at)) object.doubts.push(`t.${name} is not followed`);
      return;
    }
    if (!(object instanceof ChangedTable)) return;
    const doubts: string[] = [];
    const args = readArguments(node, scope, doubts);
    const table = textOf(object.table);
    const tables = table === undefined ? undefined : [table];
    const calls = object.statements(name, args);
    if (!calls) this.operations.add({ kind: 'opaque', range, reason: `t.${name} is not followed`, tables });
    for (const call of calls ?? []) this.#statement(call.name, call.args, range, doubts);
  }

  #schemaCall(name: string, node: Node, scope: RubyScope): void {
    if (/^(?:create_table|create_join_table|change_table)$/.test(name)) {
      this.#tableStatement(name, node, scope);
      return;
    }
    const doubts: string[] = [];
    this.#statement(name, readArguments(node, scope, doubts), rangeOf(node), doubts);
    const block = node.childForFieldName('block');
    // The block of `drop_table` tells how to make it again.
    if (block && !Object.hasOwn(statements, name)) {
      this.#flow.doubtful(() => this.#flow.block(node, scope), node, `${name} decides whether it happens`);
    }
  }

  #statement(name: string, args: Arguments, range: Range, doubts: readonly string[]): void {
    const call = { args: args.positional, options: args.options, range, version: this.#version };
    if (sqlMethods.has(name)) {
      this.operations.addAll(readSql(call));
      return;
    }
    const statement = Object.hasOwn(statements, name) ? statements[name] : undefined;
    if (!statement) {
      if (isHarmless(name)) return;
      const tables = namesItsTable(name) ? tableOf(call) : undefined;
      this.operations.add({ kind: 'opaque', range, reason: `${name} is not followed`, tables });
      return;
    }
    const found = statement(call);
    if (found) this.operations.addAll(found);
    if (!found || doubts.length > 0) {
      const reason = found ? (doubts[0] ?? '') : `the arguments of ${name} are put together at run time`;
      this.operations.add({ kind: 'opaque', range, reason, tables: tableOf(call) });
    }
  }

  #tableStatement(name: string, node: Node, scope: RubyScope): void {
    const range = rangeOf(node);
    const doubts: string[] = [];
    const { positional, options } = readArguments(node, scope, doubts);
    const given = positional[0];
    if (name === 'change_table') {
      const table: RubyValue = given ?? unknown(node);
      this.#flow.block(node, scope, [{ kind: 'object', object: new ChangedTable(table), range }]);
      return;
    }
    const join = name === 'create_join_table' ? positional.slice(0, 2).map(textOf) : undefined;
    const named = join ? joinName(join, options.text('table_name'), given) : namedOf(given);
    if (!named) {
      this.operations.add({
        kind: 'opaque',
        range,
        reason: 'the name of a table is put together at run time',
        // It is a new one: no table that is known changes.
        tables: [],
      });
      return;
    }
    const no: RubyValue = { kind: 'boolean', value: false, range };
    const tableOptions = join && !options.has('primary_key') ? options.with({ id: no }) : options;
    const table = new NewTable(named, tableOptions, this.#version, doubts);
    for (const [at, word] of join?.entries() ?? []) {
      const place = positional[at] ?? unknown(node);
      const reference: RubyValue = {
        ...place,
        kind: 'text',
        text: singularize(word ?? ''),
        symbol: true,
        verbatim: false,
      };
      table.reference(reference, options.nested('column_options').with({ null: no, index: no }));
    }
    this.#flow.block(node, scope, [{ kind: 'object', object: table, range }]);
    this.operations.add(table.operation(range));
    if (doubts[0] !== undefined) {
      this.operations.add({ kind: 'opaque', range, reason: doubts[0], tables: [named.text] });
    }
  }
}

function joinName(
  [first, second]: readonly (string | undefined)[],
  own: string | undefined,
  place: RubyValue | undefined,
): { text: string; range: Range } | undefined {
  if (first === undefined || second === undefined || !place) return undefined;
  return { text: own ?? joinTableName(first, second), range: place.range };
}

/** Methods of Active Record's own classes that are about rows and models. */
function soundsLikeModel(name: string): boolean {
  return (
    !Object.hasOwn(statements, name) &&
    !sqlMethods.has(name) &&
    !/_table$/.test(name) &&
    !soundsLikeSchema(name)
  );
}

/** True for what the schema can be changed through. */
function isHandle(value: RubyValue): boolean {
  return value.kind === 'object' && !(value.object instanceof ModelClass);
}
