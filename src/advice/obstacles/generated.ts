import type { Expr } from '../../sql/tree.ts';
import type { KnownTable } from '../tables.ts';

/** A column that is computed from others, with what it is computed by. */
export interface GeneratedColumn {
  readonly name: string;
  readonly type: string;
  readonly expr: Expr;
}

/** The generated columns of a table whose definition is at hand. */
export function generatedColumns({ table, created, columns }: KnownTable): GeneratedColumn[] {
  const tree = created?.statement?.syntax.tree;
  const added = [...(columns?.values() ?? [])].flatMap(({ statement }) => {
    const alter = statement?.syntax.tree;
    return alter?.type === 'AlterTableStmt' && alter.body.type === 'AddColumnAlterTableBody'
      ? [alter.body.column]
      : [];
  });
  const own =
    tree?.type === 'CreateTableStmt' && tree.body.type === 'ColumnsAndConstraintsCreateTableBody'
      ? tree.body.columns
      : [];
  return [...own, ...added].flatMap(({ colName, constraints }) => {
    const column = table.columns.find(({ name }) => name.toLowerCase() === colName.text.toLowerCase());
    if (!column?.generated) return [];
    return constraints.flatMap(({ constraint }) =>
      constraint.type === 'GeneratedColumnConstraint'
        ? [{ name: column.name, type: column.type, expr: constraint.expr }]
        : [],
    );
  });
}
