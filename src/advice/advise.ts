import type { Index, Table } from '../engine/catalog.ts';
import type { IndexCandidate } from '../engine/protocol.ts';
import { quoteName } from '../engine/read-catalog.ts';
import type { ProposedIndex } from './advice.ts';

/** An index that is to be tried. */
export interface Candidate {
  readonly table: Table;
  /** As `CREATE INDEX` takes them. */
  readonly terms: readonly string[];
  /** The columns that the terms stand on, in lower case; without them, those that `terms` name. */
  readonly columns?: readonly string[] | undefined;
  readonly json: boolean;
  /** The condition of a partial index. */
  readonly where?: string | undefined;
  /** True for one with columns that are not looked up: it is to spare the table. */
  readonly covers?: boolean | undefined;
}

/** A candidate as the engine takes it. */
export function engineCandidate({ table, terms, where }: Candidate): IndexCandidate {
  return { table: table.name, terms, where };
}

/** The statement that creates a candidate, under a name made of its table and terms. */
export function proposal(
  { table, terms, columns, json, where }: Candidate,
  use: ProposedIndex['use'] = 'search',
): ProposedIndex {
  const plainTerms = terms.map((term) => term.replace(/ (?:COLLATE \w+|DESC)$/i, ''));
  const condition = where === undefined ? '' : ` WHERE ${where}`;
  const standsOn = ({ name: column }: { name: string }): boolean =>
    columns ? columns.includes(column.toLowerCase()) : plainTerms.includes(plainName(column));
  const replaces = table.indexes
    .filter((index) => where === undefined && isExtended(index, terms))
    .map((index) => index.name);
  return {
    table: table.name,
    terms,
    columns: table.columns.filter(standsOn).map((column) => column.name),
    json,
    where,
    use,
    replaces,
    sql: `CREATE INDEX ${indexName({ table, terms, where })} ON ${plainName(table.name)} (${terms.join(', ')})${condition};`,
  };
}

/** True where an index has all that another one starts with, so that the other can go. */
function isExtended({ origin, unique, where, columns }: Index, terms: readonly string[]): boolean {
  if (origin !== 'create' || unique || where !== undefined || columns.length >= terms.length) return false;
  return columns.every(({ name, expression, collation, descending }, at) => {
    const written = (expression ? name : plainName(name)) + (descending ? ' DESC' : '');
    return collation === 'BINARY' && written.toLowerCase() === terms[at]?.toLowerCase();
  });
}

/** A name made of the table and the terms, which no other index of the table has. */
export function indexName({ table, terms, where }: Pick<Candidate, 'table' | 'terms' | 'where'>): string {
  const condition = (where ?? '').match(/[a-z_]\w*/gi) ?? [];
  const words = [...terms.flatMap((term) => term.match(/\w+/g) ?? []), ...condition].filter(
    (word) => !/^(?:jsonb?_extract|collate|desc|is|not|null|and)$/i.test(word),
  );
  const name = `idx_${[table.name.replace(/\W+/g, '_'), ...new Set(words)].join('_')}`
    .slice(0, 60)
    .replace(/_+$/, '');
  const taken = new Set(table.indexes.map((index) => index.name.toLowerCase()));
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${name}_${number}`;
  return free;
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
