import type { BenchmarkDatabase } from './database.ts';

/** One kind of operation on one open database. */
export interface Workload {
  readonly name: 'read' | 'insert';
  readonly operation: string;
  /** Does the operation once; each call takes the next of the sampled values. */
  run(): void;
}

const samples = 2000;
const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

interface TableInfo {
  readonly name: string;
  readonly withoutRowid: boolean;
  readonly columns: readonly Column[];
}

interface Column {
  readonly name: string;
  readonly type: string;
  /** The position in the primary key, from 1; 0 outside of it. */
  readonly key: number;
  readonly generated: boolean;
}

/** An insert that was possible when it was tried and is not any more: a quota, a check at the end of the transaction. */
export class InsertRefused extends Error {
  override readonly name = 'InsertRefused';
}

/**
 * A read by primary key of the largest table, and an insert of one more of its rows, each in a transaction of its own.
 * Where such a row can't be inserted (a unique column, a trigger that objects) a table of our own in the copies serves.
 * All copies get the same operations on the same rows: foreign keys, say, refuse a row under one profile only, and
 * figures of different tables must not be compared.
 * @param copies connections to copies of one database
 * @param notes gets what the figures do not say
 * @param ownTable whether inserts go to a table of our own in any case
 * @returns the workloads of each connection
 */
export function makeWorkloads(
  copies: readonly BenchmarkDatabase[],
  notes: Set<string>,
  { ownTable = false }: { ownTable?: boolean } = {},
): Workload[][] {
  const [first] = copies;
  if (!first) return [];
  const table = largestTable(first);
  const sample = table && !ownTable ? rowsToInsert(copies, table) : undefined;
  if (!table)
    notes.add('The database has no table with rows: reads are measured on a table of the benchmark.');
  else if (!sample)
    notes.add(
      `Another row like those of ${table.name} can't be inserted: inserts go to a table of the benchmark.`,
    );
  const scratch = sample ? undefined : scratchTable(first);
  if (scratch) for (const db of copies) makeScratch(db, scratch.name);
  const target = table ?? (scratch as TableInfo);
  const keys = sampleKeys(first, target);
  return copies.map((db) => [
    readByKey(db, target, keys),
    table && sample ? insertLikeRows(db, table, sample) : insertScratch(db, scratch as TableInfo),
  ]);
}

