import {
  type ColumnSpec,
  computed,
  type ForeignKeySpec,
  type IndexSpec,
  type Named,
  type SchemaOperation,
} from '../operations.ts';
import {
  argument,
  type Bound,
  callOf,
  dottedName,
  literalOf,
  type PythonCall,
  type PythonText,
  resolve,
  textOf,
} from '../python/values.ts';
import { sqlLiteral } from './conditions.ts';
import type { DjangoModel, DjangoModels, ModelReference } from './models.ts';
import { placeOfArgument } from './places.ts';

type CreateTable = Extract<SchemaOperation, { kind: 'create-table' }>;

/** What a field is in the database. */
export type DjangoField =
  | {
      readonly kind: 'column';
      readonly column: ColumnSpec;
      readonly foreignKeys: readonly ForeignKeySpec[];
      readonly indexes: readonly IndexSpec[];
    }
  | { readonly kind: 'table'; readonly table: Omit<CreateTable, 'range'> }
  /** A primary key of several fields. */
  | { readonly kind: 'key'; readonly fields: readonly string[] }
  | { readonly kind: 'none' }
  /** Something whose table or column can't be told. `table`: the one that it may be, else the model's own. */
  | { readonly kind: 'unclear'; readonly table: string };

/** The types of Django's SQLite backend, `django/db/backends/sqlite3/base.py`. */
const types: Readonly<Record<string, string>> = {
  AutoField: 'integer',
  BigAutoField: 'integer',
  SmallAutoField: 'integer',
  BinaryField: 'BLOB',
  BooleanField: 'bool',
  NullBooleanField: 'bool',
  DateField: 'date',
  DateTimeField: 'datetime',
  DecimalField: 'decimal',
  DurationField: 'bigint',
  FloatField: 'real',
  IntegerField: 'integer',
  BigIntegerField: 'bigint',
  IPAddressField: 'char(15)',
  GenericIPAddressField: 'char(39)',
  JSONField: 'text',
  PositiveBigIntegerField: 'bigint unsigned',
  PositiveIntegerField: 'integer unsigned',
  PositiveSmallIntegerField: 'smallint unsigned',
  SmallIntegerField: 'smallint',
  TextField: 'text',
  TimeField: 'time',
  UUIDField: 'char(32)',
};

/** Fields of text with their length when none is given. */
const lengths: Readonly<Record<string, number | undefined>> = {
  CharField: undefined,
  CommaSeparatedIntegerField: undefined,
  EmailField: 254,
  FileField: 100,
  FilePathField: 100,
  ImageField: 100,
  SlugField: 50,
  URLField: 200,
};

/** The type of a column that refers to a key, where it isn't the key's own type. */
const referringTypes: Readonly<Record<string, string>> = {
  BigAutoField: 'bigint',
  SmallAutoField: 'smallint',
  PositiveBigIntegerField: 'bigint',
  PositiveIntegerField: 'integer',
  PositiveSmallIntegerField: 'smallint',
};

/** The actions that the database itself takes (since Django 6.1); all others are Django's own work. */
const databaseActions: Readonly<Record<string, string>> = {
  DB_CASCADE: 'CASCADE',
  DB_SET_NULL: 'SET NULL',
  DB_SET_DEFAULT: 'SET DEFAULT',
};

/** Reads `models.ForeignKey(…)` and its like; `name` is the field's. */
export function readField(
  name: PythonText,
  value: Bound,
  model: DjangoModel,
  models: DjangoModels,
): DjangoField {
  const call = callOf(value);
  const unclear: DjangoField = { kind: 'unclear', table: model.alias };
  // A function that makes a field may make any.
  if (!call?.complete || !/^[A-Z]/.test(call.name)) return unclear;
  if (call.name === 'CompositePrimaryKey') {
    const fields = call.positional.map((field) => textOf(field)?.value);
    return fields.every((field) => field !== undefined) ? { kind: 'key', fields } : unclear;
  }
  const to = argument(
    call,
    'to',
    /^(?:ForeignKey|OneToOneField|ManyToManyField)$/.test(call.name) ? 0 : undefined,
  );
  const target = to ? models.reference(to, model) : undefined;
  const refers =
    to !== undefined && (call.keywords.has('on_delete') || /^(?:ForeignKey|OneToOneField)$/.test(call.name));
  if (to && !refers) {
    if (call.name !== 'ManyToManyField' && call.name !== 'ParentalManyToManyField') {
      return { kind: 'unclear', table: `${model.alias}_${name.value}` };
    }
    return manyToMany(name, call, target, model, models);
  }
  return column(name, call, refers ? { target } : undefined, model, models) ?? unclear;
}

