/** Options that make no file that works; the message says to the user what to change. */
export class OptionsError extends Error {
  override readonly name: string = 'OptionsError';
}
