import type { Range } from '../../../text/range.ts';
import type { IndexSpec, Named, SchemaOperation } from '../operations.ts';
import { alterations } from './alterations.ts';
import type { CallArguments } from './arguments.ts';
import { ColumnDraft, columnTypes, type Described, defaultNames } from './column.ts';
import { ForeignKeyDraft } from './foreign-key.ts';
import { pluralOf, snakeOf, tableOfModel } from './inflector.ts';
import { indexName, namedOf } from './names.ts';
import { textOf, textsOf } from './values.ts';

/** What a blueprint does, in order; `lenient` where it asks before whether it can. */
type Command = { readonly range: Range; readonly lenient: boolean } & (
  | { readonly kind: 'column'; readonly column: ColumnDraft }
  | { readonly kind: 'foreign'; readonly key: ForeignKeyDraft }
  | { readonly kind: 'primary'; readonly columns: readonly string[] }
  | { readonly kind: 'index'; readonly index: IndexSpec }
  | { readonly kind: 'operation'; readonly operation: SchemaOperation }
);

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Where a call stands: all of it, and its method's name. */
export interface CallPlace {
  readonly range: Range;
  readonly name: Range;
  readonly lenient: boolean;
}

const integerType = /^(?:unsigned)?(?:tiny|small|medium|big)?integer$/i;
/** Calls that change nothing on SQLite that is of interest here. */
export const harmlessCalls =
  /^(?:charset|collation|comment|dropFullText|dropSpatialIndex|engine|fullText|fulltext|getTable|hasColumn|innoDb|lock|spatialIndex|vectorIndex)$/;

/** The `$table` of `Schema::create` and `Schema::table`. */
export class Blueprint implements Described {
  readonly table: Named;
  /** What can't be told of it. */
  readonly doubts: string[] = [];
  readonly #commands: Command[] = [];
  /** The call that is being followed. */
  #place: CallPlace;

  constructor(table: Named) {
    this.table = table;
    this.#place = { range: table.range, name: table.range, lenient: false };
  }

  get commands(): readonly Command[] {
    return this.#commands;
  }

