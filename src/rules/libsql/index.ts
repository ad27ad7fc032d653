import type { Rule } from '../rule.ts';
import badUrl from './bad-url.ts';
import optionWithoutEffect from './option-without-effect.ts';
import replicaOnEphemeralDisk from './replica-on-ephemeral-disk.ts';
import sharedFile from './shared-file.ts';
import syncIntervalInMilliseconds from './sync-interval-in-milliseconds.ts';
import syncWithoutFile from './sync-without-file.ts';
import tokenInEnvFile from './token-in-env-file.ts';
import unsupportedStatement from './unsupported-statement.ts';

export const libsqlRules: readonly Rule[] = [
  badUrl,
  optionWithoutEffect,
  replicaOnEphemeralDisk,
  sharedFile,
  syncIntervalInMilliseconds,
  syncWithoutFile,
  tokenInEnvFile,
  unsupportedStatement,
];
