import type { Rule } from '../rule.ts';
import applicationCheckpoint from './application-checkpoint.ts';
import archiveStorageClass from './archive-storage-class.ts';
import automaticRecovery from './automatic-recovery.ts';
import bucketInHost from './bucket-in-host.ts';
import conflictingSnapshots from './conflicting-snapshots.ts';
import databaseUrl from './database-url.ts';
import defaultRetention from './default-retention.ts';
import deletesMayFail from './deletes-may-fail.ts';
import duplicateDatabase from './duplicate-database.ts';
import duplicateKey from './duplicate-key.ts';
import durationOutOfRange from './duration-out-of-range.ts';
import durationWithoutUnit from './duration-without-unit.ts';
import entrypointWithoutExec from './entrypoint-without-exec.ts';
import execShellSyntax from './exec-shell-syntax.ts';
import globalNotInherited from './global-not-inherited.ts';
import ignoredDocument from './ignored-document.ts';
import ignoredUrlUser from './ignored-url-user.ts';
import insecureEndpoint from './insecure-endpoint.ts';
import invalidDuration from './invalid-duration.ts';
import journalMode from './journal-mode.ts';
import keyNotInRelease from './key-not-in-release.ts';
import knownBadRelease from './known-bad-release.ts';
import listensEverywhere from './listens-everywhere.ts';
import misplacedKey from './misplaced-key.ts';
import missingReplica from './missing-replica.ts';
import mixedLines from './mixed-lines.ts';
import neverRestored from './never-restored.ts';
import noMonitoring from './no-monitoring.ts';
import optionAfterPath from './option-after-path.ts';
import plaintextSecret from './plaintext-secret.ts';
import regionMismatch from './region-mismatch.ts';
import relativePath from './relative-path.ts';
import restoreAfterMigration from './restore-after-migration.ts';
import retentionDisabled from './retention-disabled.ts';
import retentionShorterThanInterval from './retention-shorter-than-interval.ts';
import severalReplicas from './several-replicas.ts';
import sharedReplica from './shared-replica.ts';
import tooManyLevels from './too-many-levels.ts';
import truncatePageNZero from './truncate-page-n-zero.ts';
import unknownKey from './unknown-key.ts';
import unknownOption from './unknown-option.ts';
import unknownReplicaType from './unknown-replica-type.ts';
import unknownVersion from './unknown-version.ts';
import unsupportedEncryption from './unsupported-encryption.ts';
import unsupportedExpansion from './unsupported-expansion.ts';
import unverifiedHostKey from './unverified-host-key.ts';
import urlConflict from './url-conflict.ts';
import urlInPath from './url-in-path.ts';
import vacuum from './vacuum.ts';
import wildcardInPath from './wildcard-in-path.ts';
import wrongLineKey from './wrong-line-key.ts';
import wrongType from './wrong-type.ts';

export const litestreamRules: readonly Rule[] = [
  applicationCheckpoint,
  archiveStorageClass,
  automaticRecovery,
  bucketInHost,
  conflictingSnapshots,
  databaseUrl,
  defaultRetention,
  deletesMayFail,
  duplicateDatabase,
  duplicateKey,
  durationOutOfRange,
  durationWithoutUnit,
  entrypointWithoutExec,
  execShellSyntax,
  globalNotInherited,
  ignoredDocument,
  ignoredUrlUser,
  insecureEndpoint,
  invalidDuration,
  journalMode,
  keyNotInRelease,
  knownBadRelease,
  listensEverywhere,
  misplacedKey,
  missingReplica,
  mixedLines,
  neverRestored,
  noMonitoring,
  optionAfterPath,
  plaintextSecret,
  regionMismatch,
  relativePath,
  restoreAfterMigration,
  retentionDisabled,
  retentionShorterThanInterval,
  severalReplicas,
  sharedReplica,
  tooManyLevels,
  truncatePageNZero,
  unknownKey,
  unknownOption,
  unknownReplicaType,
  unknownVersion,
  unsupportedEncryption,
  unsupportedExpansion,
  unverifiedHostKey,
  urlConflict,
  urlInPath,
  vacuum,
  wildcardInPath,
  wrongLineKey,
  wrongType,
];
