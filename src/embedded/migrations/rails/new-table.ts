import type { Range } from '../../../text/range.ts';
import type { ColumnSpec, ForeignKeySpec, IndexSpec, Named, SchemaOperation } from '../operations.ts';
import type { Arguments, Options } from './arguments.ts';
import { columnSpec, columnTypes, timestampColumns } from './columns.ts';
import type { RailsVersion } from './names.ts';
import { readForeignKey, readIndex, readReference } from './references.ts';
import { type RubyValue, textOf, textsOf } from './values.ts';

/** A name and where it stands; undefined where it is put together at run time. */
export function namedOf(value: RubyValue | undefined): Named | undefined {
  const text = textOf(value);
  return value && text !== undefined ? { text, range: value.range } : undefined;
}

/** Methods of a table that neither make columns nor indexes. */
const harmless = /_constraint$|^(?:comment|set_encoding|charset|collation|options)$|\?$/;

/** The `t` of `create_table`. */
export class NewTable {
  readonly table: Named;
  readonly version: RailsVersion;
  /** What can't be told of the table. */
  readonly doubts: string[];
  readonly #options: Options;
  readonly #columns: ColumnSpec[] = [];
  readonly #foreignKeys: ForeignKeySpec[] = [];
  readonly #indexes: IndexSpec[] = [];
  readonly #primaryKey: readonly string[] | undefined;

  constructor(table: Named, options: Options, version: RailsVersion, doubts: string[]) {
    this.table = table;
    this.version = version;
    this.doubts = doubts;
    this.#options = options;
    if (options.has('as')) doubts.push('it is made from a query');
    if (options.truth('temporary')) doubts.push('it is temporary');
    if (/without\s+rowid/i.test(textOf(options.get('options')) ?? '')) doubts.push('it is WITHOUT ROWID');
    this.#primaryKey = this.#addKey();
  }

  /** Adds the key that the call's options declare; the columns of one that is a constraint. */
  #addKey(): readonly string[] | undefined {
    const id = this.#options.get('id');
    if (id?.kind === 'boolean' && !id.value) return undefined;
    const key = this.#options.get('primary_key');
    if (key?.kind === 'list') {
      const columns = textsOf(key);
      if (!columns) this.doubts.push('its primary key is put together at run time');
      return columns;
    }
    const type = id?.kind === 'hash' ? (textOf(id.entries.get('type')) ?? 'primary_key') : textOf(id);
    if (id?.kind === 'unknown') this.doubts.push('the type of its key is put together at run time');
    const declared = namedOf(key);
    const name = declared ?? { text: 'id', range: this.table.range };
    if (key && !declared && key.kind !== 'nil')
      this.doubts.push('its primary key is put together at run time');
    const options = id?.kind === 'hash' ? this.#options.nested('id') : this.#options;
    const yes: RubyValue = { kind: 'boolean', value: true, range: name.range };
    const own = options.with({ primary_key: undefined }).with({ primary_key: yes });
    this.#columns.push(columnSpec(name, type ?? 'primary_key', own, this.version));
    return undefined;
  }

  /** Follows a call on the table; false for one that isn't known. */
  call(method: string, args: Arguments): boolean {
    const { positional, options } = args;
    switch (method) {
      case 'column': {
        const type = textOf(positional[1]);
        return type !== undefined && this.#addColumns(positional.slice(0, 1), type, options);
      }
      case 'timestamps':
        this.#columns.push(...timestampColumns(args.range, options, this.version));
        return true;
      case 'references':
      case 'belongs_to':
        return positional.every((value) => this.reference(value, options));
      case 'index': {
        const columns = textsOf(positional[0]);
        if (!columns || !positional[0]) return false;
        this.#addIndex(columns, options, positional[0].range);
        return true;
      }
      case 'foreign_key': {
        const parent = namedOf(positional[0]);
        const key = parent && readForeignKey(this.table.text, parent.text, options, parent.range);
        if (key) this.#foreignKeys.push(key);
        return key !== undefined;
      }
      case 'primary_key': {
        const yes: RubyValue = { kind: 'boolean', value: true, range: args.range };
        const type = textOf(positional[1]) ?? 'primary_key';
        return this.#addColumns(positional.slice(0, 1), type, options.with({ primary_key: yes }));
      }
      default:
        if (columnTypes.has(method)) return this.#addColumns(positional, method, options);
        return harmless.test(method);
    }
  }

  /** Adds what `references` makes. */
  reference(value: RubyValue, options: Options): boolean {
    const name = namedOf(value);
    if (!name) return false;
    const reference = readReference(this.table.text, name, options, this.version);
    this.#columns.push(...reference.columns);
    if (reference.index) this.#indexes.push(reference.index);
    if (reference.foreignKey) this.#foreignKeys.push(reference.foreignKey);
    return true;
  }

  #addColumns(names: readonly RubyValue[], type: string, options: Options): boolean {
    for (const value of names) {
      const name = namedOf(value);
      if (!name) return false;
      this.#columns.push(columnSpec(name, type, options, this.version));
      if (options.truth('index')) this.#addIndex([name.text], options.nested('index'), name.range);
    }
    return names.length > 0;
  }

  #addIndex(columns: readonly string[], options: Options, range: Range): void {
    this.#indexes.push(readIndex(this.table.text, columns, options, range, this.version));
  }

  /** The whole as one operation. */
  operation(range: Range): SchemaOperation {
    return {
      kind: 'create-table',
      range,
      table: this.table,
      columns: this.#columns,
      primaryKey: this.#primaryKey,
      uniques: [],
      foreignKeys: this.#foreignKeys,
      indexes: this.#indexes,
      ifNotExists: this.#options.truth('if_not_exists') || undefined,
      force: this.#options.truth('force') || undefined,
    };
  }
}
