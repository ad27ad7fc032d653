import type { Range } from '../../../text/range.ts';
import {
  type ColumnSpec,
  type Computed,
  computed,
  type ForeignKeySpec,
  type SchemaOperation,
} from '../operations.ts';
import type { ColumnBuilder, ForeignBuilder, TableBuilder, TableStatement } from './builders.ts';
import { type Condition, under } from './conditions.ts';
import { stringOf, type Value } from './values.ts';

/**
 * The types that Knex writes for SQLite, by method. A method of another name makes a column of the type `undefined`:
 * Knex 3.3.0 really writes that word.
 */
const types: Readonly<Record<string, string>> = {
  tinyint: 'tinyint',
  smallint: 'integer',
  mediumint: 'integer',
  integer: 'integer',
  increments: 'integer',
  bigincrements: 'integer',
  bigint: 'bigint',
  biginteger: 'bigint',
  decimal: 'float',
  float: 'float',
  double: 'float',
  bit: 'text',
  boolean: 'boolean',
  bool: 'boolean',
  date: 'date',
  datetime: 'datetime',
  timestamp: 'datetime',
  time: 'time',
  geometry: 'geometry',
  geography: 'geography',
  point: 'point',
  text: 'text',
  enu: 'text',
  enum: 'text',
  binary: 'blob',
  json: 'json',
  jsonb: 'json',
};

/** What a callback on a table comes to. `range` is the call of `createTable` or `alterTable`. */
export function compileTable(builder: TableBuilder, range: Range, ifNotExists: boolean): SchemaOperation[] {
  const operations =
    builder.mode === 'create' ? [createTable(builder, range, ifNotExists)] : alterTable(builder);
  for (const { range: place, reason } of builder.doubts) {
    operations.push({ kind: 'opaque', reason, tables: [builder.table.text], range: place });
  }
  return operations;
}

function createTable(builder: TableBuilder, range: Range, ifNotExists: boolean): SchemaOperation {
  const { table, columns, statements, doubts } = builder;
  for (const part of [...columns, ...statements]) {
    if (part.conditions.length === 0) continue;
    const place = part.kind === 'column' ? part.name.range : part.range;
    doubts.push({ range: place, reason: 'a part of the table depends on a condition' });
  }
  if (statements.some(({ kind }) => kind === 'other')) {
    doubts.push({ range, reason: 'it changes the table while creating it' });
  }
  // Knex looks at the first alone, and with a counter in the table it makes a UNIQUE constraint of it.
  const primary = statements.find((statement) => statement.kind === 'primary');
  const counter = columns.some(({ method }) => method === 'increments');
  return {
    kind: 'create-table',
    table,
    columns: columns.map(columnSpec),
    ...(primary && !counter ? { primaryKey: primary.columns } : {}),
    uniques: primary && counter ? [{ columns: primary.columns, range: primary.keyRange }] : [],
    foreignKeys: foreignKeysOf(statements, builder),
    indexes: statements.flatMap((statement) => (statement.kind === 'index' ? [statement.index] : [])),
    ...(ifNotExists ? { ifNotExists } : {}),
    range,
  };
}

