import { type PlanStep, readsAll } from '../../engine/plan.ts';
import { parseExpression } from '../../sql/parse.ts';
import type { StatementSyntax } from '../../sql/statement.ts';
import { conjuncts, type Expr, unwrap, walk } from '../../sql/tree.ts';
import { applyEdits, type TextEdit } from '../../text/edit.ts';
import type { KnownTables } from '../tables.ts';
import { columnOf, type Scope, type Source, scopesOf } from './scope.ts';

/**
 * The query as SQLite plans it again when values are bound (https://sqlite.org/c3ref/prepare.html): with a text in the
 * place of each pattern, and with the values that partial indexes ask for. Undefined where that changes nothing.
 */
export function withKnownValues(syntax: StatementSyntax, tables: KnownTables): string | undefined {
  const { text, tree } = syntax;
  if (!tree) return undefined;
  const edits: TextEdit[] = [];
  walk(tree, (node) => {
    if (node.type !== 'LikeExpr' || unwrap(node.rhs).type !== 'VariableExpr') return undefined;
    const known = node.op === 'Like' ? "'a%'" : node.op === 'Glob' ? "'a*'" : undefined;
    if (known !== undefined) edits.push({ range: syntax.rangeOf(node.rhs), text: known });
    return undefined;
  });
  for (const scope of scopesOf(tree, tables))
    for (const [parameter, value] of valuesOfIndexes(scope))
      edits.push({ range: syntax.rangeOf(parameter), text: value });
  return edits.length > 0 ? applyEdits(text, edits) : undefined;
}

/** True where a plan with bound values reads fewer tables as a whole. */
export function isSpared(plan: readonly PlanStep[], bound: readonly PlanStep[]): boolean {
  return bound.filter(readsAll).length < plan.filter(readsAll).length;
}

/** The parameters that are compared with a column of which a partial index takes one value, with that value. */
function valuesOfIndexes(scope: Scope): Map<Expr, string> {
  const values = new Map<Expr, string>();
  for (const condition of scope.conditions) {
    if (condition.type !== 'BinaryExpr' || condition.op !== 'Equals') continue;
    const sides: readonly (readonly [Expr, Expr])[] = [
      [condition.left, unwrap(condition.right)],
      [condition.right, unwrap(condition.left)],
    ];
    for (const [side, parameter] of sides) {
      const found = parameter.type === 'VariableExpr' ? columnOf(side, scope) : undefined;
      const value = found && indexedValue(found.source, found.column.name);
      if (value !== undefined) values.set(parameter, value);
    }
  }
  return values;
}

function indexedValue({ table }: Source, column: string): string | undefined {
  for (const { where } of table.indexes) {
    const wanted = where === undefined ? undefined : parseExpression(where);
    for (const condition of conjuncts(wanted)) {
      if (condition.type !== 'BinaryExpr' || condition.op !== 'Equals') continue;
      const [name, value] = [unwrap(condition.left), unwrap(condition.right)];
      if (name.type !== 'Id' || name.name.toLowerCase() !== column.toLowerCase()) continue;
      if (value.type === 'NumericLiteral') return value.value;
      if (value.type === 'StringLiteral') return `'${value.value.replaceAll("'", "''")}'`;
    }
  }
  return undefined;
}
