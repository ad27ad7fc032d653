import type { Database, SqlValue } from 'sql.js';
import type { Table } from './catalog.ts';
import { quoteName } from './read-catalog.ts';
import { TableSeeder } from './table-seeder.ts';

/**
 * Fills the tables that have no rows, and the columns that were added to others, with made-up values that the schema
 * accepts, as harmless as they can be: all distinct where nothing refers elsewhere, and none NULL. Parents have several
 * children each. The same schema gets the same rows. Foreign keys are off, and the tables have no triggers meanwhile:
 * what a trigger does to made-up rows tells nothing.
 * @param known the columns of the tables that were filled before, by name, all in lower case; those filled now are added
 * @param rows how many rows each table has, by name in lower case
 * @param unfilled tables that stay without rows
 * @returns the tables for which no values were found
 */
export function seedTables(
  db: Database,
  tables: readonly Table[],
  known: Map<string, ReadonlySet<string>>,
  rows: ReadonlyMap<string, number>,
  unfilled: readonly string[],
): string[] {
  const stored = tables.filter(({ kind }) => kind === 'table');
  const byName = new Map(stored.map((table) => [table.name.toLowerCase(), table]));
  const unseeded: string[] = [];
  const fresh = new Set<string>();
  for (const table of parentsFirst(stored, byName)) {
    const name = table.name.toLowerCase();
    const columns = new Set(table.columns.map((column) => column.name.toLowerCase()));
    const before = known.get(name);
    if (unfilled.includes(name)) continue;
    if (rows.get(name) === 0) {
      if (new TableSeeder(db, table, byName).fill()) fresh.add(name);
      else unseeded.push(table.name);
    } else if (before) {
      const added = table.columns.filter((column) => !before.has(column.name.toLowerCase()));
      if (added.length > 0) new TableSeeder(db, table, byName).fillColumns(added);
    }
    known.set(name, columns);
  }
  if (fresh.size > 0) removeViolations(db, fresh, byName);
  return unseeded;
}

/** Tables in an order in which parents come before their children, as far as there is one. */
function parentsFirst(tables: readonly Table[], byName: ReadonlyMap<string, Table>): Table[] {
  const ordered = new Set<Table>();
  const entered = new Set<Table>();
  const visit = (table: Table): void => {
    if (entered.has(table)) return;
    entered.add(table);
    for (const { parent } of table.foreignKeys) {
      const other = byName.get(parent.toLowerCase());
      if (other) visit(other);
    }
    ordered.add(table);
  };
  for (const table of tables) visit(table);
  return [...ordered];
}

/** True where there is something to fill. */
export function needsSeeds(
  { name, kind, columns }: Table,
  known: ReadonlyMap<string, ReadonlySet<string>>,
  rows: ReadonlyMap<string, number>,
): boolean {
  if (kind !== 'table') return false;
  const before = known.get(name.toLowerCase());
  return (
    rows.get(name.toLowerCase()) === 0 ||
    (before !== undefined && columns.some((column) => !before.has(column.name.toLowerCase())))
  );
}

/** Rows that were made before the rows which they refer to, and refer to none after all. */
function removeViolations(
  db: Database,
  fresh: ReadonlySet<string>,
  byName: ReadonlyMap<string, Table>,
): void {
  for (let round = 0; round < 3; round++) {
    const wrong = violations(db).filter(
      ({ table, rowid, parent }) =>
        fresh.has(table.toLowerCase()) && rowid !== null && byName.has(parent.toLowerCase()),
    );
    if (wrong.length === 0) return;
    for (const { table, rowid } of wrong)
      db.run(`DELETE FROM ${quoteName(table)} WHERE rowid = ?`, [rowid as SqlValue]);
  }
}

/** Rows that refer to nothing, as `PRAGMA foreign_key_check` lists them. */
export function violations(db: Database): {
  table: string;
  rowid: SqlValue;
  parent: string;
  id: number;
}[] {
  try {
    return (db.exec('PRAGMA foreign_key_check')[0]?.values ?? []).map(([table, rowid, parent, id]) => ({
      table: String(table),
      rowid: rowid ?? null,
      parent: String(parent),
      id: Number(id),
    }));
  } catch {
    // A key that refers to columns which are not unique.
    return [];
  }
}

/**
 * Makes rows as unkind as the schema allows: a second row like the first, as far as nothing is unique, and NULLs where
 * they may be.
 */
export function makeUnkind(db: Database, tables: readonly Table[]): void {
  for (const table of tables) {
    if (table.kind !== 'table' || table.withoutRowid) continue;
    const name = quoteName(table.name);
    let rows: SqlValue[][];
    try {
      rows = db.exec(`SELECT rowid FROM ${name} ORDER BY rowid LIMIT 3`)[0]?.values ?? [];
    } catch {
      continue;
    }
    const [first, second, third] = rows.map(([rowid]) => rowid ?? null);
    const unique = new Set(
      table.indexes
        .filter((index) => index.unique)
        .flatMap(({ columns }) => columns.map((column) => column.name.toLowerCase())),
    );
    for (const column of table.columns) {
      if (column.generated || column.primaryKey > 0 || unique.has(column.name.toLowerCase())) continue;
      const set = `UPDATE OR IGNORE ${name} SET ${quoteName(column.name)}`;
      try {
        if (second !== undefined)
          db.run(`${set} = (SELECT ${quoteName(column.name)} FROM ${name} WHERE rowid = ?) WHERE rowid = ?`, [
            first as SqlValue,
            second,
          ]);
        if (third !== undefined && !column.notNull) db.run(`${set} = NULL WHERE rowid = ?`, [third]);
      } catch {
        // What the schema refuses stays as it is.
      }
    }
  }
}

/** Takes the triggers of the tables away, works, and makes them again. */
export function withoutTriggers<T>(db: Database, tables: readonly Table[], work: () => T): T {
  const triggers = tables.flatMap((table) => (table.kind === 'table' ? table.triggers : []));
  for (const { name } of triggers) db.run(`DROP TRIGGER IF EXISTS ${quoteName(name)}`);
  try {
    return work();
  } finally {
    for (const { sql } of triggers) {
      try {
        db.run(sql);
      } catch {
        // One that SQLite took over from an older version and would not take now.
      }
    }
  }
}

/** Takes all rows away, and what AUTOINCREMENT remembers. */
export function emptyTables(db: Database, tables: readonly Table[]): void {
  for (const table of tables) {
    if (table.kind !== 'table' && table.kind !== 'stub') continue;
    try {
      db.run(`DELETE FROM ${quoteName(table.name)}`);
    } catch {
      // A shadow table of a module.
    }
  }
  try {
    db.run('DELETE FROM sqlite_sequence');
  } catch {
    // No table has AUTOINCREMENT.
  }
}
