import { type BeginMode, beginModeOf } from '../../facts/drivers/driver.ts';
import { skeletonOf } from '../../sql/skeleton.ts';
import type { StatementKind } from './site.ts';

/** Tables that are computed: reading them takes no lock. */
const computed = /\bfrom\s+(?:pragma_\w+|json_each|json_tree|generate_series)\b/i;

const begins = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/|\()*([a-z]+)\b/i;

/** What a statement of SQL does; undefined for a text that is no SQL. Of several statements, the first counts. */
export function kindOfSql(text: string): StatementKind | undefined {
  const word = begins.exec(text)?.[1]?.toUpperCase();
  switch (word) {
    case 'SELECT':
      return /\bfrom\b/i.test(text) && !computed.test(text) ? 'read' : 'other';
    case 'WITH':
      return /\b(?:insert|replace)\s+into\b|\bupdate\s+\S+\s+set\b|\bdelete\s+from\b/i.test(skeletonOf(text))
        ? 'write'
        : 'read';
    case 'INSERT':
      return /^\W*insert\s+(?:or\s+\w+\s+)?into\b/i.test(text) ? 'write' : undefined;
    case 'REPLACE':
      return /^\W*replace\s+into\b/i.test(text) ? 'write' : undefined;
    case 'UPDATE':
      return /\bset\b/i.test(text) ? 'write' : undefined;
    case 'DELETE':
      return /^\W*delete\s+from\b/i.test(text) ? 'write' : undefined;
    case 'CREATE':
    case 'DROP':
    case 'ALTER':
      return /^\W*\w+\s+(?:\w+\s+){0,3}(?:table|index|view|trigger)\b/i.test(text) ? 'write' : undefined;
    case 'PRAGMA':
    case 'BEGIN':
    case 'COMMIT':
    case 'END':
    case 'ROLLBACK':
    case 'SAVEPOINT':
    case 'RELEASE':
    case 'VACUUM':
    case 'ANALYZE':
    case 'ATTACH':
    case 'DETACH':
      return /^\W*\w+\s*(?:;|$)|^\W*(?:begin|commit|end|rollback)\s+(?:deferred|immediate|exclusive|concurrent|transaction|to)\b|^\W*(?:pragma|savepoint|release|vacuum|analyze|attach|detach)\s+\S/i.test(
        text,
      )
        ? 'other'
        : undefined;
    default:
      return undefined;
  }
}

/** The mode of a BEGIN; undefined for any other statement. */
export function beginOfSql(text: string): BeginMode | undefined {
  const found = /^\s*begin(?:\s+(deferred|immediate|exclusive))?(?:\s+transaction)?\s*(?:;|$)/i.exec(text);
  if (!found) return undefined;
  return beginModeOf(found[1]) ?? 'deferred';
}

/** True for a statement that ends a transaction. */
export function endsTransaction(text: string): boolean {
  return /^\s*(?:commit|end|rollback)(?:\s+transaction)?\s*(?:;|$)/i.test(text);
}
