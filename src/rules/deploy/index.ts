import ephemeralFilesystem from './ephemeral-filesystem.ts';
import networkFilesystem from './network-filesystem.ts';

export const deployRules = [ephemeralFilesystem, networkFilesystem];
