import type { Table } from './catalog.ts';
import { type PlanRow, type PlanStep, readPlan } from './plan.ts';

/** What is known of the sizes that a plan's cost depends on. */
export interface PlanStatistics {
  /** Rows of tables, by lower-case name. */
  readonly rows: ReadonlyMap<string, number>;
  /** By an index's lower-case name. */
  readonly indexes: ReadonlyMap<string, IndexStatistics>;
}

export interface IndexStatistics {
  /** In lower case. */
  readonly table: string;
  readonly unique: boolean;
  /** How many terms it has. */
  readonly terms: number;
  /** Rows in the index, then rows for one value of the first term, of the first two, …; undefined without statistics. */
  readonly stat: readonly number[] | undefined;
}

/** How many rows a table is taken to have where nothing is known. */
export const assumedRows = 100_000;

/** What is read of one row, relative to reading one row of a table from end to end. */
const perRow = { table: 1, index: 0.5, indexAndTable: 2.5, seek: 3, sort: 0.25, autoIndex: 4 };

/**
 * What a plan costs, in rows read: a model to compare plans of one query by, not a time. SQLite does not tell its own
 * estimate. It takes the loops from the plan and the sizes from `sqlite_stat1`, or from assumptions where there is none.
 * @param sources the tables by the lower-case names that the plan gives them
 * @param limited true where the first rows are all that is needed
 */
export function planCost(
  rows: readonly PlanRow[],
  statistics: PlanStatistics,
  sources: Readonly<Record<string, string>> = {},
  limited = false,
): number {
  const nodes = treeOf(readPlan(rows));
  return new CostModel(statistics, sources).level(nodes, limited).cost;
}

interface Node {
  readonly step: PlanStep;
  readonly children: readonly Node[];
}

interface Estimate {
  readonly cost: number;
  readonly rows: number;
}

function treeOf(steps: readonly PlanStep[]): Node[] {
  const ids = new Set(steps.map(({ row }) => row.id));
  const children = new Map<number, PlanStep[]>();
  for (const step of steps) {
    const parent = ids.has(step.row.parent) ? step.row.parent : 0;
    children.set(parent, [...(children.get(parent) ?? []), step]);
  }
  const below = (id: number): Node[] =>
    (children.get(id) ?? []).map((step) => ({ step, children: below(step.row.id) }));
  return below(0);
}

class CostModel {
  readonly #statistics: PlanStatistics;
  readonly #sources: Readonly<Record<string, string>>;
  /** How many rows each subquery of the FROM clause gives, by its lower-case name. */
  readonly #derived = new Map<string, number>();

  constructor(statistics: PlanStatistics, sources: Readonly<Record<string, string>>) {
    this.#statistics = statistics;
    this.#sources = sources;
  }

  /** Steps side by side are loops, one within the other. */
  level(nodes: readonly Node[], limited: boolean): Estimate {
    let loops = 0;
    let once = 0;
    let rows = 1;
    const sorts = nodes.filter(({ step }) => step.kind === 'sort');
    for (const { step, children } of nodes) {
      const { detail } = step.row;
      if (step.kind === 'scan' || step.kind === 'search') {
        const each = this.#access(step, rows);
        loops += rows * each.cost;
        rows *= Math.max(each.rows, 0.1);
      } else if (detail.startsWith('MULTI-INDEX OR')) {
        const parts = children.map((child) => this.level(child.children, false));
        loops += rows * parts.reduce((sum, part) => sum + part.cost, 0);
        rows *= parts.reduce((sum, part) => sum + part.rows, 0);
      } else if (detail.startsWith('CORRELATED')) {
        loops += rows * this.level(children, false).cost;
      } else if (step.kind !== 'sort') {
        const inner = this.level(children, false);
        once += inner.cost;
        const name = /^(?:MATERIALIZE|CO-ROUTINE) (.+)$/.exec(detail)?.[1];
        if (name !== undefined) this.#derived.set(name.toLowerCase(), inner.rows);
        else if (/^(?:COMPOUND|LEFT-MOST|UNION|MERGE|LEFT$|RIGHT$|EXCEPT|INTERSECT)/.test(detail))
          rows = Math.max(rows, inner.rows);
      }
    }
    // Whoever needs ten rows stops after ten, unless all must be sorted first.
    if (limited && sorts.length === 0) loops = Math.min(loops, Math.max(loops * 0.01, perRow.seek));
    const sorted = sorts.length * rows * perRow.sort * Math.log2(rows + 2) * (limited ? 0.5 : 1);
    return { cost: once + loops + sorted, rows };
  }

