import newerThanTarget from './newer-than-target.ts';
import postgresOperator from './postgres-operator.ts';

export const portabilityRules = [newerThanTarget, postgresOperator];
