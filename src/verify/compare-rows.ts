import { quoteName } from '../engine/read-catalog.ts';
import type { TableRows } from './result.ts';

/** A connection: the restored database is `main`, the live one is attached as `live`. Integers may come as bigints. */
export interface Database {
  all(sql: string): readonly Readonly<Record<string, unknown>>[];
}

/** The tables with their numbers of rows. */
export function countRows(db: Database): TableRows[] {
  return tablesOf(db, 'main').map((name) => ({
    name,
    backupRows: count(db, `main.${quoteName(name)}`),
    liveRows: null,
    missing: null,
    changed: null,
    extra: null,
  }));
}

/**
 * Compares every row of every table.
 * @param notes gets a sentence for each table whose rows could only be counted
 */
export function compareRows(db: Database, notes: string[]): TableRows[] {
  const [backup, live] = [tablesOf(db, 'main'), tablesOf(db, 'live')];
  return [...new Set([...live, ...backup])].map((name): TableRows => {
    const backupRows = backup.includes(name) ? count(db, `main.${quoteName(name)}`) : null;
    const liveRows = live.includes(name) ? count(db, `live.${quoteName(name)}`) : null;
    if (backupRows === null || liveRows === null)
      return { name, backupRows, liveRows, missing: liveRows ?? 0, changed: 0, extra: backupRows ?? 0 };
    const counted = {
      name,
      backupRows,
      liveRows,
      missing: Math.max(0, liveRows - backupRows),
      changed: null,
      extra: Math.max(0, backupRows - liveRows),
    };
    const columns = columnsOf(db, 'live', name);
    if (columnsOf(db, 'main', name).join('\n') !== columns.join('\n')) {
      notes.push(
        `${name}: its columns are not the same in the backup, so that each of its rows counts as changed.`,
      );
      return { ...counted, changed: Math.min(backupRows, liveRows) };
    }
    try {
      return { ...counted, ...differences(db, name, columns) };
    } catch (error) {
      notes.push(
        `${name}: its rows were only counted (${error instanceof Error ? error.message : String(error)}).`,
      );
      return counted;
    }
  });
}

function differences(
  db: Database,
  name: string,
  columns: readonly string[],
): Pick<TableRows, 'missing' | 'changed' | 'extra'> {
  const table = quoteName(name);
  const keys = keysOf(db, name, columns);
  const same = keys.map((key) => `l.${key} = b.${key}`).join(' AND ');
  const differ = columns
    .map((column) => `l.${quoteName(column)} COLLATE BINARY IS NOT b.${quoteName(column)}`)
    .join(' OR ');
  const without = (from: string, other: string): number =>
    scalar(db, `SELECT count(*) AS n FROM ${from} WHERE NOT EXISTS (SELECT 1 FROM ${other} WHERE ${same})`);
  return {
    missing: without(`live.${table} AS l`, `main.${table} AS b`),
    changed: scalar(
      db,
      `SELECT count(*) AS n FROM live.${table} AS l JOIN main.${table} AS b ON ${same} WHERE ${differ}`,
    ),
    extra: without(`main.${table} AS b`, `live.${table} AS l`),
  };
}

/** What tells rows apart, quoted: the rowid under a name that no column has, or the primary key of a table without one. */
function keysOf(db: Database, name: string, columns: readonly string[]): string[] {
  const rows = db.all(
    `SELECT name, wr FROM pragma_table_list WHERE schema = 'live' AND name = ${literal(name)}`,
  );
  if (Number(rows[0]?.wr) === 0) {
    const taken = new Set(columns.map((column) => column.toLowerCase()));
    const rowid = ['rowid', '_rowid_', 'oid'].find((word) => !taken.has(word));
    if (rowid === undefined) throw new Error('its columns hide the rowid');
    return [rowid];
  }
  return db
    .all(`SELECT name FROM pragma_table_info(${literal(name)}, 'live') WHERE pk > 0 ORDER BY pk`)
    .map((column) => quoteName(String(column.name)));
}

/** Real tables, with those that hold a virtual table's content; neither SQLite's own nor Litestream's. */
function tablesOf(db: Database, schema: 'main' | 'live'): string[] {
  return db
    .all(
      `SELECT name FROM ${schema}.sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name COLLATE NOCASE`,
    )
    .map(({ name }) => String(name))
    .filter((name) => !/^(?:sqlite_|_litestream_)/.test(name));
}

function columnsOf(db: Database, schema: 'main' | 'live', table: string): string[] {
  return db
    .all(`SELECT name FROM pragma_table_xinfo(${literal(table)}, '${schema}') WHERE hidden <> 1 ORDER BY cid`)
    .map(({ name }) => String(name));
}

function count(db: Database, table: string): number {
  return scalar(db, `SELECT count(*) AS n FROM ${table}`);
}

function scalar(db: Database, sql: string): number {
  return Number(db.all(sql)[0]?.n);
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
