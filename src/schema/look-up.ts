import { isRowidName } from '../engine/rowid.ts';
import type { OneSelect } from '../sql/tree.ts';
import type { ColumnName, Reference, Scope, Source } from './scopes.ts';

/**
 * What a name stands for where it is written: the innermost table around it that has the column. Undefined for the alias
 * of a result, and for what may belong to something unknown.
 *
 * @param aliasesOf the SELECT whose results can be named there as well
 */
export function lookUp(
  node: ColumnName,
  scope: Scope,
  aliasesOf: OneSelect | undefined,
): Reference | undefined {
  const column = (node.type === 'Id' ? node.name : node.column.text).toLowerCase();
  const table = node.type === 'QualifiedExpr' ? node.table.text.toLowerCase() : undefined;
  for (let owner: Scope | undefined = scope; owner; owner = owner.parent) {
    const named = owner.sources.filter(({ name }) => table === undefined || name === table);
    const source =
      named.find((one) => hasColumn(one, column)) ?? (table && named.find((one) => !one.columns));
    if (source) return { node, scope, owner, source, column };
    // What is not known may have it.
    if (table === undefined && named.some((one) => !one.columns)) return undefined;
    if (owner === scope && table === undefined && hasAlias(aliasesOf, column)) return undefined;
  }
  return undefined;
}

function hasColumn({ columns, state }: Source, name: string): boolean {
  if (columns?.includes(name)) return true;
  return state?.table.kind === 'table' && !state.table.withoutRowid && isRowidName(name);
}

function hasAlias(core: OneSelect | undefined, name: string): boolean {
  return (
    core?.type === 'SelectFrom' &&
    core.columns.some(
      (column) => column.type === 'ExprResultColumn' && column.alias?.name.text.toLowerCase() === name,
    )
  );
}
