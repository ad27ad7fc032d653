import type { Rule } from '../rule.ts';
import closedMount from './closed-mount.ts';
import consulTtlTooShort from './consul-ttl-too-short.ts';
import databaseOutsideMount from './database-outside-mount.ts';
import databasesOnCandidate from './databases-on-candidate.ts';
import duplicateKey from './duplicate-key.ts';
import exposedPort from './exposed-port.ts';
import invalidValue from './invalid-value.ts';
import litestreamOnElectedPrimary from './litestream-on-elected-primary.ts';
import misplacedVolume from './misplaced-volume.ts';
import missingFuse from './missing-fuse.ts';
import missingKey from './missing-key.ts';
import missingPrimaryRegion from './missing-primary-region.ts';
import plainTextSecret from './plain-text-secret.ts';
import promoteWhileScaling from './promote-while-scaling.ts';
import proxyBypassed from './proxy-bypassed.ts';
import proxyDatabasePath from './proxy-database-path.ts';
import proxyPortConflict from './proxy-port-conflict.ts';
import proxyWithoutTarget from './proxy-without-target.ts';
import retiredCloud from './retired-cloud.ts';
import sameDirectory from './same-directory.ts';
import shellInExec from './shell-in-exec.ts';
import stoppedMachines from './stopped-machines.ts';
import unknownKey from './unknown-key.ts';

export const litefsRules: readonly Rule[] = [
  closedMount,
  consulTtlTooShort,
  databaseOutsideMount,
  databasesOnCandidate,
  duplicateKey,
  exposedPort,
  invalidValue,
  litestreamOnElectedPrimary,
  misplacedVolume,
  missingFuse,
  missingKey,
  missingPrimaryRegion,
  plainTextSecret,
  promoteWhileScaling,
  proxyBypassed,
  proxyDatabasePath,
  proxyPortConflict,
  proxyWithoutTarget,
  retiredCloud,
  sameDirectory,
  shellInExec,
  stoppedMachines,
  unknownKey,
];