  /** Follows a call; what further calls are made on, or undefined for one that isn't known. */
  call(name: string, args: CallArguments, place: CallPlace): object | undefined {
    this.#place = place;
    if (Object.hasOwn(columnTypes, name) || /^(?:id|(?:\w+I|i)ncrements|rawColumn)$/.test(name)) {
      return this.#column(name, args);
    }
    if (/^(?:nullable)?(?:numeric|uuid|ulid)?morphs$/i.test(name)) return this.#morphs(name, args);
    switch (name) {
      case 'timestamps':
      case 'nullableTimestamps':
      case 'timestampsTz':
      case 'nullableTimestampsTz':
      case 'datetimes':
        for (const text of ['created_at', 'updated_at']) {
          this.#add(new ColumnDraft(this, { text, range: place.name }, 'datetime', true));
        }
        return this;
      case 'rememberToken':
        return this.#add(
          new ColumnDraft(this, { text: 'remember_token', range: place.name }, 'varchar', true),
        );
      case 'foreignIdFor':
      case 'foreignUuidFor':
      case 'foreignUlidFor':
        return this.#foreignFor(name, args);
      case 'foreign':
        return this.#foreign(args);
      case 'primary': {
        const columns = textsOf(args.get(0, 'columns'));
        if (columns) this.#push({ kind: 'primary', columns });
        return columns && this;
      }
      case 'unique':
      case 'index':
      case 'rawIndex':
        return this.#index(name, args);
      case 'temporary':
        return undefined;
      default:
        return this.#alter(name, args) ?? (harmlessCalls.test(name) ? this : undefined);
    }
  }

  #push(command: DistributiveOmit<Command, 'range' | 'lenient'>): void {
    const { range, lenient } = this.#place;
    this.#commands.push({ ...command, range, lenient });
  }

  #add(column: ColumnDraft): ColumnDraft {
    this.#push({ kind: 'column', column });
    return column;
  }

  #column(method: string, args: CallArguments): ColumnDraft | undefined {
    const given = args.get(0, 'column');
    const fallback = defaultNames[method];
    const name = given
      ? namedOf(given)
      : fallback === undefined
        ? undefined
        : { text: fallback, range: this.#place.name };
    if (!name) return undefined;
    const raw = method === 'rawColumn' ? textOf(args.get(1, 'definition')) : undefined;
    if (method === 'rawColumn' && raw === undefined) return undefined;
    const column = new ColumnDraft(
      this,
      name,
      raw ?? columnTypes[method] ?? 'integer',
      method.startsWith('softDeletes'),
    );
    const counts = args.get(1, 'autoIncrement');
    column.autoIncrement =
      method === 'id' ||
      /increments$/i.test(method) ||
      (integerType.test(method) && counts?.kind === 'boolean' && counts.value);
    return this.#add(column);
  }

  #morphs(method: string, args: CallArguments): object | undefined {
    const name = namedOf(args.get(0, 'name'));
    if (!name) return undefined;
    const nullable = method.startsWith('nullable');
    const type = /uuid|ulid/i.test(method) ? 'varchar' : 'integer';
    const columns = [`${name.text}_type`, `${name.text}_id`];
    for (const [at, text] of columns.entries()) {
      this.#add(new ColumnDraft(this, { text, range: name.range }, at === 0 ? 'varchar' : type, nullable));
    }
    const own = textOf(args.get(1, 'indexName'));
    this.#push({
      kind: 'index',
      index: {
        name: own ?? indexName(this.table.text, columns, 'index'),
        columns,
        unique: false,
        implied: true,
        range: name.range,
      },
    });
    return this;
  }

  #foreignFor(method: string, args: CallArguments): ColumnDraft | undefined {
    const model = args.get(0, 'model');
    if (model?.kind !== 'class') return undefined;
    const given = args.get(1, 'column');
    const name = given ? namedOf(given) : { text: `${snakeOf(model.name)}_id`, range: model.range };
    if (!name) return undefined;
    const type = method === 'foreignIdFor' ? 'integer' : 'varchar';
    return this.#add(new ColumnDraft(this, name, type, false, tableOfModel(model.name)));
  }

  #foreign(args: CallArguments): ForeignKeyDraft | undefined {
    const value = args.get(0, 'columns');
    const columns = textsOf(value);
    return columns && value && this.#addKey(columns, textOf(args.get(1, 'name')), value.range);
  }

  #addKey(columns: readonly string[], name: string | undefined, range: Range): ForeignKeyDraft {
    const key = new ForeignKeyDraft(
      this,
      columns,
      name ?? indexName(this.table.text, columns, 'foreign'),
      range,
    );
    this.#push({ kind: 'foreign', key });
    return key;
  }

  callColumn(column: ColumnDraft, name: string, args: CallArguments): object | undefined {
    const { text } = column.name;
    if (name === 'constrained') {
      const parentColumn = textOf(args.get(1, 'column')) ?? 'id';
      const given = args.get(0, 'table');
      const written = given?.kind === 'class' ? tableOfModel(given.name) : textOf(given);
      if (given && given.kind !== 'null' && written === undefined) return undefined;
      const suffix = `_${parentColumn}`;
      const at = text.lastIndexOf(suffix);
      const key = this.#addKey([text], textOf(args.get(2, 'indexName')), column.range);
      key.refer(written ?? column.table ?? pluralOf(at < 0 ? text : text.slice(0, at)), [parentColumn]);
      return key;
    }
    if (name === 'references') {
      const key = this.#addKey([text], textOf(args.get(1, 'indexName')), column.range);
      return key.modify(name, args) ? key : undefined;
    }
    return column.modify(name, args) ? column : undefined;
  }

  #index(method: string, args: CallArguments): object | undefined {
    const value = args.get(0, method === 'rawIndex' ? 'expression' : 'columns');
    if (!value) return undefined;
    const items = value.kind === 'array' ? value.entries.map((entry) => entry.value) : [value];
    const columns: string[] = [];
    for (const item of items) {
      const raw = item.kind === 'raw' ? item.sql : method === 'rawIndex' ? textOf(item) : undefined;
      const column = raw === undefined ? textOf(item) : `(${raw})`;
      if (column === undefined) return undefined;
      columns.push(column);
    }
    const given = args.get(1, 'name');
    this.#push({
      kind: 'index',
      index: {
        name: given && given.kind !== 'null' ? textOf(given) : indexName(this.table.text, columns, method),
        columns,
        unique: method === 'unique',
        range: value.range,
      },
    });
    return this;
  }

  /** Follows a call that changes what is there. */
  #alter(method: string, args: CallArguments): this | undefined {
    const table = this.table.text;
    const operations = alterations(table, method, args, this.#place.range);
    for (const operation of operations ?? []) this.#push({ kind: 'operation', operation });
    return operations && this;
  }
}
