import type { DatabaseSync } from 'node:sqlite';
import type { Random } from './random.ts';

/** A database with the queries that an application would ask of it. */
export interface Workload {
  readonly name: string;
  /** As the application creates it: with its primary keys and UNIQUE constraints, and no index beside. */
  readonly schema: string;
  fill(insert: Insert, random: Random): void;
  /** One whole statement each, with the values written out. */
  readonly queries: readonly string[];
  /** Others of the same kind, written when the advisor chose as it does: they show whether it was fitted to the first. */
  readonly heldOut: readonly string[];
  /** A third set, written before the advisor was made thriftier. */
  readonly heldOutLater: readonly string[];
}

/** Puts rows into a table. */
export type Insert = (table: string, rows: Iterable<readonly (string | number | null)[]>) => void;

/** Builds a workload's database. @returns the number of its rows */
export function build(db: DatabaseSync, { schema, fill }: Workload, random: Random): number {
  let count = 0;
  db.exec(schema);
  db.exec('BEGIN');
  fill((table, rows) => {
    let statement: ReturnType<DatabaseSync['prepare']> | undefined;
    for (const row of rows) {
      statement ??= db.prepare(`INSERT INTO ${table} VALUES (${row.map(() => '?').join(', ')})`);
      statement.run(...row);
      count++;
    }
  }, random);
  db.exec('COMMIT');
  return count;
}

/** `count` rows, each made from its number, from 1. */
export function* rows<T>(count: number, make: (number: number) => T): Generator<T> {
  for (let number = 1; number <= count; number++) yield make(number);
}
