import type { EmbeddedSql } from '../sql/embedded-sql.ts';

/** What the SQL of a program does with its databases, as far as it is written there. */
export interface SqlAccess {
  /** Statements that ask for rows. */
  readonly reads: boolean;
  /** Statements that change rows or the schema. */
  readonly writes: boolean;
  /** The tables that are named, in lower case. */
  readonly tables: ReadonlySet<string>;
}

const change =
  /\b(?:insert\s+(?:or\s+\w+\s+)?into|replace\s+into|update\s+(?:or\s+\w+\s+)?\S+\s+set|delete\s+from|create\s+(?:temp\w*\s+|virtual\s+|unique\s+)*(?:table|index|trigger|view)|alter\s+table|drop\s+(?:table|index|trigger|view))\b/i;
const named = /\b(?:from|join|into|update|table(?:\s+if\s+(?:not\s+)?exists)?)\s+["`[]?(\w+)/gi;

export function accessOf(sql: readonly EmbeddedSql[]): SqlAccess {
  let [reads, writes] = [false, false];
  const tables = new Set<string>();
  for (const { text } of sql) {
    if (change.test(text)) writes = true;
    else if (/\bselect\b/i.test(text)) reads = true;
    for (const [, table] of text.matchAll(named)) if (table) tables.add(table.toLowerCase());
  }
  return { reads, writes, tables };
}
