import type { LogicalDatabase } from '../project/databases.ts';
import type { RefusalCause, RehearsalEvent } from '../schema/rehearsal.ts';
import type { Range } from '../text/range.ts';
import { headRange } from './schema-places.ts';

type EventOf<K extends RehearsalEvent['kind']> = Extract<RehearsalEvent, { kind: K }>;

/** What the migrations of a database do to rows, of one kind, as far as no later migration has put it right. */
export function eventsOf<K extends RehearsalEvent['kind']>(
  { rehearsal }: LogicalDatabase,
  kind: K,
): EventOf<K>[] {
  return (rehearsal?.events ?? []).filter(
    (event): event is EventOf<K> => event.kind === kind && !event.mended,
  );
}

/** Statements that are refused on a table with rows, for one reason. */
export function refusalsOf(
  database: LogicalDatabase,
  ...causes: readonly RefusalCause[]
): EventOf<'refused'>[] {
  return eventsOf(database, 'refused').filter(({ cause }) => causes.includes(cause));
}

/** Where a finding on an event stands: the column that is added, else what the statement is about. */
export function eventPlace({ place }: RehearsalEvent): { file: string; range: Range } {
  const { file, statement } = place;
  const tree = statement?.tree;
  if (statement && tree?.type === 'AlterTableStmt' && tree.body.type === 'AddColumnAlterTableBody')
    return { file, range: statement.rangeOf(tree.body.column.colName) };
  if (statement && (tree?.type === 'InsertStmt' || tree?.type === 'CreateIndexStmt'))
    return { file, range: statement.rangeOf(tree.tblName) };
  for (const [name, { range }] of place.names ?? [])
    if (name.startsWith('column ') || name.startsWith('index ')) return { file, range };
  return { file, range: headRange(place) };
}

/** A column with its table, as messages name it. */
export function columnName({
  table,
  columns,
}: {
  readonly table: string;
  readonly columns: readonly string[];
}): string {
  return columns.length === 1 ? `${table}.${columns[0]}` : table;
}
