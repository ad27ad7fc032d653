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

const named = String.raw`(?:temp\s*\.\s*)?["'\`[]?([\w$]+)`;
const createsTemporary = new RegExp(
  String.raw`^\W*create\s+temp(?:orary)?\s+table\s+(?:if\s+not\s+exists\s+)?${named}`,
  'i',
);
const changes = new RegExp(
  String.raw`^\W*(?:drop\s+table(?:\s+if\s+exists)?|insert\s+(?:or\s+\w+\s+)?into|replace\s+into|update(?:\s+or\s+\w+)?|delete\s+from)\s+${named}`,
  'i',
);

/**
 * What several statements do that are run as one text, in their order. Temporary tables are in a database of their own,
 * which only this connection has: what is done to them takes no lock that others see.
 */
export function kindsOfScript(statements: readonly string[]): (StatementKind | undefined)[] {
  const nameIn = (pattern: RegExp, text: string): string | undefined =>
    pattern.exec(text)?.[1]?.toLowerCase();
  const temporary = new Set(statements.flatMap((text) => nameIn(createsTemporary, text) ?? []));
  return statements.map((text) => {
    if (nameIn(createsTemporary, text) !== undefined)
      return /\bas\s+(?:select|with)\b/i.test(text) ? 'read' : 'other';
    return temporary.has(nameIn(changes, text) ?? '') ? 'other' : kindOfSql(text);
  });
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
