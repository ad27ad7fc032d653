import type { LiteralValue } from '../src/sql/literal.ts';

/**
 * What the client and the server say to each other beyond the Language Server Protocol: names and plain
 * types, so that either side may use its own version of the protocol library.
 */

/** The names of Litestream's configurations, as an editor searches them. */
export const litestreamGlob = '**/litestream*.{yml,yaml}';

/** Client to server: lint every file of the workspace. Takes a `workDoneToken`, can be cancelled. */
export const lintWorkspaceMethod = 'preflight/lintWorkspace';

export interface LintWorkspaceResult {
  readonly files: readonly { readonly uri: string; readonly diagnostics: readonly unknown[] }[];
  readonly findings: number;
}

/** Client to server: what a document is taken for. */
export const fileStatusMethod = 'preflight/fileStatus';

export interface FileStatusParams {
  readonly uri: string;
}

export interface FileStatus {
  /** True when the rules judge the file. */
  readonly judged: boolean;
  readonly dialect: string;
  /** Why it is taken for that, or why it isn't judged. */
  readonly reason: string;
  /** What is known of the schema that its queries run on. */
  readonly schema: string;
}

/** Client to server: a rule's page in Markdown; null when there is no such rule. */
export const rulePageMethod = 'preflight/rulePage';

export interface RulePageParams {
  readonly rule: string;
}

/** The command of quick fixes that opens a rule's page; its argument is the rule's id. */
export const openRuleCommand = 'sqlite-preflight.openRule';

/** The command of quick fixes that puts a text on the clipboard; its argument is the text. */
export const copyTextCommand = 'sqlite-preflight.copyText';

/** What the client tells of itself in `initializationOptions`. */
export interface InitializationOptions {
  /** True when the client carries out `openRuleCommand` itself. */
  readonly opensRules?: boolean;
  /** True when the client carries out `copyTextCommand`: no server reaches a clipboard. */
  readonly copiesText?: boolean;
  /** True when the client carries out `runQueryCommand` and `explainQueryCommand`: code lenses then offer them. */
  readonly runsQueries?: boolean;
}

/** Client to server: what the queries of a document can run on. */
export const queryTargetsMethod = 'preflight/queryTargets';

export interface QueryTarget {
  /** `schema:` and the name of a logical database, or the absolute path of a database file. */
  readonly target: string;
  readonly label: string;
  readonly description: string;
}

/** Client to server: the statements of a piece of SQL, with what must be asked for before they can run. */
export const queryStatementsMethod = 'preflight/queryStatements';

export interface QueryStatementsParams {
  readonly text: string;
}

export interface QueryStatementsResult {
  readonly statements: readonly {
    readonly sql: string;
    /** The offset in the text behind its last character, the semicolon included. */
    readonly end: number;
    readonly parameters: readonly string[];
  }[];
}

/** Client to server: run statements in SQLite, on a copy in memory. Can be cancelled. */
export const runQueryMethod = 'preflight/runQuery';

/** Client to server: how SQLite would run statements. Can be cancelled. */
export const planMethod = 'preflight/plan';

export interface QueryParams {
  /** The document that the statements come from; it decides whose schema is meant. */
  readonly uri: string;
  /** A target of `preflight/queryTargets`, or the path of another database file. */
  readonly target: string;
  readonly statements: readonly {
    readonly sql: string;
    /** What was typed for each parameter, in the order of `preflight/queryStatements`. */
    readonly values?: readonly string[];
  }[];
  readonly timeoutMs: number;
}

export interface RunQueryResult {
  /** By which the rows are asked for. */
  readonly id: number;
  readonly results: readonly {
    readonly sql: string;
    readonly columns: readonly string[];
    readonly rowCount: number;
    /** True when there were more rows than are kept. */
    readonly truncated: boolean;
    readonly changes: number;
    readonly elapsedMs: number;
  }[];
  readonly notes: readonly string[];
  /** Why the statement behind the last result failed. */
  readonly error?: string;
}

