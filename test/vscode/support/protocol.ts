/** What the runner outside and the tests inside the extension host agree on. */

/** Stands before every line that the tests print, which arrives among the workbench's own messages. */
export const linePrefix = '[test] ';

/** Environment variables that the extension host gets. */
export const env = {
  /** A file that the tests keep up to date with a `Result`. */
  result: 'SQLITE_PREFLIGHT_TEST_RESULT',
  /** The folder in which the extension under test must be: the repository or the folder of installed extensions. */
  extensionRoot: 'SQLITE_PREFLIGHT_TEST_EXTENSION_ROOT',
} as const;

/** Counts so far. */
export interface Result {
  readonly passed: number;
  readonly failed: number;
}
