import type { Node } from '@vscode/tree-sitter-wasm';
import type { SchemaOperation } from '../operations.ts';
import { opaque } from '../python/certainty.ts';
import {
  argument,
  type Bound,
  bindAssignment,
  callOf,
  itemsOf,
  literalOf,
  type PythonCall,
  pairsOf,
  rangeOf,
  resolve,
  Scope,
  textOf,
} from '../python/values.ts';
import { createModel } from './create-model.ts';
import { readField } from './fields.ts';
import { readConstraint, readIndex, readTogether } from './indexes.ts';
import type { DjangoModel, DjangoModels } from './models.ts';
import { runPythonOperations, runSqlOperations } from './scripts.ts';

/** What every reader of an operation gets. */
export interface OperationContext {
  readonly root: Node;
  readonly models: DjangoModels;
}

/** Operations that change what Django knows, and nothing in an SQLite database. */
const withoutSchema = new Set([
  'AlterModelManagers',
  'AlterModelTableComment',
  'ValidateConstraint',
  'CreateCollation',
  'RemoveCollation',
]);

/** What the class body of a migration does, in order. */
export function djangoOperations(
  body: readonly Node[],
  root: Node,
  moduleNames: Scope,
  models: DjangoModels,
): readonly SchemaOperation[] {
  const scope = new Scope(moduleNames);
  const result: SchemaOperation[] = [];
  for (const statement of body) {
    const assignment = statement.type === 'expression_statement' ? statement.namedChildren[0] : undefined;
    const value = assignment?.childForFieldName('right');
    if (assignment?.childForFieldName('left')?.text === 'operations' && value) {
      result.push(...operationList({ node: value, scope }, { root, models }));
    } else if (overrides(statement)) {
      result.push(opaque(statement, 'the class puts its operations together itself', undefined));
    } else bindAssignment(statement, scope);
  }
  return result;
}

/** True for a statement of the class body that decides on its operations at run time. */
function overrides(statement: Node): boolean {
  if (statement.type === 'function_definition') {
    return /^(?:__init__|apply|mutate_state)$/.test(statement.childForFieldName('name')?.text ?? '');
  }
  return statement.descendantsOfType('identifier').some((name) => name?.text === 'operations');
}

function operationList(value: Bound, context: OperationContext): readonly SchemaOperation[] {
  const items = itemsOf(value);
  if (!items) return [opaque(value.node, 'the list of operations is computed', undefined)];
  return items.flatMap((item) => readOperation(item, context));
}

function readOperation(value: Bound, context: OperationContext): readonly SchemaOperation[] {
  const call = callOf(value);
  if (!call) return [opaque(value.node, 'an operation that is computed', undefined)];
  const unknown = (): readonly SchemaOperation[] => {
    const model = textOf(call.keywords.get('model_name'))?.value;
    return [
      opaque(
        call.node,
        `${call.name} can't be followed`,
        model === undefined ? undefined : [context.models.aliasOf(model)],
      ),
    ];
  };
  if (withoutSchema.has(call.name) || call.name.endsWith('Extension')) return [];
  if (!call.complete) return unknown();
  return operations[call.name]?.(call, context) ?? unknown();
}

type Reader = (call: PythonCall, context: OperationContext) => readonly SchemaOperation[] | undefined;

