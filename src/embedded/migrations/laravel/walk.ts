import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import { OperationList } from '../operation-list.ts';
import { isAboutRows, rawSqlOperations } from '../raw-sql.ts';
import { type CallArguments, readArguments } from './arguments.ts';
import { Blueprint, harmlessCalls } from './blueprint.ts';
import { ColumnDraft, type Described } from './column.ts';
import { argumentsOf, evaluate, isQuestion } from './evaluate.ts';
import { Flow } from './flow.ts';
import { ForeignKeyDraft } from './foreign-key.ts';
import { namedOf } from './names.ts';
import { addAlteration, addCreation } from './table-operations.ts';
import {
  baseName,
  DatabaseHandle,
  PhpScope,
  type PhpValue,
  partsOf,
  rangeOf,
  textOf,
  textsOf,
  unknown,
} from './values.ts';

const schemaWord =
  /(?:^|_)(?:alter|column|columns|create|drop|index|indexes|migrate|migration|migrations|schema|table|tables|trigger|view)(?:_|$)/i;

/** Calls that run a closure once. */
const runsOnce =
  /^(?:transaction|withoutForeignKeyConstraints|tap|withoutEvents|unguarded|withoutTimestamps|forWriteConnection|retry)$/;

/** Follows what a migration calls, and gathers the operations. */
export class Walker {
  readonly operations = new OperationList();
  readonly #flow = new Flow(this.operations, (node, scope) => this.#follow(node, scope));
  /** The connection that the migration's class names. */
  readonly #other: string | undefined;
  readonly #active = new Set<string>();

  constructor(other: string | undefined) {
    this.#other = other;
  }

  /** Follows the statements of a body. */
  runAll(nodes: readonly Node[], scope: PhpScope): void {
    this.#flow.runAll(nodes, scope);
  }

