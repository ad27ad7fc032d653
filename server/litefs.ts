import { litefsDefaults, litefsStatus, writeLitefsConfig } from '../src/config/litefs/write.ts';
import type { LitefsChoices, LitefsConfigParams } from './protocol.ts';
import { refusedForUser } from './refused.ts';

/** What a litefs.yml starts from, and what to know before. */
export function litefsChoices(): LitefsChoices {
  return { status: litefsStatus.join(' '), defaults: litefsDefaults };
}

/** @throws ResponseError with a message for the user */
export function litefsConfig(params: LitefsConfigParams): string {
  return refusedForUser(() => writeLitefsConfig(params));
}
