import type { IndexSpec, SchemaOperation } from '../operations.ts';
import { opaque } from '../python/certainty.ts';
import {
  argument,
  type Bound,
  callOf,
  itemsOf,
  literalOf,
  type PythonCall,
  rangeOf,
  textOf,
} from '../python/values.ts';
import {
  actionsOf,
  columnIndex,
  expressionOf,
  flag,
  readColumn,
  readForeignKeyConstraint,
  serverDefault,
} from './columns.ts';
import { sqlOperations } from './sql.ts';
import { nameText, placeOfName, sqliteType, textsOf } from './types.ts';

type AlterColumn = Extract<SchemaOperation, { kind: 'alter-column' }>;
type CreateTable = Extract<SchemaOperation, { kind: 'create-table' }>;

/** Operations that change nothing that SQLite keeps, or only what the schema's description has no word for. */
const withoutSchema =
  /^(?:f|get_bind|get_context|inline_literal|batch_alter_table|bulk_insert|create_check_constraint|create_exclude_constraint|(?:create|drop)_table_comment)$/;

/**
 * Reads `op.create_table(…)` and its like. `batch`: the table, for a call on the object of `batch_alter_table`, whose
 * methods leave it out.
 */
export function readOperation(call: PythonCall, batch: Bound | undefined): readonly SchemaOperation[] {
  if (withoutSchema.test(call.name)) return [];
  if (call.name === 'execute') return sqlOperations(call);
  const table = batch ? textOf(batch)?.value : undefined;
  if (batch && table === undefined) return [opaque(call.node, 'the table is computed', undefined)];
  const schema = call.keywords.get('schema');
  const elsewhere = schema !== undefined && literalOf(schema) !== null;
  const read = call.complete && !elsewhere ? operations[call.name]?.({ call, table }) : undefined;
  return read ?? [opaque(call.node, `op.${call.name} can't be followed`, namedTables(call, table))];
}

interface Operation {
  readonly call: PythonCall;
  /** The batch's table. */
  readonly table: string | undefined;
}

/** The tables of an operation that is not understood: the batch's, or the first argument of those that begin with it. */
function namedTables(call: PythonCall, table: string | undefined): readonly string[] | undefined {
  if (table !== undefined) return [table];
  const position = /^(?:create_table|drop_table|add_column|drop_column|alter_column)$/.test(call.name)
    ? 0
    : /^(?:create_(?:index|unique_constraint|foreign_key|primary_key)|drop_(?:index|constraint))$/.test(
          call.name,
        )
      ? 1
      : undefined;
  const named = position === undefined ? undefined : nameText(tableArgument(call, position))?.value;
  return named === undefined ? undefined : [named];
}

function tableArgument(call: PythonCall, position: number): Bound | undefined {
  return argument(call, 'table_name', position) ?? call.keywords.get('source_table');
}

/** The table, and the argument behind those that stand before it in a call on `op`. */
function target(
  { call, table }: Operation,
  position: number,
): { readonly table: string; readonly shift: number } | undefined {
  if (table !== undefined) return { table, shift: 0 };
  const named = nameText(tableArgument(call, position))?.value;
  return named === undefined
    ? undefined
    : { table: named, shift: call.keywords.has('table_name') || call.keywords.has('source_table') ? 0 : 1 };
}

type Reader = (operation: Operation) => readonly SchemaOperation[] | undefined;