function readTables(db: BenchmarkDatabase): TableInfo[] {
  return db
    .all(
      "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
    .map(({ name, wr }) => ({
      name: String(name),
      withoutRowid: Number(wr) === 1,
      columns: db
        .all(`SELECT name, type, pk, hidden FROM pragma_table_xinfo(${literal(String(name))})`)
        .map((column) => ({
          name: String(column.name),
          type: String(column.type),
          key: Number(column.pk),
          generated: Number(column.hidden) > 1,
        })),
    }));
}

function largestTable(db: BenchmarkDatabase): TableInfo | undefined {
  let largest: { table: TableInfo; rows: number } | undefined;
  for (const table of readTables(db)) {
    const rows = Number(db.all(`SELECT count(*) AS n FROM ${quote(table.name)}`)[0]?.n);
    if (rows > (largest?.rows ?? 0)) largest = { table, rows };
  }
  return largest?.table;
}

/** The columns by which one row is found: the primary key, or the rowid by a name that no column took. */
function keyOf(table: TableInfo): string[] {
  if (table.withoutRowid)
    return table.columns
      .filter(({ key }) => key > 0)
      .sort((a, b) => a.key - b.key)
      .map(({ name }) => quote(name));
  const taken = new Set(table.columns.map(({ name }) => name.toLowerCase()));
  const free = ['rowid', '_rowid_', 'oid'].find((name) => !taken.has(name));
  return [free ?? 'rowid'];
}

function sampleKeys(db: BenchmarkDatabase, table: TableInfo): unknown[][] {
  const columns = keyOf(table).map((name, position) => `${name} AS k${position}`);
  return sampleRows(db, table, columns).map((row) => row.map(asNumber));
}

function sampleRows(db: BenchmarkDatabase, table: TableInfo, columns: readonly string[]): unknown[][] {
  return db
    .all(`SELECT ${columns.join(', ')} FROM ${quote(table.name)} ORDER BY random() LIMIT ${samples}`)
    .map((row) => Object.values(row));
}

/** As programs bind a key; only what a number can't hold stays a bigint. */
function asNumber(value: unknown): unknown {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function readByKey(db: BenchmarkDatabase, table: TableInfo, keys: readonly unknown[][]): Workload {
  const where = keyOf(table).map((name) => `${name} = ?`);
  const read = db.prepare(`SELECT * FROM ${quote(table.name)} WHERE ${where.join(' AND ')}`);
  let next = 0;
  return {
    name: 'read',
    operation: `read one row of ${table.name} by its key`,
    run: () => read(keys[next++ % keys.length] as unknown[]),
  };
}

/** Rows, and the columns that they are of. */
interface RowSample {
  readonly columns: readonly string[];
  readonly rows: readonly unknown[][];
}

/** Rows of a table that every copy takes once more, under whatever its connection enforces. */
function rowsToInsert(copies: readonly BenchmarkDatabase[], table: TableInfo): RowSample | undefined {
  const keys = table.columns.filter(({ key }) => key > 0);
  // SQLite chooses the number of an INTEGER PRIMARY KEY. Any other key left out would be NULL, as in no real row.
  const chosen = ({ key, type }: Column): boolean =>
    key > 0 && keys.length === 1 && !table.withoutRowid && /^integer$/i.test(type);
  const columns = table.columns
    .filter((column) => !column.generated && !chosen(column))
    .map(({ name }) => quote(name));
  if (columns.length === 0) return undefined;
  const all = sampleRows(copies[0] as BenchmarkDatabase, table, columns);
  try {
    const rows = copies.reduce((left, db) => insertable(db, table, { columns, rows: left }), all);
    // A few rows may be odd: dangling, or in a partial unique index. More of them, and it is the table that refuses.
    return rows.length > 0.9 * all.length ? { columns, rows } : undefined;
  } catch {
    return undefined;
  }
}

/** The rows that one copy takes; it is the same afterwards. */
function insertable(db: BenchmarkDatabase, table: TableInfo, { columns, rows }: RowSample): unknown[][] {
  const insert = prepareInsert(db, table, columns);
  db.exec('BEGIN');
  const taken = rows.filter((row) => {
    try {
      insert(row);
      return true;
    } catch {
      return false;
    }
  });
  db.exec('ROLLBACK');
  return taken;
}

function prepareInsert(db: BenchmarkDatabase, table: TableInfo, columns: readonly string[]) {
  return db.prepare(
    `INSERT INTO ${quote(table.name)} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
}

function insertLikeRows(db: BenchmarkDatabase, table: TableInfo, { columns, rows }: RowSample): Workload {
  const insert = prepareInsert(db, table, columns);
  let next = 0;
  return {
    name: 'insert',
    operation: `insert one row into ${table.name}`,
    run() {
      try {
        insert(rows[next++ % rows.length] as unknown[]);
      } catch (cause) {
        throw new InsertRefused(String(cause), { cause });
      }
    },
  };
}

/** A table of our own, by a name that is free. */
function scratchTable(db: BenchmarkDatabase): TableInfo {
  const taken = new Set(db.all('SELECT lower(name) AS name FROM sqlite_schema').map(({ name }) => name));
  let name = 'preflight_benchmark';
  while (taken.has(name)) name += '_';
  return {
    name,
    withoutRowid: false,
    columns: [{ name: 'id', type: 'INTEGER', key: 1, generated: false }],
  };
}

function makeScratch(db: BenchmarkDatabase, name: string): void {
  db.exec(`CREATE TABLE ${quote(name)} (id INTEGER PRIMARY KEY, name TEXT, amount INTEGER);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
    INSERT INTO ${quote(name)} SELECT i, 'name ' || i, i FROM n;`);
}

function insertScratch(db: BenchmarkDatabase, table: TableInfo): Workload {
  const insert = prepareInsert(db, table, ['name', 'amount']);
  let next = 0;
  return {
    name: 'insert',
    operation: 'insert one row into a table of the benchmark',
    run: () => {
      next++;
      insert([`name ${next}`, next]);
    },
  };
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
