import type { Column, Table } from '../engine/catalog.ts';
import type { LogicalDatabase } from '../project/databases.ts';
import { isKnownTable } from '../schema/known-table.ts';
import type { TableState } from '../schema/timeline.ts';
import { affinityOf } from '../sql/affinity.ts';
import { defaultRange } from '../sql/default-clause.ts';
import type { Statement } from '../sql/statement.ts';
import type { ColumnConstraint, ColumnDefinition } from '../sql/tree.ts';
import { type Range, shift } from '../text/range.ts';
import { sameName } from './schema-places.ts';

/** The tables of which all is known. */
export function knownTables({ timeline }: LogicalDatabase): TableState[] {
  return [...(timeline?.tables.values() ?? [])].filter(isKnownTable);
}

/** True for a schema whose SQL a tool writes from models: its habits are nobody's mistake. */
export function isGenerated({ tool }: LogicalDatabase): boolean {
  return generators.has(tool);
}

/** Those whose migrations are programs, and whose packages have migrations of their own. */
export const frameworks: ReadonlySet<LogicalDatabase['tool']> = new Set([
  'alembic',
  'django',
  'knex',
  'laravel',
  'rails',
]);

const generators = new Set<LogicalDatabase['tool']>([...frameworks, 'drizzle', 'prisma']);

/** A column where SQL declares it. */
export interface DeclaredColumn {
  readonly column: Column;
  readonly file: string;
  readonly statement: Statement;
  readonly definition: ColumnDefinition;
  readonly constraints: readonly ColumnConstraint[];
}

/** The columns of a table that SQL declares in a place that is known. */
export function declaredColumns(state: TableState): DeclaredColumn[] {
  return state.table.columns.flatMap((column) => {
    const place = state.columns.get(column.name.toLowerCase());
    const statement = place?.statement;
    if (!place || !statement) return [];
    const definition = definitionIn(statement, column.name);
    if (!definition) return [];
    const constraints = definition.constraints.map(({ constraint }) => constraint);
    return [{ column, file: place.file, statement, definition, constraints }];
  });
}

function definitionIn({ tree }: Statement, name: string): ColumnDefinition | undefined {
  if (tree?.type === 'CreateTableStmt' && tree.body.type === 'ColumnsAndConstraintsCreateTableBody')
    return tree.body.columns.find(({ colName }) => sameName(colName.text, name));
  if (tree?.type === 'AlterTableStmt' && tree.body.type === 'AddColumnAlterTableBody') {
    const { column } = tree.body;
    return sameName(column.colName.text, name) ? column : undefined;
  }
  return undefined;
}

/** A column's default as it is written, with its place in the file. */
export function declaredDefault({
  constraints,
  statement,
}: DeclaredColumn): { readonly text: string; readonly range: Range } | undefined {
  const given = constraints.find((constraint) => constraint.type === 'DefaultColumnConstraint');
  const range = given && defaultRange(statement.syntax, given);
  if (!range) return undefined;
  return { text: statement.text.slice(range.start, range.end), range: shift(range, statement.start) };
}

/**
 * True where the text of a file may be edited for what is known of its schema: a file of SQL that builds a schema from
 * nothing. A migration may have run, and in a program quotes are the program's.
 */
export function isEditable({ tool }: LogicalDatabase, file: string): boolean {
  return tool === 'schema' && file.endsWith('.sql');
}

/** `a`, `a and b`, `a, b and c` */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** The column of a key of integers that has an index of its own. */
export function integerKeyBeside({ columns, indexes, withoutRowid }: Table): string | undefined {
  const key = columns.filter(({ primaryKey }) => primaryKey > 0);
  const [only] = key;
  if (withoutRowid || !only || key.length > 1 || affinityOf(only.type) !== 'INTEGER') return undefined;
  if (
    !/^(?:UNSIGNED\s+)?(?:TINY|SMALL|MEDIUM|BIG)?INT(?:EGER|2|4|8)?(?:\s*\(\d+\))?(?:\s+UNSIGNED)?$/i.test(
      only.type.trim(),
    )
  )
    return undefined;
  return indexes.some(({ origin }) => origin === 'primary-key') ? only.name : undefined;
}
