import type { ProposedIndex } from '../advice/advice.ts';
import { plainName } from '../advice/advise.ts';
import type { LogicalDatabase } from '../project/databases.ts';

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

/** How to add an index in the words of the tool that the schema is written with. */
export function addIndexHelp(
  { tool }: LogicalDatabase,
  table: string,
  columns: readonly string[],
  sql: string,
): string {
  switch (tool) {
    case 'rails':
      return `In a new migration: add_index :${table}, ${columns.length === 1 ? `:${columns[0]}` : `[${columns.map((name) => `:${name}`).join(', ')}]`}`;
    case 'django':
      return `Add an index to the model’s Meta.indexes, on the fields of ${columns.join(', ')}, and make a migration.`;
    case 'alembic':
      return `In a new revision: op.create_index('ix_${table}_${columns.join('_')}', '${table}', [${quoted(columns)}])`;
    case 'laravel':
      return `In a new migration: $table->index(${columns.length === 1 ? quoted(columns) : `[${quoted(columns)}]`})`;
    case 'knex':
      return `In a new migration: table.index([${quoted(columns)}])`;
    case 'schema':
      return `Add: ${sql}`;
    default:
      return `Add in a new migration: ${sql}`;
  }
}

/** How to add the indexes that a query lacks: in the words of the tool, where they are of columns alone. */
export function addProposedHelp(
  database: LogicalDatabase | undefined,
  indexes: readonly ProposedIndex[],
): string {
  const sql = indexes.map((index) => index.sql).join(' ');
  const [index, ...more] = indexes;
  if (database && index && more.length === 0 && isOfColumns(index))
    return addIndexHelp(database, index.table, index.columns, sql);
  return database?.tool === 'schema' ? `Add: ${sql}` : `Add in a new migration: ${sql}`;
}

function isOfColumns({ terms, columns, where }: ProposedIndex): boolean {
  return where === undefined && terms.join() === columns.map(plainName).join();
}

/** How to drop an index in the words of the tool that the schema is written with. */
export function dropIndexHelp(
  { tool }: LogicalDatabase,
  table: string,
  index: string,
  columns: readonly string[],
): string {
  switch (tool) {
    case 'rails':
      return `remove_index :${table}, name: '${index}'`;
    case 'django':
      return `take it out of the model (db_index, Meta.indexes), and make a migration`;
    case 'alembic':
      return `op.drop_index('${index}', table_name='${table}')`;
    case 'laravel':
      return `$table->dropIndex('${index}')`;
    case 'knex':
      return `table.dropIndex([${quoted(columns)}], '${index}')`;
    default:
      return `DROP INDEX ${plainName(index)};`;
  }
}