const operations: Readonly<Record<string, Reader>> = {
  create_table: ({ call }) => createTable(call),

  drop_table({ call }) {
    const name = nameText(argument(call, 'table_name', 0));
    if (!name) return undefined;
    const ifExists = flag(call, 'if_exists', false);
    return [
      { kind: 'drop-table', table: name.value, ...(ifExists && { ifExists }), range: rangeOf(call.node) },
    ];
  },

  rename_table({ call }) {
    const from = nameText(argument(call, 'old_table_name', 0));
    const to = nameText(argument(call, 'new_table_name', 1));
    if (!from || !to) return undefined;
    return [
      {
        kind: 'rename-table',
        table: from.value,
        to: { text: to.value, range: to.range },
        range: rangeOf(call.node),
      },
    ];
  },

  add_column(operation) {
    const { call } = operation;
    const at = target(operation, 0);
    const value = argument(call, 'column', at?.shift ?? 0);
    const read = value && readColumn(value);
    if (!at || !read) return undefined;
    const ifNotExists = flag(call, 'if_not_exists', false);
    return [
      {
        kind: 'add-column',
        table: at.table,
        column: read.column,
        foreignKeys: read.foreignKeys,
        // A batch that rebuilds the table makes a second one like it, named after the table's copy.
        indexes: columnIndex(read, at.table),
        ...(ifNotExists && { ifNotExists }),
        range: rangeOf(call.node),
      },
    ];
  },

  drop_column(operation) {
    const { call } = operation;
    const at = target(operation, 0);
    const name = nameText(argument(call, 'column_name', at?.shift ?? 0));
    if (!at || !name) return undefined;
    const ifExists = flag(call, 'if_exists', false);
    return [
      {
        kind: 'drop-column',
        table: at.table,
        column: name.value,
        ...(ifExists && { ifExists }),
        range: rangeOf(call.node),
      },
    ];
  },

  alter_column(operation) {
    const { call } = operation;
    const at = target(operation, 0);
    const column = nameText(argument(call, 'column_name', at?.shift ?? 0));
    if (!at || !column) return undefined;
    return alterColumn(call, at.table, column.value);
  },

  create_index(operation) {
    const { call } = operation;
    const name = nameText(argument(call, 'index_name', 0));
    const at = target(operation, 1);
    const columns = at && argument(call, 'columns', 1 + at.shift);
    if (!at || !columns) return undefined;
    const index = indexOf(call, name, itemsOf(columns) ?? []);
    if (!index) return undefined;
    const ifNotExists = flag(call, 'if_not_exists', false);
    return [
      {
        kind: 'add-index',
        table: at.table,
        index,
        ...(ifNotExists && { ifNotExists }),
        range: rangeOf(call.node),
      },
    ];
  },

  drop_index({ call, table }) {
    const name = nameText(argument(call, 'index_name', 0))?.value;
    const owner = table ?? nameText(tableArgument(call, 1))?.value;
    if (name === undefined) return undefined;
    const ifExists = flag(call, 'if_exists', false);
    return [
      {
        kind: 'drop-index',
        ...(owner !== undefined && { table: owner }),
        name,
        ...(ifExists && { ifExists }),
        range: rangeOf(call.node),
      },
    ];
  },

  create_unique_constraint(operation) {
    const { call } = operation;
    const name = nameText(argument(call, 'constraint_name', 0))?.value;
    const at = target(operation, 1);
    const columns = at && textsOf(argument(call, 'columns', 1 + at.shift));
    if (!at || !columns) return undefined;
    return [{ kind: 'add-unique', table: at.table, columns, name, range: rangeOf(call.node) }];
  },

  create_foreign_key(operation) {
    const { call } = operation;
    const name = nameText(argument(call, 'constraint_name', 0))?.value;
    const at = target(operation, 1);
    const parent = at && nameText(argument(call, 'referent_table', 1 + at.shift))?.value;
    const local = at && argument(call, 'local_cols', 2 + at.shift);
    const columns = textsOf(local);
    const parentColumns = at && textsOf(argument(call, 'remote_cols', 3 + at.shift));
    if (!at || parent === undefined || !local || !columns || !parentColumns) return undefined;
    return [
      {
        kind: 'add-foreign-key',
        table: at.table,
        foreignKey: {
          columns,
          table: parent,
          parentColumns,
          ...actionsOf(call),
          ...(name !== undefined && { name }),
          range: placeOfName(local),
        },
        range: rangeOf(call.node),
      },
    ];
  },

  create_primary_key(operation) {
    const { call } = operation;
    const at = target(operation, 1);
    const columns = at && textsOf(argument(call, 'columns', 1 + at.shift));
    if (!at || !columns) return undefined;
    return [{ kind: 'add-primary-key', table: at.table, columns, range: rangeOf(call.node) }];
  },

  drop_constraint(operation) {
    const { call } = operation;
    const name = nameText(argument(call, 'constraint_name', 0))?.value;
    const at = target(operation, 1);
    const type = at && argument(call, 'type_', 1 + at.shift);
    if (!at || name === undefined) return undefined;
    const range = rangeOf(call.node);
    switch (type ? literalOf(type) : undefined) {
      case 'foreignkey':
        return [{ kind: 'drop-foreign-key', table: at.table, name, range }];
      case 'unique':
        return [{ kind: 'drop-unique', table: at.table, name, range }];
      case 'check':
        return [];
      default:
        return [opaque(call.node, 'the kind of the constraint is not told', [at.table])];
    }
  },
};

