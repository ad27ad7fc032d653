import type { Node } from '@vscode/tree-sitter-wasm';
import type { SchemaOperation } from '../operations.ts';
import { callColumn } from './column-builder.ts';
import type { Condition } from './conditions.ts';
import type { Interpreter } from './interpreter.ts';
import { callForeign } from './keys.ts';
import { callSchema, rawCall, schemaMethods } from './schema-builder.ts';
import { callTable } from './table-builder.ts';
import {
  type Argument,
  constant,
  type Pending,
  type Scope,
  spanOf,
  stringOf,
  undefinedValue,
  unknownValue,
  type Value,
} from './values.ts';

/** Methods by which models and builders take a connection to read or write rows. */
const rowMethods =
  /^(?:query|bindKnex|bindTransaction|transacting|connection|relatedQuery|startTransaction)$/;

/** What calls come to. */
export class Calls {
  readonly #interpreter: Interpreter;

  constructor(interpreter: Interpreter) {
    this.#interpreter = interpreter;
  }

  call(node: Node, scope: Scope): Value {
    const callee = unwrapped(node.childForFieldName('function') ?? node.childForFieldName('constructor'));
    if (callee?.type === 'member_expression' || callee?.type === 'subscript_expression') {
      const property = callee.childForFieldName('property') ?? callee.childForFieldName('index');
      const objectNode = callee.childForFieldName('object');
      const object = this.#interpreter.evaluate(objectNode, scope);
      const method =
        stringOf(property?.type === 'string' ? this.#interpreter.evaluate(property, scope) : undefined) ??
        property?.text;
      if (!property || method === undefined) return unknownValue;
      // `catch` runs only when something failed; then nothing is known anyway.
      if (method === 'catch') return object;
      return this.#method({
        object,
        objectNode,
        method,
        place: property,
        node,
        args: this.#arguments(node, scope),
        scope,
      });
    }
    const value = this.#interpreter.evaluate(callee, scope);
    const args = this.#arguments(node, scope);
    switch (value.kind) {
      case 'function':
        return this.#interpreter.call(value, args, undefinedValue);
      case 'knex':
        return { kind: 'query' };
      case 'object':
        // `new Migration()` of a class in this file.
        return value;
      default:
        return this.#stranger(node, callee?.text ?? '', args);
    }
  }

  #method(call: MethodCall): Value {
    const { object, method, args, node, place } = call;
    const conditions = this.#innerConditions();
    const builder = { method, place, node, args, conditions };
    switch (object.kind) {
      case 'knex':
        return this.#knex(call);
      case 'functions':
        return pendingRaw(functionSql(method, args));
      case 'schema':
      case 'pending':
        return this.#chain(call, object);
      case 'query':
        return this.#query(call);
      case 'table':
        return callTable(object, builder);
      case 'column':
        return callColumn(object, builder);
      case 'foreign':
        if (!callForeign(object, builder)) {
          object.builder.doubts.push({ range: spanOf(node), reason: `${method}() is not followed` });
        }
        return object;
      case 'list':
        return this.#list(object, call);
      case 'object': {
        const own = object.properties.get(method);
        return own?.kind === 'function'
          ? this.#interpreter.call(own, args, object)
          : this.#stranger(node, method, args);
      }
      case 'dialect':
        return this.#dialect(call);
      case 'constant':
        return typeof object.value === 'string' ? textMethod(object.value, call) : unknownValue;
      case 'choice':
      case 'test':
        return method === 'then' ? this.#then(call) : unknownValue;
      default:
        return this.#unknownObject(call);
    }
  }

  #knex({ method, args, node }: MethodCall): Value {
    if (method === 'raw') {
      if (stringOf(args[0]?.value) !== undefined) this.#interpreter.sawBuilder = true;
      return rawCall(args, node);
    }
    if (method === 'transaction') {
      const [body] = args;
      if (body?.value.kind !== 'function') return awaited({ kind: 'knex' });
      return awaited(this.#run(body.value, [{ kind: 'knex' }], node));
    }
    if (
      /^(?:with|from|select|table|queryBuilder|where|whereRaw|whereNull|whereNotNull|whereNot)$/.test(method)
    )
      return this.#query({ object: { kind: 'query' }, method, args, node } as MethodCall);
    return /^(?:withUserParams|initialize)$/.test(method) ? { kind: 'knex' } : { kind: 'query' };
  }

  /** Conditions on rows are kept as SQL: partial indexes are made of them. */
  #query(call: MethodCall): Value {
    const { object, method, args } = call;
    if (method === 'then' || method === 'finally') return this.#then(call);
    const before = object.kind === 'query' ? object.where : undefined;
    const [first, second] = args;
    const column = stringOf(first?.value);
    const quoted = `"${(column ?? '').replaceAll('"', '""')}"`;
    const value = args.length === 2 && second?.value.kind === 'constant' ? second.value.value : undefined;
    const part =
      column === undefined
        ? undefined
        : method === 'whereRaw' && args.length === 1
          ? column
          : method === 'whereNull'
            ? `${quoted} is null`
            : method === 'whereNotNull'
              ? `${quoted} is not null`
              : method === 'where' && value !== undefined && value !== null
                ? `${quoted} = ${typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : Number(value)}`
                : undefined;
    if (part === undefined) return { kind: 'query' };
    return { kind: 'query', where: before === undefined ? part : `${before} and ${part}` };
  }

  #chain(call: MethodCall, object: Value): Value {
    const { method, args, node } = call;
    const pending = object.kind === 'pending' ? object : undefined;
    if (pending && (method === 'then' || method === 'finally')) return this.#then(call);
    const onSchema = object.kind === 'schema' || pending?.schema === true;
    if (!onSchema || !schemaMethods.has(method)) {
      // To see the SQL is not to run it.
      return /^(?:toSQL|toString|toQuery|toNative|generateDdlCommands)$/.test(method) ? unknownValue : object;
    }
    const [name, body, third] = args;
    const callback = method === 'createTableLike' ? third : body;
    if (callback?.value.kind === 'function' && /^(?:create|alter)?table/i.test(method)) {
      this.#interpreter.sawBuilder = true;
    }
    const step = callSchema(method, name, args, node, (builder) => {
      if (callback?.value.kind !== 'function') return false;
      this.#outermost(() => this.#call(callback.value as FunctionValue, [builder], callback.node, builder));
      return true;
    });
    if (!pending || pending.done) return step;
    pending.operations.push(...step.operations);
    pending.result = step.result;
    return pending;
  }

  /** What follows when something is done: it happens, with what was waited for. */
  #then({ object, method, args, node }: MethodCall): Value {
    const result = this.#interpreter.settle(object);
    const [body] = args;
    if (body?.value.kind !== 'function') return awaited(result);
    const value = this.#run(body.value, method === 'then' ? [result] : [], node);
    return awaited(method === 'then' ? value : result);
  }

  #list(object: Extract<Value, { kind: 'list' }>, call: MethodCall): Value {
    const { method, args } = call;
    const [first] = args;
    if (first?.value.kind === 'function' && /^(?:forEach|map|flatMap|each)$/.test(method)) {
      const body = first.value;
      const items = object.items.map((item, at) => this.#call(body, [item, constant(at)], first.node));
      return method === 'forEach' ? undefinedValue : { kind: 'list', items };
    }
    if (method === 'then') return this.#then(call);
    if (method === 'includes') {
      const words = object.items.map(stringOf);
      const searched = first?.value;
      if (searched?.kind === 'dialect')
        return constant(words.some((word) => word !== undefined && /sqlite/i.test(word)));
      if (searched?.kind === 'constant' && words.every((word) => word !== undefined)) {
        return constant(words.some((word) => word === searched.value));
      }
      return unknownValue;
    }
    if (method === 'push' || method === 'unshift') {
      // What is collected is waited for later, by a `Promise.all` of the collection.
      for (const { value } of args) this.#interpreter.settle(value);
      return unknownValue;
    }
    if (method === 'join') {
      const words = object.items.map((item) => (item.kind === 'constant' ? String(item.value) : undefined));
      const between = first ? stringOf(first.value) : ',';
      if (between !== undefined && words.every((word) => word !== undefined))
        return constant(words.join(between));
    }
    return this.#stranger(call.node, method, args);
  }

  #dialect({ method, args }: MethodCall): Value {
    const word = stringOf(args[0]?.value);
    if (/^to(?:Lower|Upper)Case$|^toString$|^trim$/.test(method)) return { kind: 'dialect' };
    if (word === undefined) return unknownValue;
    if (/^(?:includes|startsWith|endsWith)$/.test(method)) return constant(/sqlite/i.test(word));
    return unknownValue;
  }

  #unknownObject(call: MethodCall): Value {
    const { objectNode, method, args, node } = call;
    if (method === 'then' || method === 'finally') return this.#then(call);
    const [first, second] = args;
    if (objectNode?.text === 'Promise') {
      if (/^(?:all|allSettled|resolve)$/.test(method)) return first?.value ?? undefinedValue;
      if (/^(?:each|map|mapSeries)$/.test(method) && first && second?.value.kind === 'function') {
        const body = second.value;
        const items: Value[] = [];
        this.#interpreter.forEach(this.#interpreter.settle(first.value), node, (item) => {
          items.push(this.#run(body, [item], second.node));
        });
        return { kind: 'list', items };
      }
    }
    if (objectNode?.text === 'Object' && first?.value.kind === 'object') {
      const { properties } = first.value;
      if (method === 'keys') return { kind: 'list', items: [...properties.keys()].map(constant) };
      if (method === 'values') return { kind: 'list', items: [...properties.values()] };
      if (method === 'entries') {
        const items = [...properties].map(
          ([key, value]): Value => ({ kind: 'list', items: [constant(key), value] }),
        );
        return { kind: 'list', items };
      }
      if (method === 'freeze') return first.value;
    }
    if (method === 'test' && first?.value.kind === 'dialect')
      return constant(/sqlite/i.test(objectNode?.text ?? ''));
    if (rowMethods.test(method)) return { kind: 'query' };
    return this.#stranger(node, `${objectNode?.text ?? ''}.${method}`, args);
  }

  /** A call of something that isn't in this file. What it is handed, it may use. */
  #stranger(node: Node, name: string, args: readonly Argument[]): Value {
    const range = spanOf(node);
    const reason = `it calls ${name.slice(-60)}()`;
    const handed = args.flatMap(({ value }) =>
      value.kind === 'list'
        ? value.items
        : value.kind === 'object'
          ? [...value.properties.values()]
          : [value],
    );
    if (handed.some(({ kind }) => kind === 'knex' || kind === 'schema')) {
      const kind =
        /(?:^|\.)(?:is|uses?|using|on)_?(sqlite|pg|postgres|mysql|maria|mssql|oracle|cockroach)\w*$/i.exec(
          name,
        )?.[1];
      if (kind !== undefined) return constant(/sqlite/i.test(kind));
      this.#interpreter.emit([{ range, kind: 'opaque', reason }]);
    }
    for (const value of handed) {
      if (value.kind === 'table') value.doubts.push({ range, reason });
      if (value.kind === 'column' || value.kind === 'foreign') value.builder.doubts.push({ range, reason });
      if (value.kind === 'pending') this.#interpreter.settle(value);
    }
    for (const { value, node: place } of args) {
      if (value.kind !== 'function') continue;
      this.#interpreter.within({ kind: 'unknown', reason }, () => this.#run(value, [], place));
    }
    return unknownValue;
  }

  /** Calls a function and waits for what it returns. */
  #run(body: FunctionValue, args: readonly Value[], node: Node): Value {
    return this.#interpreter.settle(this.#call(body, args, node));
  }

  #call(body: FunctionValue, args: readonly Value[], node: Node, self?: Value): Value {
    const list = args.map((value) => ({ value, node }));
    // Arrow functions keep the `this` of their surroundings.
    return this.#interpreter.call(body, list, body.node.type === 'arrow_function' ? undefined : self);
  }

  #arguments(node: Node, scope: Scope): Argument[] {
    const list = node.childForFieldName('arguments');
    const args: Argument[] = [];
    for (const child of list?.type === 'arguments' ? list.namedChildren : list ? [list] : []) {
      if (!child || child.type === 'comment') continue;
      if (child.type !== 'spread_element') {
        args.push({ value: this.#interpreter.evaluate(child, scope), node: child });
        continue;
      }
      const spread = this.#interpreter.evaluate(child.namedChildren[0], scope);
      for (const value of spread.kind === 'list' ? spread.items : [unknownValue])
        args.push({ value, node: child });
    }
    return args;
  }

  /** Where the callback on a table began among the conditions; what came before holds for the whole operation. */
  #base = 0;

  #outermost(action: () => void): void {
    const before = this.#base;
    this.#base = this.#interpreter.conditions.length;
    try {
      action();
    } finally {
      this.#base = before;
    }
  }

  #innerConditions(): readonly Condition[] {
    return this.#interpreter.conditions.slice(this.#base);
  }
}

