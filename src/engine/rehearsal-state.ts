import type { Database } from 'sql.js';
import type { SchemaFault, Table } from './catalog.ts';
import { CatalogReader, quoteName } from './read-catalog.ts';
import { FaultFinder } from './schema-faults.ts';
import { violations } from './seed.ts';

/** What a database holds between two migrations, as far as a rehearsal looks at it. */
export interface RehearsalState {
  readonly tables: readonly Table[];
  /** By names in lower case, all of these. */
  readonly byName: ReadonlyMap<string, Table>;
  readonly rows: ReadonlyMap<string, number>;
  /** What AUTOINCREMENT remembers. */
  readonly sequences: ReadonlyMap<string, number>;
  /** How many rows refer to nothing, by child, parent and columns (with commas), one a line, in lower case. */
  readonly violations: ReadonlyMap<string, number>;
  readonly faults: readonly SchemaFault[];
  /** True where violations and faults were looked for. */
  readonly isThorough: boolean;
}

/** How a state is read. */
export interface StateReading {
  readonly stubs: ReadonlySet<string>;
  /** Tables as they were read before: most are the same from migration to migration. */
  readonly remembered: Map<string, Table>;
  /** True to look for rows that refer to nothing, and for views and triggers that can't be compiled. */
  readonly thorough: boolean;
}

export function readState(db: Database, reading: StateReading): RehearsalState {
  const reader = new CatalogReader(db, reading.stubs, reading.remembered);
  reader.refresh();
  const { tables } = reader;
  const byName = new Map(tables.map((table) => [table.name.toLowerCase(), table]));
  return readRows(db, { tables, byName }, reading);
}

/** The state of a database whose schema is known. */
export function readRows(
  db: Database,
  { tables, byName }: Pick<RehearsalState, 'tables' | 'byName'>,
  { stubs, thorough }: Pick<StateReading, 'stubs' | 'thorough'>,
): RehearsalState {
  return {
    tables,
    byName,
    isThorough: thorough,
    rows: countAll(db, tables),
    sequences: readSequences(db, tables),
    violations: thorough ? countViolations(db, byName) : new Map(),
    faults: thorough ? new FaultFinder(db, stubs).find(tables).filter(({ kind }) => kind !== 'default') : [],
  };
}

/** How many terms one SELECT puts together: SQLite takes 500. */
const termsLimit = 400;

/** The rows of all tables, counted in one statement where that is possible. */
function countAll(db: Database, tables: readonly Table[]): Map<string, number> {
  const names = tables.flatMap(({ name, kind }) => (kind === 'table' ? [name] : []));
  const counts = new Map<string, number>();
  for (let at = 0; at < names.length; at += termsLimit) {
    const some = names.slice(at, at + termsLimit);
    try {
      const terms = some.map((name) => `SELECT count(*) FROM ${quoteName(name)}`);
      const rows = db.exec(terms.join(' UNION ALL '))[0]?.values ?? [];
      for (const [index, name] of some.entries())
        counts.set(name.toLowerCase(), Number(rows[index]?.[0] ?? 0));
    } catch {
      for (const name of some) counts.set(name.toLowerCase(), countRows(db, name));
    }
  }
  return counts;
}

/** How many rows a table has; 0 where it can't be read. */
export function countRows(db: Database, table: string): number {
  try {
    return Number(db.exec(`SELECT count(*) FROM ${quoteName(table)}`)[0]?.values[0]?.[0] ?? 0);
  } catch {
    return 0;
  }
}

function readSequences(db: Database, tables: readonly Table[]): Map<string, number> {
  if (!tables.some(({ sql }) => /\bAUTOINCREMENT\b/i.test(sql))) return new Map();
  try {
    const rows = db.exec('SELECT name, seq FROM sqlite_sequence')[0]?.values ?? [];
    return new Map(rows.map(([name, seq]) => [String(name).toLowerCase(), Number(seq)]));
  } catch {
    return new Map();
  }
}

/** What AUTOINCREMENT remembers goes beyond the rows again: one was made and deleted since, as in a database in use. */
export function raiseSequences(
  db: Database,
  state: RehearsalState,
  tables: readonly string[],
): RehearsalState {
  for (const table of tables)
    db.run('UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = ? COLLATE NOCASE', [table]);
  return { ...state, sequences: readSequences(db, state.tables) };
}

function countViolations(db: Database, tables: ReadonlyMap<string, Table>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { table, parent, id } of violations(db)) {
    const key = tables.get(table.toLowerCase())?.foreignKeys.find((candidate) => candidate.id === id);
    const name = [table, parent, key?.columns.join() ?? ''].join('\n').toLowerCase();
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
