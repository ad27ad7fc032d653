import { isAccess, type PlanAccess, type PlanStep, readsAll } from '../../engine/plan.ts';
import type { Expr } from '../../sql/tree.ts';
import { applyEdits, type TextEdit } from '../../text/edit.ts';
import type { Range } from '../../text/range.ts';
import type { ObstacleKind, Rewrite } from '../advice.ts';
import type { Candidate } from '../advise.ts';
import type { Variant, VariantPlan } from '../variants.ts';
import type { ObstacleDraft, ObstacleInput } from './obstacles.ts';
import type { Scope, Source } from './scope.ts';

/** A condition of a query with what is known of its surroundings. */
export interface Condition {
  readonly input: ObstacleInput;
  readonly scope: Scope;
  readonly expr: Expr;
}

/** Looks for one kind of obstacle in a condition. */
export type Finder = (condition: Condition) => Iterable<Suspect>;

/** What may be an obstacle: the planner decides. */
export interface Suspect {
  readonly kind: ObstacleKind;
  readonly source: Source;
  readonly column: string | undefined;
  readonly range: Range;
  /**
   * Edits that take the obstacle away, whatever that does to the rows: where the query is searched then, an index is
   * there that would serve. Without one, the obstacle stands by itself.
   */
  readonly probe?: readonly TextEdit[];
  readonly rewrites?: readonly RewriteDraft[];
  /** Indexes that would serve the condition as it is written. */
  readonly indexes?: readonly Candidate[];
}

export interface RewriteDraft {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly TextEdit[];
  readonly candidates?: readonly Candidate[];
}

/** The one reading of a table that costs a whole pass, or an index for this run alone; undefined when it is searched. */
export function slowAccess(plan: readonly PlanStep[], { alias }: Source): PlanAccess | undefined {
  const own = accessesOf(plan, alias);
  return own.length > 0 && own.every(readsAll) ? own[0] : undefined;
}

function accessesOf(plan: readonly PlanStep[], alias: string): PlanAccess[] {
  return plan.filter(isAccess).filter(({ source }) => source.toLowerCase() === alias);
}

/** How the plan finds the rows of a source, when it reads no whole table that the other did not read. */
function searched(
  before: readonly PlanStep[],
  after: readonly PlanStep[],
  alias: string,
): PlanAccess | undefined {
  const own = accessesOf(after, alias);
  if (own.length === 0 || own.some((step) => readsAll(step) || step.by === 'virtual-table')) return undefined;
  return after.filter(readsAll).length < before.filter(readsAll).length ? own[0] : undefined;
}

/** A suspect as what must be planned before it may be said. */
export function draftOf(suspect: Suspect, { syntax, plan }: ObstacleInput): ObstacleDraft {
  const { kind, source, column, range, probe, rewrites = [], indexes = [] } = suspect;
  const { alias } = source;
  const variants: Variant[] = [
    ...(probe ? [{ sql: applyEdits(syntax.text, probe), candidates: [] }] : []),
    ...(indexes.length > 0 ? [{ sql: syntax.text, candidates: indexes }] : []),
    ...rewrites.map(({ edits, candidates = [] }) => ({ sql: applyEdits(syntax.text, edits), candidates })),
  ];
  return {
    variants,
    settle(plans, bound) {
      if (bound && !slowAccess(bound, source)) return undefined;
      let at = 0;
      const probed = probe ? plans[at++] : undefined;
      const served = probed && searched(plan, probed.before, alias);
      const indexed = indexes.length > 0 ? plans[at++] : undefined;
      const helps = indexed && searched(plan, indexed.after, alias) ? indexed.indexes : [];
      const rewrite = rewrites.flatMap((draft, position): Rewrite[] => {
        const planned: VariantPlan | undefined = plans[at + position];
        if (!planned) return [];
        const sql = variants[at + position]?.sql ?? '';
        const { title, safe, edits } = draft;
        if (searched(plan, planned.before, alias))
          return [{ title, safe, edits, sql, indexes: [], after: planned.before }];
        if (searched(plan, planned.after, alias))
          return [{ title, safe, edits, sql, indexes: planned.indexes, after: planned.after }];
        return [];
      })[0];
      if (probe && !served && !rewrite) return undefined;
      return {
        kind,
        table: source.table.name,
        column,
        range,
        index: served?.index,
        rowid: served?.by === 'rowid',
        indexes: helps,
        rewrite,
      };
    },
  };
}

/** An edit that puts text in the place of a node. */
export function replace({ syntax }: ObstacleInput, node: Expr, text: string): TextEdit {
  return { range: syntax.rangeOf(node), text };
}
