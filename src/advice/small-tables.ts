import type { QueryAdvice } from './advice.ts';

/** A table of so many rows is read from end to end in about a tenth of a millisecond: no index is worth its keep. */
export const fewRows = 1000;

/**
 * True for a table that is said to have few rows.
 * @param rows of tables by lower-case name; of those that are not in it nothing is known
 */
export function isSmall(table: string, rows: Readonly<Record<string, number>>): boolean {
  return (rows[table.toLowerCase()] ?? Number.POSITIVE_INFINITY) <= fewRows;
}

/** Advice without what it says of small tables. */
export function withoutSmallTables(
  advice: QueryAdvice | undefined,
  rows: Readonly<Record<string, number>>,
): QueryAdvice | undefined {
  if (!advice || Object.keys(rows).length === 0) return advice;
  const isLarge = ({ table }: { readonly table: string }): boolean => !isSmall(table, rows);
  const indexes = advice.indexes.filter(isLarge);
  const obstacles = advice.obstacles.filter(isLarge);
  return indexes.length + obstacles.length === 0 ? undefined : { ...advice, indexes, obstacles };
}
