import type { Database, SqlValue } from 'sql.js';
import type { Table } from '../../engine/catalog.ts';
import type { IndexCandidate } from '../../engine/protocol.ts';
import { quoteName } from '../../engine/read-catalog.ts';

/** How many rows of a table are looked at. */
const sampleRows = 6000;

/** A share of each table's rows, from which it is estimated what an index on it would hold. */
export class Samples {
  readonly #db: Database;
  readonly #rows: ReadonlyMap<string, number>;
  readonly #tables = new Map<string, { readonly name: string; readonly rows: number } | undefined>();
  readonly #stats = new Map<string, string | undefined>();
  readonly #shares = new Map<string, number | undefined>();

  /** @param rows of each table, by lower-case name */
  constructor(db: Database, rows: ReadonlyMap<string, number>) {
    this.#db = db;
    this.#rows = rows;
  }

  /** What ANALYZE would say of an index; undefined where it can't be told. */
  statOf(candidate: IndexCandidate): string | undefined {
    const key = `${candidate.table} ${candidate.terms.join()} ${candidate.where}`;
    if (!this.#stats.has(key)) this.#stats.set(key, this.#estimate(candidate));
    return this.#stats.get(key);
  }

  /** The share of rows that a condition holds for, from 0 to 1. */
  shareOf(table: string, condition: string): number | undefined {
    const key = `${table} ${condition}`;
    if (!this.#shares.has(key)) this.#shares.set(key, this.#share(table, condition));
    return this.#shares.get(key);
  }

  /**
   * A value that an expression over one table's columns has.
   * @param at where it stands among all, from 0 for the lowest to 1 for the highest; undefined for one that is met often
   */
  valueOf(table: string, alias: string, expression: string, at: number | undefined): SqlValue | undefined {
    const sample = this.#sampleOf(table);
    if (!sample || sample.rows === 0) return undefined;
    const from = `FROM ${sample.name} AS ${quoteName(alias)} WHERE ${expression} IS NOT NULL`;
    const order = at === undefined ? '' : ' ORDER BY 1';
    const rows = Number(this.#value(`SELECT count(*) ${from}`) ?? 0);
    const offset = Math.min(rows - 1, Math.floor(rows * (at ?? 0.37)));
    return rows === 0
      ? undefined
      : this.#value(`SELECT ${expression} ${from}${order} LIMIT 1 OFFSET ${offset}`);
  }

  #share(table: string, condition: string): number | undefined {
    const sample = this.#sampleOf(table);
    if (!sample || sample.rows === 0) return undefined;
    try {
      return Number(this.#value(`SELECT count(*) FROM ${sample.name} WHERE ${condition}`) ?? 0) / sample.rows;
    } catch {
      return undefined;
    }
  }

  #estimate({ table, terms, where }: IndexCandidate): string | undefined {
    const sample = this.#sampleOf(table);
    const all = this.#rows.get(table.toLowerCase());
    if (!sample || !all || sample.rows === 0) return undefined;
    const share = where === undefined ? 1 : (this.shareOf(table, where) ?? 1);
    const rows = Math.max(1, Math.round(all * share));
    const condition = where === undefined ? '' : ` WHERE ${where}`;
    const numbers = [rows];
    for (const position of terms.keys()) {
      const columns = terms.slice(0, position + 1).map((term) => term.replace(/ DESC$/i, ''));
      const groups = `SELECT count(*) AS n FROM ${sample.name}${condition} GROUP BY ${columns.join(', ')}`;
      try {
        const [distinct, once] = this.#row(`SELECT count(*), total(n = 1) FROM (${groups})`).map(Number);
        const seen = sample.rows * share;
        // Values met once stand for others that were not met (Charikar et al., Towards estimation error guarantees for
        // distinct values, 2000).
        const scale = Math.sqrt(Math.max(1, rows / Math.max(1, seen)));
        const few = (distinct ?? 1) - (once ?? 0);
        // What is met once in nearly every row is about unique.
        const isUnique = (once ?? 0) > 0.9 * seen;
        const estimate = isUnique ? rows * ((distinct ?? 1) / seen) : few + (once ?? 0) * scale;
        numbers.push(Math.max(1, Math.round(rows / Math.max(1, Math.min(rows, estimate)))));
      } catch {
        return undefined;
      }
    }
    return numbers.join(' ');
  }

  #sampleOf(table: string): { readonly name: string; readonly rows: number } | undefined {
    const key = table.toLowerCase();
    if (!this.#tables.has(key)) this.#tables.set(key, this.#draw(key));
    return this.#tables.get(key);
  }

  #draw(table: string): { readonly name: string; readonly rows: number } | undefined {
    const all = this.#rows.get(table) ?? 0;
    const name = `temp.preflight_sample_${this.#tables.size}`;
    const source = `main.${quoteName(table)}`;
    const share = Math.min(1, sampleRows / Math.max(1, all));
    const spread = ` WHERE ${spreadRows(share)}`;
    for (const where of share === 1 ? [''] : [spread, ` LIMIT ${sampleRows}`]) {
      try {
        this.#db.run(`CREATE TABLE ${name} AS SELECT * FROM ${source}${where}`);
        return { name, rows: Number(this.#value(`SELECT count(*) FROM ${name}`) ?? 0) };
      } catch {
        // A table without rowid, or one that this build can't read.
      }
    }
    return undefined;
  }

  #value(sql: string): SqlValue | undefined {
    return this.#row(sql)[0];
  }

  #row(sql: string): SqlValue[] {
    return this.#db.exec(sql)[0]?.values[0] ?? [];
  }
}

/**
 * The condition that a share of a table's rows holds, from 0 to 1. They are spread by a hash, so that nothing that
 * repeats in the data is met too often or never; it stays within 64 bits for rowids of any size.
 */
export function spreadRows(share: number): string {
  return `((rowid % 1000003 * 2654435761) & 16777215) < ${Math.ceil(share * 16777216)}`;
}

/** How many rows each table has, by lower-case name. */
export function countRows(db: Database, tables: readonly Table[]): Map<string, number> {
  const rows = new Map<string, number>();
  for (const { name, kind } of tables) {
    if (kind !== 'table') continue;
    try {
      rows.set(
        name.toLowerCase(),
        Number(db.exec(`SELECT count(*) FROM main.${quoteName(name)}`)[0]?.values[0]?.[0] ?? 0),
      );
    } catch {
      // Unknown, then.
    }
  }
  return rows;
}
