/** True for a message by which SQLite's grammar refuses a statement; other errors are about names, types or limits. */
export function isSyntaxMessage(message: string): boolean {
  return (
    /^near ".*": syntax error$/s.test(message) ||
    message.startsWith('unrecognized token: ') ||
    message === 'incomplete input'
  );
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What is said of a step of a schema that was not run as it is: the beginning of its text, what was done, and why. */
export function stepNote(sql: string, done: string, why: string): string {
  const line = sql.trim().split('\n', 1)[0] ?? '';
  return `${line.length > 60 ? `${line.slice(0, 59)}…` : line}: ${done} (${why})`;
}
