import type { QueryAdvice } from '../advice/advice.ts';
import type { SettingBy } from '../embedded/connections/site.ts';
import type { QueryResult } from '../engine/protocol.ts';
import type { Connection } from '../project/connections/connection.ts';
import type { LogicalDatabase } from '../project/databases.ts';
import type { SchemaChange } from '../project/new-migration/new-migration.ts';
import type { ProgramCode } from '../project/program-code.ts';
import type { Project } from '../project/project.ts';
import type { SqlFile, SqlRole } from '../project/sql-files.ts';
import type { Section, StatementSyntax } from '../sql/statement.ts';
import type { SqlSyntaxError } from '../sql/syntax-error.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Range } from '../text/range.ts';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** `recommended` is quiet and true on real projects; `strict` adds what is true and not everyone's wish; `all` is all. */
export type Preset = 'recommended' | 'strict' | 'all';

/** What a rule is told, beyond the text: facts that are computed before it runs. */
export type Need =
  /** The statement's syntax tree. */
  | 'tree'
  /** SQLite's verdict on the statement's syntax. */
  | 'syntax'
  /** The replayed schema. */
  | 'schema'
  /** Query plans, and the indexes that change them. */
  | 'plans'
  /** The connections and their effective pragmas. */
  | 'connections'
  /** What the migrations do to rows. */
  | 'rehearsal';

export interface Fix {
  /** An imperative: "Use synchronous = NORMAL". */
  readonly title: string;
  /** True when the meaning stays the same, so that it may be applied without a look. */
  readonly safe: boolean;
  readonly edits: readonly TextEdit[];
  /** The file that the edits are for, when it isn't the finding's. */
  readonly file?: string;
  /** What a new migration has to do; `edits` is empty then. How it is called and written is the project's habit. */
  readonly migration?: NewMigration;
}

/** A change of a schema for a migration that is still to be written. */
export interface NewMigration extends SchemaChange {
  /** The name of the logical database. */
  readonly database: string;
}

export interface Problem {
  /** Ranges count from the start of the statement in a statement's check, else from the start of the file. */
  readonly range: Range;
  /** What is wrong and why it matters, with the names concerned; the first sentence has at most 90 characters. */
  readonly message: string;
  /** What to do, as an imperative. */
  readonly help: string;
  readonly fixes?: readonly Fix[];
}

/** What the check of one statement sees. */
export interface StatementInput {
  readonly syntax: StatementSyntax;
  readonly section: Section | undefined;
  /** What the file's SQL is for. */
  readonly role: SqlRole;
  /** True in a migration that undoes another. */
  readonly backwards: boolean;
  /** True for a statement in the text of a program. */
  readonly inProgram: boolean;
  /** True in a script that is taken for SQLite's only because nothing says otherwise. */
  readonly isGuess: boolean;
  readonly project: Project;
  /** The database that the statement builds or is run on; undefined where that is not known. */
  readonly database: LogicalDatabase | undefined;
  /** The statement's syntax error, as SQLite sees it; undefined when there is none or it is not known yet. */
  readonly syntaxError: SqlSyntaxError | undefined;
  /** How the statement compiles against the schema; undefined when that is unknown. */
  readonly query: QueryResult | undefined;
  /** What would change the statement's plan, proven by planning it again; undefined where nothing is known to. */
  readonly advice: QueryAdvice | undefined;
}

/**
 * A pragma that is set: by a statement in a script or a program, by a parameter of a connection string, an option, or a
 * method of a driver.
 */
export interface PragmaInput {
  /** In lower case. */
  readonly name: string;
  /** As SQLite is told it, without quotes; undefined where it is computed at run time. */
  readonly value: string | undefined;
  /** True where it is set for an attached database alone: `PRAGMA backup.synchronous = OFF`. */
  readonly ofAttached: boolean;
  /** As it is written there: `PRAGMA busy_timeout`, `_busy_timeout`, `timeout`. */
  readonly written: string;
  /** The whole statement or parameter. Ranges count from the start of the statement in one, else from that of the file. */
  readonly range: Range;
  /** The name and the value, where they stand by themselves, so that an edit can replace them. */
  readonly nameRange: Range | undefined;
  readonly valueRange: Range | undefined;
  /** Where it is set: `script`: in a file of SQL. */
  readonly by: SettingBy | 'script';
  /** What the file of SQL is for; undefined in programs and configurations. */
  readonly role: SqlRole | undefined;
  /** The part of a migration file that it stands in. */
  readonly section: Section | undefined;
  /** The connection that it is set on; undefined in scripts, and where a program runs it on a handle from elsewhere. */
  readonly connection: Connection | undefined;
  readonly project: Project;
}

