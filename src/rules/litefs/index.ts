import type { Rule } from '../rule.ts';
import consulTtlTooShort from './consul-ttl-too-short.ts';
import databasesOnCandidate from './databases-on-candidate.ts';
import duplicateKey from './duplicate-key.ts';
import invalidValue from './invalid-value.ts';
import missingKey from './missing-key.ts';
import plainTextSecret from './plain-text-secret.ts';
import promoteWhileScaling from './promote-while-scaling.ts';
import proxyWithoutTarget from './proxy-without-target.ts';
import sameDirectory from './same-directory.ts';
import shellInExec from './shell-in-exec.ts';
import unknownKey from './unknown-key.ts';

export const litefsRules: readonly Rule[] = [
  consulTtlTooShort,
  databasesOnCandidate,
  duplicateKey,
  invalidValue,
  missingKey,
  plainTextSecret,
  promoteWhileScaling,
  proxyWithoutTarget,
  sameDirectory,
  shellInExec,
  unknownKey,
];
