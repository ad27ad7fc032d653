import type { Database } from 'sql.js';
import { Advisor } from './advisor.ts';
import type { Catalog } from './catalog.ts';
import { messageOf } from './messages.ts';
import { type PlanRow, readPlanRows } from './plan.ts';
import type { QueryRequest, QueryResult, SchemaStep, SchemaStepResult } from './protocol.ts';
import { CatalogReader } from './read-catalog.ts';
import { FaultFinder } from './schema-faults.ts';
import { lacksModule, stubName, UnknownNames } from './unknown-names.ts';

/** How many steps lie between two savepoints to which a database can be taken back. */
const savepointEvery = 16;

/**
 * A database that has a project's schema and no rows. It is built within savepoints, one in another, so that it can be
 * taken back to an earlier step: while someone types in the last of many migrations, the others are not run again.
 */
export class ShadowDatabase {
  readonly #db: Database;
  readonly #stubs = new Set<string>();
  readonly #names = new UnknownNames();
  readonly #reader: CatalogReader;
  readonly #faults: FaultFinder;
  readonly #savepoints: { readonly position: number; readonly stubs: readonly string[] }[] = [];
  /** How many steps have been run. */
  position = 0;

  constructor(db: Database) {
    this.#db = db;
    this.#reader = new CatalogReader(db, this.#stubs);
    this.#faults = new FaultFinder(db, this.#stubs);
    // The REGEXP operator calls a function that applications bring along.
    db.create_function('regexp', (_pattern: unknown, _text: unknown) => 0);
  }

  close(): void {
    this.#db.close();
  }

  /** Goes back to a savepoint at or before the step number `position`. */
  rewind(position: number): void {
    let last = this.#savepoints.at(-1);
    while (last && last.position > position) {
      this.#db.run(`ROLLBACK TO preflight_${last.position}; RELEASE preflight_${last.position}`);
      this.#savepoints.pop();
      this.position = last.position;
      this.#restoreStubs(last.stubs);
      last = this.#savepoints.at(-1);
    }
    if (last && last.position < this.position) {
      this.#db.run(`ROLLBACK TO preflight_${last.position}`);
      this.position = last.position;
      this.#restoreStubs(last.stubs);
    }
    // What is different now is no step's doing.
    this.#reader.refresh();
  }

  #restoreStubs(names: readonly string[]): void {
    this.#stubs.clear();
    for (const name of names) this.#stubs.add(name);
  }

  step(step: SchemaStep): SchemaStepResult {
    if (this.position % savepointEvery === 0 && this.#savepoints.at(-1)?.position !== this.position) {
      this.#db.run(`SAVEPOINT preflight_${this.position}`);
      this.#savepoints.push({ position: this.position, stubs: [...this.#stubs] });
    }
    this.position++;
    let stubbed: string | undefined;
    try {
      stubbed = this.#names.compile(step.sql, (sql) =>
        step.atomic ? this.#runAtomically(sql) : this.#db.run(sql),
      ).stubbed;
    } catch (error) {
      const message = messageOf(error);
      // A step that switches it on for itself did not come to its end.
      this.#db.run('PRAGMA legacy_alter_table = OFF');
      if (!lacksModule(message) || !step.stub) return { ok: false, error: message };
      try {
        this.#db.run(step.stub);
      } catch (stubError) {
        return { ok: false, error: messageOf(stubError) };
      }
      const name = stubName(step.stub);
      if (name !== undefined) this.#stubs.add(name);
      stubbed = message;
    }
    return { ok: true, change: this.#reader.refresh(step.touches), stubbed };
  }

  #runAtomically(sql: string): void {
    this.#db.run('SAVEPOINT preflight_step');
    try {
      this.#db.run(sql);
    } catch (error) {
      this.#db.run('ROLLBACK TO preflight_step');
      throw error;
    } finally {
      this.#db.run('RELEASE preflight_step');
    }
  }

  finish(): Catalog {
    this.#reader.refresh();
    return {
      tables: this.#reader.withForeignKeyLookups(),
      faults: this.#faults.find(this.#reader.tables),
    };
  }

  query({ sql, quoted }: QueryRequest): QueryResult {
    let compiled: { result: PlanRow[]; stubbed: string | undefined };
    try {
      compiled = this.#names.compile(sql, (text) => readPlanRows(this.#db, text));
    } catch (error) {
      return { error: messageOf(error), plan: [], strings: [], stubbed: false };
    }
    const strings = quoted
      .filter(([offset, length]) => this.#isString(sql, offset, length))
      .map(([offset]) => offset);
    return { plan: compiled.result, strings, stubbed: compiled.stubbed !== undefined };
  }

  /**
   * Double quotes around a name that no column has make a string (https://sqlite.org/quirks.html#dblquote).
   * Backticks never do: with them in place SQLite says whether there is such a column.
   */
  #isString(sql: string, offset: number, length: number): boolean {
    const name = sql.slice(offset + 1, offset + length - 1).replaceAll('""', '"');
    const asName = `${sql.slice(0, offset)}\`${name.replaceAll('`', '``')}\`${sql.slice(offset + length)}`;
    try {
      this.#names.compile(asName, (text) => this.#db.prepare(text).free());
      return false;
    } catch (error) {
      return messageOf(error) === `no such column: ${name}`;
    }
  }

  /** Tells the planner of rows that are not there (https://sqlite.org/fileformat2.html#stat1tab). */
  setStatistics(stat1: readonly { table: string; index: string | null; stat: string }[]): void {
    this.#db.run('ANALYZE; DELETE FROM sqlite_stat1');
    for (const { table, index, stat } of stat1)
      this.#db.run('INSERT INTO sqlite_stat1 VALUES (?, ?, ?)', [table, index, stat]);
    this.#db.run('ANALYZE sqlite_schema');
  }

  /** Tries indexes for queries; the database is the same afterwards. */
  advisor(): Advisor {
    return new Advisor(this.#db, this.#reader.tables, (sql, work) => this.#names.compile(sql, work).result);
  }
}
