import type { Rule } from '../rule.ts';
import archiveStorageClass from './archive-storage-class.ts';
import automaticRecovery from './automatic-recovery.ts';
import bucketInHost from './bucket-in-host.ts';
import databaseUrl from './database-url.ts';
import defaultRetention from './default-retention.ts';
import deletesMayFail from './deletes-may-fail.ts';
import duplicateDatabase from './duplicate-database.ts';
import durationOutOfRange from './duration-out-of-range.ts';
import durationWithoutUnit from './duration-without-unit.ts';
import execShellSyntax from './exec-shell-syntax.ts';
import insecureEndpoint from './insecure-endpoint.ts';
import invalidDuration from './invalid-duration.ts';
import listensEverywhere from './listens-everywhere.ts';
import noMonitoring from './no-monitoring.ts';
import plaintextSecret from './plaintext-secret.ts';
import regionMismatch from './region-mismatch.ts';
import relativePath from './relative-path.ts';
import retentionDisabled from './retention-disabled.ts';
import retentionShorterThanInterval from './retention-shorter-than-interval.ts';
import sharedReplica from './shared-replica.ts';
import unsupportedExpansion from './unsupported-expansion.ts';
import unverifiedHostKey from './unverified-host-key.ts';
import urlConflict from './url-conflict.ts';
import urlInPath from './url-in-path.ts';

export const litestreamRules: readonly Rule[] = [
  archiveStorageClass,
  automaticRecovery,
  bucketInHost,
  databaseUrl,
  defaultRetention,
  deletesMayFail,
  duplicateDatabase,
  durationOutOfRange,
  durationWithoutUnit,
  execShellSyntax,
  insecureEndpoint,
  invalidDuration,
  listensEverywhere,
  noMonitoring,
  plaintextSecret,
  regionMismatch,
  relativePath,
  retentionDisabled,
  retentionShorterThanInterval,
  sharedReplica,
  unsupportedExpansion,
  unverifiedHostKey,
  urlConflict,
  urlInPath,
];