/** Undefined from a reader: its arguments can't be told. */
const operations: Readonly<Record<string, Reader>> = {
  CreateModel: createModel,

  DeleteModel(call, { models }) {
    const name = textOf(argument(call, 'name', 0));
    if (!name) return undefined;
    const table = models.aliasOf(name.value);
    models.forget(name.value);
    return [{ kind: 'drop-table', table, range: rangeOf(call.node) }];
  },

  RenameModel(call, { models }) {
    const from = textOf(argument(call, 'old_name', 0));
    const to = textOf(argument(call, 'new_name', 1));
    if (!from || !to) return undefined;
    models.rename(from.value, to.value);
    return [
      {
        kind: 'rename-table',
        table: models.aliasOf(from.value),
        to: { text: models.aliasOf(to.value), range: to.range },
        range: rangeOf(call.node),
      },
    ];
  },

  AlterModelTable(call, { models }) {
    const name = textOf(argument(call, 'name', 0));
    const table = argument(call, 'table', 1);
    if (!name || !table) return undefined;
    const alias = models.aliasOf(name.value);
    const text = literalOf(table) === null ? { value: alias, range: name.range } : textOf(table);
    if (!text) return undefined;
    models.forget(name.value);
    return [
      {
        kind: 'set-table-name',
        table: alias,
        to: { text: text.value, range: text.range },
        range: rangeOf(call.node),
      },
    ];
  },

  AlterModelOptions(call, { models }) {
    const name = textOf(argument(call, 'name', 0));
    const options = argument(call, 'options', 1);
    if (!name || !options) return undefined;
    if (pairsOf(options)?.has('managed') === false) return [];
    return [opaque(call.node, 'Django may stop or start managing the table', [models.aliasOf(name.value)])];
  },

  AlterOrderWithRespectTo(call, { models }) {
    const name = textOf(argument(call, 'name', 0));
    const field = argument(call, 'order_with_respect_to', 1);
    if (!name || !field) return undefined;
    const table = models.aliasOf(name.value);
    const range = rangeOf(call.node);
    return [
      literalOf(field) === null
        ? { kind: 'drop-column', table, column: '_order', ifExists: true, range }
        : {
            kind: 'add-column',
            table,
            column: {
              name: { text: '_order', range: name.range },
              type: 'integer',
              notNull: true,
              range: name.range,
            },
            foreignKeys: [],
            indexes: [],
            ifNotExists: true,
            range,
          },
    ];
  },

  AddField(call, { models }) {
    const found = fieldOf(call, models);
    if (!found) return undefined;
    const { field, model } = found;
    const range = rangeOf(call.node);
    switch (field.kind) {
      case 'column': {
        const { column, foreignKeys, indexes } = field;
        return [{ kind: 'add-column', table: model.alias, column, foreignKeys, indexes, range }];
      }
      case 'table':
        return [{ ...field.table, range }];
      case 'unclear':
        return [opaque(call.node, "the field's column can't be told", [field.table])];
      default:
        return [];
    }
  },

  AlterField(call, { models }) {
    const name = textOf(argument(call, 'name', 1));
    const found = fieldOf(call, models);
    if (!found || !name) return undefined;
    const { field, model } = found;
    if (field.kind === 'unclear') {
      return [opaque(call.node, "the field's column can't be told", [field.table])];
    }
    // A table of its own stays as it is: Django refuses to turn it into a column, or back.
    if (field.kind !== 'column') return [];
    return [
      {
        kind: 'replace-column',
        table: model.alias,
        column: name.value,
        to: field.column,
        foreignKeys: field.foreignKeys,
        indexes: field.indexes,
        range: rangeOf(call.node),
      },
    ];
  },

  RemoveField(call, { models }) {
    const model = modelOf(call, models);
    const name = textOf(argument(call, 'name', 1));
    if (!model || !name) return undefined;
    model.columns.delete(name.value);
    return [{ kind: 'drop-column', table: model.alias, column: name.value, range: rangeOf(call.node) }];
  },

  RenameField(call, { models }) {
    const model = modelOf(call, models);
    const from = textOf(argument(call, 'old_name', 1));
    const to = textOf(argument(call, 'new_name', 2));
    if (!model || !from || !to) return undefined;
    const column = model.columns.get(from.value);
    model.columns.delete(from.value);
    const renamed = column === `${from.value}_id` ? `${to.value}_id` : to.value;
    const kept = column !== undefined && column !== from.value && renamed === to.value;
    if (column !== undefined) model.columns.set(to.value, kept ? column : renamed);
    return [
      {
        kind: 'rename-column',
        table: model.alias,
        column: from.value,
        to: { text: kept ? column : renamed, range: to.range },
        field: to.value,
        range: rangeOf(call.node),
      },
    ];
  },

  AddIndex(call, { models }) {
    const model = modelOf(call, models);
    const value = argument(call, 'index', 1);
    if (!model || !value) return undefined;
    const index = readIndex(value, columnsOf(model));
    const range = rangeOf(call.node);
    return index
      ? [{ kind: 'add-index', table: model.alias, index, range }]
      : [opaque(call.node, "the index can't be told", [model.alias])];
  },

  RemoveIndex(call, { models }) {
    const model = modelOf(call, models);
    const name = textOf(argument(call, 'name', 1));
    if (!model || !name) return undefined;
    return [{ kind: 'drop-index', table: model.alias, name: name.value, range: rangeOf(call.node) }];
  },

  RenameIndex(call, { models }) {
    const model = modelOf(call, models);
    const to = textOf(argument(call, 'new_name', 1));
    const from = argument(call, 'old_name', 2);
    const fields = argument(call, 'old_fields', 3);
    if (!model || !to) return undefined;
    const table = model.alias;
    const range = rangeOf(call.node);
    const old = textOf(from);
    if (old) return [{ kind: 'rename-index', table, name: old.value, to: to.value, range }];
    const names = fields ? itemsOf(fields)?.map((field) => literalOf(field)) : undefined;
    if (!names?.every((name) => typeof name === 'string')) return undefined;
    const columns = names.map((name) => columnsOf(model)(name));
    return [
      { kind: 'drop-index', table, columns, range },
      { kind: 'add-index', table, index: { name: to.value, columns, unique: false, range: to.range }, range },
    ];
  },

  AlterUniqueTogether: (call, context) => together(call, 'unique_together', context),
  AlterIndexTogether: (call, context) => together(call, 'index_together', context),

  AddConstraint(call, { models }) {
    const model = modelOf(call, models);
    const value = argument(call, 'constraint', 1);
    if (!model || !value) return undefined;
    const constraint = readConstraint(value, columnsOf(model));
    const table = model.alias;
    const range = rangeOf(call.node);
    switch (constraint?.kind) {
      case 'unique': {
        const { columns, name } = constraint;
        return [{ kind: 'add-unique', table, columns, name, range }];
      }
      case 'index':
        return [{ kind: 'add-index', table, index: constraint.index, range }];
      case 'none':
        return [];
      default:
        return [opaque(call.node, "the constraint can't be told", [table])];
    }
  },

  /** What the name stands for is in another file: a unique constraint or index, or a check. */
  RemoveConstraint(call, { models }) {
    const model = modelOf(call, models);
    const name = textOf(argument(call, 'name', 1))?.value;
    if (!model || name === undefined) return undefined;
    return [{ kind: 'drop-unique', table: model.alias, name, ifExists: true, range: rangeOf(call.node) }];
  },

  AlterConstraint: () => [],

  RunSQL: runSqlOperations,
  RunPython: runPythonOperations,

  SeparateDatabaseAndState(call, context) {
    const database = argument(call, 'database_operations', 0);
    const state = argument(call, 'state_operations', 1);
    const changes = database && literalOf(database) !== null ? operationList(database, context) : [];
    return [...changes, ...stateOnly(state, call, context)];
  },
};

