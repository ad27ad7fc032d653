import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { OptionsError } from '../src/config/options-error.ts';

/**
 * Makes what a generator makes of the user's answers.
 * @throws ResponseError with a message for the user, where the answers make none
 */
export function refusedForUser<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof OptionsError) throw new ResponseError(LSPErrorCodes.RequestFailed, error.message);
    throw error;
  }
}
