import { mentionsName, sameName } from '../sql/names.ts';
import type { Index, Table } from './catalog.ts';
import type { LostObject } from './rehearsal-protocol.ts';

/** The indexes that a rebuilt table had, and has not any more though their columns are there and nothing stands in for them. */
export function lostIndexes(old: Table, table: Table, dropped: ReadonlySet<string>): LostObject[] {
  return old.indexes.flatMap((index): LostObject[] => {
    if (index.origin !== 'create' || dropped.has(index.name.toLowerCase())) return [];
    if (table.indexes.some(({ name }) => sameName(name, index.name))) return [];
    // An index of columns that are gone, or have another name now, went on purpose.
    const columns = columnsOf(index, old);
    if (columns.length === 0 || !columns.every((column) => hasColumn(table, column))) return [];
    const fact: LostObject = {
      kind: 'object-lost',
      object: 'index',
      name: index.name,
      table: table.name,
      columns,
      unique: index.unique,
      tables: [],
    };
    return isServed(fact, table) || isReplaced(fact, old, table) || beginsWithKey(index, table) ? [] : [fact];
  });
}

/** The columns that an index names; those within expressions too. */
function columnsOf({ columns, where }: Index, table: Table): string[] {
  return table.columns
    .map(({ name }) => name)
    .filter(
      (name) =>
        columns.some((column) =>
          column.expression ? mentionsName(column.name, name) : sameName(column.name, name),
        ) ||
        (where !== undefined && mentionsName(where, name)),
    );
}

/** True when another index or key of the table does what a lost one did: it holds the same columns, or begins with them. */
export function isServed(
  { name, columns, unique }: Pick<LostObject, 'name' | 'columns' | 'unique'>,
  table: Table,
): boolean {
  const wanted = new Set(columns.map((column) => column.toLowerCase()));
  const keys = [
    ...table.indexes,
    ...(table.columns.some(({ primaryKey }) => primaryKey > 0)
      ? [{ name: '', unique: true, columns: table.columns.filter(({ primaryKey }) => primaryKey > 0) }]
      : []),
  ];
  return keys.some((index) => {
    if (sameName(index.name, name)) return true;
    const leading = index.columns.slice(0, wanted.size).map((column) => column.name.toLowerCase());
    if (unique && (!index.unique || index.columns.length > wanted.size)) return false;
    return leading.length === wanted.size && leading.every((column) => wanted.has(column));
  });
}

/** True for an index that begins with a whole key of the table: that finds the one row by itself. */
function beginsWithKey({ columns }: Index, { columns: own, indexes }: Table): boolean {
  const keys = [
    own.filter(({ primaryKey }) => primaryKey > 0),
    ...indexes
      .filter(({ unique, where }) => unique && where === undefined)
      .map((index) => index.columns.filter(({ expression }) => !expression)),
  ];
  return keys.some(
    (key) =>
      key.length > 0 &&
      columns.length >= key.length &&
      columns.slice(0, key.length).every((column) => key.some(({ name }) => sameName(name, column.name))),
  );
}

/** True where the migration makes another index, which holds the columns of a lost one among its own: it was thought of. */
function isReplaced(
  { columns, unique }: Pick<LostObject, 'columns' | 'unique'>,
  old: Table,
  table: Table,
): boolean {
  return table.indexes.some(
    (index) =>
      index.origin === 'create' &&
      (index.unique || !unique) &&
      !old.indexes.some(({ name }) => sameName(name, index.name)) &&
      columns.every((column) => index.columns.some(({ name }) => sameName(name, column))),
  );
}

export function hasColumn(table: Table, column: string): boolean {
  return table.columns.some(({ name }) => sameName(name, column));
}
