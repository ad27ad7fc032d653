/**
 * What the client and the server say to each other beyond the Language Server Protocol: method names and plain
 * types, so that either side may use its own version of the protocol library.
 */

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

/** What the client tells of itself in `initializationOptions`. */
export interface InitializationOptions {
  /** True when the client carries out `openRuleCommand` itself. */
  readonly opensRules?: boolean;
}
