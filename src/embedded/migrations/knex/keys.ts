import type { Range } from '../../../text/range.ts';
import type { BuilderCall, ColumnBuilder, ForeignBuilder, TableBuilder } from './builders.ts';
import { type Argument, spanOf, stringOf, stringsOf, type Value } from './values.ts';

/** What changes nothing in the schema that SQLite keeps: Knex leaves it out there, or it is a CHECK. */
export const withoutEffect =
  /^(?:unsigned|comment|collate|first|after|queryContext|check(?:Positive|Negative|In|NotIn|Between|Length|Regex)?|deferrable)$/;

/** Notes a call of a method of a foreign key; false for one that is not known. */
export function callForeign(foreign: ForeignBuilder, { method, args, node }: BuilderCall): boolean {
  const [first] = args;
  const text = stringOf(first?.value);
  switch (method) {
    case 'references':
      refer(foreign, first);
      return true;
    case 'inTable':
    case 'on':
      foreign.table = text;
      return true;
    case 'onDelete':
    case 'onUpdate':
      if (text === undefined) {
        foreign.builder.doubts.push({ range: spanOf(node), reason: `${method} is computed` });
      }
      foreign[method] = text?.toUpperCase();
      return true;
    case 'withKeyName':
      foreign.name = text;
      return true;
    default:
      return withoutEffect.test(method);
  }
}

/** The name that Knex gives an index: https://github.com/knex/knex, `_indexCommand` of lib/schema/tablecompiler.js. */
export function indexName(table: string, columns: readonly string[], suffix: 'index' | 'unique'): string {
  return `${table.replace(/[.-]/g, '_')}_${columns.join('_')}_${suffix}`.toLowerCase();
}

export function refer(foreign: ForeignBuilder, argument: Argument | undefined): void {
  const columns = stringsOf(argument?.value);
  const dot = columns?.length === 1 ? (columns[0]?.indexOf('.') ?? -1) : -1;
  if (columns && dot > 0) {
    foreign.table = columns[0]?.slice(0, dot);
    foreign.parentColumns = [(columns[0] ?? '').slice(dot + 1)];
  } else {
    foreign.parentColumns = columns;
  }
}

export function newForeign(
  builder: TableBuilder,
  columns: readonly string[],
  range: Range,
  name: string | undefined,
): ForeignBuilder {
  return {
    kind: 'foreign',
    builder,
    columns,
    range,
    parentColumns: undefined,
    table: undefined,
    onDelete: undefined,
    onUpdate: undefined,
    name,
  };
}

/** `columns` is undefined for a call on a column. `rest`: the arguments behind the columns. */
export function addIndex(
  builder: TableBuilder,
  { method, place, node, conditions }: BuilderCall,
  columns: Argument | undefined,
  rest: readonly Argument[],
  column: ColumnBuilder | undefined,
): void {
  const unique = method === 'unique';
  const range = spanOf(node);
  const doubt = (reason: string): void => {
    builder.doubts.push({ range, reason });
  };
  const terms = column ? [column.name.text] : termsOf(columns?.value);
  if (!terms || terms.length === 0) {
    doubt('an index on computed columns');
    return;
  }
  const [naming, third] = rest.map(({ value }) => value);
  const options = naming?.kind === 'object' ? naming : third?.kind === 'object' ? third : undefined;
  if (naming?.kind === 'object' && !unique) {
    doubt('an index with options in the place of its name');
    return;
  }
  const named = naming?.kind === 'object' ? naming.properties.get('indexName') : naming;
  const isNamed = !(named === undefined || (named.kind === 'constant' && !named.value));
  const given = isNamed ? stringOf(named) : undefined;
  const name = isNamed ? given : indexName(builder.table.text, terms.map(bare), unique ? 'unique' : 'index');
  if (name === undefined) {
    doubt('an index whose name is computed');
    return;
  }
  const predicate = options?.properties.get('predicate');
  const where = predicate?.kind === 'query' ? predicate.where : undefined;
  if (predicate && where === undefined && !(predicate.kind === 'constant' && predicate.value === undefined)) {
    doubt('a partial index whose condition is not followed');
    return;
  }
  builder.statements.push({
    kind: 'index',
    index: {
      name,
      columns: terms,
      unique,
      ...(where === undefined ? {} : { where }),
      range: spanOf(place),
    },
    range,
    column,
    conditions,
  });
}

export function addPrimary(
  builder: TableBuilder,
  { node, place, conditions }: BuilderCall,
  columns: Argument | undefined,
  naming: Argument | undefined,
  column: ColumnBuilder | undefined,
): void {
  const names = column ? [column.name.text] : stringsOf(columns?.value);
  if (!names || (naming && naming.value.kind !== 'constant')) {
    // Knex writes a name in an object as SQL that SQLite refuses.
    builder.doubts.push({ range: spanOf(node), reason: 'a primary key that is not followed' });
    return;
  }
  builder.statements.push({
    kind: 'primary',
    columns: names,
    keyRange: column ? column.name.range : columns ? spanOf(place) : spanOf(node),
    range: spanOf(node),
    column,
    conditions,
  });
}

/** Names of columns; SQL that Knex takes as it is stands in parentheses. */
function termsOf(value: Value | undefined): string[] | undefined {
  const items = value?.kind === 'list' ? value.items : value ? [value] : [];
  const terms: string[] = [];
  for (const item of items) {
    const text = item.kind === 'pending' && item.raw !== undefined ? `(${item.raw})` : stringOf(item);
    if (text === undefined) return undefined;
    terms.push(text);
  }
  return terms;
}

function bare(term: string): string {
  return term.startsWith('(') ? term.slice(1, -1) : term;
}
