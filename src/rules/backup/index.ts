import type { Rule } from '../rule.ts';

export const backupRules: readonly Rule[] = [];
