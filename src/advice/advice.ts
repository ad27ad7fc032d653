import type { PlanStep } from '../engine/plan.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Range } from '../text/range.ts';

/** What can be done about the plan of one query, each part shown by planning again. */
export interface QueryAdvice {
  readonly before: readonly PlanStep[];
  /** With `indexes` in place. */
  readonly after: readonly PlanStep[];
  /** The fewest indexes that give the best plan; empty where none helps. */
  readonly indexes: readonly ProposedIndex[];
  /** Why no index serves a condition as it is written. */
  readonly obstacles: readonly Obstacle[];
}

/** An index that SQLite would use for a query, shown by planning the query with it. */
export interface ProposedIndex {
  readonly table: string;
  /** The indexed terms as SQL: column names and expressions, with COLLATE and DESC where that is what it takes. */
  readonly terms: readonly string[];
  /** The columns that `terms` stand on, by their names in the schema. */
  readonly columns: readonly string[];
  /** True when a term is an expression over JSON. */
  readonly json: boolean;
  /** The condition of a partial index. */
  readonly where: string | undefined;
  /** What SQLite uses it for: to find rows, to spare a sort, or to spare the table. */
  readonly use: 'search' | 'order' | 'cover';
  /** Indexes of the schema that it makes superfluous: they are its beginning. */
  readonly replaces: readonly string[];
  /** A whole `CREATE INDEX` statement. */
  readonly sql: string;
}

/** A condition that keeps SQLite from using an index, there or to be made. */
export interface Obstacle {
  readonly kind: ObstacleKind;
  readonly table: string;
  /** The column by its name in the schema; undefined where there are several or none. */
  readonly column: string | undefined;
  /** The condition, from the start of the statement. */
  readonly range: Range;
  /** The index of the schema that would serve but for the obstacle. */
  readonly index: string | undefined;
  /** True when the rowid would serve but for the obstacle. */
  readonly rowid: boolean;
  /** Indexes that serve the condition as it is written; empty where none is known to. */
  readonly indexes: readonly ProposedIndex[];
  /** What does the same and is searched; undefined where nothing is known to. */
  readonly rewrite: Rewrite | undefined;
}

export type ObstacleKind =
  /** `LIKE '%x'`, `GLOB '*x'` */
  | 'leading-wildcard'
  /** `LIKE ? || '%'`: a pattern that is put together is not known when the query is planned, whatever is bound. */
  | 'bound-pattern'
  /** `LIKE 'x%'` on a column that is compared with case. */
  | 'case-sensitive-index'
  /** OR of conditions on two tables. */
  | 'or-across-tables'
  /** OR of which one branch has no index. */
  | 'or-branch'
  /** `lower(name) = ?`, `price + 0 = ?` */
  | 'function-on-column'
  /** `strftime('%Y', at) = '2026'`, `date(at) = ?` */
  | 'date-function'
  /** `(? IS NULL OR a = ?)`, `a = ifnull(?, a)` */
  | 'optional-filter'
  /** A column of text against one of numbers. */
  | 'affinity'
  /** COLLATE that the index has not. */
  | 'collation'
  /** A partial index whose condition the query gives in other words, or not at all. */
  | 'partial-index'
  /** `json_extract(a, '$.b')` in the index, `a ->> 'b'` in the query. */
  | 'expression-spelling'
  /** An expression that is that of a generated column with an index, which the query does not name. */
  | 'generated-column';

/** Another way to write a query. */
export interface Rewrite {
  readonly title: string;
  /** True when it has the same rows whatever the tables hold. */
  readonly safe: boolean;
  /** Of the statement's text. */
  readonly edits: readonly TextEdit[];
  /** The whole statement as it is then. */
  readonly sql: string;
  /** What the better plan takes beside the other text. */
  readonly indexes: readonly ProposedIndex[];
  readonly after: readonly PlanStep[];
}
