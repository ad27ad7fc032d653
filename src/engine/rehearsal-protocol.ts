/** One statement of a migration, as the engine is to run it on rows. All names are in lower case. */
export interface RehearsalStep {
  /** Undefined where it can't be told what is run. */
  readonly sql?: string | undefined;
  /** What to run instead when this build lacks the statement's module. */
  readonly stub?: string | undefined;
  /** The tables that it changes or makes; undefined where that may be any. */
  readonly touches: readonly string[] | undefined;
  /** The tables that it reads, beside those that it changes. */
  readonly reads?: readonly string[] | undefined;
  /** True for a step of which it is not known whether it is run. */
  readonly perhaps?: boolean | undefined;
  /** Something that is gone afterwards, if it was there. */
  readonly drops?:
    | { readonly kind: 'table' | 'index' | 'trigger' | 'view'; readonly name: string }
    | undefined;
  readonly renames?: { readonly from: string; readonly to: string } | undefined;
  /** True for a statement that inserts, changes or deletes rows. */
  readonly changesRows?: boolean | undefined;
  /** True where a tool does it in a way that rows can't stop. */
  readonly lenient?: boolean | undefined;
  /** The table that it makes, where it fails if there is one. */
  readonly creates?: string | undefined;
  /** The table that a tool makes anew, its rows kept: the statements drop and make it. */
  readonly continues?: string | undefined;
  /** `CREATE TABLE IF NOT EXISTS`: the columns that the table should have. */
  readonly expects?: { readonly table: string; readonly columns: readonly string[] } | undefined;
  /** `CREATE TABLE … AS SELECT`: the table, which has no constraints. */
  readonly copies?: string | undefined;
  /** A table of which it writes every row again. */
  readonly rewrites?:
    | {
        readonly table: string;
        readonly by: 'update' | 'drop-column' | 'vacuum';
        readonly columns?: readonly string[] | undefined;
      }
    | undefined;
}

/** The state in which a migration may run. */
export interface RehearsalMode {
  /** `PRAGMA foreign_keys` before its first statement. */
  readonly foreignKeys: boolean;
  /** True where a transaction is opened around it. */
  readonly transaction: boolean;
  /** `PRAGMA legacy_alter_table` before its first statement: foreign keys do not follow a table that is renamed. */
  readonly legacyAlter: boolean;
}

/** One migration, as the engine is to run it on rows. */
export interface RehearsalItem {
  /** The same for the same migration behind the same ones. */
  readonly key: string;
  readonly steps: readonly RehearsalStep[];
  /** The states in which it may run, at least one: what happens in all of them is known. */
  readonly modes: readonly RehearsalMode[];
  /** True where duplicates and NULLs may make it fail: it is run on rows with such as well. */
  readonly delicate: boolean;
  /**
   * Tables that are not filled before it: an earlier migration has made them, and this or a later one copies rows into
   * them from others.
   */
  readonly unfilled: readonly string[];
}

/** Something that an empty database does not show, at the step of that number. */
export type RehearsalFact = {
  readonly step: number;
  /**
   * The same in all migrations that follow: it says whether the fact is still true at their end. Undefined for what a
   * later migration can't mend.
   */
  readonly id?: string | undefined;
} & (
  | {
      readonly kind: 'refused';
      readonly message: string;
      /** True where only rows with duplicates or NULLs are refused. */
      readonly delicate: boolean;
    }
  | RehearsalEffect
);

/** What a migration that passes has done to rows, objects and constraints. */
export type RehearsalEffect =
  | LostRows
  | LostObject
  | LostConstraints
  | LeftViolations
  | MovedReference
  | BrokenObject
  | KeptShape
  | RewrittenTable;

/** Rows of another table that are deleted, or lose their reference, because a table is dropped or emptied. */
export interface LostRows {
  readonly kind: 'rows-lost';
  /** The table whose rows are concerned. */
  readonly table: string;
  /** The table that the statement drops. */
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
  /** The columns of an index; none for others. */
  readonly columns: readonly string[];
  /** True for a unique index. */
  readonly unique: boolean;
  /** The other tables that a trigger names; none for others. */
  readonly tables: readonly string[];
}

/** A table that was made again by CREATE TABLE AS, which takes over names and values of columns only. */
export interface LostConstraints {
  readonly kind: 'constraints-lost';
  readonly table: string;
  /** In a few words: `PRIMARY KEY`, `NOT NULL`, `UNIQUE`, `DEFAULT`, `FOREIGN KEY`. */
  readonly constraints: readonly string[];
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
  /** B-trees written for each one that the table had, its own and those of its indexes. */
  readonly factor: number;
}

/** What became of the rows in one migration. */
export interface RehearsalResult {
  readonly facts: readonly RehearsalFact[];
  /** The ids of facts, of this migration or earlier ones, that are still true. */
  readonly open: readonly string[];
  /** The tables that have rows before or behind it, in the first of its modes. */
  readonly tables: readonly { readonly name: string; readonly before: number; readonly after: number }[];
  /** How many of its statements were run. */
  readonly statements: number;
  /** The bytes of pages that are not the same any more. */
  readonly bytesWritten: number;
  /** Tables that had no rows: no values were found that their constraints accept. */
  readonly unseeded: readonly string[];
  /** Tables of which nothing is said: a step that can't be followed has touched them. */
  readonly unknown: readonly string[];
  /** Why nothing is said from here on. */
  readonly stopped?: string | undefined;
}

/** The error of a call that goes on from a migration whose database this worker does not have. */
export const unknownRehearsal = 'unknown rehearsal';
