import {
  type ColumnSpec,
  type Computed,
  computed,
  type ForeignKeySpec,
  type IndexSpec,
} from '../operations.ts';
import {
  argument,
  type Bound,
  callOf,
  literalOf,
  type PythonCall,
  type PythonText,
  textOf,
} from '../python/values.ts';
import { collationOf, nameText, placeOfName, sqliteType, textsOf } from './types.ts';

/** A `sa.Column(…)` with what it brings along. */
export interface SqlalchemyColumn {
  readonly column: ColumnSpec;
  readonly foreignKeys: readonly ForeignKeySpec[];
  /** `index=True` makes an index of its own, a unique one together with `unique=True`. */
  readonly index: 'plain' | 'unique' | undefined;
  readonly name: PythonText;
  /** False where `nullable` isn't written: a primary key then makes it NOT NULL. */
  readonly nullableWritten: boolean;
}

/** Reads `sa.Column(name, type, …)`; undefined where its name or a flag is computed. */
export function readColumn(value: Bound): SqlalchemyColumn | undefined {
  const call = callOf(value);
  if (!call?.complete || !/^(?:Column|mapped_column)$/.test(call.name)) return undefined;
  const name = nameText(argument(call, 'name', 0));
  if (!name) return undefined;
  const flags = ['primary_key', 'unique', 'index'].map((keyword) => flag(call, keyword, false));
  const [primaryKey, unique, index] = flags;
  const nullable = flag(call, 'nullable', !primaryKey);
  if (flags.includes(undefined) || nullable === undefined) return undefined;
  const rest = call.keywords.has('name') ? call.positional : call.positional.slice(1);
  const parts = rest.map((part) => ({ part, call: callOf(part) }));
  const references = parts.flatMap(({ call: inner }) => (inner?.name === 'ForeignKey' ? [inner] : []));
  const generated = parts.find(({ call: inner }) => inner?.name === 'Computed')?.call;
  const type =
    call.keywords.get('type_') ??
    parts.find(
      ({ call: inner }) =>
        !/^(?:ForeignKey|Computed|Identity|Sequence|CheckConstraint|FetchedValue)$/.test(inner?.name ?? ''),
    )?.part;
  const written = call.keywords.get('server_default');
  const collate = type && collationOf(type);
  const foreignKeys = references.map((reference) => foreignKeyOf(reference, name));
  if (!foreignKeys.every((reference) => reference !== undefined)) return undefined;
  return {
    name,
    column: {
      name: { text: name.value, range: name.range },
      type: type ? sqliteType(type) : 'NULL',
      notNull: !nullable,
      ...(written && { default: serverDefault(written) }),
      ...(primaryKey && { primaryKey }),
      ...(unique && !index && { unique }),
      ...(collate !== undefined && { collate }),
      ...(generated && { generated: expressionOf(generated.positional[0]) }),
      range: name.range,
    },
    foreignKeys,
    index: index ? (unique ? 'unique' : 'plain') : undefined,
    nullableWritten: call.keywords.has('nullable'),
  };
}

/** The index that `index=True` asks for, under SQLAlchemy's default name. */
export function columnIndex(read: SqlalchemyColumn, table: string): readonly IndexSpec[] {
  if (!read.index) return [];
  const { value, range } = read.name;
  return [{ name: `ix_${table}_${value}`, columns: [value], unique: read.index === 'unique', range }];
}

/** Reads `sa.ForeignKeyConstraint([columns], ['table.column'], …)`. */
export function readForeignKeyConstraint(call: PythonCall): ForeignKeySpec | undefined {
  const columns = textsOf(argument(call, 'columns', 0));
  const targets = textsOf(argument(call, 'refcolumns', 1))?.map(targetOf);
  const first = argument(call, 'columns', 0);
  if (!columns || !first || !targets?.every((target) => target !== undefined)) return undefined;
  const table = targets[0]?.table;
  if (table === undefined) return undefined;
  const name = nameText(call.keywords.get('name'))?.value;
  return {
    columns,
    table,
    parentColumns: targets.map((target) => target.column),
    ...actionsOf(call),
    ...(name !== undefined && { name }),
    range: placeOfName(first),
  };
}

/** `ondelete` and `onupdate`. */
export function actionsOf(call: PythonCall): Pick<ForeignKeySpec, 'onDelete' | 'onUpdate'> {
  const onDelete = textOf(call.keywords.get('ondelete'))?.value.toUpperCase();
  const onUpdate = textOf(call.keywords.get('onupdate'))?.value.toUpperCase();
  return { ...(onDelete !== undefined && { onDelete }), ...(onUpdate !== undefined && { onUpdate }) };
}

function foreignKeyOf(call: PythonCall, name: PythonText): ForeignKeySpec | undefined {
  const target = targetOf(textOf(argument(call, 'column', 0))?.value ?? '');
  if (!target) return undefined;
  const constraint = nameText(call.keywords.get('name'))?.value;
  return {
    columns: [name.value],
    table: target.table,
    parentColumns: [target.column],
    ...actionsOf(call),
    ...(constraint !== undefined && { name: constraint }),
    range: name.range,
  };
}

/** `table.column`, also behind a schema. */
function targetOf(text: string): { readonly table: string; readonly column: string } | undefined {
  const [column, table] = text.split('.').reverse();
  return table && column ? { table, column } : undefined;
}

/** What a `server_default` is in SQL. */
export function serverDefault(value: Bound): string | Computed | undefined {
  const literal = literalOf(value);
  if (literal === null || literal === false) return undefined;
  if (typeof literal === 'string') return `'${literal.replaceAll("'", "''")}'`;
  const call = callOf(value);
  switch (call?.name) {
    case 'text': {
      const sql = textOf(call.positional[0])?.value;
      return sql === undefined ? computed : wrapped(sql);
    }
    case 'now':
    case 'current_timestamp':
      return 'CURRENT_TIMESTAMP';
    case 'true':
      return '1';
    case 'false':
      return '0';
    case 'null':
      return 'NULL';
    case 'FetchedValue':
      return undefined;
    default:
      return computed;
  }
}

/** SQLite wants parentheses around an expression; SQLAlchemy's dialect adds them. */
function wrapped(sql: string): string {
  return /^\s*['"(]/.test(sql) || !/\W/.test(sql) ? sql : `(${sql})`;
}

/** SQL that stands in a `sa.text(…)` or a string. */
export function expressionOf(value: Bound | undefined): string | undefined {
  if (!value) return undefined;
  const text = textOf(value);
  if (text) return text.value;
  const call = callOf(value);
  return call && /^(?:text|literal_column)$/.test(call.name) ? textOf(call.positional[0])?.value : undefined;
}

/** A boolean argument; undefined when it is computed. */
export function flag(call: PythonCall, keyword: string, otherwise: boolean): boolean | undefined {
  const value = call.keywords.get(keyword);
  if (!value) return otherwise;
  const literal = literalOf(value);
  return literal === null ? otherwise : typeof literal === 'boolean' ? literal : undefined;
}
