import type { EmbeddedSql } from '../sql/embedded-sql.ts';

/** What the SQL of a program does with its databases, as far as it is written there. */
export interface SqlAccess {
  /** Statements that ask tables for rows. */
  readonly reads: boolean;
  /** Statements that change rows or the schema. */
  readonly writes: boolean;
  /** The tables that are named, in lower case; SQLite’s own are left out. */
  readonly tables: ReadonlySet<string>;
}

const change =
  /\b(?:insert\s+(?:or\s+\w+\s+)?into|replace\s+into|update\s+(?:or\s+\w+\s+)?\S+\s+set|delete\s+from|create\s+(?:temp\w*\s+|virtual\s+|unique\s+)*(?:table|index|trigger|view)|alter\s+table|drop\s+(?:table|index|trigger|view))\b/i;
const named = /\b(?:from|join|into|update|table(?:\s+if\s+(?:not\s+)?exists)?)\s+["`[]?(\w+)/gi;

/** What the SQL of a program does with its databases, by its words. */
export function accessOf(sql: readonly EmbeddedSql[]): SqlAccess {
  let [reads, writes] = [false, false];
  const tables = new Set<string>();
  for (const { text } of sql) {
    const own = [...text.matchAll(named)]
      .flatMap(([, table]) => table?.toLowerCase() ?? [])
      .filter((table) => !/^(?:sqlite_|pragma_|json_each|json_tree|select$|if$)/.test(table));
    for (const table of own) tables.add(table);
    if (change.test(text)) writes = true;
    else if (/\bselect\b/i.test(text) && own.length > 0) reads = true;
  }
  return { reads, writes, tables };
}