type FunctionValue = Extract<Value, { kind: 'function' }>;

interface MethodCall {
  readonly object: Value;
  readonly objectNode: Node | null;
  readonly method: string;
  readonly place: Node;
  readonly node: Node;
  readonly args: readonly Argument[];
  readonly scope: Scope;
}

/** Something that is done already and brings a value. */
function awaited(result: Value): Pending {
  return { kind: 'pending', operations: [] as SchemaOperation[], result, schema: false, done: true };
}

function pendingRaw(sql: string | undefined): Value {
  return sql === undefined ? unknownValue : { ...awaited(unknownValue), raw: sql };
}

/** The SQL of `knex.fn`: https://knexjs.org/guide/utility.html. */
function functionSql(method: string, args: readonly Argument[]): string | undefined {
  return method === 'now' && args.length === 0 ? 'CURRENT_TIMESTAMP' : undefined;
}

function textMethod(text: string, { method, args }: MethodCall): Value {
  const word = stringOf(args[0]?.value);
  switch (method) {
    case 'toLowerCase':
      return constant(text.toLowerCase());
    case 'toUpperCase':
      return constant(text.toUpperCase());
    case 'trim':
    case 'toString':
      return constant(method === 'trim' ? text.trim() : text);
    case 'includes':
      return word === undefined ? unknownValue : constant(text.includes(word));
    case 'startsWith':
      return word === undefined ? unknownValue : constant(text.startsWith(word));
    case 'endsWith':
      return word === undefined ? unknownValue : constant(text.endsWith(word));
    default:
      return unknownValue;
  }
}

function unwrapped(node: Node | null): Node | null {
  return node && /^(?:parenthesized|non_null|as|satisfies|instantiation)_expression$/.test(node.type)
    ? unwrapped(node.namedChildren[0] ?? null)
    : node;
}
