import { plainName } from '../advice/advise.ts';
import type { Index } from '../engine/catalog.ts';
import type { LogicalDatabase } from '../project/databases.ts';
import type { Place } from '../schema/place.ts';
import type { TableState } from '../schema/timeline.ts';
import { sameName } from '../sql/names.ts';
import { StatementSyntax } from '../sql/statement.ts';
import type { AstNode, ColumnDefinition } from '../sql/tree.ts';
import type { Range } from '../text/range.ts';
import type { Fix } from './rule.ts';

export { sameName };

/** Where a column of the surviving definition is declared; the table's statement where that can't be told. */
export function columnPlace(state: TableState, column: string): { file: string; range: Range } {
  const place = state.columns.get(column.toLowerCase()) ?? state.created;
  const named = place.names?.get(`column ${column.toLowerCase()}`);
  if (named) return { file: place.file, range: named.range };
  const tree = place.statement?.tree;
  let node: AstNode | undefined;
  if (tree?.type === 'CreateTableStmt' && tree.body.type === 'ColumnsAndConstraintsCreateTableBody') {
    node = tree.body.columns.find(({ colName }) => sameName(colName.text, column));
  } else if (tree?.type === 'AlterTableStmt' && tree.body.type === 'AddColumnAlterTableBody') {
    node = tree.body.column;
  }
  if (!node || !place.statement) return { file: place.file, range: headRange(place) };
  return { file: place.file, range: place.statement.rangeOf((node as ColumnDefinition).colName ?? node) };
}

/** Where a foreign key is declared: its columns in the constraint, else the column that refers to another table. */
export function foreignKeyPlace(
  state: TableState,
  columns: readonly string[],
): { file: string; range: Range } {
  const key = columns.join().toLowerCase();
  const place = state.foreignKeys.get(key) ?? state.created;
  const named = place.names?.get(`key ${key}`);
  if (named) return { file: place.file, range: named.range };
  const tree = place.statement?.tree;
  if (tree?.type === 'CreateTableStmt' && tree.body.type === 'ColumnsAndConstraintsCreateTableBody') {
    for (const { constraint } of tree.body.constraints ?? []) {
      if (constraint.type !== 'ForeignKeyTableConstraint') continue;
      const [first] = constraint.columns;
      const own = constraint.columns.map(({ colName }) => colName.text).join();
      if (first && place.statement && sameName(own, key))
        return { file: place.file, range: place.statement.rangeOf(first) };
    }
  }
  return columnPlace(state, columns[0] as string);
}

/** Where an index is created, by its name; undefined for one that its tool makes without being asked to. */
export function indexPlace(
  state: TableState,
  index: string,
): { file: string; range: Range; unnamed?: boolean } | undefined {
  const place = state.indexes.get(index.toLowerCase());
  if (!place) return undefined;
  const named = place.names?.get(`index ${index.toLowerCase()}`);
  if (named?.implied) return undefined;
  if (named) return { file: place.file, range: named.range, unnamed: named.unnamed === true };
  const tree = place.statement?.tree;
  const range =
    place.statement && tree?.type === 'CreateIndexStmt'
      ? place.statement.rangeOf(tree.idxName)
      : headRange(place);
  return { file: place.file, range };
}

/** Where a trigger is created: its name. */
export function triggerPlace(state: TableState, trigger: string): { file: string; range: Range } {
  const place = state.triggers.get(trigger.toLowerCase()) ?? state.created;
  const { statement } = place;
  const range =
    statement?.tree?.type === 'CreateTriggerStmt'
      ? statement.rangeOf(statement.tree.triggerName)
      : headRange(place);
  return { file: place.file, range };
}

/** The name of the table that a statement defines, else its first line; of a script, the call. */
export function headRange({ statement, names, range }: Place): Range {
  if (!statement) return names?.get('table')?.range ?? range;
  const { tree } = statement;
  if (tree?.type === 'CreateTableStmt' || tree?.type === 'AlterTableStmt' || tree?.type === 'DropTableStmt') {
    return statement.rangeOf(tree.tblName);
  }
  if (tree?.type === 'CreateViewStmt') return statement.rangeOf(tree.viewName);
  const { start } = statement.range;
  const line = statement.text.indexOf('\n');
  return { start, end: line < 0 ? statement.range.end : start + line };
}

/**
 * A fix that makes an index: below its table where the schema is written down as one file. Migrations that may have
 * run already are not to be changed: there, the statement belongs in a new one.
 * @param sql the whole CREATE INDEX statement
 */
export function indexFix(database: LogicalDatabase | undefined, { created }: TableState, sql: string): Fix[] {
  if (!database) return [];
  const { statement } = created;
  if (database.tool === 'schema') {
    if (!statement) return [];
    const at = statement.end;
    const text = statement.text.endsWith(';') ? `\n${sql}` : `;\n${sql}`;
    const edits = [{ range: { start: at, end: at }, text }];
    return [{ title: `Add the index to ${created.file}`, safe: false, file: created.file, edits }];
  }
  const syntax = new StatementSyntax(sql);
  const { tree } = syntax;
  if (tree?.type !== 'CreateIndexStmt') return [];
  const columns = tree.columns.map((column) => syntax.textOf(column)).join(', ');
  const migration = {
    database: database.name,
    title: `index ${tree.tblName.text} on ${columns}`,
    up: [sql],
    down: [`DROP INDEX ${syntax.textOf(tree.idxName)};`],
  };
  return [{ title: 'Add the index in a new migration', safe: false, edits: [], migration }];
}

/**
 * A fix that drops an index: its statement goes where the schema is written down as one file, else a new migration
 * drops it. None for an index whose name its tool computes.
 */
export function dropIndexFix(database: LogicalDatabase, { table, indexes }: TableState, index: Index): Fix[] {
  const place = indexes.get(index.name.toLowerCase());
  if (!place) return [];
  const tree = place.statement?.tree;
  const made = tree?.type === 'CreateIndexStmt' ? place.statement : undefined;
  if (database.tool === 'schema') {
    if (!made) return [];
    const edits = [{ range: { start: made.start, end: made.end }, text: '' }];
    return [{ title: `Take the index out of ${place.file}`, safe: false, file: place.file, edits }];
  }
  // Models keep what they declare: another migration would bring it back.
  if (database.tool === 'django' || database.tool === 'prisma') return [];
  const columns = index.columns.map(({ name, expression, descending, collation }) => {
    // What is written of an expression has its collation and its order in it.
    if (expression) return name;
    const collate = sameName(collation, 'BINARY') ? '' : ` COLLATE ${collation}`;
    return `${plainName(name)}${collate}${descending ? ' DESC' : ''}`;
  });
  const kind = index.unique ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX';
  const migration = {
    database: database.name,
    title: `drop index ${index.name}`,
    up: [`DROP INDEX ${plainName(index.name)};`],
    down: [`${kind} ${plainName(index.name)} ON ${plainName(table.name)} (${columns.join(', ')});`],
  };
  return [{ title: 'Drop the index in a new migration', safe: false, edits: [], migration }];
}
