import { type PlanStep, readsAll } from '../engine/plan.ts';
import type { StatementSyntax } from '../sql/statement.ts';
import type { Candidate } from './advise.ts';
import { type CandidateOptions, candidatesOf } from './candidates/combine.ts';
import { readQuery } from './candidates/read-query.ts';
import type { KnownTables } from './tables.ts';

/** How many indexes are tried for one query. */
const maxCandidates = 40;

/** What is to be tried for a query. */
export interface QueryCandidates {
  readonly candidates: readonly Candidate[];
  /** The tables by the lower-case names that plans give them. */
  readonly sources: Readonly<Record<string, string>>;
  /** True where a few of its rows are all that is needed. */
  readonly limited: boolean;
}

/**
 * The indexes worth trying for a query. Whether any of them helps is for the planner to say.
 * @param plan where it is given, nothing is to be tried for one that reads no table from end to end and sorts nothing
 */
export function candidatesFor(
  syntax: StatementSyntax,
  plan: readonly PlanStep[] | undefined,
  tables: KnownTables,
  options: CandidateOptions = {},
): QueryCandidates {
  const { tree } = syntax;
  const limited = tree?.type === 'SelectStmt' && tree.body.limit !== undefined;
  if (!tree || (plan && !isSlow(plan, limited))) return { candidates: [], sources: {}, limited };
  const leaves = readQuery(syntax, tables);
  const candidates = new Map<string, Candidate>();
  for (const candidate of leaves.flatMap((leaf) => candidatesOf(leaf, options))) {
    const { table, terms, where } = candidate;
    const key = `${table.name} ${terms.join()} ${where}`.toLowerCase();
    if (!candidates.has(key)) candidates.set(key, candidate);
  }
  return {
    candidates: [...candidates.values()].slice(0, maxCandidates),
    sources: Object.fromEntries(leaves.map(({ alias, table }) => [alias, table.name.toLowerCase()])),
    limited,
  };
}

/** True for a plan that an index could make cheaper, as far as it tells by itself. */
function isSlow(plan: readonly PlanStep[], limited: boolean): boolean {
  const sorted = plan.some(({ kind }) => kind === 'sort');
  return plan.some((step) => {
    if (step.kind === 'sort') return true;
    // A reading in the order that the query asks for ends when its LIMIT has its rows.
    return readsAll(step) && !(limited && !sorted && step.kind === 'scan' && step.by === 'index');
  });
}
