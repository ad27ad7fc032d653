import syntaxError from './error.ts';

export const syntaxRules = [syntaxError];