function createTable(call: PythonCall): readonly SchemaOperation[] | undefined {
  const name = nameText(argument(call, 'table_name', 0));
  if (!name) return undefined;
  const columns: ReturnType<typeof readColumn>[] = [];
  const foreignKeys: CreateTable['foreignKeys'][number][] = [];
  const uniques: CreateTable['uniques'][number][] = [];
  const indexes: IndexSpec[] = [];
  let primaryKey: readonly string[] | undefined;
  for (const item of call.positional.slice(call.keywords.has('table_name') ? 0 : 1)) {
    const part = callOf(item);
    if (!part?.complete) return undefined;
    switch (part.name) {
      case 'Column':
        columns.push(readColumn(item));
        break;
      case 'PrimaryKeyConstraint':
        primaryKey = allTexts(part.positional);
        if (!primaryKey) return undefined;
        break;
      case 'UniqueConstraint': {
        const unique = allTexts(part.positional);
        const [first] = part.positional;
        if (!unique || !first) return undefined;
        const constraint = nameText(part.keywords.get('name'))?.value;
        uniques.push({ columns: unique, name: constraint, range: placeOfName(first) });
        break;
      }
      case 'ForeignKeyConstraint': {
        const foreignKey = readForeignKeyConstraint(part);
        if (!foreignKey) return undefined;
        foreignKeys.push(foreignKey);
        break;
      }
      case 'Index': {
        const index = indexOf(part, nameText(part.positional[0]), part.positional.slice(1));
        if (!index) return undefined;
        indexes.push(index);
        break;
      }
      case 'CheckConstraint':
        break;
      default:
        return undefined;
    }
  }
  if (!columns.every((column) => column !== undefined)) return undefined;
  const counted = flag(call, 'sqlite_autoincrement', false) === true;
  const marked = columns.flatMap(({ column }) => (column.primaryKey ? [column.name.text] : []));
  const key = [...new Set([...(primaryKey ?? []), ...marked])];
  const [single] = key;
  // SQLite counts only a column that is declared as the key itself; of several none is.
  const ofColumn = key.length === 1 && (counted || !primaryKey) ? single : undefined;
  const ifNotExists = flag(call, 'if_not_exists', false);
  return [
    {
      kind: 'create-table',
      table: { text: name.value, range: name.range },
      columns: columns.map(({ column: { primaryKey: _, ...column }, nullableWritten }) => {
        const own = column.name.text === ofColumn;
        return {
          ...column,
          ...(key.includes(column.name.text) && !nullableWritten && { notNull: true }),
          ...(own && { primaryKey: true }),
          ...(own && counted && { autoincrement: true }),
        };
      }),
      ...(key.length > 0 && ofColumn === undefined && { primaryKey: key }),
      uniques,
      foreignKeys: [...columns.flatMap((column) => column.foreignKeys), ...foreignKeys],
      indexes: [...columns.flatMap((column) => columnIndex(column, name.value)), ...indexes],
      ...(ifNotExists && { ifNotExists }),
      range: rangeOf(call.node),
    },
  ];
}

