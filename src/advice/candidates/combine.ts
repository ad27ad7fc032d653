import type { Index, Table } from '../../engine/catalog.ts';
import { type Candidate, plainName } from '../advise.ts';
import { isRowid, type Leaf, type OrderTerm, type Term } from './model.ts';

/** How many candidates one table of a query may have, and how many columns an index. */
const maxCandidates = 28;
const maxTerms = 6;

/** A term of an index that is being put together. */
interface Part {
  readonly sql: string;
  readonly columns: readonly string[];
  readonly json: boolean;
}

/** A table of so few columns is all key, and so is an index that holds them all. */
const linkColumns = 3;

/** A condition that holds for so many of the rows is no reason to go to each by an index. */
const wideRange = 0.2;
const wideEqual = 0.5;

export interface CandidateOptions {
  /** True to try indexes, too, that hold columns which are only read. */
  readonly covering?: boolean | undefined;
  /** The share of a table's rows that a condition holds for, from 0 to 1; undefined where that is not known. */
  readonly shareOf?: ((table: string, condition: string) => number | undefined) | undefined;
}

/**
 * The indexes worth trying for a table as a query reads it: what is compared for equality first, then one range, or
 * the order that is asked for. Whether any of them helps is for the planner to say.
 */
export function candidatesOf(leaf: Leaf, { covering = false, shareOf }: CandidateOptions): Candidate[] {
  const list = new CandidateList(leaf.table);
  const isNarrow = ({ condition, kind, sql }: Term): boolean => {
    if (condition === undefined) return true;
    // Two bounds of one column narrow together.
    const bounds = leaf.all.filter((one) => one.kind === kind && one.sql === sql);
    const conditions = bounds.flatMap((one) => one.condition ?? []);
    const whole = kind === 'range' ? conditions.join(' AND ') : condition;
    const share = shareOf?.(leaf.table.name, whole);
    return share === undefined || share <= (kind === 'range' ? wideRange : wideEqual);
  };
  const terms = distinct(leaf.all.filter((term) => isSearchable(term, leaf.table) && isNarrow(term)));
  const equal = sortEqual(
    terms.filter(({ kind }) => kind !== 'range'),
    leaf.table,
  );
  const ranges = terms.filter(({ kind }) => kind === 'range');
  const constant = equal.filter(({ joins }) => !joins);
  const joined = equal.filter(({ joins }) => joins);
  const orders = leaf.orders.map((order) => orderParts(order, leaf.table));
  const groups = leaf.groups.map((group) => group.filter(({ columns }) => !isKey(columns, leaf.table)));
  const tails: (readonly Part[])[] = [...orders, ...groups, ...leaf.extremes.map((term) => [term])];

  /** What leads to the rows, before a range or an order. */
  const heads: (readonly Part[])[] = [constant, equal, joined];
  if (joined.length > 1) heads.push(...joined.map((term) => [term, ...constant]));
  const fixed = constant.filter(({ kind }) => kind !== 'in');
  if (fixed.length < constant.length) heads.push(fixed);

  for (const head of heads) {
    for (const tail of tails) list.add([...head, ...tail]);
    for (const range of ranges.slice(0, 3)) list.add([...head, range]);
    list.add(head);
  }
  for (const term of equal.slice(0, 4)) {
    list.add([term]);
    for (const range of ranges.slice(0, 1)) list.add([term, range]);
  }
  for (const range of ranges) list.add([range]);
  for (const tail of tails) list.add(tail);
  for (const branches of leaf.either) addBranches(list, branches, constant, leaf.table);
  addPartial(list, leaf.table, { terms, ranges, tails });
  if (covering || leaf.table.columns.length <= linkColumns) addCovering(list, leaf, { heads, ranges, tails });
  return list.candidates.slice(0, maxCandidates);
}

function addBranches(
  list: CandidateList,
  branches: readonly (readonly Term[])[],
  constant: readonly Term[],
  table: Table,
): void {
  for (const branch of branches) {
    const usable = branch.filter((term) => isSearchable(term, table));
    const equal = usable.filter(({ kind }) => kind !== 'range');
    const range = usable.find(({ kind }) => kind === 'range');
    const own = [...equal, ...(range ? [range] : [])];
    list.add(own);
    if (constant.length > 0) list.add([...constant.filter(({ kind }) => kind !== 'in'), ...own]);
  }
}

/** Conditions that are written out can be the index's own: it then holds only the rows that are asked for. */
function addPartial(
  list: CandidateList,
  table: Table,
  {
    terms,
    ranges,
    tails,
  }: { terms: readonly Term[]; ranges: readonly Term[]; tails: readonly (readonly Part[])[] },
): void {
  const written = terms.filter(
    ({ condition, kind, sql }) =>
      condition !== undefined && (kind === 'null' || (kind === 'equal' && isState(sql, table))),
  );
  if (written.length === 0) return;
  const rest = terms.filter((term) => !written.includes(term) && term.kind !== 'range');
  const where = written.map(({ condition }) => condition).join(' AND ');
  for (const tail of [...tails, ...ranges.map((range) => [range]), []]) {
    if (rest.length + tail.length > 0) list.add([...rest, ...tail], where);
  }
}

