import type { Rule } from '../rule.ts';

export const libsqlRules: readonly Rule[] = [];
