import type { Database, SqlJsStatic } from 'sql.js';
import { type Advisor, readStat1 } from '../../engine/advisor.ts';
import type { Table } from '../../engine/catalog.ts';
import { messageOf, stepNote } from '../../engine/messages.ts';
import { type PlanRow, readPlanRows } from '../../engine/plan.ts';
import { readStatistics } from '../../engine/plan-cost.ts';
import type { SchemaStep } from '../../engine/protocol.ts';
import { ShadowDatabase } from '../../engine/shadow-database.ts';
import { StatementSyntax } from '../../sql/statement.ts';
import type { ProposedIndex, QueryAdvice } from '../advice.ts';
import { type Candidate, plainName } from '../advise.ts';
import { adviseQueries, type PlanWithIndexes } from '../advise-queries.ts';
import { candidatesFor } from '../candidates.ts';
import type { KnownTables } from '../tables.ts';
import { answerOf, estimatedSize, estimatedWriteCost, type Query } from './answer.ts';
import { typicalValues } from './bindings.ts';
import { MeasuredTrials, type Meter, type TimedQuery } from './measured.ts';
import { ModelledTrials } from './modelled.ts';
import type { WorkloadAnswer, WorkloadJob } from './protocol.ts';
import { countRows, Samples } from './sample.ts';
import { type Chosen, selectIndexes, type Trials, type Wanted } from './select.ts';

/** Looks for the indexes that serve the queries of a job. */
export async function runWorkloadJob(
  sql: SqlJsStatic,
  job: WorkloadJob,
  meter: Meter,
): Promise<WorkloadAnswer> {
  return job.source.kind === 'file'
    ? new FileWorkload(new sql.Database(job.source.bytes), sql, job, meter).run()
    : new SchemaWorkload(sql, job).run();
}

/** A schema without rows: the planner proves what an index is used for, a model says what it is worth. */
class SchemaWorkload {
  readonly #shadow: ShadowDatabase;
  readonly #job: WorkloadJob;
  readonly #notes: string[] = [];
  readonly #hasRows: boolean;

