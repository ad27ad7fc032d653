import { type Affinity, affinityOf } from '../sql/affinity.ts';
import { StatementSyntax } from '../sql/statement.ts';
import { walk } from '../sql/tree.ts';
import type { Column, Table } from './catalog.ts';

/** A value as the engine binds it. */
export type SeedValue = string | number | Uint8Array | null;

/** A CHECK constraint, with what its message names it by. */
export interface Check {
  readonly name: string | undefined;
  readonly text: string;
  /** The columns that it looks at, in lower case. */
  readonly columns: ReadonlySet<string>;
}

/** The CHECK constraints of a table, as its statement has them. */
export function checksOf(table: Table): Check[] {
  if (!/\bCHECK\b/i.test(table.sql)) return [];
  const syntax = new StatementSyntax(table.sql);
  const { tree } = syntax;
  if (tree?.type !== 'CreateTableStmt' || tree.body.type !== 'ColumnsAndConstraintsCreateTableBody')
    return [];
  const known = new Set(table.columns.map(({ name }) => name.toLowerCase()));
  const named = [
    ...tree.body.columns.flatMap(({ constraints }) => constraints),
    ...(tree.body.constraints ?? []),
  ];
  return named.flatMap(({ constraint, name }): Check[] => {
    if (constraint.type !== 'CheckColumnConstraint' && constraint.type !== 'CheckTableConstraint') return [];
    const columns = new Set<string>();
    walk(constraint.expr, (node) => {
      if (node.type === 'Id' || node.type === 'Name') {
        const word = (node.type === 'Id' ? node.name : node.text).toLowerCase();
        if (known.has(word)) columns.add(word);
      }
      return undefined;
    });
    return [{ name: name?.text, text: syntax.textOf(constraint.expr), columns }];
  });
}

/** The affinity of a declared type; a column without one mostly holds text. */
function kindOf(type: string): Affinity {
  return type === '' || /^ANY$/i.test(type) ? 'TEXT' : affinityOf(type);
}

/** A value as a column of this name and type may have it in the row of that number: another one in each row. */
export function typicalValue({ name, type }: Column, row: number): SeedValue {
  const time = /date|time|_at$|_on$/i;
  const affinity = kindOf(type);
  if (/bool/i.test(type)) return row % 2;
  if (affinity === 'INTEGER') return row + 1;
  if (affinity === 'REAL') return row + 1.5;
  if (affinity === 'BLOB') return new Uint8Array(16).fill(row + 1);
  if (/json/i.test(type) || (affinity === 'TEXT' && /json|config|settings|metadata|payload/i.test(name)))
    return `{"n": ${row + 1}}`;
  if (affinity === 'NUMERIC' && !time.test(type)) return row + 1;
  if (time.test(type) || time.test(name))
    return `2026-01-${String((row % 28) + 1).padStart(2, '0')} 12:00:00`;
  // Digits are text, JSON and a number at the same time: whatever a migration makes of the text, it can.
  return /_?id$/i.test(name) ? String(row + 1) : String(offsetOf(name) + row + 1);
}

/** Different columns have different values, as a rule. */
function offsetOf(name: string): number {
  let sum = 0;
  for (let at = 0; at < name.length; at++) sum = (sum * 31 + name.charCodeAt(at)) % 89;
  return 1_000 * (sum + 10);
}

/** Values that the checks of a column may accept. */
export interface Candidates {
  /** What they compare it with, as written. */
  readonly literals: readonly SeedValue[];
  /** What is near that, or of a form that checks ask for. */
  readonly others: readonly SeedValue[];
}

/** Values that the checks of a column may accept; undefined where none looks at it. */
export function candidateValues(
  column: Column,
  checks: readonly Check[],
  row: number,
): Candidates | undefined {
  const own = checks.filter(({ columns }) => columns.has(column.name.toLowerCase()));
  if (own.length === 0) return undefined;
  const text = own.map((check) => check.text).join('\n');
  const strings = [...text.matchAll(/'((?:[^']|'')*)'/g)].map((match) =>
    (match[1] as string).replaceAll("''", "'"),
  );
  const numbers = [...text.replace(/'(?:[^']|'')*'/g, '').matchAll(/-?\b\d+(?:\.\d+)?\b/g)].map(Number);
  const around = numbers.flatMap((number) => [number, number - 1, number + 1]);
  const middle = numbers.slice(1).map((number, at) => Math.floor((number + (numbers[at] as number)) / 2));
  const lengths = [...new Set([...around, ...middle])].filter(
    (n) => Number.isInteger(n) && n > 0 && n <= 512,
  );
  const unique = String(row + 1);
  const affinity = kindOf(column.type);
  const texts = lengths.map((length) => unique.padStart(length, 'a').slice(-length));
  const blobs = lengths.map((length) => new Uint8Array(length).fill(row + 1));
  const forms = [
    `{"n": ${unique}}`,
    `["${unique}"]`,
    '{}',
    '[]',
    `2026-01-${unique.padStart(2, '0')}`,
    `2026-01-01T00:00:${unique.padStart(2, '0')}Z`,
    `00000000-0000-4000-8000-${unique.padStart(12, '0')}`,
    `a${unique}@example.org`,
    `https://example.org/${unique}`,
    `a${unique}`,
    `A${unique}`,
    '#aabbcc',
    '',
  ];
  const dates = [new Date(Date.UTC(2026, 0, 1 + row)).toISOString()];
  const ints = [...around, ...middle, 0, 1, row + 18, row + 41];
  switch (affinity) {
    case 'INTEGER':
    case 'REAL':
      return { literals: [...numbers, ...strings], others: affinity === 'REAL' ? [...ints, 0.5] : ints };
    case 'BLOB':
      return { literals: strings, others: [...blobs, ...texts] };
    default:
      return { literals: [...strings, ...numbers], others: [...texts, ...forms, ...dates, ...ints] };
  }
}
