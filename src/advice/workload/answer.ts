import { type PlanRow, readPlan } from '../../engine/plan.ts';
import type { StatementSyntax } from '../../sql/statement.ts';
import type { QueryAdvice } from '../advice.ts';
import { type Candidate, indexName, proposal } from '../advise.ts';
import { renamed } from '../advise-queries.ts';
import { useOf } from '../index-use.ts';
import type { AdvisedQuery, WorkloadAnswer, WorkloadIndex } from './protocol.ts';
import type { Chosen } from './select.ts';
import { handlesIn, trialName } from './trial-plan.ts';

/** What both kinds of workload know of their queries. */
export interface Query {
  readonly syntax: StatementSyntax;
  readonly plan: readonly PlanRow[];
  readonly error: string | undefined;
  readonly sources: Readonly<Record<string, string>>;
  readonly limited: boolean;
  readonly candidates: readonly Candidate[];
  readonly advice: QueryAdvice | undefined;
  /** The advice with indexes that hold columns which are only read. */
  readonly covering: QueryAdvice | undefined;
}

/** What the answer's figures are taken from. */
export interface Figures {
  readonly basis: WorkloadAnswer['basis'];
  readonly notes: readonly string[];
  /** The plan of a query with the chosen indexes in place. */
  plan(query: number): readonly PlanRow[];
  ms(query: number): { readonly before: number | undefined; readonly after: number | undefined };
  figures(chosen: { handle: number; candidate: Candidate }): {
    readonly sizeBytes: number | undefined;
    readonly writeCost: number;
  };
}

/** Puts together what is said of each query and each index. */
export function answerOf(
  queries: readonly Query[],
  chosen: readonly Chosen[],
  { basis, notes, plan, ms, figures }: Figures,
): WorkloadAnswer {
  const names = chosen.map(({ handle, candidate }) => ({
    name: trialName(handle),
    as: indexName(candidate),
  }));
  const advised = queries.map(({ syntax, plan: before, error, advice }, position): AdvisedQuery => {
    const rows = error === undefined ? plan(position) : [];
    const used = handlesIn(rows);
    const uses = chosen.flatMap(({ handle }, at) => (used.has(handle) ? [at] : []));
    const times = error === undefined ? ms(position) : { before: undefined, after: undefined };
    return {
      sql: syntax.text,
      error,
      before,
      after: renamed(rows, names),
      uses,
      msBefore: times.before,
      msAfter: times.after,
      own: advice,
    };
  });
  const indexes = chosen.map((one, at): WorkloadIndex => {
    const serves = advised.flatMap(({ uses }, query) => (uses.includes(at) ? [query] : []));
    const first = advised[serves[0] ?? -1];
    const use = first ? useOf(names[at]?.as ?? '', readPlan(first.before), readPlan(first.after)) : 'search';
    return { index: proposal(one.candidate, use), ...figures(one), serves, longer: longerOf(one) };
  });
  return { queries: advised, indexes, basis, notes };
}

/** Bytes of an index by the types that its columns are declared with; a page is about nine tenths full. */
export function estimatedSize(
  { table, terms, columns }: Candidate,
  rows: number | undefined,
): number | undefined {
  if (rows === undefined) return undefined;
  const widths = terms.map((_, at) => {
    const column = table.columns.find(({ name }) => name.toLowerCase() === columns?.[at]);
    return /INT|BOOL|REAL|DATE|TIME/i.test(column?.type ?? '') ? 5 : 18;
  });
  return Math.ceil((rows * (8 + widths.reduce((sum, width) => sum + width, 0))) / 0.9);
}

/** A row is written to the table and to each of its indexes. */
export function estimatedWriteCost({ table, where }: Candidate): number {
  return (where === undefined ? 1 : 0.3) / (1 + table.indexes.length);
}

function longerOf({ candidate, longer }: Chosen): readonly string[] | undefined {
  return longer?.where === candidate.where ? longer?.terms : undefined;
}