  #follow(node: Node, scope: PhpScope): PhpValue | undefined {
    switch (node.type) {
      case 'scoped_call_expression':
        this.#staticCall(node, scope);
        return undefined;
      case 'member_call_expression':
      case 'nullsafe_member_call_expression': {
        const object = this.#chain(node, scope);
        if (object) return { kind: 'object', object, range: rangeOf(node) };
        this.#methodCall(node, scope);
        return undefined;
      }
      case 'function_call_expression':
        this.#functionCall(node, scope);
        return undefined;
      case 'assignment_expression':
      case 'conditional_expression':
      case 'match_expression':
      case 'parenthesized_expression':
        this.#flow.run(node, scope);
        return undefined;
      default:
        return undefined;
    }
  }

  /**
   * Follows calls one behind the other that begin with a table's blueprint: what the last one gives. Undefined where
   * they begin with something else.
   */
  #chain(node: Node, scope: PhpScope): object | undefined {
    if (node.type === 'variable_name') {
      const value = scope.get(node.text.slice(1));
      const object = value?.kind === 'object' ? value.object : undefined;
      return object instanceof DatabaseHandle ? undefined : object;
    }
    if (!/^(?:nullsafe_)?member_call_expression$/.test(node.type)) return undefined;
    const receiver = node.childForFieldName('object');
    const object = receiver ? this.#chain(receiver, scope) : undefined;
    const name = node.childForFieldName('name');
    if (!object || !name) return undefined;
    if (object instanceof LostChain) return object;
    const described = describedBy(object);
    const doubt = (reason: string): LostChain => {
      described?.doubts.push(reason);
      return new LostChain();
    };
    if (this.operations.doubtful && !harmlessCalls.test(name.text))
      return doubt('a part of it depends on the run');
    const args = readArguments(node, scope);
    if (!args.complete) return doubt('its columns are put together at run time');
    const next = this.#blueprintCall(object, name, args, node);
    return next ?? doubt(`${name.text}() of a table is not followed`);
  }

  #blueprintCall(object: object, name: Node, args: CallArguments, node: Node): object | undefined {
    const { lenient } = this.operations;
    if (object instanceof ColumnDraft) return object.owner.callColumn(object, name.text, args);
    if (object instanceof ForeignKeyDraft) return object.modify(name.text, args) ? object : undefined;
    if (!(object instanceof Blueprint)) return undefined;
    const closure = args.positional.at(-1);
    if (name.text === 'after' && closure?.kind === 'closure') {
      this.#closure(closure, [{ kind: 'object', object, range: closure.range }]);
      return object;
    }
    return object.call(name.text, args, { range: rangeOf(node), name: rangeOf(name), lenient });
  }

  #staticCall(node: Node, scope: PhpScope): void {
    const owner = node.childForFieldName('scope');
    const name = node.childForFieldName('name')?.text ?? '';
    if (baseName(owner) === 'Schema') this.#schemaCall(name, this.#other, node, scope);
    else if (baseName(owner) === 'DB') this.#connectionCall(name, undefined, node, scope);
    else if (owner?.type === 'relative_scope') this.#ownCall(name, node, scope);
    else if (baseName(owner) === 'Artisan') {
      const command = textOf(evaluate(argumentsOf(node)[0], scope)) ?? '';
      if (/^(?:migrate|db:wipe|schema)/.test(command)) this.#opaque(node, `it runs artisan ${command}`);
    } else this.#foreignCall(node, scope);
  }

  #methodCall(node: Node, scope: PhpScope): void {
    const receiver = node.childForFieldName('object');
    const name = node.childForFieldName('name')?.text ?? '';
    if (receiver?.text === '$this') {
      this.#ownCall(name, node, scope);
      return;
    }
    const value = evaluate(receiver, scope);
    if (value.kind === 'object' && value.object instanceof DatabaseHandle) {
      const { what, other } = value.object;
      if (what === 'schema') this.#schemaCall(name, other ?? this.#other, node, scope);
      else this.#connectionCall(name, other, node, scope);
      return;
    }
    if (name === 'each' && value.kind === 'array' && this.#forEach(value, node, scope)) return;
    if (receiver) this.#follow(receiver, scope);
    if (name === 'up' || name === 'migrate') this.#opaque(node, 'it runs another migration');
    this.#foreignCall(node, scope);
  }

  #functionCall(node: Node, scope: PhpScope): void {
    const name = node.childForFieldName('function');
    if (name?.type === 'variable_name') {
      const value = evaluate(name, scope);
      if (value.kind === 'closure') this.#closure(value, readArguments(node, scope).positional);
      else this.#opaque(node, 'it calls a function that is not known');
      return;
    }
    if (schemaWord.test(baseName(name)) && !baseName(name).startsWith('array_')) {
      this.#opaque(node, `it calls ${baseName(name)}() of another file`);
    }
    this.#foreignCall(node, scope);
  }

  /** A call on what isn't known: rows as a rule; closures may run, and tables that are handed on may change. */
  #foreignCall(node: Node, scope: PhpScope): void {
    const name = node.childForFieldName('name')?.text ?? '';
    for (const value of readArguments(node, scope).positional) {
      if (value.kind === 'closure') {
        if (runsOnce.test(name)) this.#closure(value, []);
        else
          this.#flow.doubtful(() => this.#closure(value, []), node, 'it is in a loop over values of the run');
      } else if (value.kind === 'object') {
        const blueprint = describedBy(value.object);
        if (blueprint) blueprint.doubts.push('it is described in another file');
        else if (value.object instanceof DatabaseHandle)
          this.#opaque(node, 'the schema is handed to another file');
      }
    }
  }

  #ownCall(name: string, node: Node, scope: PhpScope): void {
    const definition = scope.file.methods.get(name);
    if (!definition || this.#active.has(name)) {
      const described = argumentsOf(node).flatMap((argument) => {
        const value = evaluate(argument, scope);
        return value.kind === 'object' ? (describedBy(value.object) ?? []) : [];
      });
      for (const blueprint of described) blueprint.doubts.push(`it is described by ${name}()`);
      if (described.length === 0) this.#opaque(node, `it calls ${name}() of another file`);
      return;
    }
    const args = readArguments(node, scope);
    const inner = new PhpScope(scope.file);
    bind(definition, args, inner);
    this.#active.add(name);
    this.#flow.runAll(partsOf(definition.childForFieldName('body')), inner);
    this.#active.delete(name);
  }

  #closure(value: PhpValue & { kind: 'closure' }, args: readonly PhpValue[]): void {
    const inner = new PhpScope(value.scope.file, value.scope);
    bind(value.node, { get: (at) => args[at] }, inner);
    const body = value.node.childForFieldName('body');
    if (body) this.#flow.runAll(body.type === 'compound_statement' ? partsOf(body) : [body], inner);
  }

  #forEach(list: PhpValue & { kind: 'array' }, node: Node, scope: PhpScope): boolean {
    const closure = evaluate(argumentsOf(node)[0], scope);
    if (closure.kind !== 'closure') return false;
    for (const { key, value } of list.entries) this.#closure(closure, [value, key ?? unknown(node)]);
    return true;
  }

  #opaque(node: Node, reason: string, tables?: readonly string[]): void {
    this.operations.add({ kind: 'opaque', range: rangeOf(node), reason, tables });
  }

  #connectionCall(name: string, other: string | undefined, node: Node, scope: PhpScope): void {
    const args = readArguments(node, scope);
    if (name === 'statement' || name === 'unprepared') {
      const sql = args.get(0, 'query');
      if (other !== undefined && sql?.kind === 'text' && isAboutRows(sql.text)) return;
      if (other !== undefined) this.#opaque(node, `it is for the connection ${other}`, []);
      else this.operations.addAll(rawSqlOperations(rawOf(sql), rangeOf(node)));
      return;
    }
    this.#foreignCall(node, scope);
  }

  #schemaCall(name: string, other: string | undefined, node: Node, scope: PhpScope): void {
    const args = readArguments(node, scope);
    const range = rangeOf(node);
    const first = args.get(0, 'table') ?? args.get(0);
    const table = textOf(first);
    if (isQuestion(name)) return;
    if (other !== undefined && /^(?:create|table|drop|dropIfExists|rename|dropColumns)$/.test(name)) {
      // What it changes is in another database.
      this.#opaque(node, `it is for the connection ${other}`, table === undefined ? [] : [table]);
      return;
    }
    switch (name) {
      case 'create':
      case 'table':
        this.#describe(name, first, args.get(1, 'callback'), node);
        return;
      case 'drop':
      case 'dropIfExists':
        if (table === undefined) this.#opaque(node, 'the name of a table is put together at run time');
        else
          this.operations.add({ kind: 'drop-table', range, table, ifExists: name !== 'drop' || undefined });
        return;
      case 'rename': {
        const to = namedOf(args.get(1, 'to'));
        if (table === undefined || !to) this.#opaque(node, 'the name of a table is put together at run time');
        else this.operations.add({ kind: 'rename-table', range, table, to });
        return;
      }
      case 'dropColumns': {
        const columns = textsOf(args.get(1, 'columns'));
        if (table === undefined || !columns) this.#opaque(node, 'what it drops is put together at run time');
        else for (const column of columns) this.operations.add({ kind: 'drop-column', range, table, column });
        return;
      }
      default:
        this.#otherSchemaCall(name, args, node, scope);
    }
  }

  #otherSchemaCall(name: string, args: CallArguments, node: Node, scope: PhpScope): void {
    if (/^when(?:Table|View)/.test(name)) {
      const closure = args.positional.findLast((value) => value.kind === 'closure');
      const table = namedOf(args.get(0));
      if (closure?.kind !== 'closure' || !table) {
        this.#opaque(node, `${name}() is not followed`);
        return;
      }
      this.operations.leniently(() => this.#described(table, closure, rangeOf(node), addAlteration));
    } else if (/^dropAll/.test(name)) {
      this.#opaque(node, 'it drops everything');
    } else if (
      !/^(?:disable|enable)ForeignKey|^(?:connection|get|default|morphUsing|set)|Extension/.test(name)
    ) {
      if (runsOnce.test(name)) this.#foreignCall(node, scope);
      else this.#opaque(node, `Schema::${name}() is not followed`);
    }
  }

  /** `Schema::create` and `Schema::table`. */
  #describe(
    name: 'create' | 'table',
    first: PhpValue | undefined,
    callback: PhpValue | undefined,
    node: Node,
  ): void {
    const table = namedOf(first);
    if (!table) {
      // A new one changes no table that is known.
      const reason = 'the name of a table is put together at run time';
      this.#opaque(node, reason, name === 'create' ? [] : undefined);
    } else if (callback?.kind !== 'closure') {
      this.#opaque(node, 'the table is described in another file', [table.text]);
    } else {
      this.#described(table, callback, rangeOf(node), name === 'create' ? addCreation : addAlteration);
    }
  }

  #described(
    table: { readonly text: string; readonly range: Range },
    closure: PhpValue & { kind: 'closure' },
    range: Range,
    add: (blueprint: Blueprint, range: Range, list: OperationList) => void,
  ): void {
    const blueprint = new Blueprint(table);
    this.#closure(closure, [{ kind: 'object', object: blueprint, range }]);
    add(blueprint, range, this.operations);
  }
}

