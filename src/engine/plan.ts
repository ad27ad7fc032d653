import type { Database } from 'sql.js';

/** A row of `EXPLAIN QUERY PLAN` (https://sqlite.org/eqp.html). */
export interface PlanRow {
  readonly id: number;
  readonly parent: number;
  readonly detail: string;
}

export type PlanStep =
  | PlanAccess
  | { readonly kind: 'sort'; readonly purpose: string; readonly row: PlanRow }
  | { readonly kind: 'other'; readonly row: PlanRow };

/** One reading of a table: `SCAN` visits every row, `SEARCH` those that an index or the rowid leads to. */
export interface PlanAccess {
  readonly kind: 'scan' | 'search';
  /** The alias by which the query names the table, else the table's name. */
  readonly source: string;
  /** What the rows are found by. A search by `none` reads the whole table: it is how min() and max() look. */
  readonly by: 'none' | 'index' | 'rowid' | 'automatic-index' | 'virtual-table';
  readonly index: string | undefined;
  readonly covering: boolean;
  /** The constraints that the search uses, as SQLite prints them: `a=? AND b>?`. */
  readonly constraints: string;
  readonly row: PlanRow;
}

const access =
  /^(SCAN|SEARCH) (.+?)(?: EXISTS)?(?: USING (?:(AUTOMATIC )?(?:PARTIAL )?(COVERING )?INDEX(?: ([^(].*?))?|(INTEGER PRIMARY KEY)|(PRIMARY KEY)))?(?: VIRTUAL TABLE INDEX (.*?))?(?: \(([^()]*(?:\([^()]*\)[^()]*)*)\))?(?: (?:LEFT-JOIN|EXISTS|RIGHT-JOIN))*$/;

/** Things that `SCAN` names and that are no table. */
const noTable = /^(?:CONSTANT ROW|\d+ CONSTANT ROWS|\(.*\))$/;

/**
 * Gives the rows of a plan their meaning. The text is the only interface that SQLite offers; its wording is not
 * promised, so the engine's version is pinned and a test holds every wording in use.
 */
export function readPlan(rows: readonly PlanRow[]): PlanStep[] {
  return rows.map((row): PlanStep => {
    const found = access.exec(row.detail);
    if (found && !noTable.test(found[2] as string)) {
      const [, verb, source, automatic, covering, index, rowid, primaryKey, virtual, constraints] = found;
      const by =
        virtual !== undefined
          ? 'virtual-table'
          : automatic
            ? 'automatic-index'
            : rowid
              ? 'rowid'
              : index || primaryKey
                ? 'index'
                : 'none';
      return {
        kind: verb === 'SCAN' ? 'scan' : 'search',
        source: source as string,
        by,
        index,
        covering: covering !== undefined,
        constraints: constraints ?? '',
        row,
      };
    }
    const sort = /^USE TEMP B-TREE FOR (.+)$/.exec(row.detail);
    if (sort) return { kind: 'sort', purpose: sort[1] as string, row };
    return { kind: 'other', row };
  });
}

export function isAccess(step: PlanStep): step is PlanAccess {
  return step.kind === 'scan' || step.kind === 'search';
}

/** True for a step that reads all of a table, or builds an index of it for this run alone. */
export function readsAll(step: PlanStep): boolean {
  if (step.kind === 'scan') return step.by === 'none' || step.by === 'index';
  return step.kind === 'search' && (step.by === 'automatic-index' || step.by === 'none');
}

/** Asks SQLite for the plan of a statement, which is not run. */
export function readPlanRows(db: Database, sql: string): PlanRow[] {
  const rows = db.exec(`EXPLAIN QUERY PLAN ${sql}`)[0]?.values ?? [];
  return rows.map(([id, parent, , detail]) => ({
    id: Number(id),
    parent: Number(parent),
    detail: String(detail),
  }));
}