/** Client to server: a window of the rows of a run. */
export const queryRowsMethod = 'preflight/queryRows';

export interface QueryRowsParams {
  readonly id: number;
  /** The position of the result in the run. */
  readonly result: number;
  readonly start: number;
  readonly count: number;
}

/** NULL, an integer, a text; other values are written out. */
export type QueryCell = LiteralValue;

export interface QueryRowsResult {
  readonly rows: readonly (readonly QueryCell[])[];
}

/** Client to server: all rows of a result as the text of a file. */
export const exportRowsMethod = 'preflight/exportRows';

export interface ExportRowsParams {
  readonly id: number;
  readonly result: number;
  readonly format: 'csv' | 'json';
}

/** Client to server, a notification: the rows of a run are not needed any more. */
export const forgetQueryMethod = 'preflight/forgetQuery';

export interface PlanStep {
  readonly detail: string;
  /** Why the step costs; undefined for those that do not. */
  readonly warning: string | undefined;
  readonly children: readonly PlanStep[];
}

export interface PlanResult {
  readonly plans: readonly { readonly sql: string; readonly steps: readonly PlanStep[] }[];
  readonly notes: readonly string[];
  readonly error?: string;
}

/** The commands of code lenses; their argument is the statement's range in its document. */
export const runQueryCommand = 'sqlite-preflight.runQuery';
export const explainQueryCommand = 'sqlite-preflight.explainQueryPlan';

/** Client to server: what a litestream.yml for a workspace folder can be made of. */
export const litestreamChoicesMethod = 'preflight/litestreamChoices';

export interface LitestreamChoices {
  /** The databases that the project's services open, by their paths on the server, then the database files of the folder. */
  readonly databases: readonly {
    readonly path: string;
    readonly why: string;
    readonly isOnServer: boolean;
  }[];
  /** The line of Litestream that the project's files name; undefined when they name none, or several. */
  readonly line: '0.3' | '0.5' | undefined;
  /** As three numbers, where the files name it. */
  readonly release: string | undefined;
  readonly reason: string;
  readonly destinations: Readonly<Record<'0.3' | '0.5', readonly LitestreamDestinationChoice[]>>;
  /** What is suggested for the answers of these names. */
  readonly defaults: Pick<LitestreamParams, 'retention' | 'snapshotInterval' | 'syncInterval' | 'metrics'>;
  /** What can be written beside it. */
  readonly extras: readonly { readonly id: string; readonly file: string; readonly what: string }[];
}

export interface LitestreamDestinationChoice {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** What must be asked for, each answer by its key. */
  readonly asks: readonly {
    readonly key: string;
    readonly prompt: string;
    readonly value?: string;
    readonly placeholder?: string;
    readonly mayBeEmpty?: true;
  }[];
}

/** Client to server: the texts of a litestream.yml and what goes with it. Fails with a message for the user. */
export const litestreamFilesMethod = 'preflight/litestreamFiles';

export interface LitestreamParams {
  readonly line: '0.3' | '0.5';
  readonly release: string | undefined;
  readonly databases: readonly string[];
  readonly destination: { readonly id: string; readonly answers: Readonly<Record<string, string>> };
  /** Go durations: `72h`. */
  readonly retention: string;
  readonly snapshotInterval: string;
  readonly syncInterval: string;
  /** Empty for none. */
  readonly metrics: string;
  /** The command that starts the application; empty where nothing needs it. */
  readonly command: string;
  readonly extras: readonly string[];
}

export interface LitestreamFiles {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** The variables that have to be set where Litestream runs. */
  readonly variables: readonly string[];
}

/** Client to server: what is wrong with answers so far, for the user; null where nothing is. What is missing is not judged. */
export const litestreamProblemMethod = 'preflight/litestreamProblem';

export type LitestreamProblemParams = Pick<LitestreamParams, 'line'> &
  Partial<Omit<LitestreamParams, 'extras' | 'release' | 'line'>>;

/**
 * Client to server: backups are restored to a private folder, checked and compared. Takes a `workDoneToken`, can be
 * cancelled. Fails with a message for the user when it cannot begin.
 */
