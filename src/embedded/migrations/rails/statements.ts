import type { Range } from '../../../text/range.ts';
import type { SchemaOperation } from '../operations.ts';
import type { Options } from './arguments.ts';
import { columnSpec, defaultSql, timestampColumns, typeToSql } from './columns.ts';
import { pluralize } from './inflector.ts';
import { joinTableName, type RailsVersion } from './names.ts';
import { namedOf } from './new-table.ts';
import { readForeignKey, readIndex, readReference } from './references.ts';
import { type RubyValue, textOf, textsOf, truthOf } from './values.ts';

/** A call of one of Rails' schema statements. */
export interface StatementCall {
  readonly args: readonly RubyValue[];
  readonly options: Options;
  readonly range: Range;
  readonly version: RailsVersion;
}

type Statement = (call: StatementCall) => SchemaOperation[] | undefined;

const addReference: Statement = ({ args: [table, name], options: given, range, version }) => {
  const [owner, reference] = [textOf(table), namedOf(name)];
  if (owner === undefined || !reference) return undefined;
  const options = version <= 600 ? given.with({ type: undefined }) : given;
  const { columns, index, foreignKey } = readReference(owner, reference, options, version);
  return columns.map((column, at) => {
    const last = at === columns.length - 1;
    return {
      kind: 'add-column',
      range,
      table: owner,
      column,
      foreignKeys: last && foreignKey ? [foreignKey] : [],
      indexes: last && index ? [index] : [],
      ifNotExists: options.truth('if_not_exists') || undefined,
    };
  });
};

const removeReference: Statement = ({ args: [table, name], options, range }) => {
  const [owner, reference] = [textOf(table), textOf(name)];
  if (owner === undefined || reference === undefined) return undefined;
  const column = `${reference}_id`;
  const ifExists = options.truth('if_exists') || undefined;
  const operations: SchemaOperation[] = [];
  if (options.truth('foreign_key')) {
    const parent = options.nested('foreign_key').text('to_table') ?? pluralize(reference);
    operations.push({ kind: 'drop-foreign-key', range, table: owner, columns: [column], parent });
  }
  operations.push({ kind: 'drop-column', range, table: owner, column, ifExists });
  if (options.truth('polymorphic')) {
    operations.push({ kind: 'drop-column', range, table: owner, column: `${reference}_type`, ifExists });
  }
  return operations;
};

const removeColumns: Statement = ({ args: [table, ...names], options, range }) => {
  const [owner, columns] = [textOf(table), names.map(textOf)];
  if (owner === undefined) return undefined;
  const operations: SchemaOperation[] = [];
  for (const column of columns) {
    if (column === undefined) return undefined;
    const ifExists = options.truth('if_exists') || undefined;
    operations.push({ kind: 'drop-column', range, table: owner, column, ifExists });
  }
  return operations;
};

