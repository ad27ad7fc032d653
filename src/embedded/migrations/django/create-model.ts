import type { ColumnSpec, ForeignKeySpec, IndexSpec, SchemaOperation } from '../operations.ts';
import { opaque } from '../python/certainty.ts';
import {
  argument,
  type Bound,
  itemsOf,
  literalOf,
  type PythonCall,
  type PythonText,
  pairsOf,
  rangeOf,
  textOf,
} from '../python/values.ts';
import { readField } from './fields.ts';
import { readConstraint, readIndex, readTogether } from './indexes.ts';
import type { DjangoModel, DjangoModels } from './models.ts';
import type { OperationContext } from './operations.ts';

type CreateTable = Extract<SchemaOperation, { kind: 'create-table' }>;

/** Reads `migrations.CreateModel`; undefined where its name, fields or options are computed. */
export function createModel(
  call: PythonCall,
  { models }: OperationContext,
): readonly SchemaOperation[] | undefined {
  const name = textOf(argument(call, 'name', 0));
  if (!name) return undefined;
  const given = argument(call, 'options', 2);
  const options: ReadonlyMap<string, Bound> | undefined =
    given && literalOf(given) !== null ? pairsOf(given) : new Map();
  const fields = argument(call, 'fields', 1);
  const items = fields ? itemsOf(fields) : undefined;
  const alias = models.aliasOf(name.value);
  const unclear = [opaque(call.node, "the model can't be followed", [alias])];
  const tableOption = options?.get('db_table');
  const table = tableOption ? textOf(tableOption)?.value : undefined;
  if (!options || !items || (tableOption && table === undefined)) return unclear;
  const proxy = options.get('proxy');
  const managed = options.get('managed');
  if (proxy && literalOf(proxy) === true) return [];
  if (managed && literalOf(managed) === false) return [];
  const model = models.create(name.value, table);
  const body = readFields(name, call, items, model, models);
  if (!body) return unclear;
  const parts = readOptions(options, model);
  if (!parts) return unclear;
  const order = options.get('order_with_respect_to');
  const ordered: ColumnSpec[] =
    order && literalOf(order) !== null
      ? [{ name: { text: '_order', range: name.range }, type: 'integer', notNull: true, range: name.range }]
      : [];
  const range = rangeOf(call.node);
  return [
    {
      kind: 'create-table',
      table: { text: table ?? alias, range: name.range },
      ...(table !== undefined && table !== alias && { alias }),
      columns: [...body.columns, ...ordered],
      ...(body.primaryKey && { primaryKey: body.primaryKey }),
      uniques: parts.uniques,
      foreignKeys: body.foreignKeys,
      indexes: [...parts.together, ...body.indexes, ...parts.indexes],
      range,
    },
    ...body.tables.map((inner) => ({ ...inner, range })),
    ...body.unclear.map((other) => opaque(call.node, "a field's column can't be told", [other])),
  ];
}

interface Fields {
  readonly columns: readonly ColumnSpec[];
  readonly primaryKey: readonly string[] | undefined;
  readonly foreignKeys: readonly ForeignKeySpec[];
  readonly indexes: readonly IndexSpec[];
  readonly tables: readonly Omit<CreateTable, 'range'>[];
  /** Tables of which something can't be told. */
  readonly unclear: readonly string[];
}

function readFields(
  name: PythonText,
  call: PythonCall,
  items: readonly Bound[],
  model: DjangoModel,
  models: DjangoModels,
): Fields | undefined {
  const columns: ColumnSpec[] = [];
  const foreignKeys: ForeignKeySpec[] = [];
  const indexes: IndexSpec[] = [];
  const tables: Omit<CreateTable, 'range'>[] = [];
  const unclear: string[] = [];
  let composite: readonly string[] | undefined;
  for (const item of items) {
    const [key, value] = itemsOf(item) ?? [];
    const fieldName = textOf(key);
    if (!fieldName || !value) return undefined;
    const field = readField(fieldName, value, model, models);
    if (field.kind === 'column') {
      columns.push(field.column);
      foreignKeys.push(...field.foreignKeys);
      indexes.push(...field.indexes);
    } else if (field.kind === 'table') tables.push(field.table);
    else if (field.kind === 'key') composite = field.fields;
    else if (field.kind === 'unclear') unclear.push(field.table);
  }
  const primaryKey = composite?.map((field) => model.columns.get(field) ?? field);
  if (!primaryKey && !columns.some((column) => column.primaryKey)) {
    // Django gives the model a key of its own; where it inherits another's table, that is a link to it.
    const bases = argument(call, 'bases', 3);
    const inherits = bases && (itemsOf(bases)?.some((base) => textOf(base) !== undefined) ?? true);
    if (inherits || unclear.includes(model.alias)) return undefined;
    columns.unshift({
      name: { text: 'id', range: name.range },
      type: 'integer',
      notNull: true,
      primaryKey: true,
      autoincrement: true,
      range: name.range,
    });
    model.columns.set('id', 'id');
  }
  return { columns, primaryKey, foreignKeys, indexes, tables, unclear };
}

interface Options {
  readonly uniques: CreateTable['uniques'];
  readonly together: readonly IndexSpec[];
  readonly indexes: readonly IndexSpec[];
}

/** The options that make indexes and constraints; undefined where one can't be told. */
function readOptions(options: ReadonlyMap<string, Bound>, model: DjangoModel): Options | undefined {
  const columnOf = (field: string): string => model.columns.get(field) ?? field;
  const together: IndexSpec[] = [];
  for (const option of ['unique_together', 'index_together'] as const) {
    const value = options.get(option);
    const groups = value ? readTogether(value, option, columnOf) : [];
    if (!groups) return undefined;
    together.push(...groups);
  }
  const listed = options.get('indexes');
  const indexes = listed ? itemsOf(listed)?.map((index) => readIndex(index, columnOf)) : [];
  const declared = options.get('constraints');
  const constraints = declared
    ? itemsOf(declared)?.map((constraint) => readConstraint(constraint, columnOf))
    : [];
  if (!indexes?.every((index) => index !== undefined)) return undefined;
  if (!constraints?.every((constraint) => constraint !== undefined)) return undefined;
  return {
    uniques: constraints.flatMap((constraint) =>
      constraint.kind === 'unique'
        ? [{ columns: constraint.columns, name: constraint.name, range: constraint.range }]
        : [],
    ),
    together,
    indexes: [
      ...indexes,
      ...constraints.flatMap((constraint) => (constraint.kind === 'index' ? [constraint.index] : [])),
    ],
  };
}