function alterColumn(
  call: PythonCall,
  table: string,
  column: string,
): readonly SchemaOperation[] | undefined {
  const range = rangeOf(call.node);
  const result: SchemaOperation[] = [];
  const type = call.keywords.get('type_');
  const nullable = call.keywords.get('nullable');
  const nullValue = nullable ? literalOf(nullable) : undefined;
  const written = call.keywords.get('server_default');
  // False stands for "as it is", None removes the default.
  const touched = written !== undefined && literalOf(written) !== false;
  if (nullable && nullValue !== null && typeof nullValue !== 'boolean') return undefined;
  const change: AlterColumn['change'] = {
    ...(type && { type: sqliteType(type) }),
    ...(typeof nullValue === 'boolean' && { notNull: !nullValue }),
    ...(touched && { default: serverDefault(written) ?? null }),
  };
  if (Object.keys(change).length > 0) result.push({ kind: 'alter-column', table, column, change, range });
  const renamed = call.keywords.get('new_column_name');
  if (renamed && literalOf(renamed) !== null) {
    const to = nameText(renamed);
    if (!to) return undefined;
    result.push({ kind: 'rename-column', table, column, to: { text: to.value, range: to.range }, range });
  }
  return result;
}

/** An index of columns, of `sa.text('lower(x)')` and the like. */
function indexOf(
  call: PythonCall,
  name: ReturnType<typeof nameText>,
  items: readonly Bound[],
): IndexSpec | undefined {
  const unique = flag(call, 'unique', false);
  const parts = items.map(indexPart);
  const [first] = items;
  if (unique === undefined || !first || !parts.every((part) => part !== undefined)) return undefined;
  const condition = call.keywords.get('sqlite_where');
  const where = expressionOf(condition);
  if (condition && where === undefined && literalOf(condition) !== null) return undefined;
  const descending = parts.filter((part) => part.descending).map((part) => part.column);
  return {
    name: name?.value,
    columns: parts.map((part) => part.column),
    ...(descending.length > 0 && { descending }),
    unique,
    ...(where !== undefined && { where }),
    range: name?.range ?? placeOfName(first),
  };
}

function indexPart(value: Bound): { readonly column: string; readonly descending: boolean } | undefined {
  const name = nameText(value)?.value;
  if (name !== undefined) return { column: name, descending: false };
  const call = callOf(value);
  const callee = call?.node.childForFieldName('function');
  const object = callee?.type === 'attribute' ? callee.childForFieldName('object') : null;
  if (call && object && (call.name === 'desc' || call.name === 'asc') && call.positional.length === 0) {
    const part = indexPart({ node: object, scope: call.scope });
    return part && { ...part, descending: call.name === 'desc' };
  }
  if (call?.name === 'desc' && call.positional[0]) {
    const part = indexPart(call.positional[0]);
    return part && { ...part, descending: true };
  }
  if (call?.name === 'column') {
    const column = nameText(call.positional[0])?.value;
    return column === undefined ? undefined : { column, descending: false };
  }
  const sql = expressionOf(value)?.trim();
  if (sql === undefined) return undefined;
  const [, column, order] = /^"?(\w+)"?(?:\s+(asc|desc))?$/i.exec(sql) ?? [];
  return column === undefined
    ? { column: `(${sql})`, descending: false }
    : { column, descending: order?.toLowerCase() === 'desc' };
}

function allTexts(values: readonly Bound[]): readonly string[] | undefined {
  const texts = values.map((value) => nameText(value)?.value);
  return texts.every((text) => text !== undefined) ? texts : undefined;
}
