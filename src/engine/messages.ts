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
