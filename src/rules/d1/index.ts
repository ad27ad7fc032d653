import type { Rule } from '../rule.ts';
import environmentWithoutDatabase from './environment-without-database.ts';
import invalidBinding from './invalid-binding.ts';
import limitExceeded from './limit-exceeded.ts';
import misplacedEnvironment from './misplaced-environment.ts';
import remoteBinding from './remote-binding.ts';
import sharedDatabase from './shared-database.ts';
import transactionInMigration from './transaction-in-migration.ts';
import unknownKey from './unknown-key.ts';
import unsupportedStatement from './unsupported-statement.ts';

export const d1Rules: readonly Rule[] = [
  environmentWithoutDatabase,
  invalidBinding,
  limitExceeded,
  misplacedEnvironment,
  remoteBinding,
  sharedDatabase,
  transactionInMigration,
  unknownKey,
  unsupportedStatement,
];
