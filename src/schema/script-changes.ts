import type {
  ColumnSpec,
  ForeignKeySpec,
  IndexSpec,
  SchemaOperation,
  ScriptTool,
} from '../embedded/migrations/operations.ts';
import { columnName, indexName, type ScriptTable } from './script-tables.ts';

type Operation<K extends SchemaOperation['kind']> = Extract<SchemaOperation, { kind: K }>;

/** Changes what is known of a table; returns why it can't, which leaves the table as it was. */
export type TableChange = (table: ScriptTable) => string | undefined;

export function columnOf(table: ScriptTable, name: string): ColumnSpec | undefined {
  const own = columnName(table, name).toLowerCase();
  return table.columns.find((column) => column.name.text.toLowerCase() === own);
}

export function alterColumn({ column: name, change }: Operation<'alter-column'>): TableChange {
  return (table) => {
    const column = columnOf(table, name);
    if (!column) return `no column ${name} is known`;
    replace(table, column, {
      ...column,
      ...(change.type !== undefined && { type: change.type }),
      ...(change.notNull !== undefined && { notNull: change.notNull }),
      ...(change.unique !== undefined && { unique: change.unique }),
      ...(change.default !== undefined && { default: change.default ?? undefined }),
    });
    return undefined;
  };
}

/**
 * Takes along what names the column, as the tools do; Knex and Rails make an index of more columns anew without it
 * (knex/lib/dialects/sqlite3/schema/ddl.js; copy_table_indexes in Rails' SQLite3Adapter).
 */
export function dropColumn(name: string, tool: ScriptTool): TableChange {
  return (table) => {
    const column = columnOf(table, name);
    if (!column) return `no column ${name} is known`;
    const own = column.name.text.toLowerCase();
    const isOwn = (other: string): boolean => columnName(table, other).toLowerCase() === own;
    const concerns = (columns: readonly string[]): boolean => columns.some(isOwn);
    for (const [key, index] of table.indexes) {
      if (!concerns(index.columns)) continue;
      const columns = index.columns.filter((other) => !isOwn(other));
      if ((tool === 'knex' || tool === 'rails') && columns.length > 0)
        table.indexes.set(key, { ...index, columns });
      else table.indexes.delete(key);
    }
    table.uniques = table.uniques.filter(({ columns }) => !concerns(columns));
    table.foreignKeys = table.foreignKeys.filter(({ columns }) => !concerns(columns));
    table.columns = table.columns.filter((other) => other !== column);
    return undefined;
  };
}

export function renameColumn(name: string, to: string, field: string | undefined): TableChange {
  return (table) => {
    const column = columnOf(table, name);
    if (!column) return `no column ${name} is known`;
    const from = column.name.text.toLowerCase();
    const renamed = (columns: readonly string[]): string[] =>
      columns.map((other) => (columnName(table, other).toLowerCase() === from ? to : other));
    const indexes = [...table.indexes].map(
      ([key, index]) => [key, { ...index, columns: renamed(index.columns) }] as const,
    );
    table.uniques = table.uniques.map((unique) => ({ ...unique, columns: renamed(unique.columns) }));
    table.foreignKeys = table.foreignKeys.map((key) => ({ ...key, columns: renamed(key.columns) }));
    table.primaryKey = table.primaryKey && renamed(table.primaryKey);
    table.indexes = new Map(indexes);
    replace(table, column, { ...column, name: { ...column.name, text: to }, field });
    return undefined;
  };
}

/**
 * Names of indexes follow their table and its columns: Rails renames those that it has named itself
 * (rename_table_indexes and rename_column_indexes).
 */
export function renameRailsIndexes(
  table: ScriptTable,
  before: { readonly table: string; readonly columns: ReadonlyMap<string, readonly string[]> },
): [string, string][] {
  const renamed: [string, string][] = [];
  for (const [key, index] of [...table.indexes]) {
    const old = before.columns.get(key) ?? index.columns;
    if (index.name?.toLowerCase() !== railsName(before.table, old)) continue;
    const name = railsName(table.name, index.columns);
    if (name === key) continue;
    table.indexes.delete(key);
    table.indexes.set(name, { ...index, name });
    renamed.push([key, name]);
  }
  return renamed;
}