export interface FileProblem extends Problem {
  readonly file: string;
}

/** A text, or a small project as path to text. */
export type Example = string | Readonly<Record<string, string>>;

export interface RuleDocs {
  /** What the rule finds, in one or two sentences. */
  readonly what: string;
  /** Why that matters in production. */
  readonly why: string;
  /** Pages that the claims come from. */
  readonly sources: readonly string[];
  /** Each makes the rule fire exactly once. */
  readonly bad: readonly Example[];
  /** Nothing of `recommended` fires on these; at least one is a near miss. */
  readonly good: readonly Example[];
}

/**
 * Shows a claim about SQLite by running it: the last statement of `sql` returns the rows `expect`, or has the query
 * plan `plan`, or fails with `error`.
 */
export type StatementProof = { readonly claim: string; readonly sql: readonly string[] } & (
  | { readonly expect: ProofRows }
  | { readonly plan: readonly string[] }
  | { readonly error: string }
);

/** Shows a claim about locks: steps of several connections to one file, each on a thread of its own. */
export interface LockProof {
  readonly claim: string;
  /** Parameters of the URI with which the connections are opened: `cache=shared`. */
  readonly open?: string;
  /** In this order; a step starts when the one before it has ended, or `waits`. */
  readonly connections: readonly LockProofStep[];
}

export interface LockProofStep {
  /** The connection's name: `a`, `b`. It is opened by its first step. */
  readonly on: string;
  /** One statement or several. */
  readonly sql: string;
  /** The rows of `sql`, which is one statement then. */
  readonly expect?: ProofRows;
  /** The message with which it fails; without it, it succeeds. */
  readonly error?: string;
  /** It takes less or more time than this. */
  readonly withinMs?: number;
  readonly afterMs?: number;
  /** It is still at work when the next step starts. What it has to come to is looked at when the last step has ended. */
  readonly waits?: true;
}

export type ProofRows = readonly (readonly (string | number | null)[])[];

export type Proof = StatementProof | LockProof;

export interface Rule {
  /** `group/pattern`: names the bad pattern. */
  readonly id: `${string}/${string}`;
  readonly severity: Severity;
  readonly preset: Preset;
  /** A setting with which the rule is asked for, whatever the preset. */
  readonly askedForBy?: 'sqliteVersion';
  /** The version of this tool that brought the rule. */
  readonly since: string;
  readonly needs: readonly Need[];
  /** The kind of fix that it may offer. */
  readonly fix: 'safe' | 'unsafe' | 'none';
  readonly docs: RuleDocs;
  readonly proofs?: readonly Proof[];
  /** True for a rule on statements that also judges SQL in programs: it relies on nothing but plans and the schema. */
  readonly inPrograms?: boolean;
  /** Judges one statement of SQLite. Synchronous and pure: the result is remembered by the statement's text. */
  readonly checkStatement?: (input: StatementInput) => Iterable<Problem>;
  /** Judges a pragma that is set, wherever that is. Pure, like the check of a statement. */
  readonly checkPragma?: (input: PragmaInput) => Iterable<Problem>;
  /** Judges the statements of a file in their order. */
  readonly checkFile?: (file: SqlFile, project: Project) => Iterable<Problem>;
  /** Judges what a program does in transactions, and what it puts into SQL. */
  readonly checkProgram?: (program: ProgramCode, project: Project) => Iterable<Problem>;
  readonly checkConnection?: (connection: Connection, project: Project) => Iterable<Problem>;
  /** Judges what the project says as a whole. */
  readonly checkProject?: (project: Project) => Iterable<FileProblem>;
  /** Judges what the files of a database say together. */
  readonly checkDatabase?: (database: LogicalDatabase, project: Project) => Iterable<FileProblem>;
}

/** Declares a rule. */
export function defineRule(rule: Rule): Rule {
  return rule;
}
