import postgresOperator from './postgres-operator.ts';

export const portabilityRules = [postgresOperator];
