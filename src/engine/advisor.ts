import type { Database } from 'sql.js';
import type { Table } from './catalog.ts';
import { type PlanRow, readPlanRows } from './plan.ts';
import { assumedRows, planCost, readStatistics } from './plan-cost.ts';
import { type AdviceRequest, type AdviceResult, type IndexCandidate, noAdvice } from './protocol.ts';
import { quoteName } from './read-catalog.ts';

/** How much of a plan's cost an index must spare to be worth having, and a longer one beyond a shorter. */
const worthwhile = 0.8;
const worthLonger = 0.9;

/** Rows that an index must spare a run of a query where they are known: a small table is read as fast as an index. */
const leastGain = 100;

/** Runs SQL in a way that replaces what this build does not know. */
export type Compile = <T>(sql: string, work: (sql: string) => T) => T;

/** A plan, and what it costs by the model of `planCost`. */
export interface Planned {
  readonly rows: PlanRow[];
  readonly cost: number;
}

/** The statement that creates an index of a name. */
export function createIndexSql(name: string, { table, terms, where }: IndexCandidate): string {
  const condition = where === undefined ? '' : ` WHERE ${where}`;
  return `CREATE INDEX ${name} ON ${quoteName(table)} (${terms.join(', ')})${condition}`;
}

/**
 * Tries indexes for queries, on a database that is the same afterwards. The planner chooses among all candidates at
 * once, since two are often needed together; then each that does not pay is taken away, and the longer ones are tried
 * shorter.
 */
export class Advisor {
  readonly #db: Database;
  readonly #compile: Compile;
  readonly #statistics: ReturnType<typeof readStatistics>;
  readonly #hasStatistics: boolean;
  /** True when SQLite has not read `sqlite_stat1` since it was changed. */
  #changed = false;

  constructor(db: Database, tables: readonly Table[], compile: Compile) {
    this.#db = db;
    this.#compile = compile;
    const stat1 = readStat1(db);
    this.#hasStatistics = stat1.length > 0;
    this.#statistics = readStatistics(tables, stat1);
  }

  advise(request: AdviceRequest): AdviceResult {
    const trial = new Trial(request.candidates, {
      create: (name, candidate) => this.create(name, candidate),
      drop: (name) => this.drop(name),
    });
    const plan = (): Planned => this.plan(request);
    try {
      const before = plan();
      const nothing: AdviceResult = { ...noAdvice, before: before.rows, after: before.rows };
      for (const position of request.candidates.keys()) trial.create(position);
      if (trial.present.size === 0) return nothing;
      const chosen = this.#choose(trial, plan);
      for (const position of [...trial.present]) if (!chosen.has(position)) trial.drop(position);
      for (const position of chosen) trial.create(position);
      let best = plan();
      // What does not pay alone goes first: the dearest to keep are tried last.
      for (const position of [...trial.present].reverse()) {
        trial.drop(position);
        const rest = plan();
        if (rest.cost * worthLonger <= best.cost) best = rest;
        else trial.create(position);
      }
      for (const position of [...trial.present]) {
        for (const shorter of trial.shorterThan(position)) {
          trial.drop(position);
          trial.create(shorter);
          const rest = plan();
          if (rest.cost * worthLonger <= best.cost && usedIn(rest.rows).has(shorter)) {
            best = rest;
            break;
          }
          trial.drop(shorter);
          trial.create(position);
        }
      }
      const after = plan();
      const used = [...trial.present].filter((position) => usedIn(after.rows).has(position));
      const gain = before.cost - after.cost;
      const isLittle = this.#hasStatistics && gain < leastGain;
      if (used.length === 0 || after.cost > before.cost * worthwhile || isLittle) return nothing;
      return {
        before: before.rows,
        after: after.rows,
        used,
        names: used.map(nameOf),
      };
    } catch {
      return noAdvice;
    } finally {
      for (const position of [...trial.present]) trial.drop(position);
      this.#reload();
    }
  }

  /** How many rows a table has, or is taken to have. */
  rowsOf(table: string): number {
    return this.#statistics.rows.get(table.toLowerCase()) ?? assumedRows;
  }