  constructor(sql: SqlJsStatic, job: WorkloadJob) {
    this.#job = job;
    this.#shadow = new ShadowDatabase(new sql.Database());
    const steps = job.source.kind === 'schema' ? job.source.steps : [];
    this.#notes.push(...buildShadow(this.#shadow, steps));
    const rows = Object.entries(job.rows);
    this.#hasRows = rows.length > 0;
    if (this.#hasRows)
      this.#shadow.setStatistics(rows.map(([table, count]) => ({ table, index: null, stat: String(count) })));
  }

  async run(): Promise<WorkloadAnswer> {
    const tables = this.#shadow.finish().tables;
    const advisor = this.#shadow.advisor();
    const queries = await readQueries(this.#job.queries, this.#shadow, advisor, tables, {
      thorough: this.#hasRows,
    });
    const trials = new ModelledTrials(
      advisor,
      queries.map(({ syntax, sources, limited }) => ({ sql: syntax.text, sources, limited })),
      this.#hasRows,
    );
    const chosen = choose(trials, queries, tables, () => undefined);
    const rows = new Map(Object.entries(this.#job.rows).map(([table, n]) => [table.toLowerCase(), n]));
    return answerOf(queries, chosen, {
      basis: this.#hasRows ? 'statistics' : 'assumed',
      notes: this.#notes,
      plan: (query) => trials.planOf(query)?.rows ?? [],
      ms: () => ({ before: undefined, after: undefined }),
      figures: ({ candidate }) => ({
        sizeBytes: estimatedSize(candidate, rows.get(candidate.table.name.toLowerCase())),
        writeCost: estimatedWriteCost(candidate),
      }),
    });
  }
}

/** A copy of a database: its rows tell what an index would hold, and queries are timed on it. */
class FileWorkload {
  readonly #db: Database;
  readonly #job: WorkloadJob;
  readonly #meter: Meter;
  readonly #shadow: ShadowDatabase;
  readonly #notes: string[];

  constructor(db: Database, sql: SqlJsStatic, job: WorkloadJob, meter: Meter) {
    this.#db = db;
    this.#job = job;
    this.#meter = meter;
    this.#shadow = new ShadowDatabase(new sql.Database());
    this.#notes = buildShadow(this.#shadow, schemaOf(db));
    // In memory there is nothing to be made safe.
    for (const pragma of [
      'journal_mode = MEMORY',
      'synchronous = OFF',
      'cache_size = -400000',
      'temp_store = MEMORY',
    ])
      db.exec(`PRAGMA ${pragma}`);
  }

  async run(): Promise<WorkloadAnswer> {
    const tables = this.#shadow.finish().tables;
    const rows = countRows(this.#db, tables);
    // As the application finds it: what is done to the copy from here on changes plans.
    const asIs = this.#job.queries.map((text) => planOrNothing(this.#db, text));
    this.#db.run('ANALYZE');
    const stat1 = readStat1(this.#db);
    const counted = [...rows].map(([table, count]) => ({ table, index: null, stat: String(count) }));
    this.#shadow.setStatistics([...stat1.filter(({ index }) => index !== null), ...counted]);
    const samples = new Samples(this.#db, rows);
    const advised = await readQueries(this.#job.queries, this.#shadow, this.#shadow.advisor(), tables, {
      thorough: true,
      samples,
    });
    const queries = advised.map((query, position) => ({ ...query, ...asIs[position] }));
    const timed = queries.map(({ syntax, sources, limited }): TimedQuery => {
      const values = typicalValues(syntax, sources, tables, samples);
      return { sql: syntax.text, values, sources, limited, writes: syntax.tree?.type !== 'SelectStmt' };
    });
    const trials = new MeasuredTrials(this.#db, timed, readStatistics(tables, stat1), this.#meter);
    const before = queries.map(({ error }, query) =>
      error === undefined ? trials.cost(query, Number.POSITIVE_INFINITY) : undefined,
    );
    const chosen = choose(trials, queries, tables, (table, condition) => samples.shareOf(table, condition));
    return answerOf(queries, chosen, {
      basis: 'measured',
      notes: this.#notes,
      plan: (query) => trials.planOf(query) ?? [],
      ms: (query) => ({ before: before[query], after: trials.cost(query, Number.POSITIVE_INFINITY) }),
      figures: ({ handle, candidate }) => ({
        sizeBytes: trials.sizeOf(handle),
        writeCost: trials.writeCostOf(handle) ?? estimatedWriteCost(candidate),
      }),
    });
  }
}

/** The plan of a query on the copy; SQLite's message where this build can't compile it. */
function planOrNothing(db: Database, sql: string): { plan: PlanRow[]; error: string | undefined } {
  try {
    return { plan: readPlanRows(db, sql), error: undefined };
  } catch (error) {
    return { plan: [], error: messageOf(error) };
  }
}

/** Builds a schema. @returns what was replaced or left out, in words */
function buildShadow(shadow: ShadowDatabase, steps: readonly SchemaStep[]): string[] {
  return steps.flatMap((step) => {
    const result = shadow.step(step);
    if (!result.ok) return [stepNote(step.sql, 'left out', result.error)];
    return result.stubbed === undefined ? [] : [stepNote(step.sql, 'a stand-in is used', result.stubbed)];
  });
}

/** The statements that build a database's schema. */
function schemaOf(db: Database): SchemaStep[] {
  const order = "CASE type WHEN 'table' THEN 0 WHEN 'view' THEN 1 WHEN 'index' THEN 2 ELSE 3 END";
  const rows = db.exec(
    `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY ${order}, rowid`,
  )[0]?.values;
  return (rows ?? []).map(([text]) => ({ sql: String(text) }));
}

async function readQueries(
  texts: readonly string[],
  shadow: ShadowDatabase,
  advisor: Advisor,
  tables: readonly Table[],
  { thorough, samples }: { thorough: boolean; samples?: Samples },
): Promise<Query[]> {
  const known: KnownTables = new Map(
    tables.map((table) => [
      table.name.toLowerCase(),
      {
        table,
        uncertain: undefined,
        created: { statement: { syntax: new StatementSyntax(table.sql) } },
      },
    ]),
  );
  const compiled = texts.map((text) => {
    const { plan, error } = shadow.query({ sql: text, quoted: [] });
    return { syntax: new StatementSyntax(text), plan, error };
  });
  const sound = compiled.filter(({ error }) => error === undefined);
  const plan: PlanWithIndexes = async (requests) =>
    requests.map((request) => {
      const candidates = request.candidates.map((candidate) => ({
        ...candidate,
        stat: samples?.statOf(candidate),
      }));
      return advisor.advise({ ...request, candidates });
    });
  const shareOf = samples && ((table: string, condition: string) => samples.shareOf(table, condition));
  const advice = await adviseQueries(sound, known, plan, { thorough, shareOf });
  const covering = thorough
    ? await adviseQueries(sound, known, plan, { thorough, shareOf, covering: true })
    : [];
  return compiled.map((query) => ({
    ...query,
    ...candidatesFor(query.syntax, undefined, known, { shareOf }),
    advice: query.error === undefined ? advice[sound.indexOf(query)] : undefined,
    covering: query.error === undefined ? covering[sound.indexOf(query)] : undefined,
  }));
}

function choose(
  trials: Trials,
  queries: readonly Query[],
  tables: readonly Table[],
  shareOf: (table: string, condition: string) => number | undefined,
): Chosen[] {
  const wanted = wantedOf(queries, ({ advice }) => advice, tables);
  const covering = wantedOf(queries, ({ covering }) => covering, tables).filter(
    ({ candidate }) => !wanted.some((one) => keyOf(one.candidate) === keyOf(candidate)),
  );
  const all = queries.flatMap(({ candidates }) => candidates);
  const distinct = [...new Map(all.map((candidate) => [keyOf(candidate), candidate])).values()];
  const sound = [...queries.keys()].filter((position) => queries[position]?.error === undefined);
  return selectIndexes(trials, wanted, covering, sound, (candidate) =>
    smallerThan(candidate, distinct, shareOf),
  );
}

/** The indexes that are proposed for queries, each with those that it is proposed for. */
function wantedOf(
  queries: readonly Query[],
  adviceOf: (query: Query) => QueryAdvice | undefined,
  tables: readonly Table[],
): Wanted[] {
  const wanted = new Map<string, { candidate: Candidate; queries: number[] }>();
  for (const [position, query] of queries.entries()) {
    for (const index of adviceOf(query)?.indexes ?? []) {
      const candidate = candidateOf(index, tables);
      if (!candidate) continue;
      const known = wanted.get(keyOf(candidate));
      if (known) known.queries.push(position);
      else wanted.set(keyOf(candidate), { candidate, queries: [position] });
    }
  }
  return [...wanted.values()];
}

/** What may do in place of an index: the same without its last term, and indexes on few of the rows. */
function smallerThan(
  candidate: Candidate,
  all: readonly Candidate[],
  shareOf: (table: string, condition: string) => number | undefined,
): Candidate[] {
  const partial = all.filter(
    ({ table, where, terms }) =>
      where !== undefined &&
      table === candidate.table &&
      candidate.where === undefined &&
      terms.some((term) => candidate.terms.includes(term)) &&
      (shareOf(table.name, where) ?? 1) < 0.3,
  );
  partial.push(...withoutNulls(candidate, shareOf));
  if (candidate.terms.length === 1) return partial;
  return [...partial, { ...candidate, terms: candidate.terms.slice(0, -1), columns: undefined }];
}

/** Who compares a column asks for no NULL: an index on a column that is mostly NULL need not hold those rows. */
function withoutNulls(
  candidate: Candidate,
  shareOf: (table: string, condition: string) => number | undefined,
): Candidate[] {
  const { table, terms, where } = candidate;
  const first = table.columns.find(({ name }) => plainName(name) === terms[0]);
  if (where !== undefined || !first || first.notNull) return [];
  const condition = `${plainName(first.name)} IS NOT NULL`;
  return (shareOf(table.name, condition) ?? 1) < 0.5 ? [{ ...candidate, where: condition }] : [];
}

function candidateOf(index: ProposedIndex, tables: readonly Table[]): Candidate | undefined {
  const table = tables.find(({ name }) => name === index.table);
  const columns = index.columns.map((column) => column.toLowerCase());
  return table && { table, terms: index.terms, columns, json: index.json, where: index.where };
}

function keyOf({ table, terms, where }: Candidate): string {
  return `${table.name} (${terms.join()}) ${where}`.toLowerCase();
}
