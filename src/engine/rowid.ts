import type { Column, Table } from './catalog.ts';

/** True for what each rowid is called, unless a column has the name (https://sqlite.org/rowidtable.html). */
export function isRowidName(name: string): boolean {
  return /^(?:rowid|_rowid_|oid)$/i.test(name);
}

/**
 * The column that is another name for the rowid: INTEGER PRIMARY KEY, unless DESC gave it an index of its own
 * (https://sqlite.org/lang_createtable.html#rowids_and_the_integer_primary_key).
 */
export function rowidAlias({ columns, indexes, withoutRowid }: Table): Column | undefined {
  const [key, ...others] = columns.filter(({ primaryKey }) => primaryKey > 0);
  if (withoutRowid || !key || others.length > 0 || key.type.toUpperCase() !== 'INTEGER') return undefined;
  return indexes.some(({ origin }) => origin === 'primary-key') ? undefined : key;
}
