import type { Named, SchemaOperation } from '../operations.ts';
import type { BuilderCall, ColumnBuilder, TableBuilder } from './builders.ts';
import { addIndex, addPrimary, indexName, newForeign } from './keys.ts';
import { type Argument, rangeOf, spanOf, stringOf, stringsOf, type Value } from './values.ts';

const columnMethods = new Set(
  (
    'tinyint smallint mediumint int bigint decimal float double real bit boolean serial date datetime timestamp time year ' +
    'geometry geography point char varchar tinytext tinyText text mediumtext mediumText longtext longText binary varbinary ' +
    'tinyblob tinyBlob mediumblob mediumBlob blob longblob longBlob enum set bool dateTime increments bigincrements ' +
    'bigIncrements integer biginteger bigInteger string json jsonb uuid enu specificType'
  ).split(' '),
);

export function newTable(mode: TableBuilder['mode'], table: Named): TableBuilder {
  return { kind: 'table', mode, table, columns: [], statements: [], doubts: [] };
}

/** Notes a call of a method of the table, and returns what it brings. */
export function callTable(builder: TableBuilder, call: BuilderCall): Value {
  const { method, args, node, conditions } = call;
  if (columnMethods.has(method)) return addColumn(builder, call);
  const [first, second] = args;
  const table = builder.table.text;
  const range = spanOf(node);
  const doubt = (reason: string): Value => {
    builder.doubts.push({ range, reason });
    return { kind: 'unknown' };
  };
  const add = (operation: SchemaOperation): Value => {
    if (builder.mode === 'create') return doubt(`${method} has no place in a table that is being created`);
    builder.statements.push({ kind: 'other', operation, range, column: undefined, conditions });
    return builder;
  };
  const names = (argument: Argument | undefined): string[] | undefined => stringsOf(argument?.value);

  switch (method) {
    case 'index':
    case 'unique':
      addIndex(builder, call, first, call.args.slice(1), undefined);
      return builder;
    case 'primary':
      addPrimary(builder, call, first, second, undefined);
      return builder;
    case 'foreign': {
      const columns = names(first);
      if (!columns || !first) return doubt('a foreign key whose columns are computed');
      const foreign = newForeign(builder, columns, rangeOf(first.node), stringOf(second?.value));
      builder.statements.push({ kind: 'foreign', foreign, range, column: undefined, conditions });
      return foreign;
    }
    case 'timestamps':
      addTimestamps(builder, call);
      return builder;
    case 'dropTimestamps': {
      const camel = first?.value.kind === 'constant' && first.value.value === true;
      for (const column of camel ? ['createdAt', 'updatedAt'] : ['created_at', 'updated_at']) {
        add({ kind: 'drop-column', table, column, ifExists: true, range });
      }
      return builder;
    }
    case 'dropColumn':
    case 'dropColumns': {
      const columns = names(first) && args.length === 1 ? names(first) : everyString(args);
      if (!columns) return doubt('it drops columns whose names are computed');
      // Knex builds the table anew without them; one that isn't there is no error.
      for (const column of columns) add({ kind: 'drop-column', table, column, ifExists: true, range });
      return builder;
    }
    case 'renameColumn': {
      const column = stringOf(first?.value);
      const to = stringOf(second?.value);
      if (column === undefined || to === undefined || !second) return doubt('it renames a computed column');
      return add({
        kind: 'rename-column',
        table,
        column,
        to: { text: to, range: rangeOf(second.node) },
        range,
      });
    }
    case 'setNullable':
    case 'dropNullable': {
      const column = stringOf(first?.value);
      if (column === undefined) return doubt('it changes a computed column');
      return add({
        kind: 'alter-column',
        table,
        column,
        change: { notNull: method === 'dropNullable' },
        range,
      });
    }
    case 'dropIndex':
    case 'dropUnique':
    case 'dropUniqueIfExists': {
      const suffix = method === 'dropIndex' ? 'index' : 'unique';
      const columns = names(first);
      const name =
        stringOf(second?.value) ?? (columns && second === undefined && indexName(table, columns, suffix));
      if (!name) return doubt('it drops an index whose name is computed');
      return add({
        kind: 'drop-index',
        table,
        name,
        ...(method.endsWith('IfExists') ? { ifExists: true } : {}),
        range,
      });
    }
    case 'dropForeign': {
      const columns = names(first);
      const name = stringOf(second?.value);
      if (name !== undefined) return add({ kind: 'drop-foreign-key', table, name, range });
      if (!columns) return doubt('it drops a foreign key of computed columns');
      return add({ kind: 'drop-foreign-key', table, columns, range });
    }
    case 'comment':
    case 'check':
    case 'queryContext':
      return builder.mode === 'alter' && method === 'check'
        ? doubt('Knex cannot add a check to a table of SQLite')
        : builder;
    default:
      return doubt(`${method}() is not followed`);
  }
}

function addColumn(builder: TableBuilder, { method, place, node, args, conditions }: BuilderCall): Value {
  const [first] = args;
  // A counter is called `id` where nothing else is said.
  const counter = /increments/i.test(method) && (!first || stringOf(first.value) === undefined);
  const text = counter && first?.value.kind !== 'unknown' ? 'id' : stringOf(first?.value);
  if (text === undefined) {
    builder.doubts.push({ range: spanOf(node), reason: 'a column whose name is computed' });
    return { kind: 'unknown' };
  }
  const column: ColumnBuilder = {
    kind: 'column',
    builder,
    name: { text, range: counter || !first ? spanOf(place) : rangeOf(first.node) },
    method,
    args: args.slice(1).map(({ value }) => value),
    conditions,
    notNull: false,
    default: undefined,
    alter: false,
    foreign: undefined,
  };
  builder.columns.push(column);
  return column;
}

function addTimestamps(builder: TableBuilder, { place, node, args, conditions }: BuilderCall): void {
  const flags = args.map(({ value }) => (value.kind === 'constant' ? value.value === true : undefined));
  const options = args[0]?.value.kind === 'object' ? args[0].value.properties : undefined;
  const flag = (position: number, name: string): boolean | undefined => {
    const option = options?.get(name);
    if (options) return option?.kind === 'constant' ? option.value === true : option && undefined;
    return position < flags.length ? flags[position] : false;
  };
  const toNow = flag(1, 'defaultToNow') ?? false;
  const camel = flag(2, 'useCamelCase') ?? false;
  if (args.some(({ value }) => value.kind === 'unknown')) {
    builder.doubts.push({ range: spanOf(node), reason: 'timestamps() is called with computed options' });
  }
  for (const text of camel ? ['createdAt', 'updatedAt'] : ['created_at', 'updated_at']) {
    builder.columns.push({
      kind: 'column',
      builder,
      name: { text, range: spanOf(place) },
      method: 'timestamp',
      args: [],
      conditions,
      notNull: toNow,
      default: toNow
        ? {
            kind: 'pending',
            operations: [],
            result: { kind: 'unknown' },
            schema: false,
            raw: 'CURRENT_TIMESTAMP',
            done: true,
          }
        : undefined,
      alter: false,
      foreign: undefined,
    });
  }
}

function everyString(args: readonly Argument[]): string[] | undefined {
  const all = args.map(({ value }) => stringOf(value));
  return all.length > 0 && all.every((text) => text !== undefined) ? all : undefined;
}