/** An index that holds all that is read spares the table, where that takes few columns more. */
function addCovering(
  list: CandidateList,
  leaf: Leaf,
  {
    heads,
    ranges,
    tails,
  }: { heads: readonly (readonly Part[])[]; ranges: readonly Term[]; tails: readonly (readonly Part[])[] },
): void {
  const { table } = leaf;
  if (leaf.whole || leaf.uses.size === 0) return;
  const keys = heads.flatMap((head) => [
    ...tails.map((tail) => [...head, ...tail]),
    ...ranges.slice(0, 2).map((range) => [...head, range]),
    [...head],
  ]);
  for (const key of keys) {
    const held = new Set(key.filter(({ sql }) => isColumn(sql, table)).flatMap(({ columns }) => columns));
    const more = [...leaf.uses].filter((column) => !held.has(column) && !isRowid(column, table));
    if (more.length === 0 || more.length > 3 || key.length + more.length > maxTerms) continue;
    list.add(
      [...key, ...more.map((column) => ({ sql: namedAs(column, table), columns: [column], json: false }))],
      undefined,
      table.columns.length > linkColumns,
    );
  }
}

class CandidateList {
  readonly #table: Table;
  readonly #known = new Map<string, Candidate>();

  constructor(table: Table) {
    this.#table = table;
  }

  get candidates(): Candidate[] {
    return [...this.#known.values()];
  }

  add(parts: readonly Part[], where?: string, covers = false): void {
    const terms: Part[] = [];
    const seen = new Set<string>();
    for (const part of parts) {
      const key = bare(part.sql).toLowerCase();
      if (!seen.has(key)) terms.push(part);
      seen.add(key);
    }
    if (terms.length === 0 || terms.length > maxTerms) return;
    const texts = terms.map(({ sql }) => sql);
    // An index on flags alone halves a table at best.
    if (where === undefined && texts.every((sql) => isFlag(sql, this.#table))) return;
    if (where === undefined && this.#table.indexes.some((index) => serves(index, texts))) return;
    const key = `${texts.join(', ')} WHERE ${where ?? ''}`.toLowerCase();
    if (this.#known.has(key)) return;
    this.#known.set(key, {
      table: this.#table,
      terms: texts,
      columns: [...new Set(terms.flatMap(({ columns }) => columns))],
      json: terms.some(({ json }) => json),
      where,
      covers,
    });
  }
}

/** True where an index that is there starts with these terms. */
function serves(index: Index, terms: readonly string[]): boolean {
  if (index.where !== undefined) return false;
  return terms.every((term, at) => {
    const column = index.columns[at];
    if (!column) return false;
    const written = column.expression ? column.name : plainName(column.name);
    const collation = column.collation === 'BINARY' ? '' : ` COLLATE ${column.collation}`;
    const wanted = term.toLowerCase();
    return [written, written + collation].some((one) => one.toLowerCase() === wanted) && !column.descending;
  });
}

/** The rowid leads to its row by itself. */
function isSearchable({ columns }: Part, table: Table): boolean {
  return !isKey(columns, table);
}

function isKey(columns: readonly string[], table: Table): boolean {
  return columns.length === 1 && isRowid(columns[0] as string, table);
}

/** What narrows most comes first, as far as the declarations tell; lists break an order, so they come behind. */
function sortEqual(terms: readonly Term[], table: Table): Term[] {
  const rank = ({ sql, kind }: Term): number =>
    (kind === 'in' ? 4 : 0) + (kind === 'null' ? 2 : 0) + (isFlag(sql, table) ? 1 : 0);
  return terms.toSorted((a, b) => rank(a) - rank(b));
}

/** The order as an index has it, which is read from either end: DESC is needed where directions differ. */
function orderParts(order: readonly OrderTerm[], table: Table): Part[] {
  // The rowid stands behind the terms of every index.
  const end = order.findIndex(({ columns, sql }) => isColumn(sql, table) && isKey(columns, table));
  const list = end < 0 ? order : order.slice(0, end);
  const mixed = order
    .slice(0, end < 0 ? order.length : end + 1)
    .some((term) => term.descending !== order[0]?.descending);
  return list.map((term) => ({ ...term, sql: mixed && term.descending ? `${term.sql} DESC` : term.sql }));
}

function isColumn(sql: string, table: Table): boolean {
  return table.columns.some(({ name }) => plainName(name) === sql);
}

function namedAs(column: string, { columns }: Table): string {
  return plainName(columns.find(({ name }) => name.toLowerCase() === column)?.name ?? column);
}

function isFlag(sql: string, { columns }: Table): boolean {
  const column = columns.find(({ name }) => plainName(name) === sql);
  return column !== undefined && /^bool/i.test(column.type);
}

/** True for a column that holds one of a few words by its name or type; which ones, the rows tell. */
function isState(sql: string, table: Table): boolean {
  return (
    isFlag(sql, table) ||
    (isColumn(sql, table) &&
      /(?:^|_)(?:is|has|state|status|kind|active|enabled|disabled|deleted|archived|done|processed|read|starred|published)(?:$|_)/i.test(
        sql,
      ))
  );
}

/** A term without its direction. */
function bare(sql: string): string {
  return sql.replace(/ DESC$/, '');
}

function distinct(terms: readonly Term[]): Term[] {
  return [...new Map(terms.map((term) => [`${term.sql} ${term.kind}`.toLowerCase(), term])).values()];
}
