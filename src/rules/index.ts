import { backupRules } from './backup/index.ts';
import { connectionRules } from './connection/index.ts';
import { d1Rules } from './d1/index.ts';
import { deployRules } from './deploy/index.ts';
import { internalRules } from './internal/index.ts';
import { jsonRules } from './json/index.ts';
import { libsqlRules } from './libsql/index.ts';
import { litefsRules } from './litefs/index.ts';
import { litestreamRules } from './litestream/index.ts';
import { migrationRules } from './migration/index.ts';
import { portabilityRules } from './portability/index.ts';
import { pragmaRules } from './pragma/index.ts';
import { queryRules } from './query/index.ts';
import type { Rule } from './rule.ts';
import { schemaRules } from './schema/index.ts';
import { securityRules } from './security/index.ts';
import { suppressionRules } from './suppression/index.ts';
import { syntaxRules } from './syntax/index.ts';
import { transactionRules } from './transaction/index.ts';

/** Every rule. */
export const rules: readonly Rule[] = [
  ...backupRules,
  ...connectionRules,
  ...d1Rules,
  ...deployRules,
  ...internalRules,
  ...jsonRules,
  ...libsqlRules,
  ...litefsRules,
  ...litestreamRules,
  ...migrationRules,
  ...portabilityRules,
  ...pragmaRules,
  ...queryRules,
  ...schemaRules,
  ...securityRules,
  ...suppressionRules,
  ...syntaxRules,
  ...transactionRules,
];
