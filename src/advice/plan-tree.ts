import { type PlanRow, type PlanStep, readPlan } from '../engine/plan.ts';

/** A step of a query plan with the steps below it. */
export interface PlanNode {
  /** As SQLite says it (https://sqlite.org/eqp.html). */
  readonly detail: string;
  /** Why the step costs more with every row of the table; undefined for the others. */
  readonly warning: string | undefined;
  readonly children: readonly PlanNode[];
}

/** The plan as a tree, its expensive steps marked. */
export function planTree(rows: readonly PlanRow[]): PlanNode[] {
  const steps = readPlan(rows);
  const ids = new Set(rows.map(({ id }) => id));
  const below = (parent: PlanRow | undefined): PlanNode[] =>
    steps
      .filter(({ row }) => (parent ? row.parent === parent.id : !ids.has(row.parent)))
      .map((step) => ({ detail: step.row.detail, warning: warningOf(step), children: below(step.row) }));
  return below(undefined);
}

function warningOf(step: PlanStep): string | undefined {
  if (step.kind === 'sort') {
    if (/^(?:ORDER|GROUP) BY/.test(step.purpose)) return 'sorts all rows before it returns the first';
    if (/ORDER BY/.test(step.purpose)) return 'sorts the rows of each group';
    return 'keeps what it has seen in a temporary table';
  }
  if (step.kind === 'other') {
    return step.row.detail.includes('USING AUTOMATIC') ? 'builds an index for this run alone' : undefined;
  }
  if (step.by === 'virtual-table') return undefined;
  if (step.by === 'automatic-index') return `builds an index of ${step.source} for this run alone`;
  if (step.by === 'none') return `reads every row of ${step.source}`;
  if (step.kind === 'scan') return `reads the whole index ${step.index ?? 'of the primary key'}`;
  return undefined;
}
