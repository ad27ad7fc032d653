import type { TableState } from './timeline.ts';

/**
 * True for a table that holds one row: its primary key is one column, and a CHECK allows that column one value
 * (`id INTEGER PRIMARY KEY CHECK (id = 1)`). Reading all of it costs what a search costs.
 */
export function holdsOneRow({ table, created }: TableState): boolean {
  const [key, ...others] = table.columns.filter(({ primaryKey }) => primaryKey > 0);
  if (!key || others.length > 0 || !created.statement) return false;
  const checks = created.statement.syntax.text.matchAll(
    /\bCHECK\s*\(\s*["`[]?(\w+)["`\]]?\s*(?:==?|IS|IN\s*\()\s*-?\w+\s*\)/gi,
  );
  return [...checks].some(([, name]) => name?.toLowerCase() === key.name.toLowerCase());
}
