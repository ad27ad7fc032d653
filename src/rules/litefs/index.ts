import type { Rule } from '../rule.ts';

export const litefsRules: readonly Rule[] = [];
