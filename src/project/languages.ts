/** The extension of a source file, in lower case; empty for files that have none (Dockerfile). */
export function languageOf(path: string): string {
  return /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
}

/**
 * True for languages whose own library has a driver of SQLite, so that no manifest need name one: Python, PHP,
 * JavaScript and TypeScript (node:sqlite, bun:sqlite).
 */
export function canUseSqliteAlone(language: string): boolean {
  return /^(?:py|php|[cm]?[jt]sx?)$/.test(language);
}
