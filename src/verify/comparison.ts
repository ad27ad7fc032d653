import type { IntegrityCheck, TableRows } from './result.ts';

/** What the comparing process is started with, as JSON in its first argument. */
export interface ComparisonRequest {
  /** The restored database, in a private folder. */
  readonly restored: string;
  /** A private copy of the live database; undefined where there is none. */
  readonly live: string | undefined;
  readonly check: IntegrityCheck;
  readonly wasmPath: string;
}

/** What it prints, as JSON. */
export type Comparison =
  | {
      readonly problems: readonly string[];
      readonly tables: readonly TableRows[];
      /** Whole sentences on what could not be compared. */
      readonly notes: readonly string[];
    }
  | { readonly error: string };