function column(
  name: PythonText,
  call: PythonCall,
  reference: { readonly target: ModelReference | undefined } | undefined,
  model: DjangoModel,
  models: DjangoModels,
): DjangoField | undefined {
  const single = call.name.includes('OneToOne');
  const primaryKey = flag(call, 'primary_key', false);
  const unique = flag(call, 'unique', single);
  const nullable = flag(call, 'null', call.name === 'NullBooleanField');
  const slug = /Slug/.test(call.name);
  const indexed = flag(call, 'db_index', slug || reference !== undefined);
  const ownName = call.keywords.get('db_column');
  const given = ownName && literalOf(ownName) !== null ? textOf(ownName) : undefined;
  if (primaryKey === undefined || unique === undefined || nullable === undefined || indexed === undefined) {
    return undefined;
  }
  if (ownName && !given && literalOf(ownName) !== null) return undefined;
  const columnName = given?.value ?? (reference ? `${name.value}_id` : name.value);
  const type = reference ? referringType(call, reference.target, models) : typeOf(call);
  const auto = /^(?:Big|Small)?AutoField$/.test(call.name);
  const defaultValue = call.keywords.get('db_default');
  const collation = call.keywords.get('db_collation');
  model.columns.set(name.value, columnName);
  if (primaryKey) model.keyType = referringTypes[call.name] ?? type;
  const spec: ColumnSpec = {
    name: { text: columnName, range: name.range },
    ...(columnName !== name.value && { field: name.value }),
    type,
    notNull: primaryKey || (!nullable && call.name !== 'GeneratedField'),
    ...(defaultValue && { default: sqlLiteral(defaultValue) ?? computed }),
    ...(primaryKey && { primaryKey }),
    ...(auto && { autoincrement: true }),
    ...(unique && !primaryKey && { unique }),
    ...(collation && { collate: textOf(collation)?.value }),
    range: name.range,
  };
  const asked = call.keywords.get('db_index');
  return {
    kind: 'column',
    column: spec,
    foreignKeys: reference ? foreignKeys(name, columnName, call, reference.target) : [],
    indexes:
      indexed && !unique && !primaryKey
        ? [
            {
              name: undefined,
              columns: [columnName],
              unique: false,
              ...(!asked && { implied: true }),
              range: asked ? placeOfArgument(asked) : name.range,
            },
          ]
        : [],
  };
}

function foreignKeys(
  name: PythonText,
  columnName: string,
  call: PythonCall,
  target: ModelReference | undefined,
): readonly ForeignKeySpec[] {
  if (!target || flag(call, 'db_constraint', true) !== true) return [];
  const parent = textOf(call.keywords.get('to_field'))?.value;
  const action = argument(call, 'on_delete', 1);
  const onDelete = databaseActions[(action && dottedName(resolve(action).node)?.split('.').at(-1)) ?? ''];
  return [
    {
      columns: [columnName],
      table: target.alias,
      ...(parent !== undefined && { parentColumns: [parent] }),
      ...(onDelete !== undefined && { onDelete }),
      range: name.range,
    },
  ];
}

function manyToMany(
  name: PythonText,
  call: PythonCall,
  target: ModelReference | undefined,
  model: DjangoModel,
  models: DjangoModels,
): DjangoField {
  const through = call.keywords.get('through');
  if (through && literalOf(through) !== null) return { kind: 'none' };
  const given = call.keywords.get('db_table');
  const alias = `${model.alias}_${name.value}`;
  const text = given ? textOf(given)?.value : `${model.table ?? model.alias}_${name.value}`;
  // The column is called after the model, which only the settings name.
  if (text === undefined || target?.name === undefined) return { kind: 'unclear', table: alias };
  const itself = target.name === model.name;
  const sides = [
    {
      column: itself ? `from_${model.name}_id` : `${model.name}_id`,
      table: model.alias,
      type: model.keyType,
    },
    {
      column: itself ? `to_${target.name}_id` : `${target.name}_id`,
      table: target.alias,
      type: models.keyTypeOf(target),
    },
  ];
  const range = name.range;
  const named = (column: string): Named => ({ text: column, range });
  const constrained = flag(call, 'db_constraint', true) === true;
  return {
    kind: 'table',
    table: {
      kind: 'create-table',
      table: named(text),
      ...(text !== alias && { alias }),
      storesField: { table: model.alias, field: name.value },
      columns: [
        { name: named('id'), type: 'integer', notNull: true, primaryKey: true, autoincrement: true, range },
        ...sides.map(({ column, type }) => ({
          name: named(column),
          field: column.replace(/_id$/, ''),
          type: type ?? 'FOREIGNKEY',
          notNull: true,
          range,
        })),
      ],
      uniques: [],
      foreignKeys: constrained ? sides.map(({ column, table }) => ({ columns: [column], table, range })) : [],
      indexes: [
        { name: undefined, columns: sides.map(({ column }) => column), unique: true, implied: true, range },
        ...sides.map(({ column }) => ({
          name: undefined,
          columns: [column],
          unique: false,
          implied: true,
          range,
        })),
      ],
    },
  };
}

function typeOf(call: PythonCall): string {
  if (call.name === 'GeneratedField') {
    const output = call.keywords.get('output_field');
    const inner = output ? callOf(output) : undefined;
    if (inner) return typeOf(inner);
  }
  if (call.name in lengths) {
    const written = argument(call, 'max_length');
    const length = written ? literalOf(written) : lengths[call.name];
    return typeof length === 'number' ? `varchar(${length})` : 'varchar';
  }
  return types[call.name] ?? call.name.toUpperCase();
}

function referringType(call: PythonCall, target: ModelReference | undefined, models: DjangoModels): string {
  const type = target && !call.keywords.has('to_field') ? models.keyTypeOf(target) : undefined;
  return type ?? 'FOREIGNKEY';
}

/** A boolean argument; undefined when it is computed. */
function flag(call: PythonCall, keyword: string, otherwise: boolean): boolean | undefined {
  const value = call.keywords.get(keyword);
  if (!value) return otherwise;
  const literal = literalOf(value);
  return typeof literal === 'boolean' ? literal : literal === null ? false : undefined;
}
