import type { Database, SqlValue } from 'sql.js';
import { createIndexSql } from '../../engine/advisor.ts';
import { type PlanRow, readPlanRows } from '../../engine/plan.ts';
import { planCost, type readStatistics } from '../../engine/plan-cost.ts';
import { quoteName } from '../../engine/read-catalog.ts';
import { type Candidate, engineCandidate } from '../advise.ts';
import type { Sources } from './bindings.ts';
import type { Allowance } from './ledger.ts';
import { spreadRows } from './sample.ts';
import type { Trials } from './select.ts';
import { handlesIn, orderIn, renameTrials, scansIn, trialName } from './trial-plan.ts';

/** A query that is run on the copy. */
export interface TimedQuery {
  readonly sql: string;
  readonly values: readonly SqlValue[];
  readonly sources: Sources;
  readonly limited: boolean;
  /** True for a statement that changes rows: each run of it is undone. */
  readonly writes: boolean;
}

/** How often a query is run at most, and for how long: the quickest run counts. */
const runs = 5;
const enoughMs = 40;

/** How many rows are put in again to see what an index costs them. */
const insertedRows = 3000;

/** To write an entry of an index with each row counts as much as to keep so many bytes. */
const bytesPerWrite = 20;

/** A plan that is expected to cost so much is not run, and one so many times dearer than allowed neither. */
const tooManyRows = 60_000_000;
const hopeless = 8;

/** How measurements are made. */
export interface Meter {
  /** Makes a measurement, or recalls that of an earlier worker. */
  measure(key: string, run: () => number): number;
  /** Milliseconds that work takes; best those that the thread was at it, whatever else the machine does. */
  time(work: () => void): number;
  /** Milliseconds that were worked so far, from any start: those of the thread where they are known. */
  worked(): number;
}

/** Indexes are made on a copy of the database, and queries run on it. */
export class MeasuredTrials implements Trials {
  readonly negligible = 0.1;
  readonly thrift: Allowance = { each: 1.6, inAll: 1.15, unnoticed: 0.3, isSteady: true };
  readonly #db: Database;
  readonly #queries: readonly TimedQuery[];
  readonly #statistics: ReturnType<typeof readStatistics>;
  readonly #meter: Meter;
  readonly #candidates = new Map<number, Candidate>();
  readonly #sizes = new Map<number, number>();
  readonly #plans = new Map<number, PlanRow[]>();
  readonly #times = new Map<string, number>();
  /** For each query the rows that its plan was to cost when it was measured, and its time. */
  readonly #scale = new Map<number, { readonly rows: number; readonly ms: number }>();
  #depth = 0;

  constructor(
    db: Database,
    queries: readonly TimedQuery[],
    statistics: ReturnType<typeof readStatistics>,
    meter: Meter,
  ) {
    this.#db = db;
    this.#queries = queries;
    this.#statistics = statistics;
    this.#meter = meter;
  }

