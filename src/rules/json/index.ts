import unindexedPath from './unindexed-path.ts';

export const jsonRules = [unindexedPath];
