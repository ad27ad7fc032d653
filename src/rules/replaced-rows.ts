import type { Table } from '../engine/catalog.ts';
import { isRowidName, rowidAlias } from '../engine/rowid.ts';
import { isKnownTable } from '../schema/known-table.ts';
import type { SchemaState } from '../schema/timeline.ts';
import type { InsertStmt, Stmt } from '../sql/tree.ts';

/** An INSERT into a table that is known for sure. */
export interface KnownInsert {
  readonly tree: InsertStmt;
  readonly table: Table;
  /** The columns that get a value, in lower case. */
  readonly columns: readonly string[];
}

/** The INSERT, if its table is known for sure and is no view. */
export function knownInsert(tree: Stmt | undefined, schema: SchemaState): KnownInsert | undefined {
  if (tree?.type !== 'InsertStmt' || tree.tblName.dbName) return undefined;
  const state = schema.get(tree.tblName.objName.text.toLowerCase());
  if (!isKnownTable(state)) return undefined;
  const { table } = state;
  const columns = tree.columns
    ? tree.columns.map(({ text }) => text.toLowerCase())
    : tree.body.type === 'DefaultValuesInsertBody'
      ? []
      : writable(table);
  return { tree, table, columns };
}

/** The columns that a row can be given values for, in lower case. */
export function writable(table: Table): string[] {
  return table.columns.filter(({ generated }) => !generated).map(({ name }) => name.toLowerCase());
}

/** The unique keys by which a new row may meet one that is there. `undefined`: one of an expression or of a part of the rows. */
export function conflictKeys({
  table,
  columns,
}: Pick<KnownInsert, 'table' | 'columns'>): (readonly string[] | undefined)[] {
  const alias = rowidAlias(table);
  const isGiven = (name: string): boolean => {
    const column = table.columns.find((one) => one.name.toLowerCase() === name);
    if (columns.includes(name) || !column || column.generated) return true;
    // What is left out is NULL, of which there may be many, unless it has a default.
    return column !== alias && column.defaultValue !== null && !/^null$/i.test(column.defaultValue);
  };
  const primary = table.columns
    .filter(({ primaryKey }) => primaryKey > 0)
    .sort((a, b) => a.primaryKey - b.primaryKey)
    .map(({ name }) => name.toLowerCase());
  const keys: (readonly string[] | undefined)[] = primary.length > 0 ? [primary] : [];
  if (columns.some(isRowidName)) keys.push(['rowid']);
  for (const { unique, where, origin, columns: indexed } of table.indexes) {
    if (!unique || origin === 'primary-key') continue;
    const isPlain = where === undefined && indexed.every(({ expression }) => !expression);
    keys.push(isPlain ? indexed.map(({ name }) => name.toLowerCase()) : undefined);
  }
  return keys.filter((key) => key === undefined || key.every(isGiven));
}

/** True for INSERT OR REPLACE without an ON CONFLICT clause, which would come first. */
export function replaces({ tree: { orConflict, body } }: KnownInsert): boolean {
  return orConflict === 'Replace' && !(body.type === 'SelectInsertBody' && body.upsert);
}
