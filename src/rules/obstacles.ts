import type { Obstacle, ObstacleKind, ProposedIndex, QueryAdvice } from '../advice/advice.ts';
import { holdsOneRow } from '../schema/single-row.ts';
import type { TableState } from '../schema/timeline.ts';
import type { Fix, StatementInput } from './rule.ts';
import { indexFix, sameName } from './schema-places.ts';

/** An obstacle with the table that it stands in the way of. */
export interface FoundObstacle {
  readonly obstacle: Obstacle;
  readonly state: TableState;
}

/** The obstacles of some kinds in a query; none for a table of one row. */
export function obstaclesOf(
  { advice, database }: StatementInput,
  ...kinds: readonly ObstacleKind[]
): FoundObstacle[] {
  return (advice?.obstacles ?? []).flatMap((obstacle) => {
    const state = database?.timeline?.tables.get(obstacle.table.toLowerCase());
    return state && kinds.includes(obstacle.kind) && !holdsOneRow(state) ? [{ obstacle, state }] : [];
  });
}

/** True where a rule of its own says what keeps SQLite from using an index: the rules on scans are silent then. */
function hasRuleOfItsOwn({ kind, index, rowid, rewrite }: Obstacle): boolean {
  switch (kind) {
    case 'case-sensitive-index':
    case 'collation':
    case 'date-function':
    case 'function-on-column':
      return index !== undefined || rowid || rewrite !== undefined;
    case 'expression-spelling':
    case 'generated-column':
      return true;
    case 'partial-index':
      return rewrite !== undefined;
    default:
      return false;
  }
}

/** True where a more precise rule reports that all of a table is read. */
export function isToldElsewhere(advice: QueryAdvice, table: string): boolean {
  return advice.obstacles.some(
    (obstacle) =>
      sameName(obstacle.table, table) &&
      (hasRuleOfItsOwn(obstacle) ||
        (obstacle.kind === 'or-branch' && indexesForBranch(advice, obstacle).length > 0)),
  );
}

/** The indexes that would lead to the rows of a part of an OR. */
export function indexesForBranch({ indexes }: QueryAdvice, { table, column }: Obstacle): ProposedIndex[] {
  return indexes.filter(
    (index) =>
      index.use === 'search' &&
      sameName(index.table, table) &&
      index.columns.some((indexed) => column !== undefined && sameName(indexed, column)),
  );
}

/** True where an index would do for the query as it is: what keeps SQLite from another one is of no matter then. */
export function isServedByIndex({ advice }: StatementInput, table: string): boolean {
  return (
    advice?.indexes.some((index) => index.use !== 'cover' && sameName(index.table, table)) === true ||
    (advice !== undefined && isToldElsewhere(advice, table))
  );
}

/** What would serve a condition but for the obstacle, as a message names it. */
export function servedBy({ index, rowid }: Obstacle): string {
  if (rowid) return 'the primary key';
  return index === undefined || index.startsWith('sqlite_autoindex_')
    ? 'the index of its constraint'
    : `the index ${index}`;
}

/** The other way to write a query, as a fix. */
export function rewriteFixes({ rewrite }: Obstacle): Fix[] {
  return rewrite ? [{ title: rewrite.title, safe: rewrite.safe, edits: rewrite.edits }] : [];
}

/** New indexes, as fixes. */
export function indexFixes(
  { database }: StatementInput,
  state: TableState,
  indexes: readonly ProposedIndex[],
): Fix[] {
  return indexes.flatMap(({ sql }) => indexFix(database, state, sql));
}
