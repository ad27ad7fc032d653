import type { RehearsalEffect } from '../engine/rehearsal-protocol.ts';
import type { Place } from './place.ts';

/** What became of a database with rows while its migrations ran, one after the other. */
export interface Rehearsal {
  readonly events: readonly RehearsalEvent[];
  /** One for each migration that was run, in order. */
  readonly migrations: readonly RehearsedMigration[];
  /** Why nothing is said from some migration on: a step that can't be run, the deadline, the budget of rows. */
  readonly stopped: { readonly place: Place | undefined; readonly reason: string } | undefined;
}

/** What one migration did to the rows. */
export interface RehearsedMigration {
  /** The path of its file. */
  readonly migration: string;
  readonly statements: number;
  readonly tables: readonly { readonly name: string; readonly before: number; readonly after: number }[];
  /** The bytes of pages that are not the same any more, in a database of few rows. */
  readonly bytesWritten: number;
  /** Tables that had no rows: no values were found that their constraints accept. */
  readonly unseeded: readonly string[];
  /** Tables of which nothing is said, because a step that can't be followed has touched them. */
  readonly unknown: readonly string[];
}

/** Something that an empty database does not show. */
export type RehearsalEvent = {
  readonly place: Place;
  /** The path of the migration's file. */
  readonly migration: string;
  /** True where a later migration has put it right. */
  readonly mended: boolean;
} & (RefusedStatement | RehearsalEffect);

/** A statement that passes on an empty table and fails on one with rows. */
export interface RefusedStatement {
  readonly kind: 'refused';
  readonly cause: RefusalCause;
  /**
   * True where every table with rows is refused; false where it takes duplicates, NULLs or other values that a table
   * may have.
   */
  readonly always: boolean;
  readonly table: string;
  readonly columns: readonly string[];
  /** As SQLite says it. */
  readonly message: string;
}

export type RefusalCause =
  | 'not-null-column'
  | 'non-constant-default'
  | 'stored-column'
  | 'references-default'
  | 'duplicates'
  | 'check'
  | 'null-values'
  | 'foreign-key'
  | 'other';
