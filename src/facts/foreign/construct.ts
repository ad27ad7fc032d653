/** The rules that name constructs of other databases. Each construct is one rule's. */
export type ForeignRule =
  | 'foreign-date-function'
  | 'foreign-function'
  | 'foreign-json-function'
  | 'foreign-statement'
  | 'foreign-transaction'
  | 'access-control'
  | 'mysql-comment'
  | 'mysql-insert-clause'
  | 'mysql-query-clause'
  | 'mysql-statement'
  | 'mysql-table-clause'
  | 'postgres-array'
  | 'postgres-index-clause'
  | 'postgres-literal'
  | 'postgres-operator'
  | 'postgres-query-clause'
  | 'postgres-schema-name'
  | 'postgres-sequence'
  | 'postgres-statement'
  | 'postgres-table-clause'
  | 'row-lock'
  | 'stored-code';

export type ForeignOrigin = 'Postgres' | 'MySQL' | 'Postgres and MySQL';

/** Another text for a construct. */
export interface Rewrite {
  /** `$1` stands for a group of the pattern, or for an argument of the function; `$*` for all arguments. */
  readonly to: string;
  /** The number of arguments that it is for; it is for any where that is missing. */
  readonly args?: number;
  /** True where it means the same in SQLite as the construct does where it comes from, for every value. */
  readonly exact?: boolean;
  /** What the fix is called, where `Change to …` or `Remove …` says too little. */
  readonly title?: string;
}

/** What Postgres or MySQL has and SQLite has not, or has in another form. */
export interface ForeignConstruct {
  /** As it is written there: `FOR UPDATE`, `::`, `now()`; `$1` stands for the pattern’s first group. */
  readonly name: string;
  readonly of: ForeignOrigin;
  readonly rule: ForeignRule;
  /** What it is there, as a noun phrase. */
  readonly meaning: string;
  /** The form that SQLite has for it, or what people do instead where it has none: a sentence that says what to do. */
  readonly instead: string;
  /** The version of SQLite that `instead` needs, where not every one in use has it. */
  readonly since?: string;
  readonly rewrites?: readonly Rewrite[];
  /** The page that says what it is there. */
  readonly source: string;
}

/** A construct that SQLite's grammar does not have: it refuses the whole statement. */
export interface ForeignSyntax extends ForeignConstruct {
  /**
   * The construct as a regular expression over a statement's tokens, with one blank between two: words in upper case,
   * strings as `''`, quoted names as `""`, numbers and operators as they are. `<name>` is a name, `<table>` one that may
   * be qualified, `<list>` what stands in parentheses without further ones.
   */
  readonly pattern: string;
  /**
   * What SQLite can read in its place, to see whether the construct is what it stops at, and what stands behind it. Empty
   * for what can be left out; without it, the construct is the whole statement.
   */
  readonly neutral?: string | undefined;
}

/** A function that no SQLite has by itself: a statement that calls it does not compile. */
export interface ForeignFunction extends ForeignConstruct {
  /** In lower case. */
  readonly functions: readonly string[];
}
