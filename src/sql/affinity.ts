/** How a column takes the values that it is given (https://sqlite.org/datatype3.html#determination_of_column_affinity). */
export type Affinity = 'INTEGER' | 'TEXT' | 'BLOB' | 'REAL' | 'NUMERIC';

/** The affinity that a declared type gives, perhaps of no words. */
export function affinityOf(type: string): Affinity {
  const upper = type.toUpperCase();
  if (upper.includes('INT')) return 'INTEGER';
  if (/CHAR|CLOB|TEXT/.test(upper)) return 'TEXT';
  if (upper === '' || upper.includes('BLOB')) return 'BLOB';
  if (/REAL|FLOA|DOUB/.test(upper)) return 'REAL';
  return 'NUMERIC';
}

/** True for the affinities that turn text into numbers where they can. */
export function isNumeric(affinity: Affinity): boolean {
  return affinity === 'INTEGER' || affinity === 'REAL' || affinity === 'NUMERIC';
}
