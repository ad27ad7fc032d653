import type { Rule } from '../rule.ts';
import automaticRecovery from './automatic-recovery.ts';
import databaseUrl from './database-url.ts';
import defaultRetention from './default-retention.ts';
import duplicateDatabase from './duplicate-database.ts';
import durationOutOfRange from './duration-out-of-range.ts';
import durationWithoutUnit from './duration-without-unit.ts';
import execShellSyntax from './exec-shell-syntax.ts';
import invalidDuration from './invalid-duration.ts';
import listensEverywhere from './listens-everywhere.ts';
import noMonitoring from './no-monitoring.ts';
import plaintextSecret from './plaintext-secret.ts';
import relativePath from './relative-path.ts';
import retentionDisabled from './retention-disabled.ts';
import retentionShorterThanInterval from './retention-shorter-than-interval.ts';
import sharedReplica from './shared-replica.ts';
import unsupportedExpansion from './unsupported-expansion.ts';
import urlConflict from './url-conflict.ts';
import urlInPath from './url-in-path.ts';

export const litestreamRules: readonly Rule[] = [
  automaticRecovery,
  databaseUrl,
  defaultRetention,
  duplicateDatabase,
  durationOutOfRange,
  durationWithoutUnit,
  execShellSyntax,
  invalidDuration,
  listensEverywhere,
  noMonitoring,
  plaintextSecret,
  relativePath,
  retentionDisabled,
  retentionShorterThanInterval,
  sharedReplica,
  unsupportedExpansion,
  urlConflict,
  urlInPath,
];
