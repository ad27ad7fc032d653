import type { Rule } from '../rule.ts';
import copiesLiveDatabase from './copies-live-database.ts';
import removesWal from './removes-wal.ts';
import restoreBesideWal from './restore-beside-wal.ts';

export const backupRules: readonly Rule[] = [copiesLiveDatabase, removesWal, restoreBesideWal];
