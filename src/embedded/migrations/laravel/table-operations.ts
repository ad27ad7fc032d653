import type { Range } from '../../../text/range.ts';
import type { OperationList } from '../operation-list.ts';
import type { ForeignKeySpec, IndexSpec, SchemaOperation } from '../operations.ts';
import type { Blueprint } from './blueprint.ts';
import type { ColumnDraft } from './column.ts';
import { indexName } from './names.ts';

type Change = Extract<SchemaOperation, { kind: 'alter-column' }>['change'];

/** Adds what a blueprint of `Schema::create` does: the table, then its indexes. */
export function addCreation(blueprint: Blueprint, range: Range, list: OperationList): void {
  const columns = blueprint.commands.flatMap((command) =>
    command.kind === 'column' ? [command.column] : [],
  );
  const keys = blueprint.commands.flatMap((command) => (command.kind === 'foreign' ? [command.key] : []));
  const foreignKeys: ForeignKeySpec[] = [];
  for (const key of keys) {
    const spec = key.spec();
    if (spec) foreignKeys.push(spec);
    else blueprint.doubts.push('what a foreign key refers to is put together at run time');
  }
  const primary = blueprint.commands.find((command) => command.kind === 'primary');
  const ownKey = columns.find((column) => isSet(column.indexes.get('primary')));
  list.add({
    kind: 'create-table',
    range,
    table: blueprint.table,
    columns: columns.map((column) => column.spec()),
    primaryKey: primary?.kind === 'primary' ? primary.columns : ownKey && [ownKey.name.text],
    uniques: [],
    foreignKeys,
    indexes: [
      ...blueprint.commands.flatMap((command) => (command.kind === 'index' ? [command.index] : [])),
      ...columns.flatMap((column) => fluentIndex(blueprint, column) ?? []),
    ],
  });
  for (const command of blueprint.commands) if (command.kind === 'operation') list.add(command.operation);
  addDoubts(blueprint, range, list);
}

/** Adds what a blueprint of `Schema::table` does, in its order; indexes that are asked for by modifiers come last. */
export function addAlteration(blueprint: Blueprint, range: Range, list: OperationList): void {
  for (const command of blueprint.commands) {
    when(command.lenient, list, () => addCommand(blueprint, command, list));
  }
  for (const command of blueprint.commands) {
    if (command.kind !== 'column') continue;
    when(command.lenient, list, () => addFluent(blueprint, command.column, command.range, list));
  }
  addDoubts(blueprint, range, list);
}

function when(lenient: boolean, list: OperationList, add: () => void): void {
  if (lenient) list.leniently(add);
  else add();
}

function addCommand(blueprint: Blueprint, command: Blueprint['commands'][number], list: OperationList): void {
  const table = blueprint.table.text;
  const { range } = command;
  switch (command.kind) {
    case 'column':
      addColumn(table, command.column, range, list);
      break;
    case 'foreign': {
      const foreignKey = command.key.spec();
      if (foreignKey) list.add({ kind: 'add-foreign-key', range, table, foreignKey });
      else blueprint.doubts.push('what a foreign key refers to is put together at run time');
      break;
    }
    case 'primary':
      list.add({ kind: 'add-primary-key', range, table, columns: command.columns });
      break;
    case 'index':
      list.add({ kind: 'add-index', range, table, index: command.index });
      break;
    case 'operation':
      list.add(command.operation);
      break;
  }
}

/** Adds the keys and indexes that a column's modifiers ask for. */
function addFluent(blueprint: Blueprint, column: ColumnDraft, range: Range, list: OperationList): void {
  const table = blueprint.table.text;
  const columns = [column.name.text];
  const index = fluentIndex(blueprint, column);
  if (index) list.add({ kind: 'add-index', range, table, index });
  if (isSet(column.indexes.get('primary'))) list.add({ kind: 'add-primary-key', range, table, columns });
  for (const [type, value] of column.indexes) {
    if (value !== false || !column.changes || type === 'primary') continue;
    list.add({ kind: 'drop-index', range, table, name: indexName(table, columns, type) });
  }
}

function addColumn(table: string, column: ColumnDraft, range: Range, list: OperationList): void {
  const spec = column.spec();
  if (!column.changes) {
    list.add({ kind: 'add-column', range, table, column: spec, foreignKeys: [], indexes: [] });
    return;
  }
  // Since Laravel 11 what isn't said again is gone.
  const change: Change = { type: spec.type, notNull: spec.notNull, default: spec.default ?? null };
  list.add({ kind: 'alter-column', range, table, column: spec.name.text, change });
}

function addDoubts(blueprint: Blueprint, range: Range, list: OperationList): void {
  const [reason] = blueprint.doubts;
  if (reason !== undefined) list.add({ kind: 'opaque', range, reason, tables: [blueprint.table.text] });
}

/** The index that a column's modifiers ask for. Of several, Laravel makes the first: key, unique, plain. */
function fluentIndex(blueprint: Blueprint, column: ColumnDraft): IndexSpec | undefined {
  if (isSet(column.indexes.get('primary'))) return undefined;
  for (const type of ['unique', 'index'] as const) {
    const asked = column.indexes.get(type);
    if (!isSet(asked)) continue;
    const columns = [column.name.text];
    return {
      name: typeof asked === 'string' ? asked : indexName(blueprint.table.text, columns, type),
      columns,
      unique: type === 'unique',
      range: column.range,
    };
  }
  return undefined;
}

function isSet(asked: boolean | string | undefined): boolean {
  return asked !== undefined && asked !== false;
}