  /** One run of a loop. @param outer how often it is run */
  #access(step: Extract<PlanStep, { kind: 'scan' | 'search' }>, outer: number): Estimate {
    const source = step.source.toLowerCase();
    const index =
      step.index === undefined ? undefined : this.#statistics.indexes.get(step.index.toLowerCase());
    const table = index?.table ?? this.#sources[source] ?? source;
    const all =
      this.#derived.get(source) ?? index?.stat?.[0] ?? this.#statistics.rows.get(table) ?? assumedRows;
    const depth = perRow.seek + Math.log2(all + 2) * 0.1;
    if (step.by === 'virtual-table') return { cost: 50, rows: 25 };
    if (step.by === 'automatic-index') {
      const found = assumedFor(1, all);
      return {
        cost: (all * perRow.autoIndex) / Math.max(outer, 1) + depth + found * perRow.index,
        rows: found,
      };
    }
    if (step.kind === 'scan') {
      const each = step.covering ? perRow.index : step.by === 'index' ? perRow.indexAndTable : perRow.table;
      return { cost: all * each, rows: all };
    }
    if (step.by === 'none') {
      // min() and max() without an index read everything, with one a single row.
      return step.index === undefined ? { cost: all, rows: 1 } : { cost: depth, rows: 1 };
    }
    const found =
      step.by === 'rowid' ? byRowid(step.constraints, all) : byIndex(step.constraints, index, all);
    const each = step.covering ? perRow.index : step.by === 'rowid' ? perRow.table : perRow.indexAndTable;
    return { cost: depth + found * each, rows: found };
  }
}

function byRowid(constraints: string, all: number): number {
  return /=\?/.test(constraints) && !/[<>]/.test(constraints) ? 1 : ranged(all, constraints);
}

function byIndex(constraints: string, index: IndexStatistics | undefined, all: number): number {
  const equal = constraints.split(' AND ').filter((part) => /[^<>]=\?$|^ANY\(| IS \?$/.test(part)).length;
  const unique = index?.unique && equal >= index.terms;
  const known = index?.stat?.[equal];
  const found = equal === 0 ? all : unique ? 1 : (known ?? assumedFor(equal, all));
  return Math.max(1, ranged(found, constraints));
}

/** Rows for one value of so many terms, where nothing is known: about what SQLite itself assumes. */
function assumedFor(terms: number, all: number): number {
  return Math.min(all, [all, 20, 7, 4, 2][Math.min(terms, 4)] as number);
}

function ranged(rows: number, constraints: string): number {
  const bounds = constraints.match(/[<>]/g)?.length ?? 0;
  return bounds === 0 ? rows : bounds === 1 ? rows / 4 : rows / 16;
}

/** The statistics of a schema: those of `sqlite_stat1`, and of each index what it is. */
export function readStatistics(
  tables: readonly Table[],
  stat1: readonly { readonly table: string; readonly index: string | null; readonly stat: string }[],
): { rows: Map<string, number>; indexes: Map<string, IndexStatistics> } {
  const rows = new Map<string, number>();
  const stats = new Map<string, readonly number[]>();
  for (const { table, index, stat } of stat1) {
    const numbers = stat.split(' ').flatMap((word) => (/^\d+$/.test(word) ? [Number(word)] : []));
    if (numbers[0] === undefined) continue;
    if (index !== null) stats.set(index.toLowerCase(), numbers);
    rows.set(table.toLowerCase(), Math.max(rows.get(table.toLowerCase()) ?? 0, numbers[0]));
  }
  const indexes = new Map<string, IndexStatistics>();
  for (const table of tables) {
    for (const { name, unique, columns } of table.indexes) {
      indexes.set(name.toLowerCase(), {
        table: table.name.toLowerCase(),
        unique,
        terms: columns.length,
        stat: stats.get(name.toLowerCase()),
      });
    }
  }
  return { rows, indexes };
}
