import type { Database, Statement } from 'sql.js';
import { sameName } from '../sql/names.ts';
import type { Column, Table } from './catalog.ts';
import { messageOf } from './messages.ts';
import { quoteName } from './read-catalog.ts';
import { type Check, candidateValues, checksOf, type SeedValue, typicalValue } from './seed-values.ts';

/** How many rows a table is given. */
const rowsPerTable = 6;

/** How often values are tried for the first row of a table, and for each of the others. */
const firstAttempts = 400;
const moreAttempts = 60;

/** Numbers that look random and are the same in every run (mulberry32, public domain). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Makes the rows of one table. */
export class TableSeeder {
  readonly #db: Database;
  readonly #table: Table;
  readonly #tables: ReadonlyMap<string, Table>;
  readonly #columns: readonly Column[];
  readonly #checks: readonly Check[];
  readonly #random = generator(0x5eed);
  /** How many values of a column were tried. */
  readonly #tried = new Map<string, number>();

  constructor(db: Database, table: Table, tables: ReadonlyMap<string, Table>) {
    this.#db = db;
    this.#table = table;
    this.#tables = tables;
    this.#columns = table.columns.filter(({ generated }) => !generated);
    this.#checks = checksOf(table);
  }

  /** False when not a single row was accepted. */
  fill(): boolean {
    const names = this.#columns.map(({ name }) => quoteName(name)).join(', ');
    const marks = this.#columns.map(() => '?').join(', ');
    const insert = this.#prepare(`INSERT INTO ${quoteName(this.#table.name)} (${names}) VALUES (${marks})`);
    if (!insert) return false;
    // One row more, which AUTOINCREMENT loses again: the highest key that was ever given out is then that of no row.
    const wanted = rowsPerTable + 1;
    let made = 0;
    try {
      const isOwnParent = this.#table.foreignKeys.some(({ parent }) => sameName(parent, this.#table.name));
      let pools = this.#parents();
      for (; made < wanted && this.#insert(insert, made, pools); made++)
        if (isOwnParent) pools = this.#parents();
    } finally {
      insert.free();
    }
    if (made > 1 && /\bAUTOINCREMENT\b/i.test(this.#table.sql)) {
      const name = quoteName(this.#table.name);
      this.#db.run(`DELETE FROM ${name} WHERE rowid = (SELECT max(rowid) FROM ${name})`);
    }
    return made > 0;
  }

  /** Gives values to columns that rows have got since. What the migration has written into them stays. */
  fillColumns(added: readonly Column[]): void {
    if (this.#table.withoutRowid) return;
    const name = quoteName(this.#table.name);
    const rows = this.#db.exec(`SELECT rowid FROM ${name} LIMIT 50`)[0]?.values ?? [];
    const pools = this.#parents();
    for (const column of added) {
      if (column.generated) continue;
      const set = this.#prepare(
        `UPDATE OR IGNORE ${name} SET ${quoteName(column.name)} = ? WHERE rowid = ? AND ${quoteName(column.name)} IS NULL`,
      );
      if (!set) continue;
      for (const [row, [rowid]] of rows.entries()) {
        const pool = pools.find(({ columns }) => columns.length === 1 && columns[0] === column.name);
        const value = pool
          ? (pool.rows[Math.floor(row / 2) % pool.rows.length]?.[0] ?? null)
          : typicalValue(column, row);
        try {
          set.run([value, rowid ?? null]);
        } catch {
          // Its checks want another value: it stays NULL.
        }
      }
      set.free();
    }
  }

  #prepare(sql: string): Statement | undefined {
    try {
      return this.#db.prepare(sql);
    } catch {
      return undefined;
    }
  }

  #insert(insert: Statement, row: number, pools: readonly ParentRows[]): boolean {
    const values = new Map<string, SeedValue>();
    for (const column of this.#columns) values.set(column.name, typicalValue(column, row));
    for (const pool of pools) this.#refer(pool, row, values);
    for (let attempt = 0; attempt < (row === 0 ? firstAttempts : moreAttempts); attempt++) {
      try {
        insert.run(this.#columns.map(({ name }) => values.get(name) ?? null));
        for (const [name, tried] of this.#tried) this.#tried.set(name, tried - 1);
        return true;
      } catch (error) {
        this.#change(messageOf(error), row, attempt, values, pools);
      }
    }
    return false;
  }

  /** The rows of other tables that this one can refer to, by key. */
  #parents(): ParentRows[] {
    return this.#table.foreignKeys.flatMap((key): ParentRows[] => {
      const parent = this.#tables.get(key.parent.toLowerCase());
      if (!parent) return [];
      const keyed = parent.columns
        .filter(({ primaryKey }) => primaryKey > 0)
        .sort((a, b) => a.primaryKey - b.primaryKey)
        .map(({ name }) => name);
      const referred = key.parentColumns ?? keyed;
      if (referred.length !== key.columns.length) return [];
      try {
        const list = referred.map(quoteName).join(', ');
        const rows = this.#db.exec(`SELECT ${list} FROM ${quoteName(parent.name)} LIMIT ${rowsPerTable}`)[0]
          ?.values;
        const columns = key.columns.map(
          (name) => this.#columns.find((column) => sameName(column.name, name))?.name ?? name,
        );
        return [{ columns, rows: (rows ?? []) as SeedValue[][] }];
      } catch {
        return [];
      }
    });
  }

  /** Two rows to each parent; none where there is no parent yet, as far as the columns may be NULL. */
  #refer({ columns, rows }: ParentRows, row: number, values: Map<string, SeedValue>): void {
    const parent = rows[Math.floor(row / 2) % Math.max(rows.length, 1)];
    for (const [at, name] of columns.entries()) {
      const column = this.#columns.find((candidate) => candidate.name === name);
      if (parent) values.set(name, parent[at] ?? null);
      else if (column && !column.notNull && column.primaryKey === 0) values.set(name, null);
    }
  }

  /** Tries other values in the columns that a message is about; in all that could be meant where it names none. */
  #change(
    message: string,
    row: number,
    attempt: number,
    values: Map<string, SeedValue>,
    pools: readonly ParentRows[],
  ): void {
    const concerned = this.#concerned(message);
    for (const pool of pools) {
      if (pool.rows.length === 0 || !pool.columns.some((name) => concerned.has(name.toLowerCase()))) continue;
      const parent = pool.rows[Math.floor(this.#random() * pool.rows.length)] as SeedValue[];
      for (const [at, name] of pool.columns.entries()) values.set(name, parent[at] ?? null);
    }
    for (const column of this.#columns) {
      const isKey = pools.some(({ columns, rows }) => rows.length > 0 && columns.includes(column.name));
      if (!concerned.has(column.name.toLowerCase()) || isKey) continue;
      values.set(column.name, this.#another(column, row, attempt, concerned.size === 1));
    }
  }

  /** Another value of a column: one that its checks name, NULL where one of them may ask for it, or one of a common form. */
  #another(column: Column, row: number, attempt: number, alone: boolean): SeedValue {
    const typical = [row + attempt, row + 17, row + 40].map((number) => typicalValue(column, number));
    const candidates = candidateValues(column, this.#checks, row);
    if (!candidates) return this.#pick(typical);
    const { literals, others } = candidates;
    const all = [...literals, ...others, ...typical];
    // One after the other where a check looks at this column only, beginning with what was right in the row before.
    if (alone) {
      const tried = this.#tried.get(column.name) ?? 0;
      this.#tried.set(column.name, tried + 1);
      return all[tried % all.length] ?? null;
    }
    const chance = this.#random();
    if (chance < 0.5 && literals.length > 0) return this.#pick(literals);
    if (chance < 0.7 && !column.notNull && column.primaryKey === 0) return null;
    return this.#pick(all);
  }

  #pick(values: readonly SeedValue[]): SeedValue {
    return values[Math.floor(this.#random() * values.length)] ?? null;
  }

  #concerned(message: string): Set<string> {
    const check = /^CHECK constraint failed: ([\s\S]*)$/.exec(message)?.[1];
    if (check !== undefined) {
      // The range of an expression may leave out the parenthesis that it ends with.
      const plain = (text: string): string => text.replace(/[)\s]+$/, '');
      const failed = this.#checks.find(({ name, text }) => name === check || plain(text) === plain(check));
      if (failed && failed.columns.size > 0) return new Set(failed.columns);
    }
    const unique = /^(?:UNIQUE|NOT NULL) constraint failed: (.*)$/.exec(message)?.[1];
    if (unique !== undefined && !unique.startsWith('index ')) {
      const names = unique.split(', ').map((name) => name.slice(name.indexOf('.') + 1).toLowerCase());
      return new Set(names);
    }
    const store = /^cannot store .* in .* column .*\.(\w+)$/.exec(message)?.[1];
    if (store !== undefined) return new Set([store.toLowerCase()]);
    return new Set(this.#columns.map(({ name }) => name.toLowerCase()));
  }
}

interface ParentRows {
  readonly columns: readonly string[];
  readonly rows: readonly SeedValue[][];
}
