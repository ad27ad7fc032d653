import databaseInImage from './database-in-image.ts';
import databaseNotOnVolume from './database-not-on-volume.ts';
import ephemeralFilesystem from './ephemeral-filesystem.ts';
import networkFilesystem from './network-filesystem.ts';
import releaseCommandDatabase from './release-command-database.ts';
import replicaPathMismatch from './replica-path-mismatch.ts';
import rollingUpdateWithClaim from './rolling-update-with-claim.ts';
import severalMachines from './several-machines.ts';
import severalWriters from './several-writers.ts';
import strategyWithVolume from './strategy-with-volume.ts';

export const deployRules = [
  databaseInImage,
  databaseNotOnVolume,
  ephemeralFilesystem,
  networkFilesystem,
  releaseCommandDatabase,
  replicaPathMismatch,
  rollingUpdateWithClaim,
  severalMachines,
  severalWriters,
  strategyWithVolume,
];