/** Knex adds the columns first, then changes those that are there, then takes all other steps in order. */
function alterTable(builder: TableBuilder): SchemaOperation[] {
  const { table, columns, statements } = builder;
  const operations: SchemaOperation[] = [];
  const add = (operation: SchemaOperation, conditions: readonly Condition[]): void => {
    const kept = conditions.reduceRight<SchemaOperation | undefined>(
      (inner, condition) => inner && under(inner, condition),
      operation,
    );
    if (kept) operations.push(kept);
  };
  for (const column of columns.filter(({ alter }) => !alter)) {
    const own = statements.filter((statement) => statement.column === column);
    add(
      {
        kind: 'add-column',
        table: table.text,
        column: columnSpec(column),
        foreignKeys: foreignKeysOf(own, builder),
        indexes: own.flatMap((statement) => (statement.kind === 'index' ? [statement.index] : [])),
        range: column.name.range,
      },
      column.conditions,
    );
  }
  for (const column of columns.filter(({ alter }) => alter)) {
    const spec = columnSpec(column);
    // What isn't said again is gone: Knex writes type, default and NOT NULL anew.
    const { type, notNull } = spec;
    const byDefault: string | Computed | null = spec.default ?? null;
    add(
      {
        kind: 'alter-column',
        table: table.text,
        column: column.name.text,
        change: { type, notNull, default: byDefault },
        range: column.name.range,
      },
      column.conditions,
    );
  }
  for (const statement of statements) {
    const ofNewColumn = statement.column !== undefined && !statement.column.alter;
    const { range, conditions } = statement;
    switch (statement.kind) {
      case 'index':
        if (!ofNewColumn)
          add({ kind: 'add-index', table: table.text, index: statement.index, range }, conditions);
        break;
      case 'foreign': {
        const foreignKey = ofNewColumn ? undefined : foreignKeyOf(statement.foreign, builder);
        if (foreignKey) add({ kind: 'add-foreign-key', table: table.text, foreignKey, range }, conditions);
        break;
      }
      case 'primary':
        add({ kind: 'add-primary-key', table: table.text, columns: statement.columns, range }, conditions);
        break;
      case 'other':
        add(statement.operation, conditions);
        break;
    }
  }
  return operations;
}

function foreignKeysOf(statements: readonly TableStatement[], builder: TableBuilder): ForeignKeySpec[] {
  return statements.flatMap((statement) =>
    statement.kind === 'foreign' ? (foreignKeyOf(statement.foreign, builder) ?? []) : [],
  );
}

function foreignKeyOf(foreign: ForeignBuilder, { doubts }: TableBuilder): ForeignKeySpec | undefined {
  const { columns, table, parentColumns, onDelete, onUpdate, name, range } = foreign;
  if (table === undefined || parentColumns === undefined) {
    doubts.push({ range, reason: 'a foreign key whose parent is not told' });
    return undefined;
  }
  return {
    columns,
    table,
    parentColumns,
    ...(onDelete === undefined ? {} : { onDelete }),
    ...(onUpdate === undefined ? {} : { onUpdate }),
    ...(name === undefined ? {} : { name }),
    range,
  };
}

function columnSpec(column: ColumnBuilder): ColumnSpec {
  const counter = /increments/i.test(column.method);
  const value = column.default && !counter ? defaultOf(column.default, column.method) : undefined;
  return {
    name: column.name,
    type: typeOf(column),
    // Knex leaves modifiers of a counter out.
    notNull: counter || column.notNull,
    ...(value === undefined ? {} : { default: value }),
    ...(counter ? { primaryKey: true, autoincrement: true } : {}),
    range: column.name.range,
  };
}

function typeOf({ method, args: [first] }: ColumnBuilder): string {
  switch (method) {
    case 'string':
    case 'varchar': {
      const length = first?.kind === 'constant' ? Number.parseInt(String(first.value), 10) : Number.NaN;
      return `varchar(${Number.isNaN(length) ? 255 : length})`;
    }
    case 'uuid': {
      const binary = first?.kind === 'object' ? first.properties.get('useBinaryUuid') : undefined;
      return binary?.kind === 'constant' && binary.value === true ? 'binary(16)' : 'char(36)';
    }
    case 'specificType':
      return stringOf(first) ?? '';
    default:
      return types[method.toLowerCase()] ?? 'undefined';
  }
}

/** The SQL of a default, as Knex writes it: numbers stand in quotes, too. */
function defaultOf(value: Value, method: string): string | Computed | undefined {
  if (value.kind === 'pending' && value.raw !== undefined) return value.raw;
  if (value.kind !== 'constant') return computed;
  if (value.value === undefined) return undefined;
  if (value.value === null) return 'null';
  if (/^bool(?:ean)?$/.test(method)) return value.value && value.value !== 'false' ? "'1'" : "'0'";
  return `'${String(value.value).replaceAll("'", "''")}'`;
}
