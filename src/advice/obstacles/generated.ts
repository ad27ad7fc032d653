import type { Expr } from '../../sql/tree.ts';
import type { KnownTable } from '../tables.ts';

/** A column that is computed from others, with what it is computed by. */
export interface GeneratedColumn {
  readonly name: string;
  readonly type: string;
  readonly expr: Expr;
  /** As it is declared. */
  readonly text: string;
}

/** The generated columns of a table whose definition is at hand. */
export function generatedColumns({ table, created, columns }: KnownTable): GeneratedColumn[] {
  const tree = created?.statement?.syntax.tree;
  const added = [...(columns?.values() ?? [])].flatMap(({ statement }) => {
    const alter = statement?.syntax.tree;
    return alter?.type === 'AlterTableStmt' && alter.body.type === 'AddColumnAlterTableBody'
      ? [{ column: alter.body.column, syntax: statement?.syntax }]
      : [];
  });
  const own =
    tree?.type === 'CreateTableStmt' && tree.body.type === 'ColumnsAndConstraintsCreateTableBody'
      ? tree.body.columns.map((column) => ({ column, syntax: created?.statement?.syntax }))
      : [];
  return [...own, ...added].flatMap(({ column: { colName, constraints }, syntax }) => {
    const column = table.columns.find(({ name }) => name.toLowerCase() === colName.text.toLowerCase());
    if (!column?.generated) return [];
    return constraints.flatMap(({ constraint }) =>
      constraint.type === 'GeneratedColumnConstraint' && syntax
        ? [
            {
              name: column.name,
              type: column.type,
              expr: constraint.expr,
              text: syntax.textOf(constraint.expr),
            },
          ]
        : [],
    );
  });
}