export const verifyBackupMethod = 'preflight/verifyBackup';

export interface VerifyBackupParams {
  /** The path of a litestream.yml. */
  readonly config: string;
  /** The folder that relative paths in it start from. */
  readonly root: string;
  /** The path of Litestream, where a setting names it. */
  readonly litestream?: string;
  readonly workDoneToken?: string | number;
}

export interface VerifyBackupReport {
  readonly verdict: 'good' | 'bad' | 'unchecked';
  readonly markdown: string;
  /** The same as data, formatted: docs/verify-output.schema.json. */
  readonly json: string;
}

/** Client to server: what a litefs.yml starts from. */
export const litefsChoicesMethod = 'preflight/litefsChoices';

export interface LitefsChoices {
  /** What to know before one uses LiteFS. */
  readonly status: string;
  /** What is suggested for the answers. */
  readonly defaults: {
    readonly fuseDir: string;
    readonly dataDir: string;
    readonly primaryUrl: string;
    readonly proxyAddr: string;
  };
}

/** Client to server: the text of a litefs.yml. Fails with a message for the user. */
export const litefsConfigMethod = 'preflight/litefsConfig';

export interface LitefsConfigParams {
  readonly lease:
    | { readonly type: 'static'; readonly role: 'primary' | 'replica'; readonly primaryUrl: string }
    | { readonly type: 'consul' };
  readonly fuseDir: string;
  readonly dataDir: string;
  readonly migrate?: string;
  readonly exec?: string;
  readonly proxy?: { readonly addr: string; readonly target: string; readonly database: string };
}

/** A file that a command makes, relative to the folder. */
export interface NewTextFile {
  readonly path: string;
  readonly text: string;
}

/** Client to server: what setting up Turso or D1 starts from. */
export const setUpChoicesMethod = 'preflight/setUpChoices';

export interface SetUpChoices {
  readonly turso: {
    readonly filePath: string;
    readonly replicaPath: string;
    readonly syncIntervalSeconds: number;
  };
  readonly d1: {
    /** The names of files that wrangler reads, the one first that it prefers, and the one that is made where none is there. */
    readonly files: readonly string[];
    readonly newFile: string;
    readonly binding: string;
    readonly migrationsDir: string;
  };
}

/** Client to server: the files that open a database of Turso or libSQL. Fails with a message for the user. */
export const tursoFilesMethod = 'preflight/tursoFiles';

export interface TursoSetUpParams {
  readonly target:
    | { readonly kind: 'server' }
    | { readonly kind: 'replica'; readonly path: string; readonly syncIntervalSeconds: number }
    | { readonly kind: 'file'; readonly path: string };
  readonly language: 'typescript' | 'javascript';
}

/** Client to server: the files that bind a Worker to D1. Fails with a message for the user. */
export const d1FilesMethod = 'preflight/d1Files';

export interface D1SetUpParams {
  /** The configuration of wrangler, relative to the folder, and what stands there now. */
  readonly path: string;
  readonly before?: string;
  readonly binding: string;
  readonly migrationsDir: string;
  readonly targets: readonly {
    readonly environment: string | undefined;
    readonly databaseName: string;
    readonly databaseId: string | undefined;
  }[];
}

/** Client to server: what is known of the workspace's databases. Takes a `workDoneToken`, can be cancelled. */
export const factsMethod = 'preflight/facts';

export interface FactsResult {
  readonly markdown: string;
  /** The same as data, formatted: docs/facts-output.schema.json. */
  readonly json: string;
}

/** Client to server: measure a database file. Takes a `workDoneToken`, can be cancelled. */
export const benchmarkMethod = 'preflight/benchmark';

export interface BenchmarkParams {
  /** The absolute path of the database. */
  readonly file: string;
  readonly durationMs: number;
  readonly workDoneToken?: string;
}

export interface BenchmarkReport {
  readonly markdown: string;
  /** The same as data, formatted. */
  readonly json: string;
}