  create(candidate: Candidate): number | undefined {
    const handle = this.#candidates.size;
    const name = trialName(handle);
    const before = this.#pages();
    try {
      this.#db.run(createIndexSql(name, engineCandidate(candidate)));
      this.#db.run(`ANALYZE main.${name}`);
    } catch {
      return undefined;
    }
    this.#candidates.set(handle, candidate);
    this.#sizes.set(handle, (this.#pages() - before) * this.#number('PRAGMA page_size'));
    const stat = this.#db.exec(`SELECT stat FROM sqlite_stat1 WHERE idx = '${name}'`)[0]?.values[0]?.[0];
    this.#statistics.indexes.set(name, {
      table: candidate.table.name.toLowerCase(),
      unique: false,
      terms: candidate.terms.length,
      stat: stat === undefined ? undefined : String(stat).split(' ').map(Number),
    });
    this.#plans.clear();
    return handle;
  }

  drop(handle: number): void {
    this.#db.run(`DROP INDEX IF EXISTS ${trialName(handle)}`);
    this.#plans.clear();
  }

  attempt(change: () => boolean): boolean {
    const name = `preflight_attempt_${this.#depth++}`;
    this.#db.run(`SAVEPOINT ${name}`);
    let kept = false;
    try {
      kept = change();
    } finally {
      if (!kept) this.#db.run(`ROLLBACK TO ${name}`);
      this.#db.run(`RELEASE ${name}`);
      this.#depth--;
      if (!kept) this.#plans.clear();
    }
    return kept;
  }

  /** Milliseconds; undefined for a query that fails, or takes too long to be waited for. */
  cost(query: number, limit: number): number | undefined {
    const plan = this.planOf(query);
    const asked = this.#queries[query];
    if (!plan || !asked) return undefined;
    const key = this.#keyOf(query, plan);
    const known = this.#times.get(key);
    if (known !== undefined) return Number.isFinite(known) ? known : undefined;
    const rows = planCost(plan, this.#statistics, asked.sources, asked.limited);
    const scale = this.#scale.get(query);
    if (rows > tooManyRows) return undefined;
    if (scale && (rows / scale.rows) * scale.ms > limit * hopeless) return undefined;
    const ms = this.#meter.measure(key, () => this.#time(asked, limit));
    this.#times.set(key, ms);
    if (!Number.isFinite(ms)) return undefined;
    this.#scale.set(query, { rows, ms });
    return ms;
  }

  uses(query: number): ReadonlySet<number> {
    return handlesIn(this.planOf(query) ?? []);
  }

  worked(): number {
    return this.#meter.worked();
  }

  scans(query: number): number {
    return scansIn(this.planOf(query) ?? []);
  }

  order(query: number): string {
    return orderIn(this.planOf(query) ?? []);
  }

  /** Its bytes, and what it takes to write its entries. */
  weigh(handle: number): number {
    const entries = this.#statistics.indexes.get(trialName(handle))?.stat?.[0] ?? 0;
    return (this.#sizes.get(handle) ?? 0) + entries * bytesPerWrite;
  }

  planOf(query: number): PlanRow[] | undefined {
    const known = this.#plans.get(query);
    if (known) return known;
    const sql = this.#queries[query]?.sql;
    if (sql === undefined) return undefined;
    try {
      const plan = readPlanRows(this.#db, sql);
      this.#plans.set(query, plan);
      return plan;
    } catch {
      return undefined;
    }
  }

  sizeOf(handle: number): number | undefined {
    return this.#sizes.get(handle);
  }

  /**
   * How much longer it takes to insert rows into a table with an index than without it. Rows of the table are taken out
   * and put in again; all is undone.
   */
  writeCostOf(handle: number): number | undefined {
    const table = this.#candidates.get(handle)?.table;
    if (!table) return undefined;
    const columns = table.columns.filter(({ generated }) => !generated).map(({ name }) => quoteName(name));
    const name = `main.${quoteName(table.name)}`;
    const all = this.#statistics.rows.get(table.name.toLowerCase()) ?? 0;
    const share = Math.min(1, insertedRows / Math.max(1, all));
    const times = { with: Number.POSITIVE_INFINITY, without: Number.POSITIVE_INFINITY };
    const insert = (): number => {
      let ms = 0;
      this.attempt(() => {
        this.#db.run(`DELETE FROM ${name} WHERE rowid IN (SELECT preflight_rowid FROM temp.preflight_rows)`);
        const sql = `INSERT INTO ${name} (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM temp.preflight_rows`;
        ms = this.#meter.time(() => this.#db.run(sql));
        return false;
      });
      return ms;
    };
    try {
      this.attempt(() => {
        for (const trigger of table.triggers) this.#db.run(`DROP TRIGGER ${quoteName(trigger.name)}`);
        this.#db.run(
          `CREATE TEMP TABLE preflight_rows AS SELECT rowid AS preflight_rowid, ${columns.join(', ')} FROM ${name}
           WHERE ${spreadRows(share)}`,
        );
        // Others that are made beside it would share its cost: each is compared with the table as it was.
        for (const other of this.#candidates.keys())
          if (other !== handle && this.#candidates.get(other)?.table === table) this.drop(other);
        // The first run of each prepares what the later ones find ready.
        for (let run = 0; run < 4; run++) {
          times.with = Math.min(times.with, insert());
          this.attempt(() => {
            this.drop(handle);
            times.without = Math.min(times.without, insert());
            return false;
          });
        }
        return false;
      });
    } catch {
      return undefined;
    }
    return times.without > 0 ? Math.max(0, times.with / times.without - 1) : undefined;
  }

  /** A plan with its indexes by what they are: the same whatever they are called. */
  #keyOf(query: number, plan: readonly PlanRow[]): string {
    const steps = plan.map(({ detail }) =>
      renameTrials(detail, (handle) => {
        const { table, terms, where } = this.#candidates.get(handle) as Candidate;
        return `${table.name}(${terms.join()})${where ?? ''}`;
      }),
    );
    return `${query}|${steps.join('|')}`;
  }

  #time(query: TimedQuery, limit: number): number {
    let best = Number.POSITIVE_INFINITY;
    let spent = 0;
    for (let run = 0; run < runs && spent < enoughMs; run++) {
      const ms = this.#run(query);
      best = Math.min(best, ms);
      spent += ms;
      if (ms > limit * 3) break;
    }
    return best;
  }

  #run({ sql, values, writes }: TimedQuery): number {
    if (writes) this.#db.run('SAVEPOINT preflight_run');
    const statement = this.#db.prepare(sql);
    try {
      if (values.length > 0) statement.bind([...values]);
      return this.#meter.time(() => {
        while (statement.step()) {
          // The rows themselves are of no interest.
        }
      });
    } finally {
      statement.free();
      if (writes) this.#db.run('ROLLBACK TO preflight_run; RELEASE preflight_run');
    }
  }

  #pages(): number {
    return this.#number('PRAGMA page_count') - this.#number('PRAGMA freelist_count');
  }

  #number(sql: string): number {
    return Number(this.#db.exec(sql)[0]?.values[0]?.[0] ?? 0);
  }
}