function railsName(table: string, columns: readonly string[]): string {
  return `index_${table}_on_${columns.join('_and_')}`.toLowerCase();
}

/** What the tool made for the old declaration goes with it; what was asked for by itself stays. */
export function replaceColumn({
  column: name,
  to,
  foreignKeys,
  indexes,
}: Operation<'replace-column'>): TableChange {
  return (table) => {
    const column = columnOf(table, name);
    if (!column) return `no column ${name} is known`;
    const own = column.name.text.toLowerCase();
    const alone = (columns: readonly string[]): boolean =>
      columns.length === 1 && columnName(table, columns[0] as string).toLowerCase() === own;
    for (const [key, index] of table.indexes)
      if (alone(index.columns) && (index.implied || (index.name === undefined && !index.together)))
        table.indexes.delete(key);
    table.foreignKeys = [...table.foreignKeys.filter(({ columns }) => !alone(columns)), ...foreignKeys];
    replace(table, column, to);
    for (const index of indexes) table.indexes.set(indexName(table.name, index).toLowerCase(), index);
    return undefined;
  };
}

/** A unique constraint of the table, a unique index, or that of a column, by its name or its columns. */
export function dropUnique({ name, columns, ifExists }: Operation<'drop-unique'>): TableChange {
  return (table) => {
    const kept = table.uniques.filter((unique) => {
      const byName = name !== undefined && unique.name?.toLowerCase() === name.toLowerCase();
      return !byName && !(columns !== undefined && sameColumns(table, unique.columns, columns));
    });
    const index = [...table.indexes].find(
      ([key, own]) => own.unique && isMeant(table, key, own, name, columns),
    );
    const [only, ...more] = columns ?? [];
    const column = only !== undefined && more.length === 0 ? columnOf(table, only) : undefined;
    if (kept.length < table.uniques.length) table.uniques = kept;
    else if (index) table.indexes.delete(index[0]);
    else if (column?.unique) replace(table, column, { ...column, unique: false });
    else if (!ifExists) return 'the constraint that it drops is not known';
    return undefined;
  };
}

/** @param real the name in the database of a table that scripts may call otherwise */
export function dropForeignKey(
  { name, columns, parent }: Operation<'drop-foreign-key'>,
  real: (table: string) => string,
  tool: ScriptTool,
): TableChange {
  const matches = (key: ForeignKeySpec, table: ScriptTable): boolean => {
    if (name !== undefined && key.name?.toLowerCase() === name.toLowerCase()) return true;
    // Knex drops every key that shares a column with those named.
    if (columns && tool === 'knex')
      return columns.some((column) => key.columns.some((other) => sameColumns(table, [other], [column])));
    if (columns) return sameColumns(table, key.columns, columns);
    return parent !== undefined && real(key.table).toLowerCase() === real(parent).toLowerCase();
  };
  return (table) => {
    const kept = table.foreignKeys.filter((key) => !matches(key, table));
    if (kept.length === table.foreignKeys.length && tool !== 'knex')
      return 'the foreign key that it drops is not known';
    table.foreignKeys = kept;
    return undefined;
  };
}

/** True for the index of that name, else of these columns. */
export function isMeant(
  table: ScriptTable,
  key: string,
  index: IndexSpec,
  name: string | undefined,
  columns: readonly string[] | undefined,
): boolean {
  if (name !== undefined) return key === name.toLowerCase();
  return columns !== undefined && sameColumns(table, index.columns, columns);
}

function sameColumns(table: ScriptTable, a: readonly string[], b: readonly string[]): boolean {
  const names = (list: readonly string[]): string =>
    list.map((name) => columnName(table, name).toLowerCase()).join('\n');
  return names(a) === names(b);
}

function replace(table: ScriptTable, column: ColumnSpec, by: ColumnSpec): void {
  table.columns = table.columns.map((other) => (other === column ? by : other));
}
