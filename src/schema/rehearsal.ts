import type { Place } from './place.ts';

/** What became of a database with rows while its migrations ran, one after the other. */
export interface Rehearsal {
  readonly events: readonly RehearsalEvent[];
  /** Why nothing is said from some migration on: a step that can't be run, the deadline, the budget of rows. */
  readonly stopped: { readonly place: Place | undefined; readonly reason: string } | undefined;
}

/** Something that an empty database does not show. */
export type RehearsalEvent = { readonly place: Place; readonly migration: string } & (
  | RefusedStatement
  | LostRows
  | LostObject
  | LeftViolations
  | MovedReference
  | BrokenObject
  | KeptShape
  | RewrittenTable
);

/** A statement that passes on an empty table and fails on one with rows. */
export interface RefusedStatement {
  readonly kind: 'refused';
  readonly cause:
    | 'not-null-column'
    | 'non-constant-default'
    | 'stored-column'
    | 'references-default'
    | 'duplicates'
    | 'check'
    | 'null-values'
    | 'foreign-key'
    | 'other';
  readonly table: string;
  readonly columns: readonly string[];
  /** As SQLite says it. */
  readonly message: string;
}

/** Rows of another table that are deleted, or lose their reference, because a table is dropped or emptied. */
export interface LostRows {
  readonly kind: 'rows-lost';
  /** The table whose rows are concerned. */
  readonly table: string;
  /** The table that the statement drops or empties. */
  readonly parent: string;
  readonly action: 'CASCADE' | 'SET NULL' | 'SET DEFAULT';
  /** How many rows there were before, and how many of them are gone or changed. */
  readonly rows: number;
  readonly lost: number;
}

/** Something that a rebuilt table had, and has not any more when the migration has ended. */
export interface LostObject {
  readonly kind: 'object-lost';
  readonly object: 'index' | 'trigger' | 'sequence';
  readonly name: string;
  readonly table: string;
}

/** Rows that refer to nothing when the migration has ended. */
export interface LeftViolations {
  readonly kind: 'violations-left';
  readonly table: string;
  readonly parent: string;
  readonly rows: number;
}

/** A foreign key that follows a renamed table, away from the one that takes its name. */
export interface MovedReference {
  readonly kind: 'reference-moved';
  readonly table: string;
  readonly from: string;
  readonly to: string;
}

/** A view or trigger that can't be compiled any more when the migration has ended. */
export interface BrokenObject {
  readonly kind: 'object-broken';
  readonly object: 'view' | 'trigger';
  readonly name: string;
  readonly message: string;
}

/** `CREATE TABLE IF NOT EXISTS` for a table that exists with other columns. */
export interface KeptShape {
  readonly kind: 'shape-kept';
  readonly table: string;
  /** Columns that the statement has and the table lacks. */
  readonly missing: readonly string[];
}

/** A table whose rows are all written again by one migration. */
export interface RewrittenTable {
  readonly kind: 'rewritten';
  readonly table: string;
  readonly by: 'rebuild' | 'update' | 'drop-column' | 'vacuum';
  /** Bytes written for each byte that the table had, its indexes counted. */
  readonly factor: number;
}
