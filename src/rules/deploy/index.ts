import databaseNotOnVolume from './database-not-on-volume.ts';
import ephemeralFilesystem from './ephemeral-filesystem.ts';
import networkFilesystem from './network-filesystem.ts';
import releaseCommandDatabase from './release-command-database.ts';
import strategyWithVolume from './strategy-with-volume.ts';

export const deployRules = [
  databaseNotOnVolume,
  ephemeralFilesystem,
  networkFilesystem,
  releaseCommandDatabase,
  strategyWithVolume,
];