/** What is made by a call on a table that isn't known. */
class LostChain {}

/** The table that an object describes, or a part of it. */
function describedBy(object: object): Described | undefined {
  if (object instanceof Blueprint) return object;
  return object instanceof ColumnDraft || object instanceof ForeignKeyDraft ? object.owner : undefined;
}

function rawOf(
  value: PhpValue | undefined,
):
  | { readonly text: string; readonly range: Range; readonly verbatim: boolean }
  | { readonly prefix: string } {
  if (value?.kind === 'text') return value;
  if (value?.kind === 'raw' && value.sql !== undefined)
    return { text: value.sql, range: value.range, verbatim: false };
  return { prefix: value?.kind === 'unknown' ? value.prefix : '' };
}

/** Gives a function's parameters their values. */
function bind(
  definition: Node,
  args: { get(at: number, name?: string): PhpValue | undefined },
  scope: PhpScope,
): void {
  const parameters = definition.childForFieldName('parameters');
  for (const [at, parameter] of partsOf(parameters).entries()) {
    const name = parameter.childForFieldName('name')?.text.slice(1);
    const otherwise = parameter.childForFieldName('default_value');
    if (name === undefined) continue;
    scope.set(name, args.get(at, name) ?? (otherwise ? evaluate(otherwise, scope) : unknown(parameter)));
  }
}
