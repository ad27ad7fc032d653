import type { SchemaOperation } from '../operations.ts';
import { rawSqlOperations } from '../raw-sql.ts';
import type { StatementCall } from './statements.ts';

/** Methods that run the SQL that they are given. */
export const sqlMethods: ReadonlySet<string> = new Set([
  'execute',
  'exec_query',
  'exec_update',
  'execute_batch',
]);

/** Reads `execute`. */
export function readSql({ args: [value], range }: StatementCall): SchemaOperation[] {
  return rawSqlOperations(
    value?.kind === 'text' ? value : { prefix: value?.kind === 'unknown' ? value.prefix : '' },
    range,
  );
}
