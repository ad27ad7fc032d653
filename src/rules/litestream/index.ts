import type { Rule } from '../rule.ts';
import databaseUrl from './database-url.ts';
import defaultRetention from './default-retention.ts';
import durationOutOfRange from './duration-out-of-range.ts';
import durationWithoutUnit from './duration-without-unit.ts';
import execShellSyntax from './exec-shell-syntax.ts';
import invalidDuration from './invalid-duration.ts';
import relativePath from './relative-path.ts';
import retentionShorterThanInterval from './retention-shorter-than-interval.ts';
import unsupportedExpansion from './unsupported-expansion.ts';
import urlConflict from './url-conflict.ts';
import urlInPath from './url-in-path.ts';

export const litestreamRules: readonly Rule[] = [
  databaseUrl,
  defaultRetention,
  durationOutOfRange,
  durationWithoutUnit,
  execShellSyntax,
  invalidDuration,
  relativePath,
  retentionShorterThanInterval,
  unsupportedExpansion,
  urlConflict,
  urlInPath,
];
