import type { Rule } from '../rule.ts';

export const d1Rules: readonly Rule[] = [];
