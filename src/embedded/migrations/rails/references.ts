import { argumentsAt } from '../../../sql/arguments.ts';
import type { Range } from '../../../text/range.ts';
import type { ColumnSpec, ForeignKeySpec, IndexSpec, Named } from '../operations.ts';
import type { Options } from './arguments.ts';
import { columnSpec } from './columns.ts';
import { pluralize, singularize } from './inflector.ts';
import { foreignKeyName, indexName, type RailsVersion } from './names.ts';
import { type RubyValue, textOf, textsOf } from './values.ts';

/** What `references` makes. */
export interface Reference {
  readonly columns: readonly ColumnSpec[];
  readonly index: IndexSpec | undefined;
  readonly foreignKey: ForeignKeySpec | undefined;
}

/**
 * A reference on SQLite: `user_id`, with `user_type` where it is polymorphic, its index and its foreign key.
 * https://api.rubyonrails.org/classes/ActiveRecord/ConnectionAdapters/SchemaStatements.html#method-i-add_reference
 */
export function readReference(
  table: string,
  name: Named,
  options: Options,
  version: RailsVersion,
): Reference {
  const column = { text: `${name.text}_id`, range: name.range };
  const polymorphic = options.truth('polymorphic');
  const columns = [columnSpec(column, options.text('type') ?? 'integer', options, version)];
  if (polymorphic) {
    const nullable = options.get('null');
    const typeOptions = options.nested('polymorphic').with(nullable ? { null: nullable } : {});
    columns.unshift(
      columnSpec({ text: `${name.text}_type`, range: name.range }, 'string', typeOptions, version),
    );
  }
  const indexed = options.truth('index', version >= 500 && options.get('index')?.kind !== 'nil');
  const index = indexed
    ? readIndex(
        table,
        columns.map(({ name: { text } }) => text),
        options
          .nested('index')
          .with(
            polymorphic && version >= 601
              ? { name: symbolValue(`index_${table}_on_${name.text}`, name.range) }
              : {},
          ),
        name.range,
        version,
        !options.has('index'),
      )
    : undefined;
  const keyOptions = options.nested('foreign_key');
  const foreignKey = options.truth('foreign_key')
    ? readForeignKey(
        table,
        keyOptions.text('to_table') ?? pluralize(name.text),
        keyOptions.with({ column: undefined }).with({ column: symbolValue(column.text, name.range) }),
        name.range,
      )
    : undefined;
  return { columns, index, foreignKey };
}

function symbolValue(text: string, range: Range): RubyValue {
  return { kind: 'text', text, symbol: true, verbatim: false, range };
}

/** A foreign key from `table` to `parent`. */
export function readForeignKey(
  table: string,
  parent: string,
  options: Options,
  range: Range,
): ForeignKeySpec | undefined {
  const parentColumns = options.has('primary_key') ? textsOf(options.get('primary_key')) : ['id'];
  const columns = options.has('column')
    ? textsOf(options.get('column'))
    : parentColumns?.map((column) =>
        options.get('primary_key')?.kind === 'list'
          ? `${singularize(parent)}_${column}`
          : `${singularize(parent)}_id`,
      );
  if (!columns || !parentColumns) return undefined;
  return {
    columns,
    table: parent,
    parentColumns,
    onDelete: action(options.text('on_delete')),
    onUpdate: action(options.text('on_update')),
    name: options.text('name') ?? foreignKeyName(table, columns),
    range,
  };
}

function action(word: string | undefined): string | undefined {
  switch (word) {
    case 'cascade':
      return 'CASCADE';
    case 'nullify':
      return 'SET NULL';
    case 'restrict':
      return 'RESTRICT';
    default:
      return undefined;
  }
}

/** An index on columns, or on an expression where the only "column" is none. */
export function readIndex(
  table: string,
  columns: readonly string[],
  options: Options,
  range: Range,
  version: RailsVersion,
  implied = false,
): IndexSpec {
  const expression = columns.some((column) => /\W/.test(column));
  const terms = expression ? splitTerms(columns.join(', ')).map(readTerm) : undefined;
  const order = options.get('order');
  const descends = (column: string): boolean =>
    /^desc/i.test(textOf(order?.kind === 'hash' ? order.entries.get(column) : order) ?? '');
  const descending =
    terms?.filter((term) => term.descending).map((term) => term.text) ?? columns.filter(descends);
  const words = expression ? [columns.join(', ').match(/\w+/g)?.join('_') ?? ''] : columns;
  return {
    name: options.has('name') ? textOf(options.get('name')) : indexName(table, words, version),
    columns: terms?.map((term) => term.text) ?? columns,
    ...(descending.length > 0 ? { descending } : {}),
    unique: options.truth('unique'),
    where: options.text('where'),
    implied: implied || undefined,
    range,
  };
}

/** Splits SQL at the commas that are not within parentheses or quotes. */
function splitTerms(sql: string): string[] {
  const text = `(${sql})`;
  return argumentsAt(text, 0)?.list.map(({ start, end }) => text.slice(start, end)) ?? [sql];
}

function readTerm(sql: string): { text: string; descending: boolean } {
  const [, term = '', , direction = ''] = /^\s*([\s\S]*?)(\s+(asc|desc))?\s*$/i.exec(sql) ?? [];
  const plain = /^(?:"(\w+)"|(\w+))$/.exec(term);
  return {
    text: plain?.[1] ?? plain?.[2] ?? `(${term})`,
    descending: direction.toLowerCase() === 'desc',
  };
}
