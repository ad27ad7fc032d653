import {
  type ColumnSpec,
  computed,
  type ForeignKeySpec,
  type IndexSpec,
} from '../embedded/migrations/operations.ts';

/** A table as the scripts so far have made it. */
export interface ScriptTable {
  name: string;
  columns: ColumnSpec[];
  primaryKey: readonly string[] | undefined;
  uniques: { columns: readonly string[]; name?: string | undefined }[];
  foreignKeys: ForeignKeySpec[];
  /** By the lower-case name in the database. */
  indexes: Map<string, IndexSpec>;
  /** SQL that scripts ran themselves for indexes and triggers of the table. */
  extras: string[];
  /** The field that it stores, where a tool makes a table for one. */
  stores: { readonly table: string; readonly field: string } | undefined;
  /** True once SQL that a script ran itself has shaped the table: its columns are not known here any more. */
  raw: boolean;
}

/**
 * A name in backticks. In double quotes SQLite would take one that no column has for a string, and an index on a column
 * that is not there would be made (https://sqlite.org/quirks.html#dblquote).
 */
export function exactName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** The name in the database of a column that a tool may call by its field's name. */
export function columnName(table: ScriptTable | undefined, name: string): string {
  const wanted = name.toLowerCase();
  const column =
    table?.columns.find((candidate) => candidate.name.text.toLowerCase() === wanted) ??
    table?.columns.find((candidate) => candidate.field?.toLowerCase() === wanted);
  return column?.name.text ?? name;
}

/** The name of an index; one that its tool derives in a way that is not known gets a name of the same kind. */
export function indexName(table: string, index: IndexSpec): string {
  if (index.name !== undefined) return index.name;
  const words = index.columns.flatMap((column) => column.match(/\w+/g) ?? []);
  return `${table}_${words.join('_')}_${index.unique ? 'unique' : 'index'}`;
}

export function createTableSql(table: ScriptTable, resolve: (name: string) => string): string {
  const keyed = table.primaryKey?.map((column) => columnName(table, column));
  const parts = table.columns.map((column) => columnSql(column, keyed === undefined));
  if (keyed && keyed.length > 0) parts.push(`PRIMARY KEY (${keyed.map(exactName).join(', ')})`);
  for (const { columns } of table.uniques)
    parts.push(`UNIQUE (${columns.map((column) => exactName(columnName(table, column))).join(', ')})`);
  for (const key of table.foreignKeys) {
    const columns = key.columns.map((column) => exactName(columnName(table, column))).join(', ');
    parts.push(`FOREIGN KEY (${columns}) ${referencesSql(key, resolve)}`);
  }
  return `CREATE TABLE ${exactName(table.name)} (${parts.join(', ')})`;
}

export function referencesSql(key: ForeignKeySpec, resolve: (name: string) => string): string {
  const columns = key.parentColumns ? ` (${key.parentColumns.map(exactName).join(', ')})` : '';
  const onDelete = key.onDelete === undefined ? '' : ` ON DELETE ${key.onDelete}`;
  const onUpdate = key.onUpdate === undefined ? '' : ` ON UPDATE ${key.onUpdate}`;
  return `REFERENCES ${exactName(resolve(key.table))}${columns}${onDelete}${onUpdate}`;
}

export function columnSql(column: ColumnSpec, withKey: boolean): string {
  const parts = [exactName(column.name.text), column.type];
  if (column.primaryKey && withKey)
    parts.push(column.autoincrement ? 'PRIMARY KEY AUTOINCREMENT' : 'PRIMARY KEY');
  if (column.notNull) parts.push('NOT NULL');
  if (column.unique) parts.push('UNIQUE');
  if (typeof column.default === 'string') parts.push(`DEFAULT ${defaultSql(column.default)}`);
  // What is computed is some value: a column with a default can be added where one without can't.
  if (column.default === computed) parts.push("DEFAULT ''");
  if (column.collate !== undefined) parts.push(`COLLATE ${exactName(column.collate)}`);
  if (column.generated !== undefined) parts.push(`GENERATED ALWAYS AS (${column.generated})`);
  return parts.join(' ');
}

/** A default that is no literal stands in parentheses (https://sqlite.org/lang_createtable.html#the_default_clause). */
function defaultSql(text: string): string {
  return /^(?:[+-]?[\d.]+(?:e[+-]?\d+)?|'(?:[^']|'')*'|x'[\da-f]*'|\w+|\(.*\))$/is.test(text)
    ? text
    : `(${text})`;
}

export function createIndexSql(table: ScriptTable | undefined, tableName: string, index: IndexSpec): string {
  const columns = index.columns.map((column) => {
    const term = column.startsWith('(') ? column.slice(1, -1) : exactName(columnName(table, column));
    return index.descending?.includes(column) ? `${term} DESC` : term;
  });
  const where = index.where === undefined ? '' : ` WHERE ${index.where}`;
  return `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${exactName(indexName(tableName, index))} ON ${exactName(tableName)} (${columns.join(', ')})${where}`;
}