/** Models that only Django's own state gains, loses or renames: which table they stand for isn't told here. */
function stateOnly(
  state: Bound | undefined,
  call: PythonCall,
  { models }: OperationContext,
): readonly SchemaOperation[] {
  if (!state || literalOf(state) === null) return [];
  const items = itemsOf(state);
  const names = items?.flatMap((item) => {
    const operation = callOf(item);
    return operation && /^(?:CreateModel|DeleteModel|RenameModel|AlterModelTable)$/.test(operation.name)
      ? [...operation.positional, ...operation.keywords.values()].flatMap(
          (value) => textOf(value)?.value ?? [],
        )
      : [];
  });
  if (names?.length === 0) return [];
  return [
    opaque(
      call.node,
      "Django's state changes without its tables",
      names?.map((name) => models.aliasOf(name)),
    ),
  ];
}

function together(
  call: PythonCall,
  option: 'unique_together' | 'index_together',
  { models }: OperationContext,
): readonly SchemaOperation[] | undefined {
  const name = textOf(argument(call, 'name', 0));
  const value = argument(call, option, 1);
  if (!name || !value) return undefined;
  const model = models.find(name.value);
  const indexes = readTogether(value, option, columnsOf(model));
  const range = rangeOf(call.node);
  return indexes
    ? [{ kind: 'set-together', table: model.alias, option, indexes, range }]
    : [opaque(call.node, `${option} is computed`, [model.alias])];
}

function modelOf(call: PythonCall, models: DjangoModels): DjangoModel | undefined {
  const name = textOf(argument(call, 'model_name', 0));
  return name && models.find(name.value);
}

function fieldOf(call: PythonCall, models: DjangoModels) {
  const model = modelOf(call, models);
  const name = textOf(argument(call, 'name', 1));
  const value = argument(call, 'field', 2);
  return model && name && value && { model, field: readField(name, resolve(value), model, models) };
}

/** A field of another file stays a field: whoever replays the operations knows its column. */
function columnsOf(model: DjangoModel): (field: string) => string {
  return (field) => model.columns.get(field) ?? field;
}
