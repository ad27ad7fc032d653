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
  readonly columns: readonly { readonly name: string; readonly key: number; readonly generated: boolean }[];
}

/**
 * A read by primary key of the largest table, and an insert of one more of its rows, each in a transaction of its own.
 * Where such a row can't be inserted (a unique column, a trigger that objects) a table of our own in the copy serves.
 * @param notes gets what the figures do not say
 */
export function makeWorkloads(db: BenchmarkDatabase, notes: Set<string>): Workload[] {
  const table = largestTable(db);
  const workloads: Workload[] = [];
  if (table) workloads.push(readByKey(db, table));
  else notes.add('The database has no table with rows: reads are measured on a table of the benchmark.');
  const insert = table && insertLikeRows(db, table);
  if (table && !insert)
    notes.add(
      `Another row like those of ${table.name} can't be inserted: inserts go to a table of the benchmark.`,
    );
  const scratch = table && insert ? undefined : makeScratch(db);
  if (!table && scratch) workloads.push(readByKey(db, scratch));
  workloads.push(insert ?? insertScratch(db));
  return workloads;
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
        .all(`SELECT name, pk, hidden FROM pragma_table_xinfo(${literal(String(name))})`)
        .map((column) => ({
          name: String(column.name),
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

function readByKey(db: BenchmarkDatabase, table: TableInfo): Workload {
  const key = keyOf(table);
  const columns = key.map((name, position) => `${name} AS k${position}`).join(', ');
  const keys = db
    .all(`SELECT ${columns} FROM ${quote(table.name)} ORDER BY random() LIMIT ${samples}`)
    .map((row) => Object.values(row));
  const where = key.map((name) => `${name} = ?`).join(' AND ');
  const read = db.prepare(`SELECT * FROM ${quote(table.name)} WHERE ${where}`);
  let next = 0;
  return {
    name: 'read',
    operation: `read one row of ${table.name} by its key`,
    run: () => read(keys[next++ % keys.length] as unknown[]),
  };
}

function insertLikeRows(db: BenchmarkDatabase, table: TableInfo): Workload | undefined {
  const keys = table.columns.filter(({ key }) => key > 0);
  // SQLite chooses the number of an INTEGER PRIMARY KEY; any other key of an existing row is taken.
  const columns = table.columns.filter(({ key, generated }) => !generated && !(key > 0 && keys.length === 1));
  if (columns.length === 0) return undefined;
  const names = columns.map(({ name }) => quote(name)).join(', ');
  const rows = db
    .all(`SELECT ${names} FROM ${quote(table.name)} ORDER BY random() LIMIT ${samples}`)
    .map((row) => Object.values(row));
  try {
    const insert = db.prepare(
      `INSERT INTO ${quote(table.name)} (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
    );
    let next = 0;
    const run = (): void => insert(rows[next++ % rows.length] as unknown[]);
    // Some rows may go where others do not: all kinds are tried before the clock runs.
    db.exec('SAVEPOINT preflight_try');
    try {
      for (let tries = 0; tries < Math.min(50, rows.length); tries++) run();
    } finally {
      db.exec('ROLLBACK TO preflight_try; RELEASE preflight_try');
    }
    return { name: 'insert', operation: `insert one row into ${table.name}`, run };
  } catch {
    return undefined;
  }
}

const scratchName = 'preflight_benchmark';

function makeScratch(db: BenchmarkDatabase): TableInfo {
  db.exec(`CREATE TABLE ${quote(scratchName)} (id INTEGER PRIMARY KEY, name TEXT, amount INTEGER);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
    INSERT INTO ${quote(scratchName)} SELECT i, 'name ' || i, i FROM n;`);
  return {
    name: scratchName,
    withoutRowid: false,
    columns: [{ name: 'id', key: 1, generated: false }],
  };
}

function insertScratch(db: BenchmarkDatabase): Workload {
  const insert = db.prepare(`INSERT INTO ${quote(scratchName)} (name, amount) VALUES (?, ?)`);
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
