import type { Range } from '../../../text/range.ts';
import { type ColumnSpec, type Computed, computed, type Named } from '../operations.ts';
import type { CallArguments } from './arguments.ts';
import { type PhpValue, textOf, truthOf } from './values.ts';

/**
 * SQLite's types for the column methods of a blueprint
 * (https://github.com/laravel/framework/blob/master/src/Illuminate/Database/Schema/Grammars/SQLiteGrammar.php).
 */
export const columnTypes: Readonly<Record<string, string>> = {
  bigInteger: 'integer',
  binary: 'blob',
  boolean: 'tinyint(1)',
  char: 'varchar',
  date: 'date',
  dateTime: 'datetime',
  dateTimeTz: 'datetime',
  datetime: 'datetime',
  decimal: 'numeric',
  double: 'double',
  enum: 'varchar',
  float: 'float',
  foreignId: 'integer',
  foreignUlid: 'varchar',
  foreignUuid: 'varchar',
  geography: 'geometry',
  geometry: 'geometry',
  integer: 'integer',
  ipAddress: 'varchar',
  json: 'text',
  jsonb: 'text',
  longText: 'text',
  macAddress: 'varchar',
  mediumInteger: 'integer',
  mediumText: 'text',
  point: 'geometry',
  set: 'varchar',
  smallInteger: 'integer',
  softDeletes: 'datetime',
  softDeletesDatetime: 'datetime',
  softDeletesTz: 'datetime',
  string: 'varchar',
  text: 'text',
  time: 'time',
  timeTz: 'time',
  timestamp: 'datetime',
  timestampTz: 'datetime',
  tinyInteger: 'integer',
  tinyText: 'text',
  ulid: 'varchar',
  unsignedBigInteger: 'integer',
  unsignedDecimal: 'numeric',
  unsignedDouble: 'double',
  unsignedFloat: 'float',
  unsignedInteger: 'integer',
  unsignedMediumInteger: 'integer',
  unsignedSmallInteger: 'integer',
  unsignedTinyInteger: 'integer',
  uuid: 'varchar',
  year: 'integer',
};

/** Names of columns where the method is called without one. */
export const defaultNames: Readonly<Record<string, string>> = {
  id: 'id',
  ipAddress: 'ip_address',
  macAddress: 'mac_address',
  softDeletes: 'deleted_at',
  softDeletesDatetime: 'deleted_at',
  softDeletesTz: 'deleted_at',
  ulid: 'ulid',
  uuid: 'uuid',
};

/** The table that a column or a key is described for. */
export interface Described {
  /** What can't be told of it. */
  readonly doubts: string[];
  /** Follows a call on one of its columns; what further calls are made on, or undefined for one that isn't known. */
  callColumn(column: ColumnDraft, name: string, args: CallArguments): object | undefined;
}

/** A column while its modifiers are read. */
export class ColumnDraft {
  readonly owner: Described;
  readonly name: Named;
  /** The table of its model, and the parent's key (`foreignIdFor`). */
  readonly table: string | undefined;
  type: string;
  nullable: boolean;
  autoIncrement = false;
  changes = false;
  /** The key or index that a modifier asks for: true, or its name; false to drop it. */
  readonly indexes = new Map<'primary' | 'unique' | 'index', boolean | string>();
  #default: string | Computed | undefined;
  #useCurrent = false;
  #collate: string | undefined;
  #generated: string | undefined;

  constructor(owner: Described, name: Named, type: string, nullable = false, table?: string) {
    this.owner = owner;
    this.name = name;
    this.type = type;
    this.nullable = nullable;
    this.table = table;
  }

  get range(): Range {
    return this.name.range;
  }

  /**
   * Applies a modifier; false where its argument isn't known. Laravel takes every call as an attribute, and SQLite's
   * grammar reads no others than these.
   */
  modify(name: string, args: CallArguments): boolean {
    const value = args.get(0, 'value');
    switch (name) {
      case 'nullable':
        return this.#flag(value, (truth) => {
          this.nullable = truth;
        });
      case 'default':
        this.#default = value && defaultSql(value);
        return true;
      case 'useCurrent':
        this.#useCurrent = true;
        return true;
      case 'autoIncrement':
        this.autoIncrement = true;
        return true;
      case 'change':
        this.changes = true;
        return true;
      case 'collation':
        this.#collate = textOf(value);
        return this.#collate !== undefined;
      case 'storedAs':
      case 'virtualAs':
        this.#generated = value?.kind === 'raw' ? value.sql : textOf(value);
        return this.#generated !== undefined;
      case 'primary':
      case 'unique':
      case 'index': {
        const named = args.get(0, 'indexName') ?? args.get(0, 'name');
        const text = textOf(named);
        if (text !== undefined) this.indexes.set(name, text);
        else return this.#flag(named, (truth) => this.indexes.set(name, truth));
        return true;
      }
      default:
        return true;
    }
  }

  #flag(value: PhpValue | undefined, set: (truth: boolean) => void): boolean {
    const truth = value ? truthOf(value) : true;
    set(truth ?? true);
    return truth !== undefined;
  }

  /** The column as Laravel writes it for SQLite. */
  spec(): ColumnSpec {
    const counts = this.autoIncrement && this.type === 'integer';
    return {
      name: this.name,
      type: this.type,
      notNull: this.#generated === undefined && !this.nullable,
      default: this.#generated === undefined ? this.defaultSql() : undefined,
      primaryKey: counts || undefined,
      autoincrement: counts || undefined,
      collate: this.#collate,
      generated: this.#generated,
      range: this.range,
    };
  }

  defaultSql(): string | Computed | undefined {
    if (!this.#useCurrent) return this.#default;
    return this.type === 'date' ? 'CURRENT_DATE' : 'CURRENT_TIMESTAMP';
  }
}

/** A default as SQL: Laravel puts every value in quotes but for raw SQL. */
function defaultSql(value: PhpValue): string | Computed | undefined {
  switch (value.kind) {
    case 'null':
      return undefined;
    case 'boolean':
      return value.value ? "'1'" : "'0'";
    case 'number':
    case 'text':
      return `'${value.text.replaceAll("'", "''")}'`;
    case 'raw':
      return value.sql ?? computed;
    default:
      return computed;
  }
}