/** Rails' statements that change the schema, without those that take a block. */
export const statements: Readonly<Record<string, Statement>> = {
  add_column: ({ args: [table, name, type], options, range, version }) => {
    const [owner, column, word] = [textOf(table), namedOf(name), textOf(type)];
    if (owner === undefined || !column || word === undefined) return undefined;
    return [
      {
        kind: 'add-column',
        range,
        table: owner,
        column: columnSpec(column, word, options, version),
        foreignKeys: [],
        indexes: [],
        ifNotExists: options.truth('if_not_exists') || undefined,
      },
    ];
  },
  add_columns: (call) => {
    const [table, ...names] = call.args;
    const type = call.options.get('type');
    if (!table || !type) return undefined;
    return all(names.map((name) => statements.add_column?.({ ...call, args: [table, name, type] })));
  },
  add_reference: addReference,
  add_belongs_to: addReference,
  remove_reference: removeReference,
  remove_belongs_to: removeReference,
  remove_columns: removeColumns,
  remove_column: (call) => removeColumns({ ...call, args: call.args.slice(0, 2) }),
  add_timestamps: ({ args: [table], options, range, version }) => {
    const owner = textOf(table);
    if (owner === undefined) return undefined;
    return timestampColumns(range, options, version).map((column) => ({
      kind: 'add-column',
      range,
      table: owner,
      column,
      foreignKeys: [],
      indexes: [],
    }));
  },
  remove_timestamps: (call) => {
    const [table] = call.args;
    const column = (text: string): RubyValue => ({
      kind: 'text',
      text,
      symbol: true,
      verbatim: false,
      range: call.range,
    });
    return table && removeColumns({ ...call, args: [table, column('updated_at'), column('created_at')] });
  },
  rename_column: ({ args: [table, name, other], range }) => {
    const [owner, column, to] = [textOf(table), textOf(name), namedOf(other)];
    if (owner === undefined || column === undefined || !to) return undefined;
    return [{ kind: 'rename-column', range, table: owner, column, to }];
  },
  change_column: ({ args: [table, name, type], options, range, version }) => {
    const [owner, column, word] = [textOf(table), textOf(name), textOf(type)];
    if (owner === undefined || column === undefined || word === undefined) return undefined;
    const sqlType = typeToSql(word, options, version);
    const value = options.get('default');
    return [
      {
        kind: 'alter-column',
        range,
        table: owner,
        column,
        change: {
          type: sqlType,
          ...(options.has('null') ? { notNull: !options.truth('null', true) } : {}),
          ...(value ? { default: defaultSql(value, sqlType) ?? null } : {}),
        },
      },
    ];
  },
  change_column_null: ({ args: [table, name, nullable], range }) => {
    const [owner, column, truth] = [textOf(table), textOf(name), truthOf(nullable)];
    if (owner === undefined || column === undefined || truth === undefined) return undefined;
    return [{ kind: 'alter-column', range, table: owner, column, change: { notNull: !truth } }];
  },
  change_column_default: ({ args: [table, name, given], options, range }) => {
    const [owner, column] = [textOf(table), textOf(name)];
    const value = given ?? options.get('to');
    if (owner === undefined || column === undefined || !value) return undefined;
    return [
      {
        kind: 'alter-column',
        range,
        table: owner,
        column,
        change: { default: defaultSql(value, '') ?? null },
      },
    ];
  },
  add_index: ({ args: [table, names], options, range, version }) => {
    const [owner, columns] = [textOf(table), textsOf(names)];
    if (owner === undefined || !columns || !names) return undefined;
    return [
      {
        kind: 'add-index',
        range,
        table: owner,
        index: readIndex(owner, columns, options, names.range, version),
        ifNotExists: options.truth('if_not_exists') || undefined,
      },
    ];
  },
  remove_index: ({ args: [table, names], options, range, version }) => {
    const owner = textOf(table);
    const given = names ?? options.get('column');
    const columns = given ? textsOf(given) : undefined;
    if (owner === undefined || (given && !columns)) return undefined;
    const ifExists = options.truth('if_exists') || undefined;
    // An expression is looked up by the name that Rails gives its index.
    const spec = columns && readIndex(owner, columns, options, range, version);
    const expression = spec?.columns.some((column) => column.startsWith('('));
    const name = options.has('name') ? options.text('name') : expression ? spec?.name : undefined;
    if (name === undefined && !spec) return undefined;
    return [
      {
        kind: 'drop-index',
        range,
        table: owner,
        ...(name === undefined ? {} : { name }),
        ...(spec && !expression ? { columns: spec.columns } : {}),
        ifExists,
      },
    ];
  },
  rename_index: ({ args: [table, from, other], range }) => {
    const [owner, name, to] = [textOf(table), textOf(from), textOf(other)];
    if (owner === undefined || name === undefined || to === undefined) return undefined;
    return [{ kind: 'rename-index', range, table: owner, name, to }];
  },
  add_foreign_key: ({ args: [table, other], options, range }) => {
    const [owner, parent] = [textOf(table), namedOf(other)];
    if (owner === undefined || !parent) return undefined;
    const foreignKey = readForeignKey(owner, parent.text, options, parent.range);
    return foreignKey && [{ kind: 'add-foreign-key', range, table: owner, foreignKey }];
  },
  remove_foreign_key: ({ args: [table, other], options, range }) => {
    const owner = textOf(table);
    const parent = textOf(other) ?? options.text('to_table');
    const columns = options.has('column') ? textsOf(options.get('column')) : undefined;
    const name = options.text('name');
    if (owner === undefined || (parent ?? columns ?? name) === undefined) return undefined;
    return [{ kind: 'drop-foreign-key', range, table: owner, columns, parent, name }];
  },
  drop_table: ({ args, options, range }) =>
    all(
      args.map((value) => {
        const table = textOf(value);
        const ifExists = options.truth('if_exists') || undefined;
        return table === undefined ? undefined : [{ kind: 'drop-table', range, table, ifExists }];
      }),
    ),
  drop_virtual_table: ({ args: [name], range }) => {
    const table = textOf(name);
    return table === undefined ? undefined : [{ kind: 'drop-table', range, table }];
  },
  drop_join_table: ({ args: [first, second], options, range }) => {
    const [a, b] = [textOf(first), textOf(second)];
    const table =
      options.text('table_name') ?? (a !== undefined && b !== undefined ? joinTableName(a, b) : undefined);
    return table === undefined ? undefined : [{ kind: 'drop-table', range, table }];
  },
  rename_table: ({ args: [from, other], range }) => {
    const [table, to] = [textOf(from), namedOf(other)];
    return table === undefined || !to ? undefined : [{ kind: 'rename-table', range, table, to }];
  },
  create_virtual_table: ({ args: [name, module, values], range }) => {
    const [table, using, parts] = [textOf(name), textOf(module), textsOf(values)];
    if (table === undefined || using === undefined || !parts) return undefined;
    const sql = `CREATE VIRTUAL TABLE IF NOT EXISTS ${table} USING ${using} (${parts.join(', ')})`;
    return [{ kind: 'sql', range, sql, textRange: range, verbatim: false }];
  },
  create_view: opaqueOf('a view'),
  drop_view: opaqueOf('a view'),
  update_view: opaqueOf('a view'),
  replace_view: opaqueOf('a view'),
};

function opaqueOf(what: string): Statement {
  return ({ args: [name], range }) => {
    const table = textOf(name);
    return table === undefined
      ? undefined
      : [{ kind: 'opaque', range, reason: `the definition of ${what} is in another file`, tables: [table] }];
  };
}

function all(lists: readonly (SchemaOperation[] | undefined)[]): SchemaOperation[] | undefined {
  return lists.every((list) => list !== undefined) ? lists.flat() : undefined;
}

/** The table that a statement is about. */
export function tableOf({ args }: StatementCall): string[] | undefined {
  const table = textOf(args[0]);
  return table === undefined ? undefined : [table];
}
