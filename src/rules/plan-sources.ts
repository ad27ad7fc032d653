import { isRowid } from '../advice/candidates/model.ts';
import type { Table } from '../engine/catalog.ts';
import { isAccess, type PlanAccess, type PlanStep } from '../engine/plan.ts';
import type { StatementSyntax } from '../sql/statement.ts';
import { unwrap, walk } from '../sql/tree.ts';
import { sameName } from './schema-places.ts';

/** The steps of a plan that read a table, by whatever name the query gives it. */
export function accessesOf(plan: readonly PlanStep[], syntax: StatementSyntax, table: string): PlanAccess[] {
  const names = new Set<string>();
  if (syntax.tree)
    walk(syntax.tree, (node) => {
      const named =
        node.type === 'TableSelectTable'
          ? { name: node.tblName.objName.text, alias: node.alias?.name.text }
          : node.type === 'UpdateStmt' || node.type === 'DeleteStmt'
            ? { name: node.tblName.objName.text, alias: node.tblName.alias?.text }
            : undefined;
      if (named && sameName(named.name, table)) names.add((named.alias ?? named.name).toLowerCase());
      return undefined;
    });
  return plan.filter(isAccess).filter(({ source }) => names.has(source.toLowerCase()));
}

/** True for a step that is run again for each row of the query around it. */
export function isRepeated(step: PlanStep, plan: readonly PlanStep[]): boolean {
  const byId = new Map(plan.map((other) => [other.row.id, other]));
  for (let above = byId.get(step.row.parent); above; above = byId.get(above.row.parent))
    if (above.row.detail.startsWith('CORRELATED')) return true;
  return false;
}

/** How a plan reads a table: what the rules on scans share among them. */
export type SlowReading = 'automatic-index' | 'repeated' | 'extreme' | 'scan';

/** The way in which a plan reads all of a table; the dearest, where there are several. */
export function slowReading(
  plan: readonly PlanStep[] = [],
  syntax: StatementSyntax,
  table: string,
): SlowReading | undefined {
  const steps = accessesOf(plan, syntax, table);
  const scans = steps.filter(({ kind }) => kind === 'scan');
  const whole = steps.filter(({ kind, by }) => kind === 'scan' || by === 'none');
  if (whole.some((step) => isRepeated(step, plan))) return 'repeated';
  if (scans.length > 0) return 'scan';
  if (steps.some(({ by }) => by === 'automatic-index')) return 'automatic-index';
  return whole.length > 0 ? 'extreme' : undefined;
}

/** True for a query that asks for the least or greatest rowid: SQLite begins at that end, though its plan looks the same. */
export function asksForRowid({ tree }: StatementSyntax, table: Table): boolean {
  let found = false;
  if (tree)
    walk(tree, (node) => {
      if (node.type !== 'FunctionCallExpr' || !/^(?:min|max)$/i.test(node.name.name)) return undefined;
      const [argument, ...more] = node.args ?? [];
      const column = argument && unwrap(argument);
      const name =
        column?.type === 'Id' ? column.name : column?.type === 'QualifiedExpr' ? column.column.text : '';
      if (more.length === 0 && isRowid(name.toLowerCase(), table)) found = true;
      return undefined;
    });
  return found;
}

/** True for a SELECT with a WHERE clause, in whatever part of it. */
export function hasCondition({ tree }: StatementSyntax): boolean {
  let found = false;
  if (tree)
    walk(tree, (node) => {
      if (node.type === 'SelectFrom' && node.whereClause) found = true;
      return undefined;
    });
  return found;
}
