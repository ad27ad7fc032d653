import ruleError from './rule-error.ts';

export const internalRules = [ruleError];