  /** The plan of a query as things are. @throws where it does not compile */
  plan({ sql, sources, limited }: Omit<AdviceRequest, 'candidates'>): Planned {
    this.#reload();
    const rows = this.#compile(sql, (text) => readPlanRows(this.#db, text));
    return { rows, cost: planCost(rows, this.#statistics, sources, limited) };
  }

  /** The planner's choice among all candidates, or among those that it leaves where they serve better. */
  #choose(trial: Trial, plan: () => Planned): Set<number> {
    const first = plan();
    const chosen = usedIn(first.rows);
    if (chosen.size === 0 || chosen.size === trial.present.size) return chosen;
    for (const position of chosen) trial.drop(position);
    const second = plan();
    return second.cost < first.cost * worthLonger ? usedIn(second.rows) : chosen;
  }

  /** @throws where SQLite refuses the index */
  create(name: string, candidate: IndexCandidate): void {
    this.#compile(createIndexSql(name, candidate), (text) => this.#db.run(text));
    this.#changed = true;
    const stat = candidate.stat?.split(' ').map(Number);
    this.#statistics.indexes.set(name, {
      table: candidate.table.toLowerCase(),
      unique: false,
      terms: candidate.terms.length,
      stat,
    });
    if (candidate.stat !== undefined && this.#hasStatistics) {
      this.#db.run('INSERT INTO sqlite_stat1 VALUES (?, ?, ?)', [candidate.table, name, candidate.stat]);
    }
  }

  drop(name: string): void {
    this.#db.run(`DROP INDEX IF EXISTS ${name}`);
    this.#statistics.indexes.delete(name);
    this.#changed = true;
  }

  /** Has SQLite read `sqlite_stat1` again, where there is one. */
  #reload(): void {
    if (this.#hasStatistics && this.#changed) this.#db.run('ANALYZE sqlite_schema');
    this.#changed = false;
  }
}

const nameOf = (position: number): string => `preflight_candidate_${position}`;

/** The candidates that a plan uses. */
function usedIn(rows: readonly PlanRow[]): Set<number> {
  return new Set(
    rows.flatMap(({ detail }) =>
      [...detail.matchAll(/\bpreflight_candidate_(\d+)\b/g)].map(([, position]) => Number(position)),
    ),
  );
}

/** The candidates of which some are in place. */
class Trial {
  readonly #candidates: readonly IndexCandidate[];
  readonly #does: { create(name: string, candidate: IndexCandidate): void; drop(name: string): void };
  readonly present = new Set<number>();

  constructor(
    candidates: readonly IndexCandidate[],
    does: { create(name: string, candidate: IndexCandidate): void; drop(name: string): void },
  ) {
    this.#candidates = candidates;
    this.#does = does;
  }

  create(position: number): void {
    const candidate = this.#candidates[position];
    if (!candidate || this.present.has(position)) return;
    try {
      this.#does.create(nameOf(position), candidate);
    } catch {
      // SQLite refuses this candidate (a non-deterministic expression, say): it is no advice.
      return;
    }
    this.present.add(position);
  }

  drop(position: number): void {
    this.#does.drop(nameOf(position));
    this.present.delete(position);
  }

  /** Candidates that a longer one starts with, the shortest first. */
  shorterThan(position: number): number[] {
    const long = this.#candidates[position] as IndexCandidate;
    return [...this.#candidates.entries()]
      .filter(
        ([other, { table, terms, where }]) =>
          !this.present.has(other) &&
          table === long.table &&
          where === long.where &&
          terms.length < long.terms.length &&
          terms.every((term, at) => term === long.terms[at]),
      )
      .sort(([, a], [, b]) => a.terms.length - b.terms.length)
      .map(([other]) => other);
  }
}

/** The rows of `sqlite_stat1`; none where ANALYZE was never run. */
export function readStat1(db: Database): { table: string; index: string | null; stat: string }[] {
  try {
    const values = db.exec('SELECT tbl, idx, stat FROM sqlite_stat1')[0]?.values ?? [];
    return values.map(([table, index, stat]) => ({
      table: String(table),
      index: index === null || index === undefined ? null : String(index),
      stat: String(stat),
    }));
  } catch {
    return [];
  }
}
