/**
 * Checks a restored database and compares its rows with those of a copy of the live one: `compare.cjs REQUEST`, a
 * ComparisonRequest as JSON; prints a Comparison. A process of its own, because it opens files natively. Both files are
 * private copies.
 */
import { readSnapshot } from '../database/snapshot.ts';
import { nodeDatabaseFiles } from '../host/node/database-files.ts';
import { loadSqlite, type NativeSqlite, nativeSqlite } from '../host/node/sqlite.ts';
import { compareRows, countRows, type Database } from './compare-rows.ts';
import type { Comparison, ComparisonRequest } from './comparison.ts';

const request: ComparisonRequest = JSON.parse(process.argv[2] as string);

void compare().then(
  (comparison) => process.stdout.write(JSON.stringify(comparison)),
  (error: unknown) => {
    const failure: Comparison = { error: error instanceof Error ? error.message : String(error) };
    process.stdout.write(JSON.stringify(failure));
  },
);

async function compare(): Promise<Comparison> {
  const native = nativeSqlite();
  return native ? compareNatively(native) : await compareInMemory();
}

/** SQLite as Node has it from 22.13 on: one connection sees both. */
function compareNatively({ DatabaseSync }: NativeSqlite): Comparison {
  const native = new DatabaseSync(request.restored);
  const db: Database = {
    all(sql) {
      const statement = native.prepare(sql);
      statement.setReadBigInts(true);
      return statement.all();
    },
  };
  try {
    const problems = checkIntegrity(db);
    if (problems.length > 0 || request.live === undefined)
      return { problems, tables: problems.length > 0 ? [] : countRows(db), notes: [] };
    native.prepare('ATTACH ? AS live').run(request.live);
    const notes: string[] = [];
    return { problems, tables: compareRows(db, notes), notes };
  } finally {
    native.close();
  }
}

/** Without it: both in memory, where only numbers of rows are compared. */
async function compareInMemory(): Promise<Comparison> {
  const sqlite = await loadSqlite(request.wasmPath);
  const open = async (path: string): Promise<Database> => {
    const memory = new sqlite.Database(await readSnapshot(path, nodeDatabaseFiles));
    return {
      all: (sql) =>
        memory
          .exec(sql)
          .flatMap(({ columns, values }) =>
            values.map((row) => Object.fromEntries(columns.map((name, column) => [name, row[column]]))),
          ),
    };
  };
  const restored = await open(request.restored);
  const problems = checkIntegrity(restored);
  if (problems.length > 0) return { problems, tables: [], notes: [] };
  const backup = countRows(restored);
  if (request.live === undefined) return { problems, tables: backup, notes: [] };
  const live = new Map(countRows(await open(request.live)).map(({ name, backupRows }) => [name, backupRows]));
  const names = [...new Set([...backup.map(({ name }) => name), ...live.keys()])];
  const tables = names.map((name) => {
    const backupRows = backup.find((table) => table.name === name)?.backupRows ?? null;
    const liveRows = live.get(name) ?? null;
    return {
      name,
      backupRows,
      liveRows,
      missing: Math.max(0, (liveRows ?? 0) - (backupRows ?? 0)),
      changed: null,
      extra: Math.max(0, (backupRows ?? 0) - (liveRows ?? 0)),
    };
  });
  return {
    problems,
    tables,
    notes: [
      `Numbers of rows were compared, not their values: Node ${process.versions.node} has no SQLite of its own (22.13 and newer have).`,
    ],
  };
}

/** What SQLite finds wrong, each a line; also where it is so damaged that it cannot be checked. */
function checkIntegrity(db: Database): string[] {
  try {
    const rows = db.all(request.check === 'full' ? 'PRAGMA integrity_check' : 'PRAGMA quick_check');
    const lines = rows.map((row) => String(Object.values(row)[0]));
    return lines.length === 1 && lines[0] === 'ok' ? [] : lines;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // What this SQLite lacks is not the database's fault.
    if (/no such (?:module|function|collation)/.test(message)) throw error;
    return [message];
  }
}
