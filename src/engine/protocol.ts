import type { Catalog, CatalogChange } from './catalog.ts';
import type { PlanRow } from './plan.ts';
import type { RehearsalItem, RehearsalResult } from './rehearsal-protocol.ts';

/** A statement that builds a schema, as the engine is to run it. */
export interface SchemaStep {
  readonly sql: string;
  /** True for several statements that take effect together or not at all. */
  readonly atomic?: boolean | undefined;
  /** The tables that the step shapes, in lower case, where no others can change; the whole schema is looked at without it. */
  readonly touches?: readonly string[] | undefined;
  /** What to run instead when this build lacks the statement's module: a table of the same columns. */
  readonly stub?: string | undefined;
}

export type SchemaStepResult =
  | { readonly ok: true; readonly change: CatalogChange; readonly stubbed?: string | undefined }
  | { readonly ok: false; readonly error: string };

export interface QueryRequest {
  readonly sql: string;
  /** Offsets and lengths of double-quoted tokens that may turn out to be strings. */
  readonly quoted: readonly (readonly [offset: number, length: number])[];
}

export interface QueryResult {
  /** SQLite's message when the statement does not compile against the schema. */
  readonly error?: string | undefined;
  readonly plan: readonly PlanRow[];
  /** The offsets, of those asked for, that SQLite reads as strings because no column has that name. */
  readonly strings: readonly number[];
  /** True when a function or collation that this build lacks was replaced to compile the statement. */
  readonly stubbed: boolean;
}

/** An index that may be worth having. */
export interface IndexCandidate {
  readonly table: string;
  /** As `CREATE INDEX` takes them. */
  readonly terms: readonly string[];
  /** The condition of a partial index. */
  readonly where?: string | undefined;
  /** What `sqlite_stat1` would say of it (https://sqlite.org/fileformat2.html#stat1tab): `1000 20 1`. */
  readonly stat?: string | undefined;
}

export interface AdviceRequest {
  readonly sql: string;
  /** Each is tried as an index, together with the others. */
  readonly candidates: readonly IndexCandidate[];
  /** The tables by the lower-case names that the query's plan gives them. */
  readonly sources?: Readonly<Record<string, string>> | undefined;
  /** True for a query that needs a few of its rows only: it has a LIMIT. */
  readonly limited?: boolean | undefined;
}

export interface AdviceResult {
  /** Empty where there is no plan: see `noAdvice`. */
  readonly before: readonly PlanRow[];
  /** The plan with only the used candidates in place. */
  readonly after: readonly PlanRow[];
  /** Positions in `candidates` of those that the planner chose, fewest that keep the plan. */
  readonly used: readonly number[];
  /** The name that each of `used` has in `after`, in the same order. */
  readonly names: readonly string[];
}

/** What is said of a statement that does not compile, or that is given up at the deadline. */
export const noAdvice: AdviceResult = {
  before: [],
  after: [],
  used: [],
  names: [],
};

/** The engine's operations. Each takes a batch of items, so that one message serves a whole document. */
export interface EngineMethods {
  /** For each statement SQLite's message when its grammar refuses it, else null. Runs on an empty database. */
  judge: { context: null; item: string; result: string | null; summary: null };
  /**
   * Builds the database `key`, step by step. Where the database `from` is at hand, whose first `same` steps are the
   * same, it is taken back to them and goes on as `key`; the result of a step that was not run again is null.
   */
  build: {
    context: { key: string; from?: { readonly key: string; readonly same: number } | undefined };
    item: SchemaStep;
    result: SchemaStepResult | null;
    summary: Catalog;
  };
  /** Compiles queries against the database `key`. */
  query: { context: { key: string }; item: QueryRequest; result: QueryResult; summary: null };
  /** Tries indexes on the database `key`, which is the same afterwards. */
  advise: { context: { key: string }; item: AdviceRequest; result: AdviceResult; summary: null };
  /**
   * Runs migrations on rows, one after the other, behind the one of the key `after`. There are fewer results than items
   * where one says why it stopped. The summary lists the keys behind which it can go on.
   */
  rehearse: {
    context: { after?: string | undefined };
    item: RehearsalItem;
    result: RehearsalResult;
    summary: string[];
  };
}

export type EngineMethod = keyof EngineMethods;

export interface EngineCall<M extends EngineMethod = EngineMethod> {
  readonly id: number;
  readonly method: M;
  readonly context: EngineMethods[M]['context'];
  readonly items: readonly EngineMethods[M]['item'][];
}

export interface EngineAnswer<M extends EngineMethod = EngineMethod> {
  readonly id: number;
  readonly results?: readonly EngineMethods[M]['result'][];
  readonly summary?: EngineMethods[M]['summary'];
  /** Set when the whole call failed. */
  readonly error?: string;
}

/** The error of a call that names a database which this worker has not built. */
export const unknownDatabase = 'unknown database';
