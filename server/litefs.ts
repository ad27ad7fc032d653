import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { LitefsOptionsError, litefsStatus, writeLitefsConfig } from '../src/config/litefs/write.ts';
import { litefsKeys } from '../src/facts/litefs/keys.ts';
import type { LitefsChoices, LitefsConfigParams } from './protocol.ts';

/** What a litefs.yml starts from, and what to know before. */
export function litefsChoices(): LitefsChoices {
  return {
    status: litefsStatus.join(' '),
    fuseDir: litefsKeys['fuse.dir'].default,
    dataDir: litefsKeys['data.dir'].default,
  };
}

/** @throws ResponseError with a message for the user */
export function litefsConfig(params: LitefsConfigParams): string {
  try {
    return writeLitefsConfig(params);
  } catch (error) {
    if (error instanceof LitefsOptionsError)
      throw new ResponseError(LSPErrorCodes.RequestFailed, error.message);
    throw error;
  }
}
