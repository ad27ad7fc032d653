import type { Rule } from '../rule.ts';

export const litestreamRules: readonly Rule[] = [];
