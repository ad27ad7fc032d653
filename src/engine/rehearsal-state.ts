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
  /** How many rows refer to nothing, by `child parent column,column`. */
  readonly violations: ReadonlyMap<string, number>;
  readonly faults: readonly SchemaFault[];
}

/** @param remembered tables as they were read before: most are the same from migration to migration */
export function readState(
  db: Database,
  stubs: ReadonlySet<string>,
  remembered: Map<string, Table>,
): RehearsalState {
  const reader = new CatalogReader(db, stubs, remembered);
  reader.refresh();
  const { tables } = reader;
  const byName = new Map(tables.map((table) => [table.name.toLowerCase(), table]));
  return {
    tables,
    byName,
    rows: new Map(
      tables.flatMap(({ name, kind }) =>
        kind === 'table' ? [[name.toLowerCase(), countRows(db, name)] as const] : [],
      ),
    ),
    sequences: readSequences(db),
    violations: countViolations(db, byName),
    faults: new FaultFinder(db, stubs).find(tables).filter(({ kind }) => kind !== 'default'),
  };
}

/** How many rows a table has; 0 where it can't be read. */
export function countRows(db: Database, table: string): number {
  try {
    return Number(db.exec(`SELECT count(*) FROM ${quoteName(table)}`)[0]?.values[0]?.[0] ?? 0);
  } catch {
    return 0;
  }
}

function readSequences(db: Database): Map<string, number> {
  try {
    const rows = db.exec('SELECT name, seq FROM sqlite_sequence')[0]?.values ?? [];
    return new Map(rows.map(([name, seq]) => [String(name).toLowerCase(), Number(seq)]));
  } catch {
    return new Map();
  }
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
