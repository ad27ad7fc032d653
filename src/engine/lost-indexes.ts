import { mentionsName, sameName } from '../sql/names.ts';
import type { Index, IndexColumn, Table } from './catalog.ts';
import type { LostObject } from './rehearsal-protocol.ts';

/** The indexes that a rebuilt table had, and has not any more though their columns are there and nothing stands in for them. */
export function lostIndexes(old: Table, table: Table, dropped: ReadonlySet<string>): LostObject[] {
  return old.indexes.flatMap((index): LostObject[] => {
    if (index.origin !== 'create' || dropped.has(index.name.toLowerCase())) return [];
    if (table.indexes.some(({ name }) => sameName(name, index.name))) return [];
    // An index of columns that are gone, or have another name now, went on purpose.
    const gone = old.columns.filter(({ name }) => !hasColumn(table, name));
    if (gone.some(({ name }) => isOver(index.columns, name) || mentionsName(index.where ?? '', name)))
      return [];
    const columns = old.columns.map(({ name }) => name).filter((name) => isOver(index.columns, name));
    if (columns.length === 0) return [];
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

/** True when a column of a table is among those that an index holds, be it within an expression. */
function isOver(indexed: readonly Pick<IndexColumn, 'name' | 'expression'>[], column: string): boolean {
  return indexed.some(({ name, expression }) =>
    expression ? mentionsName(name, column) : sameName(name, column),
  );
}

/** True when another index or key of the table does what a lost one did: it holds the same columns, or begins with them. */
export function isServed(
  { name, columns, unique }: Pick<LostObject, 'name' | 'columns' | 'unique'>,
  table: Table,
): boolean {
  const primaryKey = table.columns.flatMap((column) =>
    column.primaryKey > 0 ? [{ name: column.name, expression: false }] : [],
  );
  return [...table.indexes, { name: '', unique: true, columns: primaryKey }].some((index) => {
    if (sameName(index.name, name)) return true;
    if (unique && (!index.unique || index.columns.length > columns.length)) return false;
    const leading = index.columns.slice(0, columns.length);
    return columns.every((column) => isOver(leading, column));
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
      columns.every((column) => isOver(index.columns, column)),
  );
}

export function hasColumn(table: Table, column: string): boolean {
  return table.columns.some(({ name }) => sameName(name, column));
}
