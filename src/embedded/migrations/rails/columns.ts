import type { Range } from '../../../text/range.ts';
import { type ColumnSpec, type Computed, computed, type Named } from '../operations.ts';
import type { Options } from './arguments.ts';
import type { RailsVersion } from './names.ts';
import type { RubyValue } from './values.ts';

/**
 * SQLite's types for Rails' own; others are written as they are.
 * https://github.com/rails/rails/blob/main/activerecord/lib/active_record/connection_adapters/sqlite3_adapter.rb
 */
const nativeTypes: Readonly<Record<string, string>> = {
  string: 'varchar',
  binary: 'blob',
  blob: 'blob',
  numeric: 'decimal',
  timestamp: 'datetime',
};

/** The methods of a table's block that declare columns, with those of other databases. */
export const columnTypes: ReadonlySet<string> = new Set(
  (
    'bigint binary blob boolean date datetime decimal float integer json numeric string text time timestamp virtual ' +
    'bigserial bit bit_varying box char cidr circle citext daterange enum geography geometry hstore inet int4range ' +
    'int8range interval jsonb line line_string longblob longtext lseg ltree macaddr mediumblob mediumint mediumtext ' +
    'money multi_polygon numrange oid path point polygon primary_key serial smallint st_point st_polygon ' +
    'timestamptz tinyblob tinyint tinytext tsrange tstzrange tsvector unsigned_bigint unsigned_decimal ' +
    'unsigned_float unsigned_integer uuid vector virtual xml'
  ).split(' '),
);

/** A column as `t.column name, type, …` declares it on SQLite. */
export function columnSpec(name: Named, type: string, options: Options, version: RailsVersion): ColumnSpec {
  const base = type === 'virtual' ? (options.text('type') ?? 'string') : type;
  const declaredKey = base === 'primary_key' || options.truth('primary_key');
  // An integer key without a default becomes the rowid.
  const rowid = base === 'primary_key' || (declaredKey && isInteger(base) && !options.has('default'));
  if (rowid) {
    return {
      name,
      type: 'integer',
      notNull: true,
      primaryKey: true,
      autoincrement: true,
      range: name.range,
    };
  }
  const sqlType = typeToSql(base, options, version);
  const defaultValue = options.get('default');
  return {
    name,
    type: sqlType,
    notNull: declaredKey || !options.truth('null', true),
    default: defaultValue ? defaultSql(defaultValue, sqlType) : undefined,
    primaryKey: declaredKey || undefined,
    collate: options.text('collation'),
    generated: options.has('as') ? options.text('as') : undefined,
    range: name.range,
  };
}

function isInteger(type: string): boolean {
  return type === 'integer' || type === 'bigint';
}

/** The type that Rails writes for SQLite. */
export function typeToSql(type: string, options: Options, version: RailsVersion): string {
  const name = nativeTypes[type] ?? type;
  const precision = options.text('precision');
  if (name === 'decimal') {
    const scale = options.text('scale');
    if (precision === undefined) return name;
    return scale === undefined ? `decimal(${precision})` : `decimal(${precision},${scale})`;
  }
  if (name === 'datetime' || name === 'time') {
    const digits = options.has('precision') || name === 'time' ? precision : version >= 700 ? '6' : undefined;
    return digits === undefined ? name : `${name}(${digits})`;
  }
  const limit = options.text('limit');
  const own = name !== type || /^(?:text|integer|float|date|boolean|json|varchar|blob)$/.test(name);
  return limit !== undefined && own ? `${name}(${limit})` : name;
}

/** A default as SQL; undefined for none. */
export function defaultSql(value: RubyValue, sqlType: string): string | Computed | undefined {
  const numeric = /^(?:integer|bigint|decimal|float|smallint)/.test(sqlType);
  switch (value.kind) {
    case 'nil':
      return undefined;
    case 'boolean':
      return value.value ? '1' : '0';
    case 'number':
      return numeric || !/^(?:varchar|text|char)/.test(sqlType) ? value.text : quote(value.text);
    case 'text':
      if (numeric) return /^-?\d+(?:\.\d+)?$/.test(value.text) ? value.text : computed;
      if (sqlType === 'boolean') return /^(?:0|f|false|off|)$/i.test(value.text) ? '0' : '1';
      return quote(value.text);
    case 'lambda':
      if (value.result.kind !== 'text') return computed;
      return /^\w+\(.*\)$/s.test(value.result.text) ? `(${value.result.text})` : value.result.text;
    case 'list':
      return value.items.length === 0 && /^json/.test(sqlType) ? quote('[]') : computed;
    case 'hash':
      return value.entries.size === 0 && /^json/.test(sqlType) ? quote('{}') : computed;
    default:
      return computed;
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The columns of `timestamps`. */
export function timestampColumns(range: Range, options: Options, version: RailsVersion): ColumnSpec[] {
  const six: RubyValue = { kind: 'number', text: '6', range };
  const value: RubyValue = { kind: 'boolean', value: false, range };
  const given = options.with({
    ...(version >= 600 ? { precision: six } : {}),
    ...(version >= 500 ? { null: value } : {}),
  });
  return ['created_at', 'updated_at'].map((text) => columnSpec({ text, range }, 'datetime', given, version));
}
