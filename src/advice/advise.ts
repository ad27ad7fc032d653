import type { Table } from '../engine/catalog.ts';
import { quoteName } from '../engine/read-catalog.ts';
import type { ProposedIndex } from './advice.ts';

export interface Candidate {
  readonly table: Table;
  readonly terms: readonly string[];
  readonly json: boolean;
}

/** The column list of a candidate, as `CREATE INDEX … ON` takes it. */
export function candidateSql({ table, terms }: Candidate): string {
  return `${quoteName(table.name)} (${terms.join(', ')})`;
}

/** The statement that creates a candidate, under a name made of its table and terms. */
export function proposal({ table, terms, json }: Candidate): ProposedIndex {
  const words = terms
    .flatMap((term) => term.match(/\w+/g) ?? [])
    .filter((word) => !/^json(?:_extract|b_extract)?$/i.test(word));
  const name = `idx_${[table.name.replace(/\W+/g, '_'), ...new Set(words)].join('_')}`
    .slice(0, 60)
    .replace(/_+$/, '');
  const plainTable = plainName(table.name);
  return {
    table: table.name,
    terms,
    columns: table.columns.map(({ name }) => name).filter((column) => terms.includes(plainName(column))),
    json,
    where: undefined,
    use: 'search',
    sql: `CREATE INDEX ${name} ON ${plainTable} (${terms.join(', ')});`,
  };
}

/** A name without quotes where SQLite needs none. */
export function plainName(name: string): string {
  return /^[a-z_]\w*$/i.test(name) && !reserved.has(name.toUpperCase()) ? name : quoteName(name);
}

/** The keywords that can't be names without quotes (https://sqlite.org/lang_keywords.html, tested against the engine). */
const reserved = new Set(
  (
    'ADD ALL ALTER AND AS AUTOINCREMENT BETWEEN CASE CHECK COLLATE COMMIT CONSTRAINT CREATE DEFAULT DEFERRABLE DELETE DISTINCT ' +
    'DROP ELSE ESCAPE EXCEPT EXISTS FOREIGN FROM GROUP HAVING IN INDEX INSERT INTERSECT INTO IS ISNULL JOIN LIMIT NOT NOTHING ' +
    'NOTNULL NULL ON OR ORDER PRIMARY REFERENCES RETURNING SELECT SET TABLE THEN TO TRANSACTION UNION UNIQUE UPDATE USING ' +
    'VALUES WHEN WHERE'
  ).split(' '),
);
